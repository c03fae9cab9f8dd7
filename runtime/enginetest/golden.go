package enginetest

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
	"github.com/r3mes/r3mes/runtime/demo"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
)

//go:embed all:testdata
var testdata embed.FS

// Case is one golden checkpoint with what the reference computed on it.
type Case struct {
	Name     string
	Model    *checkpoint.Model
	Adapters map[string]*lora.Adapter
	Runs     []Run
}

// Run is one prompt with one adapter, or none. See testdata/README.md.
type Run struct {
	Name    string    `json:"name"`
	Adapter string    `json:"adapter"` // "": the base model
	Prompt  []int     `json:"prompt"`
	Tokens  []int     `json:"tokens"`  // the greedy answer
	Margins []float64 `json:"margins"` // between the two best logits, at each token
	Bounds  []float64 `json:"bounds"`  // by how much rounding may change that

	outputs map[string]bounded // "layers.0.o_proj", …, "logits"
}

// bounded is a tensor [positions, width] for the last positions of a prompt,
// and how far each element may be off.
type bounded struct {
	first, width int // first is the position of the first row
	value, bound []float32
}

// Testdata is the folder of the golden files.
func Testdata() fs.FS {
	sub, err := fs.Sub(testdata, "testdata")
	if err != nil {
		panic(err) // only an invalid path fails
	}
	return sub
}

// Cases reads every golden case that has its model beside it.
func Cases() ([]Case, error) {
	folders, err := fs.Glob(Testdata(), "*/model")
	if err != nil {
		return nil, err
	}
	var cases []Case
	for _, folder := range folders {
		name := path.Dir(folder)
		files, err := fs.Sub(Testdata(), name)
		if err != nil {
			return nil, err
		}
		c, err := readCase(files, name)
		if err != nil {
			return nil, fmt.Errorf("enginetest: golden: %s: %w", name, err)
		}
		cases = append(cases, c)
	}
	return cases, nil
}

func readCase(fsys fs.FS, name string) (Case, error) {
	files, err := fs.Sub(fsys, "model")
	if err != nil {
		return Case{}, err
	}
	model, err := checkpoint.OpenFS(files)
	if err != nil {
		return Case{}, err
	}
	adapters := map[string]*lora.Adapter{}
	folders, err := fs.Glob(fsys, "adapters/*")
	if err != nil {
		return Case{}, err
	}
	for _, folder := range folders {
		files, err := fs.Sub(fsys, folder)
		if err != nil {
			return Case{}, err
		}
		name := path.Base(folder)
		if adapters[name], err = lora.Load(files, name, model.Config); err != nil {
			return Case{}, err
		}
	}
	return ReadCase(fsys, name, model, adapters)
}

// ReadCase reads golden.json and golden.safetensors from fsys, for a model and
// adapters that are elsewhere.
func ReadCase(fsys fs.FS, name string, model *checkpoint.Model, adapters map[string]*lora.Adapter) (Case, error) {
	runs, err := readRuns(fsys)
	return Case{Name: name, Model: model, Adapters: adapters, Runs: runs}, err
}

// Demo is the case of the embedded model, which the caller has opened, with its
// adapters.
func Demo(model *checkpoint.Model) (Case, error) {
	adapters := map[string]*lora.Adapter{}
	for _, name := range []string{"default", "coder", "law"} {
		files, err := fs.Sub(demo.Adapters(), name)
		if err != nil {
			return Case{}, err
		}
		if adapters[name], err = lora.Load(files, name, model.Config); err != nil {
			return Case{}, err
		}
	}
	golden, err := fs.Sub(Testdata(), "demo")
	if err != nil {
		return Case{}, err
	}
	return ReadCase(golden, "demo", model, adapters)
}

func readRuns(fsys fs.FS) ([]Run, error) {
	var golden struct {
		Runs []Run `json:"runs"`
	}
	text, err := fs.ReadFile(fsys, "golden.json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &golden); err != nil {
		return nil, err
	}
	data, err := fs.ReadFile(fsys, "golden.safetensors")
	if err != nil {
		return nil, err
	}
	file, err := safetensors.Parse("golden.safetensors", data)
	if err != nil {
		return nil, err
	}
	for i := range golden.Runs {
		if err := golden.Runs[i].read(file); err != nil {
			return nil, fmt.Errorf("run %q: %w", golden.Runs[i].Name, err)
		}
	}
	return golden.Runs, nil
}

// read takes the run's tensors.
func (r *Run) read(file *safetensors.File) error {
	r.outputs = map[string]bounded{}
	for name, t := range file.Tensors {
		key, mine := strings.CutPrefix(name, r.Name+"/")
		if !mine || strings.HasSuffix(key, ".bound") {
			continue
		}
		b := file.Tensors[name+".bound"]
		if len(t.Shape) != 2 || t.Shape[0] < 1 || t.Shape[0] > len(r.Prompt) || !slices.Equal(t.Shape, b.Shape) {
			return fmt.Errorf("%s has shape %v, its bound %v; want at most %d positions", name, t.Shape, b.Shape, len(r.Prompt))
		}
		value, err1 := t.Float32()
		bound, err2 := b.Float32()
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		r.outputs[key] = bounded{first: len(r.Prompt) - t.Shape[0], width: t.Shape[1], value: value, bound: bound}
	}
	return r.check()
}

