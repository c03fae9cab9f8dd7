package tokenizer

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/nikolalohinski/gonja/v2/builtins"
	"github.com/nikolalohinski/gonja/v2/config"
	"github.com/nikolalohinski/gonja/v2/exec"
	"github.com/nikolalohinski/gonja/v2/loaders"
	"github.com/nikolalohinski/gonja/v2/nodes"
	"github.com/nikolalohinski/gonja/v2/parser"
)

// Limits on a chat template, which is a program that came with the model.
const (
	maxTemplate   = 64 << 10        // bytes of source; bounds the parser's recursion too
	maxIterations = 10_000          // numbers that range() may hand out in one rendering
	renderTime    = 2 * time.Second // of one rendering
)

// bitnetTemplate is the published chat template of BitNet b1.58 2B4T.
const bitnetTemplate = `{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = message['role'] | capitalize + ': '+ message['content'] | trim + '<|eot_id|>' %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ 'Assistant: ' }}{% endif %}`

// template is a Jinja template in a sandbox: no files, no other templates, no
// macros (hence no recursion), bounded output and time. Safe for concurrent use.
type template struct {
	compiled *exec.Template
	source   string
	patience time.Duration
}

// The parts of Jinja that chat templates use. What is not listed here can hang,
// grow without bound, differs from Python's, or reads files.
var (
	templateStatements = []string{"for", "if", "set", "break", "continue", "raw", "do"}
	templateFilters    = []string{
		"abs", "capitalize", "count", "d", "default", "first", "float", "int", "items", "join", "last", "length",
		"list", "lower", "map", "reject", "rejectattr", "replace", "reverse", "round", "safe", "select",
		"selectattr", "string", "sum", "title", "unique", "upper",
	}
	templateMethods = []string{
		"capitalize", "count", "endswith", "find", "join", "lower", "removeprefix", "removesuffix", "replace",
		"startswith", "title", "upper",
	}
	templateEnvironment = newEnvironment()
)

func newEnvironment() *exec.Environment {
	env := &exec.Environment{
		Filters:           exec.NewFilterSet(map[string]exec.FilterFunction{"trim": trimFilter}),
		ControlStructures: exec.NewControlStructureSet(map[string]parser.ControlStructureParser{}),
		Tests:             builtins.Tests,
		Context:           exec.EmptyContext(),
		Methods:           builtins.Methods,
	}
	for _, name := range templateStatements {
		p, ok := builtins.ControlStructures.Get(name)
		must(ok, env.ControlStructures.Register(name, p))
	}
	for _, name := range []string{"for", "if", "set", "do"} {
		must(true, env.ControlStructures.Replace(name, stoppable(name)))
	}
	for _, name := range templateFilters {
		f, ok := builtins.Filters.Get(name)
		must(ok, env.Filters.Register(name, f))
	}
	methods := map[string]exec.Method[string]{
		"strip":  stripMethod(strings.TrimFunc),
		"lstrip": stripMethod(strings.TrimLeftFunc),
		"rstrip": stripMethod(strings.TrimRightFunc),
		"split":  splitMethod,
	}
	for _, name := range templateMethods {
		m, ok := builtins.Methods.Str.Get(name)
		must(ok, nil)
		methods[name] = m
	}
	env.Methods.Str = exec.NewMethodSet(methods)
	namespace, _ := builtins.GlobalFunctions.Get("namespace")
	env.Context.Set("namespace", namespace)
	env.Context.Set("raise_exception", func(message string) (string, error) {
		return "", fmt.Errorf("the template refuses these messages: %s", message)
	})
	return env
}

// must holds what the pinned template library promises.
func must(ok bool, err error) {
	if !ok || err != nil {
		panic(fmt.Sprintf("tokenizer: the template library lacks a part of Jinja: %v", err))
	}
}

func compileTemplate(source string) (t *template, err error) {
	defer recoverInto(&err)
	if len(source) > maxTemplate {
		return nil, fmt.Errorf("%d bytes (limit %d)", len(source), maxTemplate)
	}
	cfg := config.New()
	cfg.TrimBlocks, cfg.LeftStripBlocks = true, true
	compiled, err := exec.NewTemplate(templateName, cfg, sourceOnly(source), templateEnvironment)
	if err != nil {
		if cause := errors.Unwrap(err); cause != nil {
			err = cause // without the whole source in front
		}
		return nil, err
	}
	return &template{compiled: compiled, source: source, patience: renderTime}, nil
}

// render runs the template. limit bounds the bytes of output.
func (t *template) render(vars map[string]any, limit int) (string, error) {
	out := &boundedWriter{limit: limit, until: time.Now().Add(t.patience)}
	err := t.execute(out, vars)
	if out.late {
		return "", fmt.Errorf("rendering took longer than %v", t.patience)
	}
	return out.text.String(), err
}

func (t *template) execute(out *boundedWriter, vars map[string]any) (err error) {
	defer recoverInto(&err)
	data := exec.EmptyContext()
	for name, v := range vars {
		data.Set(name, v)
	}
	data.Set("range", boundedRange(out))
	data.Set(outputVariable, out)
	return t.compiled.Execute(out, data)
}

func recoverInto(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the template library failed: %v", r)
	}
}

// boundedWriter collects output; it fails beyond limit and once it is late, which
// is how a rendering that takes too long comes to its end.
type boundedWriter struct {
	text  strings.Builder
	limit int
	until time.Time
	late  bool
}

