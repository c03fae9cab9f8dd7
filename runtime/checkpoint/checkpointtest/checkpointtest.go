// Package checkpointtest writes random checkpoints in the published formats,
// for tests and benchmarks that need a model's shape but not its wit.
//
//	err := checkpointtest.WriteRandom(dir, checkpointtest.Shape2B4T(), 1) // 1.2 GB in seconds
//	m, err := checkpoint.Open(dir)
//
// The files follow the Hugging Face layout of BitNetForCausalLM, so other
// programs read them too. Weights are drawn independently with a scale that
// keeps activations near one, and depend only on the seed and the tensor's
// name: the same seed gives the same tensors in one file or in many.
//
// # Caveats
//
// A random model speaks gibberish. There is no tokenizer beside it.
package checkpointtest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
)

// Shape describes a checkpoint.
type Shape struct {
	Hidden, Intermediate, Layers int
	Heads, KVHeads               int
	Vocab, MaxPositions          int
	RopeTheta                    float64
	BOS                          int
	EOS                          []int
	Tied                         bool

	Scheme checkpoint.Scheme
	Floats safetensors.DType // of embeddings, norms, scales and masters
	Shards int               // number of tensor files; 0 and 1: model.safetensors alone
}

// Shape2B4T is the shape of microsoft/bitnet-b1.58-2B-4T.
func Shape2B4T() Shape {
	return Shape{
		Hidden: 2560, Intermediate: 6912, Layers: 30, Heads: 20, KVHeads: 5,
		Vocab: 128256, MaxPositions: 4096, RopeTheta: 500000, BOS: 128000, EOS: []int{128001, 128009},
		Tied: true, Scheme: checkpoint.PackedDirect, Floats: safetensors.BF16,
	}
}

// Small is a shape that loads in a millisecond: two layers, grouped queries.
func Small() Shape {
	return Shape{
		Hidden: 64, Intermediate: 160, Layers: 2, Heads: 4, KVHeads: 2,
		Vocab: 320, MaxPositions: 256, RopeTheta: 10000, BOS: 0, EOS: []int{1, 2},
		Tied: true, Scheme: checkpoint.PackedDirect, Floats: safetensors.BF16,
	}
}

// WriteRandom writes a checkpoint to dir, which it makes. It streams: memory
// use does not grow with the model.
func WriteRandom(dir string, s Shape, seed uint64) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("checkpointtest: write: %w", err)
	}
	for _, f := range s.files(seed) {
		if err := writeFile(filepath.Join(dir, f.name), f.write); err != nil {
			return fmt.Errorf("checkpointtest: write %s: %w", f.name, err)
		}
	}
	return nil
}

// Files returns the files of a small checkpoint by name.
func Files(s Shape, seed uint64) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, f := range s.files(seed) {
		var b bytes.Buffer
		if err := f.write(&b); err != nil {
			return nil, fmt.Errorf("checkpointtest: %s: %w", f.name, err)
		}
		files[f.name] = b.Bytes()
	}
	return files, nil
}

func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	w := bufio.NewWriterSize(f, 1<<20)
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}

// file is one file of a checkpoint.
type file struct {
	name  string
	write func(io.Writer) error
}

func jsonFile(name string, value any) file {
	return file{name, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(value)
	}}
}

func (s Shape) files(seed uint64) []file {
	files := []file{
		jsonFile("config.json", s.Config()),
		jsonFile("generation_config.json", map[string]any{"bos_token_id": s.BOS, "eos_token_id": s.EOS}),
	}
	entries := s.Entries(seed)
	shards := max(s.Shards, 1)
	places := map[string]string{}
	for i := range shards {
		name := "model.safetensors"
		if shards > 1 {
			name = fmt.Sprintf("model-%05d-of-%05d.safetensors", i+1, shards)
		}
		part := entries[i*len(entries)/shards : (i+1)*len(entries)/shards]
		for _, e := range part {
			places[e.Name] = name
		}
		files = append(files, file{name, func(w io.Writer) error {
			return safetensors.Write(w, map[string]string{"format": "pt"}, part)
		}})
	}
	if shards > 1 {
		files = append(files, jsonFile("model.safetensors.index.json", map[string]any{"weight_map": places}))
	}
	return files
}

