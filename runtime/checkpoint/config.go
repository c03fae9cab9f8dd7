package checkpoint

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/r3mes/r3mes/runtime/checkpoint/strictjson"
)

// Architecture is the only model class that is read.
const Architecture = "BitNetForCausalLM"

// Scheme says how a file stores its linear layers.
type Scheme string

const (
	// PackedDirect is linear_class "autobitlinear", mode "offline": four
	// codes a byte, and a weight_scale that multiplies.
	PackedDirect Scheme = "packed, direct scale"
	// PackedInverse is linear_class "bitlinear" or none: four codes a byte,
	// and a weight_scale that divides.
	PackedInverse Scheme = "packed, inverse scale"
	// Master is linear_class "autobitlinear", mode "online": float weights,
	// quantised here.
	Master Scheme = "master weights"
)

// Config is what config.json and generation_config.json say about a model, as
// far as inference needs it.
type Config struct {
	HiddenSize       int
	IntermediateSize int
	Layers           int
	Heads            int
	KVHeads          int // divides Heads
	HeadDim          int // HiddenSize / Heads, even
	VocabSize        int
	MaxPositions     int // longest context, in tokens

	RMSEps        float32
	RopeTheta     float64
	TieEmbeddings bool
	Activation    string // always "relu2"

	BOS    int   // -1: none
	EOS    []int // end-of-turn and end-of-text ids of both files, in file order
	Scheme Scheme
}

// Upper limits, far above any model that a CPU can serve. They keep products
// of two sizes, and 4·hidden·vocabulary, inside an int64.
const (
	maxWidth     = 1 << 17 // also the widest row of a ternary matrix
	maxLayers    = 1 << 10
	maxVocab     = 1 << 22
	maxPositions = 1 << 24
)

// maxConfig is the most bytes a JSON file beside the tensors may have; an
// index of 100,000 tensors fits.
const maxConfig = 16 << 20

// ParseConfig reads config.json. generation is the content of
// generation_config.json, nil if there is none. The error lists every problem
// found, not only the first. Keys that do not concern inference are ignored.
func ParseConfig(config, generation []byte) (Config, error) {
	o, err := strictjson.Parse(config)
	if err != nil {
		return Config{}, fmt.Errorf("config.json: %w", err)
	}
	r := &reader{Object: o}
	c := r.config()
	if generation != nil {
		g, err := strictjson.Parse(generation)
		if err != nil {
			return Config{}, fmt.Errorf("generation_config.json: %w", err)
		}
		gen := &reader{Object: g}
		c.EOS = merge(c.EOS, gen.ids("eos_token_id"))
		if c.BOS < 0 {
			c.BOS = gen.integer("bos_token_id", -1)
		}
		if err := errors.Join(gen.problems...); err != nil {
			return Config{}, fmt.Errorf("generation_config.json: %w", err)
		}
	}
	if len(r.problems) == 0 {
		r.problems = append(r.problems, c.validate())
	}
	if err := errors.Join(r.problems...); err != nil {
		return Config{}, fmt.Errorf("config.json: %w", err)
	}
	return c, nil
}

// reader collects the problems of one object while fields are read from it.
type reader struct {
	strictjson.Object
	problems []error
}

func (r *reader) fail(format string, args ...any) {
	r.problems = append(r.problems, fmt.Errorf(format, args...))
}

func get[T any](r *reader, key string, absent T) T {
	value, err := strictjson.Get(r.Object, key, absent)
	if err != nil {
		r.problems = append(r.problems, err)
	}
	return value
}

func (r *reader) integer(key string, absent int) int { return get(r, key, absent) }

func (r *reader) required(key string) int {
	if !r.Has(key) {
		r.fail("no %s", key)
	}
	return r.integer(key, 0)
}

// ids reads a token id or a list of them.
func (r *reader) ids(key string) []int {
	if !r.Has(key) {
		return nil
	}
	if id, err := strictjson.Get(r.Object, key, 0); err == nil {
		return []int{id}
	}
	return get(r, key, []int(nil))
}

func merge(a, b []int) []int {
	var merged []int
	for _, id := range slices.Concat(a, b) {
		if !slices.Contains(merged, id) {
			merged = append(merged, id)
		}
	}
	return merged
}

