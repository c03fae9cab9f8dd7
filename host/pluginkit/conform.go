package pluginkit

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/r3mes/r3mes/sdk/golden"
	"github.com/r3mes/r3mes/sdk/schema"
)

// Finding is one rule of the contract that was broken.
type Finding struct {
	Rule, Case, Problem string
}

// Report is what the conformance kit found.
type Report struct {
	Calls    int
	Findings []Finding
}

// malformed requests must be errors, and must not spoil the next call.
var malformed = []struct{ name, text string }{
	{"an empty request", ""}, {"no JSON", "hello"}, {"an array", "[]"}, {"a number", "1"},
	{"half an object", `{"contract":1,"hook":`}, {"a string without its end", `{"hook":"rou`}, {"two objects", "{} {}"},
}

// Conform asks a guest whatever the contract demands beyond its golden cases:
//
//   - golden: every case gets the answer it wants;
//   - same meaning: the same request with its keys in another order, escaped,
//     spread out or with unknown keys gets the same answer;
//   - schema: every answer is of the form that the contract's JSON Schema gives;
//   - stateless: asked again, in another order, it answers the same;
//   - malformed: what is no request is an error.
//
// With a Runner of another host it judges that host by the same rules. The
// error is the runner's own.
func Conform(ctx context.Context, run Runner, q Question, cases []golden.Case) (Report, error) {
	k := &kit{ctx: ctx, run: run, q: q, first: map[string]outcome{}}
	for _, step := range []func([]golden.Case){k.golden, k.sameMeaning, k.malformed, k.stateless} {
		step(cases)
		if k.broken != nil {
			return k.report, k.broken
		}
	}
	return k.report, nil
}

type outcome struct {
	output []byte
	err    error
}

type kit struct {
	ctx    context.Context
	run    Runner
	q      Question
	first  map[string]outcome // by case name
	report Report
	broken error
}

func (k *kit) ask(hook, input string) outcome {
	if k.broken != nil {
		return outcome{err: k.broken}
	}
	k.q.Hook, k.q.Input = hook, input
	k.report.Calls++
	output, err := k.run(k.ctx, k.q)
	if errors.Is(err, ErrRunner) {
		k.broken = err
	}
	return outcome{bytes.Clone(output), err}
}

func (k *kit) found(rule, name string, problem error) {
	if problem != nil && k.broken == nil {
		k.report.Findings = append(k.report.Findings, Finding{rule, name, problem.Error()})
	}
}

func (k *kit) golden(cases []golden.Case) {
	for _, c := range cases {
		got := k.ask(c.Hook, string(c.Request))
		k.first[c.Name] = got
		k.found("golden", c.Name, judge(c, got.output, got.err))
		if got.err == nil {
			k.found("schema", c.Name, validate(c.Hook, got.output))
		}
	}
}

func (k *kit) sameMeaning(cases []golden.Case) {
	for _, c := range cases {
		request, err := parseNode(c.Request)
		if err != nil {
			k.found("same meaning", c.Name, err)
			continue
		}
		for _, v := range variants {
			got := k.ask(c.Hook, v.text(request))
			k.found("same meaning", c.Name+", "+v.name, differ(got, k.first[c.Name]))
		}
	}
}

func (k *kit) malformed(cases []golden.Case) {
	asked := map[string]bool{}
	for _, c := range cases {
		if asked[c.Hook] {
			continue
		}
		asked[c.Hook] = true
		for _, m := range malformed {
			if got := k.ask(c.Hook, m.text); got.err == nil {
				k.found("malformed", c.Hook+", "+m.name, fmt.Errorf("answered %.200s, want an error", got.output))
			}
		}
	}
}

func (k *kit) stateless(cases []golden.Case) {
	for i := len(cases) - 1; i >= 0; i-- {
		c := cases[i]
		k.found("stateless", c.Name, differ(k.ask(c.Hook, string(c.Request)), k.first[c.Name]))
	}
}

// differ says how an outcome is not the first one. Of errors only whether
// there is one counts: their words may name a place in the request.
func differ(got, want outcome) error {
	switch {
	case got.err != nil && want.err == nil:
		return fmt.Errorf("failed with %q, want %.200s as at first", got.err, want.output)
	case got.err == nil && want.err != nil:
		return fmt.Errorf("answered %.200s, want an error as at first (%v)", got.output, want.err)
	case got.err == nil && !bytes.Equal(got.output, want.output):
		return fmt.Errorf("answered %.200s, want %.200s as at first", got.output, want.output)
	}
	return nil
}

// validate holds an answer against the contract's schema.
func validate(hook string, output []byte) error {
	text, err := schema.Of(hook, "response")
	if err != nil {
		return err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	c := jsonschema.NewCompiler()
	const url = "r3mes:///response.json"
	if err := c.AddResource(url, doc); err != nil {
		return err
	}
	compiled, err := c.Compile(url)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(output))
	if err != nil {
		return fmt.Errorf("answered %.200q, which is no JSON: %w", output, err)
	}
	if err := compiled.Validate(value); err != nil {
		return fmt.Errorf("answered %.200s, which is not what the schema allows: %w", output, err)
	}
	return nil
}
