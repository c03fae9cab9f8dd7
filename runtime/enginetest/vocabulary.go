package enginetest

import (
	"encoding/json"
	"strconv"
	"testing/fstest"

	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// Bytes returns a tokenizer for a Fake: its tokens are the 256 bytes and
// FakeEOS, the special token <|eot_id|>.
func Bytes() *tokenizer.Tokenizer {
	vocab := bytesFrom(0)
	vocab["<|eot_id|>"] = FakeEOS
	return load(vocab, map[string]any{
		"id": FakeEOS, "content": "<|eot_id|>", "special": true,
		"single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
	})
}

// Numbers returns a tokenizer for a model with any vocabulary: token i reads
// "i,", for every i below n, so that equal texts mean equal tokens.
func Numbers(n int) *tokenizer.Tokenizer {
	vocab := bytesFrom(n) // a byte-level tokenizer must have the bytes
	for i := range n {
		vocab[strconv.Itoa(i)+","] = i
	}
	return load(vocab)
}

// bytesFrom gives the 256 bytes the ids from first on.
func bytesFrom(first int) map[string]int {
	vocab := map[string]int{}
	for b, c := range byteLevel() {
		vocab[string(c)] = first + b
	}
	return vocab
}

// load makes a tokenizer of a vocabulary without merges.
func load(vocab map[string]int, added ...any) *tokenizer.Tokenizer {
	byteLevel := map[string]any{"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false}
	split := map[string]any{"type": "Split", "behavior": "Isolated", "invert": false, "pattern": map[string]string{
		"Regex": `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`}}
	file, err := json.Marshal(map[string]any{
		"version": "1.0", "truncation": nil, "padding": nil, "normalizer": nil,
		"added_tokens":   append([]any{}, added...),
		"pre_tokenizer":  map[string]any{"type": "Sequence", "pretokenizers": []any{split, byteLevel}},
		"post_processor": byteLevel,
		"decoder":        byteLevel,
		"model": map[string]any{"type": "BPE", "dropout": nil, "unk_token": nil, "continuing_subword_prefix": nil, "end_of_word_suffix": nil,
			"fuse_unk": false, "byte_fallback": false, "ignore_merges": true, "vocab": vocab, "merges": []any{}},
	})
	if err != nil {
		panic(err) // nothing above can fail to marshal
	}
	tok, err := tokenizer.Load(fstest.MapFS{"tokenizer.json": {Data: file}})
	if err != nil {
		panic(err) // nor be refused
	}
	return tok
}

// byteLevel is GPT-2's alphabet: the character that stands for each byte.
func byteLevel() [256]rune {
	var chars [256]rune
	next := rune(256)
	for b := range chars {
		if c := rune(b); (c >= '!' && c <= '~') || (c >= '¡' && c <= '¬') || (c >= '®' && c <= 'ÿ') {
			chars[b] = c
			continue
		}
		chars[b] = next
		next++
	}
	return chars
}