// Config returns the content of config.json.
func (s Shape) Config() map[string]any {
	quantization := map[string]any{"quant_method": "bitnet", "modules_to_not_convert": nil}
	switch s.Scheme {
	case checkpoint.PackedDirect:
		quantization["linear_class"], quantization["quantization_mode"] = "autobitlinear", "offline"
	case checkpoint.Master:
		quantization["linear_class"], quantization["quantization_mode"] = "autobitlinear", "online"
	}
	dtype := map[safetensors.DType]string{safetensors.BF16: "bfloat16", safetensors.F16: "float16", safetensors.F32: "float32"}[s.Floats]
	return map[string]any{
		"architectures": []string{checkpoint.Architecture}, "model_type": "bitnet", "dtype": dtype,
		"hidden_size": s.Hidden, "intermediate_size": s.Intermediate, "num_hidden_layers": s.Layers,
		"num_attention_heads": s.Heads, "num_key_value_heads": s.KVHeads, "vocab_size": s.Vocab,
		"max_position_embeddings": s.MaxPositions, "rope_theta": s.RopeTheta, "rms_norm_eps": 1e-5,
		"hidden_act": "relu2", "tie_word_embeddings": s.Tied, "attention_bias": false,
		"bos_token_id": s.BOS, "eos_token_id": s.EOS[0], "quantization_config": quantization,
	}
}

// Entries returns the tensors in the order of the published files.
func (s Shape) Entries(seed uint64) []safetensors.Entry {
	var list []safetensors.Entry
	normal := func(name string, deviation float64, shape ...int) {
		list = append(list, s.floats(seed, name, shape, func(r *random) float64 { return deviation * r.normal() }))
	}
	norm := func(name string, n int) {
		list = append(list, s.floats(seed, name, []int{n}, func(r *random) float64 { return 0.5 + r.uniform() }))
	}
	linear := func(name string, out, in int) {
		scale := 1 / math.Sqrt(float64(in)*2/3) // two thirds of the weights are not zero
		if s.Scheme == checkpoint.Master {
			normal(name+".weight", scale, out, in)
			return
		}
		if s.Scheme == checkpoint.PackedInverse {
			scale = 1 / scale
		}
		list = append(list, packed(seed, name+".weight", out/4, in),
			s.floats(seed, name+".weight_scale", []int{1}, func(*random) float64 { return scale }))
	}

	normal("model.embed_tokens.weight", 0.5, s.Vocab, s.Hidden)
	h, kv := s.Hidden, s.Hidden/s.Heads*s.KVHeads
	for i := range s.Layers {
		prefix := fmt.Sprintf("model.layers.%d.", i)
		norm(prefix+"input_layernorm.weight", h)
		linear(prefix+"mlp.down_proj", h, s.Intermediate)
		norm(prefix+"mlp.ffn_sub_norm.weight", s.Intermediate)
		linear(prefix+"mlp.gate_proj", s.Intermediate, h)
		linear(prefix+"mlp.up_proj", s.Intermediate, h)
		norm(prefix+"post_attention_layernorm.weight", h)
		norm(prefix+"self_attn.attn_sub_norm.weight", h)
		linear(prefix+"self_attn.k_proj", kv, h)
		linear(prefix+"self_attn.o_proj", h, h)
		linear(prefix+"self_attn.q_proj", h, h)
		linear(prefix+"self_attn.v_proj", kv, h)
	}
	norm("model.norm.weight", h)
	if !s.Tied {
		normal("lm_head.weight", 0.5, s.Vocab, s.Hidden)
	}
	return list
}
