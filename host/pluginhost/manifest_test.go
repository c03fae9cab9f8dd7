package pluginhost

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
)

const goodManifest = `
name = "price-x"
version = "1.2.3-rc.1"
description = "d"
contract = { min = 1, max = 3 }
capabilities = ["log"]
[hooks.quote]
phase = "early"
priority = -5
[hooks.settle]
[limits]
memory_pages = 64
deadline_ms = 20
[config.schema]
type = "object"
additionalProperties = false
[config.schema.properties.n]
type = "integer"
[config.schema.properties.words]
type = "array"
items = { type = "string" }
[config.defaults]
n = 9007199254740993
words = ["a", "b"]
[[selftest]]
name = "t"
hook = "quote"
input = { prompt_tokens = 9007199254740993 }
want = { ceiling_microcredits = 9007199254740993 }
`

func TestManifestReadsAlikeInBothForms(t *testing.T) {
	fromTOML, err := parseManifest([]byte(goodManifest))
	if err != nil {
		t.Fatal(err)
	}
	text, err := manifestJSON([]byte(goodManifest))
	if err != nil {
		t.Fatal(err)
	}
	fromJSON, err := parseManifest(text)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(fromTOML)
	b, _ := json.Marshal(fromJSON)
	if string(a) != string(b) {
		t.Errorf("TOML gives\n%s, JSON gives\n%s", a, b)
	}
	if spec := fromTOML.Hooks["settle"]; spec.Phase != "normal" {
		t.Errorf("phase %q, want the default normal", spec.Phase)
	}
	if got := string(fromTOML.Config.Defaults["n"]); got != "9007199254740993" {
		t.Errorf("a large integer became %s", got)
	}
}

func TestManifestRefuses(t *testing.T) {
	for _, c := range []struct{ old, new, says string }{
		{`"price-x"`, `"Price X"`, `name "Price X" must be`},
		{`"price-x"`, `"builtin"`, `name "builtin"`},
		{`"1.2.3-rc.1"`, `"1.2"`, `version "1.2" is not of the form`},
		{`min = 1, max = 3`, `min = 2, max = 3`, "contract range 2 to 3 does not contain 1"},
		{`min = 1, max = 3`, `min = 0, max = 0`, "contract range 0 to 0"},
		{`["log"]`, `["root"]`, `capability "root" is not one of`},
		{`[hooks.settle]`, ``, "quote and settle belong together"},
		{`[hooks.settle]`, "[hooks.settle]\n[hooks.embed]", `hook "embed" is not one of`},
		{`"early"`, `"first"`, `phase "first" is not one of`},
		{`hook = "quote"`, `hook = "route"`, `selftest 1 (t): hook "route" is not one of the plugin's`},
		{`want = `, "error = \"x\"\nwant = ", "give either want or error"},
		{`memory_pages = 64`, `memory_pages = -1`, "limits must not be negative"},
		{`description`, `descripton`, `unknown field "descripton"`},
		{`priority = -5`, `priority = "high"`, "manifest:"},
		{`name = "price-x"`, `name = "price-x`, "manifest:"},
	} {
		if !strings.Contains(goodManifest, c.old) {
			t.Fatalf("the good manifest has no %q", c.old)
		}
		_, err := parseManifest([]byte(strings.Replace(goodManifest, c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s instead of %s: error %v, want one with %q", c.new, c.old, err, c.says)
		}
	}
	if _, err := parseManifest([]byte(`{} {}`)); err == nil {
		t.Error("text after the end was accepted")
	}
	if _, err := parseManifest([]byte(`name = "a` + strings.Repeat("a", maxManifestBytes) + `"`)); err == nil || !strings.Contains(err.Error(), "limit") {
		t.Errorf("error %v, want the size refused", err)
	}
}

func TestConfigure(t *testing.T) {
	m, err := parseManifest([]byte(goodManifest))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ values, want, says string }{
		{`{}`, `{"n":9007199254740993,"words":["a","b"]}`, ""},
		{`{"words":["c"]}`, `{"n":9007199254740993,"words":["c"]}`, ""}, // the key's whole value is replaced
		{`{"n":"x"}`, "", "/n"},
		{`{"m":1}`, "", "additional properties 'm' not allowed"},
	} {
		var values map[string]json.RawMessage
		if err := json.Unmarshal([]byte(c.values), &values); err != nil {
			t.Fatal(err)
		}
		got, err := m.configure(values)
		switch {
		case c.says != "":
			if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: error %q, want one line with %q", c.values, err, c.says)
			}
		case err != nil || string(got) != c.want:
			t.Errorf("%s gives %s, %v, want %s", c.values, got, err, c.want)
		}
	}
}

// A schema is a stranger's text: it must not make the host read files.
func TestSchemaReachesNothing(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "s.json")
	if err := os.WriteFile(secret, []byte(`{}`), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{"file://" + secret, "http://127.0.0.1:1/s.json", "s.json"} {
		m := &Manifest{Config: ConfigSpec{Schema: json.RawMessage(`{"$ref":"` + ref + `"}`)}}
		if _, err := m.configure(nil); err == nil || !strings.Contains(err.Error(), "config.schema") {
			t.Errorf("$ref %s: error %v, want it refused", ref, err)
		}
	}
}

func TestFirstPartyManifestsAreValid(t *testing.T) {
	for _, source := range plugintest.Sources(t) {
		text, err := os.ReadFile(filepath.Join(source, "manifest.toml"))
		if err != nil {
			t.Fatal(err)
		}
		m, err := parseManifest(text)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if m.Name != filepath.Base(source) {
			t.Errorf("%s names itself %q", source, m.Name)
		}
		if _, err := m.configure(nil); err != nil {
			t.Errorf("%s: defaults: %v", source, err)
		}
	}
}

// Whatever the text, parsing answers or refuses.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(goodManifest))
	f.Add([]byte(`{"name":"a","version":"1.0.0","contract":{"min":1,"max":1},"hooks":{"route":{}},"config":{"schema":{"type":"object"}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := parseManifest(text)
		if err == nil {
			m.configure(nil)
		}
	})
}