// check refuses a run that proves nothing.
func (r *Run) check() error {
	if len(r.outputs) < 3 || len(r.Tokens) == 0 || len(r.Margins) != len(r.Tokens) || len(r.Bounds) != len(r.Tokens) {
		return fmt.Errorf("%d tensors, %d tokens, %d margins, %d bounds", len(r.outputs), len(r.Tokens), len(r.Margins), len(r.Bounds))
	}
	for i, m := range r.Margins {
		if !(m > r.Bounds[i]) {
			return fmt.Errorf("token %d: margin %g is not above the bound %g: the greedy answer is not decided", i, m, r.Bounds[i])
		}
	}
	return nil
}

// Report says how close a model came to the reference.
type Report struct {
	Compared int     // numbers compared
	Worst    float64 // largest share of its bound that a difference used
	Where    string  // the output with the worst
	Largest  float64 // largest absolute difference of a logit
}

// Check runs every run of the case in one batch, prompts in chunks of at most
// chunk tokens, and returns an error unless each output of o_proj and
// down_proj, each logit asked for and each token of the greedy answers agrees.
func (c *Case) Check(m engine.Model, chunk int) (Report, error) {
	if _, ok := m.(tapped); !ok {
		return Report{}, fmt.Errorf("enginetest: golden: %T does not show its linears (SetTap)", m)
	}
	var report Report
	jobs := make([]Job, len(c.Runs))
	seen := make([]map[string]int, len(c.Runs))
	for i := range c.Runs {
		r := &c.Runs[i]
		seen[i] = map[string]int{}
		compare := func(key string, pos int, got []float32) {
			if pos >= r.outputs[key].first && pos < len(r.Prompt) { // the reference has no others
				seen[i][key]++
				report.compare(r, key, pos, got)
			}
		}
		jobs[i] = Job{
			Adapter: c.Adapters[r.Adapter], Prompt: r.Prompt, Answer: len(r.Tokens),
			Logits: func(pos int, logits []float32) { compare("logits", pos, logits) },
			Tap: func(layer int, linear string, pos int, out []float32) {
				compare(fmt.Sprintf("layers.%d.%s", layer, linear), pos, out)
			},
		}
		if r.Adapter != "" && jobs[i].Adapter == nil {
			return report, fmt.Errorf("enginetest: golden: %s: no adapter %q", c.Name, r.Adapter)
		}
	}
	answers, err := Drive(m, chunk, jobs...)
	if err != nil {
		return report, err
	}
	return report, errors.Join(report.err(), c.complete(seen, chunk), c.answers(answers))
}

// Answers runs every run of the case in one batch and returns an error unless each
// greedy answer is the reference's. It is for a model whose float sums are of
// another order, on a checkpoint in which an activation lies so close to the
// border between two integers that this decides: their margins hold the answers.
func (c *Case) Answers(m engine.Model, chunk int) error {
	jobs := make([]Job, len(c.Runs))
	for i, r := range c.Runs {
		jobs[i] = Job{Adapter: c.Adapters[r.Adapter], Prompt: r.Prompt, Answer: len(r.Tokens)}
	}
	answers, err := Drive(m, chunk, jobs...)
	if err != nil {
		return err
	}
	return c.answers(answers)
}

// complete returns an error unless every tensor of the reference was compared
// at every position that was to be seen.
func (c *Case) complete(seen []map[string]int, chunk int) error {
	for i := range c.Runs {
		r := &c.Runs[i]
		for key, out := range r.outputs {
			want := len(r.Prompt) - out.first
			if key == "logits" { // of a chunk's last token only
				want = (len(r.Prompt)+chunk-1)/chunk - out.first/chunk
			}
			if seen[i][key] != want {
				return fmt.Errorf("enginetest: golden: %s: run %s: %s was seen at %d positions, want %d", c.Name, r.Name, key, seen[i][key], want)
			}
		}
	}
	return nil
}

func (c *Case) answers(answers [][]int) error {
	var errs []error
	for i, got := range answers {
		r := &c.Runs[i]
		if !slices.Equal(got, r.Tokens) {
			at := 0
			for got[at] == r.Tokens[at] {
				at++
			}
			errs = append(errs, fmt.Errorf("enginetest: golden: %s: run %s: greedy token %d is %d, want %d (margin %g, bound %g)", c.Name, r.Name, at, got[at], r.Tokens[at], r.Margins[at], r.Bounds[at]))
		}
	}
	return errors.Join(errs...)
}

// compare notes how far got is from the reference.
func (p *Report) compare(r *Run, key string, pos int, got []float32) {
	want, ok := r.outputs[key]
	if !ok || len(got) != want.width {
		p.Worst, p.Where = math.Inf(1), fmt.Sprintf("%s/%s has %d elements, want %d", r.Name, key, len(got), want.width)
		return
	}
	at := (pos - want.first) * want.width
	value, bound := want.value[at:], want.bound[at:]
	for i, g := range got {
		diff := math.Abs(float64(g) - float64(value[i]))
		p.Compared++
		if key == "logits" {
			p.Largest = max(p.Largest, diff)
		}
		share := 0.0
		switch {
		case math.IsNaN(diff):
			share = math.Inf(1)
		case diff != 0:
			share = diff / float64(bound[i])
		}
		if share > p.Worst {
			p.Worst, p.Where = share, fmt.Sprintf("%s/%s position %d element %d: %g, want %g within %g", r.Name, key, pos, i, g, value[i], bound[i])
		}
	}
}

func (p *Report) err() error {
	if p.Worst <= 1 {
		return nil
	}
	return fmt.Errorf("enginetest: golden: outside the bound: %s", p.Where)
}
