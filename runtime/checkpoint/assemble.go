package checkpoint

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/kernels/ternary"
	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
)

// maxProblems is how many problems one error lists.
const maxProblems = 8

// assembler turns the tensors of the files into a Model. Names and shapes are
// checked first, which takes no time; then come the jobs that read data.
type assembler struct {
	model    *Model
	left     map[string]safetensors.Tensor // not asked for yet
	used     []safetensors.Tensor
	jobs     []func() error
	problems []error
}

func (m *Model) assemble(tensors map[string]safetensors.Tensor) error {
	a := &assembler{model: m, left: tensors}
	a.embeddings()
	a.norm(&m.FinalNorm, "model.norm.weight", m.Config.HiddenSize)
	m.Layers = make([]Layer, m.Config.Layers)
	for i := range m.Layers {
		a.layer(&m.Layers[i], fmt.Sprintf("model.layers.%d.", i))
	}
	for _, name := range sortedKeys(a.left) {
		a.fail(a.left[name].File, name, errors.New("unexpected tensor"))
	}
	if err := joinSome(a.problems); err != nil {
		return err
	}
	digest := newDigester(m, a.used)
	if err := parallel(slices.Concat(digest.jobs(), a.jobs)); err != nil {
		return err
	}
	m.finish()
	m.Digest = digest.sum()
	return nil
}

// finish does what needs the results of the jobs.
func (m *Model) finish() {
	if m.Config.TieEmbeddings {
		m.Head = m.Embedding
	}
	m.bytes = denseBytes(m.Embedding) + int64(4*len(m.FinalNorm))
	if !m.Config.TieEmbeddings {
		m.bytes += denseBytes(m.Head)
	}
	for _, l := range m.Layers {
		for _, w := range []ternary.Matrix{l.Q, l.K, l.V, l.O, l.Gate, l.Up, l.Down} {
			m.bytes += int64(len(w.Packed))
		}
		m.bytes += int64(4 * (len(l.InputNorm) + len(l.PostAttnNorm) + len(l.AttnSubNorm) + len(l.FFNSubNorm)))
	}
}

func denseBytes(m dense.Matrix) int64 { return int64(4*len(m.F32) + 2*len(m.BF16)) }

// joinSome joins the first problems and counts the rest.
func joinSome(problems []error) error {
	if extra := len(problems) - maxProblems; extra > 0 {
		problems = append(problems[:maxProblems:maxProblems], fmt.Errorf("and %d more problems", extra))
	}
	return errors.Join(problems...)
}

