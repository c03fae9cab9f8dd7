package tokenizer

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

// smallFile is the golden file with the bytes alone: quick to mutate.
func smallFile(f *testing.F) []byte {
	var root map[string]any
	if err := json.Unmarshal(goldenFile(f), &root); err != nil {
		f.Fatal(err)
	}
	vocab := map[string]int{}
	for b, r := range byteRune {
		vocab[string(r)] = b
	}
	vocab["ab"] = 256
	root["added_tokens"] = []any{map[string]any{"id": 257, "content": "<|eot_id|>", "special": true}}
	root["post_processor"] = nil
	root["model"].(map[string]any)["vocab"] = vocab
	root["model"].(map[string]any)["merges"] = []any{[]any{"a", "b"}}
	data, err := json.Marshal(root)
	if err != nil {
		f.Fatal(err)
	}
	return data
}

// FuzzLoad: no tokenizer.json panics, and one that loads encodes text to ids of
// its vocabulary that decode to the text again.
func FuzzLoad(f *testing.F) {
	small := smallFile(f)
	f.Add(small, "abc <|eot_id|>")
	f.Add(bytes.Replace(small, []byte(`["a","b"]`), []byte(`"a b"`), 1), "ab")
	f.Add(bytes.Replace(small, []byte(`"special":true`), []byte(`"lstrip":true,"rstrip":true`), 1), " <|eot_id|> ")
	f.Add([]byte(`{"model":{"vocab":{"a":0},"merges":["a"]}}`), "")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		tok, err := Load(fstest.MapFS{"tokenizer.json": {Data: data}})
		if err != nil {
			return
		}
		for _, id := range tok.Encode(text, true) {
			if id < 0 || id >= tok.VocabSize() {
				t.Fatalf("id %d of %d", id, tok.VocabSize())
			}
		}
	})
}

func FuzzRoundTrip(f *testing.F) {
	tok, err := Load(os.DirFS("testdata"))
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"", "Hello, world's 12345", " \n\n x", "<|eot_id|>", "été left  ternary", "\xff\xe2\x82", "👨‍👩‍👧"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ids := tok.Encode(text, false)
		want := string(appendValid(nil, []byte(text)))
		if got := tok.Decode(ids); got != want {
			// Some added tokens take white space with them, or are written in
			// letters of the byte alphabet: these do not come back.
			if !lossy(tok, ids) {
				t.Errorf("Decode(Encode(%q)) = %q", text, got)
			}
		}
		for _, id := range tok.Encode(text, true) {
			if _, ok := tok.token(id); !ok {
				t.Errorf("Encode(%q) has id %d", text, id)
			}
		}
	})
}

func lossy(tok *Tokenizer, ids []int) bool {
	tokens := append(append([]added{}, tok.first.tokens...), tok.second.tokens...)
	for _, id := range ids {
		for _, a := range tokens {
			if a.ID == id && (a.LStrip || a.RStrip || !isASCII(a.Content)) {
				return true
			}
		}
	}
	return false
}

// FuzzTemplate: no chat template panics or hangs.
func FuzzTemplate(f *testing.F) {
	f.Add(bitnetTemplate, "hello")
	f.Add("{% for m in messages %}{{ m.content[1:] ~ m['role'] }}{% endfor %}", " a ")
	f.Add("{%- set ns = namespace(a=1) -%}{% if ns.a == 1 and not x %}{{ messages[0]['content'].split('a')[0] }}{% endif %}", "bab")
	f.Fuzz(func(t *testing.T, source, content string) {
		tpl, err := compileTemplate(source)
		if err != nil {
			return
		}
		tok := &Tokenizer{chat: &chatTemplate{template: tpl}}
		text, plain, err := tok.renderChat([]Message{{"user", content}, {"assistant", "b"}}, true)
		for _, p := range plain {
			if err == nil && !utf8.ValidString(source) {
				continue
			}
			if got := text[p.start:p.end]; err == nil && got != "b" && !bytes.Contains([]byte(valid(content)), []byte(got)) {
				t.Errorf("%q is said to be a content of %q", got, content)
			}
		}
	})
}
