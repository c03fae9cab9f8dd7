package hosttest

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"math"
	"testing/fstest"

	"github.com/r3mes/r3mes/host/server"
	"github.com/r3mes/r3mes/runtime/checkpoint/checkpointtest"
	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
)

// TinyName is the id of the Tiny model.
const TinyName = "tiny"

// tinyEOS is the end token; the ids below it are bytes.
const tinyEOS = 256

// Tiny is a random model of two layers whose tokens are bytes, with the
// adapters coder, default and law. It speaks gibberish, the same each time, and
// loads in a millisecond.
func Tiny() server.Bundle { return TinyLike(1, tinyHidden) }

// tinyHidden is the hidden size of Tiny.
const tinyHidden = 64

// TinyLike is Tiny with weights of another seed and of another hidden size, a
// multiple of 64: the adapters of one size do not fit a model of another.
func TinyLike(seed uint64, hidden int) server.Bundle {
	shape := checkpointtest.Small()
	shape.Hidden = hidden
	shape.Vocab, shape.MaxPositions, shape.BOS, shape.EOS = tinyEOS+1, 2048, tinyEOS, []int{tinyEOS}
	files, err := checkpointtest.Files(shape, seed)
	if err != nil {
		panic(err) // depends on nothing outside
	}
	model := fstest.MapFS{"tokenizer.json": {Data: byteTokenizer()}}
	for name, data := range files {
		model[name] = &fstest.MapFile{Data: data}
	}
	adapters := fstest.MapFS{}
	for name, examples := range map[string][]string{
		"coder":   {"How do I write a loop in Go?", "Write a function that sorts a list", "Why does my code not compile?"},
		"law":     {"What is a contract?", "Can my landlord keep the deposit?", "What does the law say about theft?"},
		"default": {"Hello, how are you?", "What is R3MES?"},
	} {
		addAdapter(adapters, name, examples, shape.Hidden)
	}
	return server.Bundle{Name: TinyName, Model: model, Adapters: adapters}
}

// addAdapter puts a LoRA of rank 2 on the first layer's query projection, of
// weights that the name decides.
func addAdapter(files fstest.MapFS, name string, examples []string, hidden int) {
	const rank = 2
	matrix := func(tensor string, rows, cols int) safetensors.Entry {
		return safetensors.Entry{Name: "base_model.model.model.layers.0.self_attn.q_proj." + tensor + ".weight", DType: safetensors.F32, Shape: []int{rows, cols},
			Data: func(w io.Writer) error {
				state := uint32(len(name)*131 + int(name[0]))
				for range rows * cols {
					state = state*1664525 + 1013904223
					if err := binary.Write(w, binary.LittleEndian, math.Float32bits(float32(state>>16)/65536-0.5)); err != nil {
						return err
					}
				}
				return nil
			}}
	}
	var weights buffer
	if err := safetensors.Write(&weights, nil, []safetensors.Entry{matrix("lora_A", rank, hidden), matrix("lora_B", hidden, rank)}); err != nil {
		panic(err) // writes to memory
	}
	files[name+"/adapter_model.safetensors"] = &fstest.MapFile{Data: weights}
	files[name+"/adapter_config.json"] = &fstest.MapFile{Data: mustJSON(map[string]any{"peft_type": "LORA", "r": rank, "lora_alpha": 16, "target_modules": []string{"q_proj"}, "layers_to_transform": []int{0}})}
	files[name+"/r3mes.json"] = &fstest.MapFile{Data: mustJSON(map[string]any{"description": "a test adapter", "examples": examples})}
}

type buffer []byte

func (b *buffer) Write(p []byte) (int, error) { *b = append(*b, p...); return len(p), nil }

// byteTokenizer is a tokenizer.json without merges.
func byteTokenizer() []byte {
	vocab := map[string]int{"<|eot_id|>": tinyEOS}
	next := rune(256)
	for b := range 256 { // GPT-2's alphabet: a printable character for each byte
		c := rune(b)
		if !(c >= '!' && c <= '~') && !(c >= '¡' && c <= '¬') && !(c >= '®' && c <= 'ÿ') {
			c = next
			next++
		}
		vocab[string(c)] = b
	}
	bytes := map[string]any{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false}
	split := map[string]any{"type": "Split", "behavior": "Isolated", "invert": false, "pattern": map[string]string{
		"Regex": `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`}}
	eot := map[string]any{"id": tinyEOS, "content": "<|eot_id|>", "special": true, "single_word": false, "lstrip": false, "rstrip": false, "normalized": false}
	return mustJSON(map[string]any{
		"version": "1.0", "truncation": nil, "padding": nil, "normalizer": nil, "post_processor": bytes, "decoder": bytes, "added_tokens": []any{eot},
		"pre_tokenizer": map[string]any{"type": "Sequence", "pretokenizers": []any{split, bytes}},
		"model": map[string]any{"type": "BPE", "dropout": nil, "unk_token": nil, "continuing_subword_prefix": nil, "end_of_word_suffix": nil,
			"fuse_unk": false, "byte_fallback": false, "ignore_merges": true, "vocab": vocab, "merges": []any{}},
	})
}

func mustJSON(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}