// parallel runs jobs on all processors and returns the problems of those that
// failed, in the order of the jobs. After a failure no new job starts.
func parallel(jobs []func() error) error {
	problems := make([]error, len(jobs))
	var next atomic.Int64
	var failed atomic.Bool
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(jobs)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(jobs)) && !failed.Load(); i = next.Add(1) - 1 {
				if problems[i] = jobs[i](); problems[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	return joinSome(slices.DeleteFunc(problems, func(err error) bool { return err == nil }))
}

// fail notes a problem with a tensor; file is "" when no file has it.
func (a *assembler) fail(file, name string, err error) {
	if file == "" {
		file = a.model.place
	}
	a.problems = append(a.problems, fmt.Errorf("%s: tensor %q: %w", file, name, err))
}

// job adds work on a tensor; its error gets the file and the name. The
// tensor's pages leave memory afterwards, so that a model larger than memory
// loads, and what inference uses comes back when it does.
func (a *assembler) job(t safetensors.Tensor, work func() error) {
	a.jobs = append(a.jobs, func() error {
		defer a.model.evict(t.Data)
		if err := work(); err != nil {
			return fmt.Errorf("%s: tensor %q: %w", t.File, t.Name, err)
		}
		return nil
	})
}

// take returns the tensor of a name if it has one of the types and the shape.
func (a *assembler) take(name string, types []safetensors.DType, shape ...int) (safetensors.Tensor, bool) {
	t, ok := a.left[name]
	if !ok {
		a.fail("", name, errors.New("missing"))
		return t, false
	}
	delete(a.left, name)
	if !slices.Contains(types, t.DType) {
		a.fail(t.File, name, fmt.Errorf("dtype %s, want %v", t.DType, types))
		return t, false
	}
	if !slices.Equal(t.Shape, shape) {
		a.fail(t.File, name, fmt.Errorf("shape %v, want %v", t.Shape, shape))
		return t, false
	}
	a.used = append(a.used, t)
	return t, true
}

func (a *assembler) embeddings() {
	c := a.model.Config
	a.dense(&a.model.Embedding, "model.embed_tokens.weight", c.VocabSize, c.HiddenSize)
	const head = "lm_head.weight"
	if !c.TieEmbeddings {
		a.dense(&a.model.Head, head, c.VocabSize, c.HiddenSize)
		return
	}
	if t, ok := a.left[head]; ok {
		delete(a.left, head)
		a.fail(t.File, head, errors.New("present although config.json sets tie_word_embeddings"))
	}
}

func (a *assembler) dense(dst *dense.Matrix, name string, rows, cols int) {
	t, ok := a.take(name, safetensors.FloatTypes, rows, cols)
	if !ok {
		return
	}
	*dst = dense.Matrix{Rows: rows, Cols: cols}
	if t.DType == safetensors.BF16 {
		dst.BF16 = t.View16()
		return
	}
	a.job(t, func() error {
		dst.F32 = t.View32()
		return nil
	})
}

func (a *assembler) norm(dst *[]float32, name string, n int) {
	if t, ok := a.take(name, safetensors.FloatTypes, n); ok {
		*dst = slices.Clone(t.View32()) // small, and then never in a mapped page
	}
}

func (a *assembler) layer(l *Layer, prefix string) {
	c := a.model.Config
	a.norm(&l.InputNorm, prefix+"input_layernorm.weight", c.HiddenSize)
	a.norm(&l.PostAttnNorm, prefix+"post_attention_layernorm.weight", c.HiddenSize)
	a.norm(&l.AttnSubNorm, prefix+"self_attn.attn_sub_norm.weight", c.HiddenSize)
	a.norm(&l.FFNSubNorm, prefix+"mlp.ffn_sub_norm.weight", c.IntermediateSize)
	shapes := c.Linears()
	for module, dst := range map[string]*ternary.Matrix{
		"self_attn.q_proj": &l.Q, "self_attn.k_proj": &l.K, "self_attn.v_proj": &l.V, "self_attn.o_proj": &l.O,
		"mlp.gate_proj": &l.Gate, "mlp.up_proj": &l.Up, "mlp.down_proj": &l.Down,
	} {
		shape := shapes[module]
		*dst = ternary.Matrix{Rows: shape[0], Cols: shape[1]}
		if c.Scheme == Master {
			a.master(dst, prefix+module+".weight")
		} else {
			a.packed(dst, prefix+module)
		}
	}
}

// packed reads a packed linear in place.
func (a *assembler) packed(dst *ternary.Matrix, module string) {
	weight, ok := a.take(module+".weight", []safetensors.DType{safetensors.U8}, dst.Rows/4, dst.Cols)
	scale, okScale := a.scale(module + ".weight_scale")
	if !ok || !okScale {
		return
	}
	dst.Packed = weight.Data
	if a.model.Config.Scheme == PackedInverse {
		scale = 1 / scale
	}
	dst.Scale = scale
	a.job(weight, dst.Validate)
}

// scale reads a scale, of which the published files hold [1]; a scalar means
// the same.
func (a *assembler) scale(name string) (float32, bool) {
	shape := []int{1}
	if t, ok := a.left[name]; ok && len(t.Shape) == 0 {
		shape = nil
	}
	t, ok := a.take(name, safetensors.FloatTypes, shape...)
	if !ok {
		return 0, false
	}
	s := t.View32()[0]
	if !(s > 0) || 1/s == 0 || 1/s > math.MaxFloat32 || s > math.MaxFloat32 {
		a.fail(t.File, name, fmt.Errorf("scale %v is not positive and finite, or its inverse is not", s))
		return 0, false
	}
	return s, true
}

// master quantises a float linear.
func (a *assembler) master(dst *ternary.Matrix, name string) {
	t, ok := a.take(name, safetensors.FloatTypes, dst.Rows, dst.Cols)
	if !ok {
		return
	}
	a.job(t, func() error {
		quantize(dst, t)
		return dst.Validate()
	})
}
