package embed

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/kernels/norm"
	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
	"github.com/r3mes/r3mes/runtime/checkpoint/strictjson"
)

// shape are the sizes in a BERT's config.json, by the names there.
type shape struct {
	vocab        int // vocab_size
	hidden       int // hidden_size
	depth        int // num_hidden_layers
	heads        int // num_attention_heads
	intermediate int // intermediate_size
	positions    int // max_position_embeddings
	kinds        int // type_vocab_size
	eps          float32
	limit        int // tokens of a text, at most positions
}

// readShape reads config.json, and the files beside it in which
// sentence-transformers says how a text becomes one vector.
func readShape(files fs.FS) (shape, error) {
	config, err := readObject(files, "config.json")
	if err != nil {
		return shape{}, err
	}
	s, err := parseShape(config)
	if err != nil {
		return shape{}, fmt.Errorf("config.json: %w", err)
	}
	s.limit = s.positions
	return s, errors.Join(readLimit(files, &s), checkPooling(files))
}

func readObject(files fs.FS, name string) (strictjson.Object, error) {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return strictjson.Object{}, err
	}
	o, err := strictjson.Parse(data)
	if err != nil {
		return o, fmt.Errorf("%s: %w", name, err)
	}
	return o, nil
}

// The largest BERT published has 1,024 hidden and 24 layers; the limits leave
// room and keep a file of lies from claiming all memory.
const (
	maxSize  = 1 << 14
	maxDepth = 256
)

func parseShape(o strictjson.Object) (s shape, err error) {
	for _, f := range []struct{ key, want, otherwise string }{
		{"model_type", "bert", ""}, {"hidden_act", "gelu", "gelu"}, {"position_embedding_type", "absolute", "absolute"},
	} {
		got, err := strictjson.Get(o, f.key, f.otherwise)
		if err != nil {
			return s, err
		}
		if got != f.want {
			return s, fmt.Errorf("%s is %q, only %q is supported", f.key, got, f.want)
		}
	}
	for _, f := range []struct {
		key       string
		to        *int
		otherwise int // 0: required
		limit     int
	}{
		{"vocab_size", &s.vocab, 0, maxVocab}, {"hidden_size", &s.hidden, 0, maxSize}, {"num_hidden_layers", &s.depth, 0, maxDepth},
		{"num_attention_heads", &s.heads, 0, maxSize}, {"intermediate_size", &s.intermediate, 0, maxSize},
		{"max_position_embeddings", &s.positions, 0, maxSize}, {"type_vocab_size", &s.kinds, 2, maxSize},
	} {
		if *f.to, err = strictjson.Get(o, f.key, f.otherwise); err != nil {
			return s, err
		}
		if *f.to < 1 || *f.to > f.limit {
			return s, fmt.Errorf("%s is %d, want 1 to %d", f.key, *f.to, f.limit)
		}
	}
	if s.hidden%s.heads != 0 {
		return s, fmt.Errorf("hidden_size %d is no multiple of num_attention_heads %d", s.hidden, s.heads)
	}
	s.eps, err = strictjson.Get(o, "layer_norm_eps", float32(1e-12))
	if err == nil && !(s.eps > 0 && s.eps < 1) {
		err = fmt.Errorf("layer_norm_eps is %v, want more than 0 and less than 1", s.eps)
	}
	return s, err
}

// limitFile says how much of a text is read.
const limitFile = "sentence_bert_config.json"