func (r *reader) config() Config {
	r.architecture()
	c := Config{
		HiddenSize:       r.required("hidden_size"),
		IntermediateSize: r.required("intermediate_size"),
		Layers:           r.required("num_hidden_layers"),
		Heads:            r.required("num_attention_heads"),
		VocabSize:        r.required("vocab_size"),
		// The rest have defaults in transformers' BitNetConfig, which its
		// writer may leave out.
		MaxPositions:  r.integer("max_position_embeddings", 2048),
		RMSEps:        float32(get(r, "rms_norm_eps", 1e-5)),
		TieEmbeddings: get(r, "tie_word_embeddings", false),
		Activation:    get(r, "hidden_act", "relu2"),
		BOS:           r.integer("bos_token_id", -1),
		EOS:           merge(nil, r.ids("eos_token_id")),
		RopeTheta:     r.ropeTheta(),
		Scheme:        r.scheme(),
	}
	c.KVHeads = r.integer("num_key_value_heads", c.Heads)
	if c.Heads > 0 {
		c.HeadDim = r.integer("head_dim", c.HiddenSize/c.Heads)
	}
	for _, key := range []string{"attention_bias", "mlp_bias"} {
		if get(r, key, false) {
			r.fail("%s: linear layers with a bias are not supported", key)
		}
	}
	return c
}

func (r *reader) architecture() {
	names := get(r, "architectures", []string(nil))
	if !slices.Equal(names, []string{Architecture}) {
		r.fail("architectures %q: only %s is supported", names, Architecture)
	}
	if t := get(r, "model_type", "bitnet"); t != "bitnet" {
		r.fail("model_type %q: only bitnet is supported", t)
	}
}

// ropeTheta reads the base of the rotary frequencies, which transformers 5
// moved from the top level into rope_parameters. Other kinds of rotary
// embedding change every position and are refused.
func (r *reader) ropeTheta() float64 {
	theta := get(r, "rope_theta", 0.0)
	for _, key := range []string{"rope_parameters", "rope_scaling"} {
		sub, err := r.Sub(key)
		if err != nil {
			r.problems = append(r.problems, err)
			continue
		}
		s := &reader{Object: sub}
		for _, kind := range []string{"rope_type", "type"} {
			if t := get(s, kind, "default"); t != "default" {
				r.fail("%s: %s %q: only default is supported", key, kind, t)
			}
		}
		if f := get(s, "partial_rotary_factor", 1.0); f != 1 {
			r.fail("%s: partial_rotary_factor %v: only 1 is supported", key, f)
		}
		inner := get(s, "rope_theta", theta)
		if theta != 0 && inner != theta {
			r.fail("rope_theta is %v at the top level and %v in %s", theta, inner, key)
		}
		theta = inner
		r.problems = append(r.problems, s.problems...)
	}
	if theta == 0 && !r.Has("rope_theta") {
		return 500000 // BitNetConfig.default_theta
	}
	return theta
}

// scheme reads quantization_config.
func (r *reader) scheme() Scheme {
	sub, err := r.Sub("quantization_config")
	if err != nil {
		r.problems = append(r.problems, err)
		return ""
	}
	if len(sub.Keys) == 0 {
		r.fail("no quantization_config: the model's linear layers are not ternary")
		return ""
	}
	q := &reader{Object: sub}
	s := q.quantization()
	for _, p := range q.problems {
		r.fail("quantization_config: %w", p)
	}
	return s
}

func (q *reader) quantization() Scheme {
	if m := get(q, "quant_method", ""); m != "bitnet" {
		q.fail("quant_method %q: only bitnet is supported", m)
	}
	if get(q, "use_rms_norm", false) {
		q.fail("use_rms_norm: norms inside linear layers are not supported")
	}
	q.notConverted()
	class, mode := get(q, "linear_class", "bitlinear"), get(q, "quantization_mode", "offline")
	switch class + "/" + mode {
	case "bitlinear/offline":
		return PackedInverse
	case "autobitlinear/offline":
		return PackedDirect
	case "autobitlinear/online":
		return Master
	}
	q.fail("linear_class %q with quantization_mode %q is not supported", class, mode)
	return ""
}