// over tells whether the time is up.
func (w *boundedWriter) over() bool {
	w.late = w.late || time.Now().After(w.until)
	return w.late
}

func (w *boundedWriter) Write(p []byte) (int, error) {
	if w.over() || w.text.Len()+len(p) > w.limit {
		return 0, fmt.Errorf("output larger than %d bytes", w.limit)
	}
	return w.text.Write(p)
}

// outputVariable holds the writer where statements find it; no template can name
// it.
const outputVariable = " output"

// stoppable is a statement of the library, except that it does not begin once the
// time is up. Every turn of a loop that does something comes past one, or past
// the writer, so a rendering ends soon after that.
func stoppable(name string) parser.ControlStructureParser {
	parse, ok := builtins.ControlStructures.Get(name)
	must(ok, nil)
	return func(p, args *parser.Parser) (nodes.ControlStructure, error) {
		s, err := parse(p, args)
		if err != nil {
			return nil, err
		}
		return stoppableStatement{s}, nil
	}
}

type stoppableStatement struct{ nodes.ControlStructure }

func (s stoppableStatement) Execute(r *exec.Renderer, block *nodes.ControlStructureBlock) error {
	if out, _ := r.Environment.Context.Get(outputVariable); out.(*boundedWriter).over() {
		return errors.New("given up")
	}
	return s.ControlStructure.(exec.ControlStructure).Execute(r, block)
}

// boundedRange is Python's range with a budget for the whole rendering. It gives
// a list: the library's own starts a goroutine that {% break %} leaves behind.
func boundedRange(out *boundedWriter) func(*exec.Evaluator, *exec.VarArgs) ([]int, error) {
	left := maxIterations
	return func(_ *exec.Evaluator, args *exec.VarArgs) ([]int, error) {
		start, stop, step, err := rangeBounds(args)
		if err != nil {
			return nil, err
		}
		list := []int{}
		for i := start; step > 0 && i < stop || step < 0 && i > stop; i += step {
			if left--; left < 0 || out.over() {
				return nil, fmt.Errorf("range: more than %d numbers in one rendering", maxIterations)
			}
			list = append(list, i)
		}
		return list, nil
	}
}

func rangeBounds(args *exec.VarArgs) (start, stop, step int, err error) {
	n := []int{0, 0, 1}
	for i, a := range args.Args {
		if i >= len(n) || !a.IsInteger() {
			return 0, 0, 0, errors.New("range: want one to three integers")
		}
		n[i] = a.Integer()
	}
	switch {
	case len(args.Args) == 0 || len(args.KwArgs) > 0:
		return 0, 0, 0, errors.New("range: want one to three integers")
	case len(args.Args) == 1:
		return 0, n[0], 1, nil
	case n[2] == 0:
		return 0, 0, 0, errors.New("range: step is 0")
	}
	return n[0], n[1], n[2], nil
}

// pythonSpace is str.isspace, which str.strip goes by: Unicode's white space and
// the four ASCII separators.
func pythonSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1C && r <= 0x1F }

func trimFilter(_ *exec.Evaluator, in *exec.Value, args *exec.VarArgs) *exec.Value {
	switch {
	case in.IsError():
		return in
	case len(args.Args)+len(args.KwArgs) > 0:
		return exec.AsValue(errors.New("trim: arguments are not supported"))
	case in.IsNil():
		return exec.AsValue("")
	}
	return exec.AsValue(strings.TrimFunc(in.String(), pythonSpace))
}

func stripMethod(trim func(string, func(rune) bool) string) exec.Method[string] {
	return func(self string, _ *exec.Value, args *exec.VarArgs) (any, error) {
		if len(args.KwArgs) > 0 || len(args.Args) > 1 || len(args.Args) == 1 && !args.Args[0].IsString() {
			return nil, errors.New("strip: want at most one string")
		}
		inSet := pythonSpace
		if len(args.Args) == 1 {
			set := args.Args[0].String()
			inSet = func(r rune) bool { return strings.ContainsRune(set, r) }
		}
		return trim(self, inSet), nil
	}
}

// splitMethod is str.split with a separator.
func splitMethod(self string, _ *exec.Value, args *exec.VarArgs) (any, error) {
	if len(args.KwArgs) > 0 || len(args.Args) != 1 || !args.Args[0].IsString() || args.Args[0].String() == "" {
		return nil, errors.New("split: want one separator")
	}
	parts := list{}
	for _, p := range strings.Split(self, args.Args[0].String()) {
		parts = append(parts, p)
	}
	return parts, nil
}

// list is a list whose negative indices are Python's. (The template library
// finds nothing at [-1] of a list of one.)
type list []any

func (l list) GetItem(key any) (*exec.Value, bool) {
	i, ok := key.(int)
	if ok && i < 0 {
		i += len(l)
	}
	if !ok || i < 0 || i >= len(l) {
		return exec.AsValue(nil), false
	}
	return exec.AsValue(l[i]), true
}

const templateName = "chat_template"

// sourceOnly is a loader that knows one text and no files.
type sourceOnly string

func (s sourceOnly) Read(path string) (io.Reader, error) {
	if path != templateName {
		return nil, fmt.Errorf("template %q: a chat template can not load others", path)
	}
	return strings.NewReader(string(s)), nil
}

func (s sourceOnly) Resolve(path string) (string, error) { return path, nil }

func (s sourceOnly) Inherit(string) (loaders.Loader, error) { return s, nil }