func readLimit(files fs.FS, s *shape) error {
	o, err := readObject(files, limitFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	limit, err := strictjson.Get(o, "max_seq_length", s.positions)
	if err != nil {
		return fmt.Errorf("%s: %w", limitFile, err)
	}
	if limit < minTokens || limit > s.positions {
		return fmt.Errorf("%s: max_seq_length is %d, want %d to the %d positions of the model", limitFile, limit, minTokens, s.positions)
	}
	s.limit = limit
	return nil
}

// minTokens is one token between [CLS] and [SEP].
const minTokens = 3

// checkPooling refuses a model whose vector is not the mean over its tokens.
func checkPooling(files fs.FS) error {
	const name = "1_Pooling/config.json"
	o, err := readObject(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	for _, key := range o.Keys {
		mode, ok := strings.CutPrefix(key, "pooling_mode_")
		if !ok {
			continue
		}
		on, err := strictjson.Get(o, key, false)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if on != (mode == "mean_tokens") {
			return fmt.Errorf("%s: %s is %v, only the mean over tokens is supported", name, key, on)
		}
	}
	return nil
}

// bert holds the weights of a BERT.
type bert struct {
	shape
	word     dense.Matrix // [vocab, hidden]
	position dense.Matrix // [positions, hidden]
	kind     []float32    // [hidden], of the first of two texts: a text alone is that
	norm     affine
	layers   []layer
}

// affine is the learned half of a layer norm.
type affine struct{ weight, bias []float32 } // [hidden]

// apply normalises row, [hidden], in place.
func (a affine) apply(row []float32, eps float32) { norm.Layer(row, row, a.weight, a.bias, eps) }

// linear is x·Wᵀ + bias.
type linear struct {
	weight dense.Matrix // [out, in]
	bias   []float32    // [out]
}

// layer is one block: attention, then the feed-forward, each added to its input
// and normalised.
type layer struct {
	query, key, value, attended linear // [hidden, hidden]
	attentionNorm               affine
	up                          linear // [intermediate, hidden]
	down                        linear // [hidden, intermediate]
	outputNorm                  affine
}

// unused are tensors of published files that a sentence's vector does not need:
// a constant, and the head of another task.
var unused = []string{"embeddings.position_ids", "pooler.dense.weight", "pooler.dense.bias"}

// loadBERT finds the tensors of a BERT by their Hugging Face names, with or
// without "bert." before them. float32 weights stay views on the file's bytes.
// A tensor that is missing, of another shape, not finite or unknown is an error.
func loadBERT(s shape, file *safetensors.File) (*bert, error) {
	t := &tensors{left: map[string]safetensors.Tensor{}}
	for name, tensor := range file.Tensors {
		t.left[strings.TrimPrefix(name, "bert.")] = tensor
	}
	b := &bert{shape: s, word: t.matrix("embeddings.word_embeddings.weight", s.vocab, s.hidden)}
	b.position = t.matrix("embeddings.position_embeddings.weight", s.positions, s.hidden)
	b.kind = t.floats("embeddings.token_type_embeddings.weight", s.kinds, s.hidden)[:s.hidden]
	b.norm = t.affine("embeddings.LayerNorm", s.hidden)
	for i := range s.depth {
		prefix := fmt.Sprintf("encoder.layer.%d.", i)
		b.layers = append(b.layers, layer{
			query: t.linear(prefix+"attention.self.query", s.hidden, s.hidden), key: t.linear(prefix+"attention.self.key", s.hidden, s.hidden),
			value: t.linear(prefix+"attention.self.value", s.hidden, s.hidden), attended: t.linear(prefix+"attention.output.dense", s.hidden, s.hidden),
			attentionNorm: t.affine(prefix+"attention.output.LayerNorm", s.hidden),
			up:            t.linear(prefix+"intermediate.dense", s.intermediate, s.hidden), down: t.linear(prefix+"output.dense", s.hidden, s.intermediate),
			outputNorm: t.affine(prefix+"output.LayerNorm", s.hidden),
		})
	}
	return b, t.end()
}

// tensors hands out the tensors of a file and collects what is wrong.
type tensors struct {
	left map[string]safetensors.Tensor
	errs []error
}

// floats returns a tensor, or zeros of its size after an error.
func (t *tensors) floats(name string, dims ...int) []float32 {
	size := 1
	for _, n := range dims {
		size *= n
	}
	tensor, ok := t.left[name]
	delete(t.left, name)
	var err error
	switch {
	case !ok:
		err = errors.New("missing")
	case !slices.Equal(tensor.Shape, dims):
		err = fmt.Errorf("shape %v, config.json wants %v", tensor.Shape, dims)
	default:
		err = tensor.CheckFloats()
	}
	if err != nil {
		t.errs = append(t.errs, fmt.Errorf("tensor %q: %w", name, err))
		return make([]float32, dims[len(dims)-1])
	}
	return tensor.View32()
}

func (t *tensors) matrix(name string, rows, cols int) dense.Matrix {
	return dense.Matrix{Rows: rows, Cols: cols, F32: t.floats(name, rows, cols)}
}

func (t *tensors) linear(name string, out, in int) linear {
	return linear{t.matrix(name+".weight", out, in), t.floats(name+".bias", out)}
}

func (t *tensors) affine(name string, n int) affine {
	return affine{t.floats(name+".weight", n), t.floats(name+".bias", n)}
}

// end returns what was wrong, tensors that nobody asked for included.
func (t *tensors) end() error {
	for name := range t.left {
		if !slices.Contains(unused, name) {
			t.errs = append(t.errs, fmt.Errorf("tensor %q: unknown", name))
		}
	}
	slices.SortFunc(t.errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	if extra := len(t.errs) - maxNamed; extra > 0 {
		t.errs = append(t.errs[:maxNamed], fmt.Errorf("and %d more", extra))
	}
	return errors.Join(t.errs...)
}

// maxNamed is how many bad tensors an error names: a file of another model has
// hundreds.
const maxNamed = 5
