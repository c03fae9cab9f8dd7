package tokenizer

import (
	"strings"
	"testing"
	"time"
)

func render(t *testing.T, source string, patience time.Duration) (string, error) {
	t.Helper()
	tpl, err := compileTemplate(source)
	if err != nil {
		return "", err
	}
	tpl.patience = patience
	list := make([]any, 300)
	for i := range list {
		list[i] = map[string]any{"role": "user", "content": "x"}
	}
	return tpl.render(map[string]any{"messages": list}, 1<<16)
}

// A chat template is code from a stranger: it gets no files, no memory and no time
// beyond what a prompt needs, and its failure is an error.
func TestTemplateSandbox(t *testing.T) {
	loops := strings.Repeat("{% for a in messages %}", 8) + "{% set x = 1 %}" + strings.Repeat("{% endfor %}", 8)
	for name, c := range map[string]struct{ source, want string }{
		"include":             {`{% include "/etc/passwd" %}`, "include"},
		"import":              {`{% import "/etc/passwd" as x %}`, "import"},
		"from":                {`{% from "/etc/passwd" import x %}`, "from"},
		"extends":             {`{% extends "/etc/passwd" %}`, "extends"},
		"macro":               {`{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}`, "macro"},
		"unknown statement":   {`{% generation %}x{% endgeneration %}`, "generation"},
		"unknown filter":      {`{{ 'x' | center(1000000000) }}`, "center"},
		"unknown method":      {`{{ 'x'.zfill(1000000000) }}`, "zfill"},
		"unknown function":    {`{{ lipsum(n=100) }}`, "lipsum"},
		"syntax error":        {`{% if %}`, ""},
		"unclosed block":      {`{% for m in messages %}`, ""},
		"too many numbers":    {`{% for i in range(1000000000) %}{% endfor %}`, "10000 numbers"},
		"too many in all":     {`{% for a in range(9000) %}{% for b in range(9000) %}{% endfor %}{% endfor %}`, "10000 numbers"},
		"step of zero":        {`{{ range(1, 2, 0) }}`, "step is 0"},
		"no number":           {`{{ range('x') }}`, "integers"},
		"too much output":     {`{% for i in range(9000) %}xxxxxxxxxx{% endfor %}`, "output larger"},
		"endless":             {loops, "took longer"},
		"its own refusal":     {`{{ raise_exception('no system role') }}`, "no system role"},
		"absurdly long":       {strings.Repeat("x", maxTemplate+1), "limit"},
		"trim with arguments": {`{{ 'x' | trim('x') }}`, "not supported"},
	} {
		t.Run(name, func(t *testing.T) {
			patience := time.Minute // what fails must fail for its own reason
			if name == "endless" {
				patience = 100 * time.Millisecond
			}
			got, err := render(t, c.source, patience)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("render = %.60q, %.300v, want an error with %q", got, err, c.want)
			}
		})
	}
}

// Nesting as deep as the size limit allows must not exhaust the stack, which
// would end the process. (Results do not matter.)
func TestDeeplyNestedTemplates(t *testing.T) {
	half := (maxTemplate - 100) / 2
	for _, source := range []string{
		"{{ " + strings.Repeat("(", half) + "1" + strings.Repeat(")", half) + " }}",
		"{{ " + strings.Repeat("[", half) + strings.Repeat("]", half) + " }}",
		"{{ " + strings.Repeat("-", 2*half) + "1 }}",
		"{{ " + strings.Repeat("not ", half/2) + "1 }}",
		strings.Repeat("{% if 1 %}", maxTemplate/22) + strings.Repeat("{% endif %}", maxTemplate/22),
		strings.Repeat("{% for a in [1] %}", maxTemplate/32) + strings.Repeat("{% endfor %}", maxTemplate/32),
	} {
		if _, err := render(t, source, 100*time.Millisecond); err != nil {
			t.Logf("%.20s…: %.100v", source, err)
		}
	}
}

// A rendering comes to its end soon after its time is up, whatever its loops do.
func TestRenderingEndsWhenItsTimeIsUp(t *testing.T) {
	for _, body := range []string{"", "{% set x = 1 %}", "{% if 1 == 2 %}{% endif %}", "{{ '' }}", "{% do 1 %}"} {
		tpl, err := compileTemplate(strings.Repeat("{% for a in messages %}", 9) + body + strings.Repeat("{% endfor %}", 9))
		if err != nil {
			t.Fatal(err)
		}
		tpl.patience = 20 * time.Millisecond
		if text, err := tpl.render(map[string]any{"messages": make(list, 300)}, 1<<20); err == nil || !strings.Contains(err.Error(), "took longer") {
			t.Errorf("%s: rendered %q, %v", body, text, err)
		}
	}
}

func TestTrimIsPythons(t *testing.T) {
	for source, want := range map[string]string{
		"[{{ '\x1c\u00a0 x \u2003\x1f\u0085' | trim }}]":                                              "[x]",
		"[{{ '\u200b x' | trim }}]":                                                                   "[\u200b x]",
		"[{{ ' x '.strip() }}{{ ' x '.lstrip() }}{{ ' x '.rstrip() }}]":                               "[xx  x]",
		"[{{ 'xxaxx'.strip('x') }}{{ '--a'.lstrip('-') }}{{ nothing|trim }}]":                         "[aa]",
		"{% for i in range(3) %}{{ i }}{% endfor %}{% for i in range(6, 0, -2) %}{{ i }}{% endfor %}": "012642",
	} {
		if got, err := render(t, source, time.Minute); err != nil || got != want {
			t.Errorf("render(%q) = %q, %v, want %q", source, got, err, want)
		}
	}
}