// notConverted wants the output head, and it alone, to be left unquantised. A
// list replaces the default in transformers, so a list without the head would
// quantise it.
func (q *reader) notConverted() {
	if !q.Has("modules_to_not_convert") {
		return
	}
	names := get(q, "modules_to_not_convert", []string(nil))
	if !slices.Equal(names, []string{"lm_head"}) {
		q.fail("modules_to_not_convert %q: only [\"lm_head\"] or null is supported", names)
	}
}

// validate checks values against each other and against the limits.
func (c Config) validate() error {
	var problems []error
	check := func(ok bool, format string, args ...any) {
		if !ok {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	within := func(name string, n, limit int) {
		check(n > 0 && n <= limit, "%s %d is outside 1 … %d", name, n, limit)
	}
	within("hidden_size", c.HiddenSize, maxWidth)
	within("intermediate_size", c.IntermediateSize, maxWidth)
	within("num_hidden_layers", c.Layers, maxLayers)
	within("num_attention_heads", c.Heads, maxWidth)
	within("num_key_value_heads", c.KVHeads, maxWidth)
	within("vocab_size", c.VocabSize, maxVocab)
	within("max_position_embeddings", c.MaxPositions, maxPositions)
	if len(problems) > 0 {
		return errors.Join(problems...) // the products below need positive numbers
	}
	check(c.Heads*c.HeadDim == c.HiddenSize, "%d heads of head_dim %d do not make hidden_size %d", c.Heads, c.HeadDim, c.HiddenSize)
	check(c.HeadDim%2 == 0, "head_dim %d is odd: rotary embedding needs pairs", c.HeadDim)
	check(c.Heads%c.KVHeads == 0, "num_attention_heads %d is not a multiple of num_key_value_heads %d", c.Heads, c.KVHeads)
	for name, n := range c.outputs() {
		check(n%4 == 0, "%s has %d outputs: packing needs a multiple of 4", name, n)
	}
	check(c.RMSEps > 0 && c.RMSEps < 1, "rms_norm_eps %v is outside 0 … 1", c.RMSEps)
	check(c.RopeTheta >= 1 && !math.IsInf(c.RopeTheta, 0), "rope_theta %v is below 1", c.RopeTheta)
	check(c.Activation == "relu2", "hidden_act %q: only relu2 is supported", c.Activation)
	for _, id := range append([]int{max(c.BOS, 0)}, c.EOS...) {
		check(id >= 0 && id < c.VocabSize, "token id %d is outside the vocabulary of %d", id, c.VocabSize)
	}
	return errors.Join(problems...)
}

// outputs lists the rows of each kind of linear layer.
func (c Config) outputs() map[string]int {
	outputs := map[string]int{}
	for name, shape := range c.Linears() {
		outputs[name[strings.LastIndexByte(name, '.')+1:]] = shape[0]
	}
	return outputs
}

// WeightBytes is what the weights take in memory: four ternary ones a byte, the
// embedding and an output head of its own in bfloat16. Norms, scales and the
// tables of a forward pass come on top; they are small.
func (c Config) WeightBytes() int64 {
	var ternary int64
	for _, shape := range c.Linears() {
		ternary += int64(shape[0]) * int64(shape[1])
	}
	dense := int64(c.VocabSize) * int64(c.HiddenSize)
	if !c.TieEmbeddings {
		dense *= 2
	}
	return int64(c.Layers)*ternary/4 + 2*dense
}

// KVBytes is the memory of the keys and values of that many tokens.
func (c Config) KVBytes(tokens int) int64 {
	return 2 * 4 * int64(c.Layers) * int64(c.KVHeads*c.HeadDim) * int64(tokens)
}

// Linears returns the ternary linear layers of one block: the module name
// below model.layers.N, as in "self_attn.q_proj", and its shape [out, in].
func (c Config) Linears() map[string][2]int {
	h, kv, f := c.HiddenSize, c.KVHeads*c.HeadDim, c.IntermediateSize
	return map[string][2]int{
		"self_attn.q_proj": {h, h}, "self_attn.k_proj": {kv, h}, "self_attn.v_proj": {kv, h}, "self_attn.o_proj": {h, h},
		"mlp.gate_proj": {f, h}, "mlp.up_proj": {f, h}, "mlp.down_proj": {h, f},
	}
}
