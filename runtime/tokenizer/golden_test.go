package tokenizer

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"slices"
	"testing"
	"testing/fstest"
)

// The golden files are made by _golden/make_golden.py from PyPI tokenizers.

type goldenRow struct {
	Text    *string `json:"text"`
	IDs     []int   `json:"ids"`
	Plain   []int   `json:"plain"`   // with special tokens as text; nil: as IDs
	Merged  []int   `json:"merged"`  // without ignore_merges; nil: as IDs
	Decode  []int   `json:"decode"`  // a row without text: ids to decode
	Decoded *string `json:"decoded"` // nil: as Text
}

func readLines(t testing.TB, name string, each func(line []byte)) {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		each(lines.Bytes())
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

func goldenRows(t testing.TB) []goldenRow {
	var rows []goldenRow
	readLines(t, "golden.jsonl.gz", func(line []byte) {
		var r goldenRow
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	})
	return rows
}

func goldenFile(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/tokenizer.json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func goldenTokenizer(t testing.TB) *Tokenizer {
	t.Helper()
	tok, err := Load(os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// edited loads the golden tokenizer.json after a change to its JSON.
func edited(t testing.TB, change func(root map[string]any)) (*Tokenizer, error) {
	t.Helper()
	var root map[string]any
	if err := json.Unmarshal(goldenFile(t), &root); err != nil {
		t.Fatal(err)
	}
	change(root)
	data, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return Load(fstest.MapFS{"tokenizer.json": {Data: data}})
}

func editModel(key string, value any) func(map[string]any) {
	return func(root map[string]any) { root["model"].(map[string]any)[key] = value }
}

func mergesAsLines(root map[string]any) {
	model := root["model"].(map[string]any)
	for i, m := range model["merges"].([]any) {
		parts := m.([]any)
		model["merges"].([]any)[i] = parts[0].(string) + " " + parts[1].(string)
	}
}

func TestEqualToReference(t *testing.T) {
	tok := goldenTokenizer(t)
	merging, err := edited(t, editModel("ignore_merges", false))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := edited(t, mergesAsLines)
	if err != nil {
		t.Fatal(err)
	}
	texts, decodes, differ := 0, 0, 0
	for _, r := range goldenRows(t) {
		if r.Text == nil {
			decodes++
			if got := tok.Decode(r.Decode); got != *r.Decoded {
				t.Errorf("Decode(%v) = %q, want %q", r.Decode, got, *r.Decoded)
			}
			continue
		}
		texts++
		text, want := *r.Text, r.IDs
		compare(t, "Encode", text, tok.Encode(text, true), want)
		compare(t, "Encode with merges as lines", text, lines.Encode(text, true), want)
		compare(t, "Encode, specials as text", text, tok.Encode(text, false), orElse(r.Plain, want))
		compare(t, "Encode without ignore_merges", text, merging.Encode(text, true), orElse(r.Merged, want))
		if r.Merged != nil {
			differ++
		}
		if got := tok.Decode(want); r.Decoded == nil && got != text || r.Decoded != nil && got != *r.Decoded {
			t.Errorf("Decode(Encode(%.60q)) = %.60q", text, got)
		}
	}
	if texts < 3500 || decodes < 400 || differ < 100 {
		t.Errorf("%d texts, %d id sequences, %d on which ignore_merges matters: the golden file is not whole", texts, decodes, differ)
	}
}

func orElse(a, b []int) []int {
	if a == nil {
		return b
	}
	return a
}

func compare(t *testing.T, what, text string, got, want []int) {
	t.Helper()
	if slices.Equal(got, want) {
		return
	}
	at := 0
	for at < len(got) && at < len(want) && got[at] == want[at] {
		at++
	}
	t.Errorf("%s(%.60q): %d ids, want %d; first difference at %d: %v, want %v", what, text, len(got), len(want),
		at, got[at:min(at+8, len(got))], want[at:min(at+8, len(want))])
}

func TestClassesEqualTheReferenceOnEveryCodePoint(t *testing.T) {
	data, err := os.ReadFile("testdata/classes.json")
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		L, N         [][2]rune
		S            [][2]rune `json:"s"`
		Contractions []string  `json:"contractions"`
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	var classes [0x110000]uint8
	fill := func(ranges [][2]rune, c uint8) {
		for _, r := range ranges {
			for p := r[0]; p <= r[1]; p++ {
				classes[p] = c
			}
		}
	}
	fill(want.L, letter)
	fill(want.N, number)
	fill(want.S, space)
	classes['\r'], classes['\n'] = newline, newline
	for r, c := range classes {
		if surrogate := r >= 0xD800 && r < 0xE000; !surrogate && class(rune(r)) != c {
			t.Errorf("class(%#x) = %d, want %d", r, class(rune(r)), c)
		}
	}
	known := map[string]bool{}
	for _, s := range want.Contractions {
		known[s] = true
		if got := contraction("'" + s + "z"); got != 1+len(s) {
			t.Errorf("contraction('%s) = %d, want %d", s, got, 1+len(s))
		}
	}
	if len(known) < 13 {
		t.Errorf("%d contractions in the golden file, want 13 at least", len(known))
	}
	for r := rune(0); r < 0x110000; r++ {
		s := string(r)
		if n := contraction("'" + s); n == 1+len(s) && !known[s] {
			t.Errorf("contraction('%s) = %d, want 0", s, n)
		}
	}
}

type chatRow struct {
	Template string      `json:"template"`
	Messages [][2]string `json:"messages"`
	Generate bool        `json:"generate"`
	Text     string      `json:"text"`
	IDs      []int       `json:"ids"`
	Error    string      `json:"error"`
}

// TestChatEqualToTransformers compares rendered chats with apply_chat_template.
// Templates that look into contents or change them may be refused, never
// rendered differently.
func TestChatEqualToTransformers(t *testing.T) {
	toks := map[string]*Tokenizer{}
	seen := map[string]int{}
	refused := map[string]int{}
	readLines(t, "chat.jsonl.gz", func(line []byte) {
		if len(toks) == 0 {
			toks = chatTokenizers(t, line)
			return
		}
		var r chatRow
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		seen[r.Template]++
		if !checkChat(t, toks[r.Template], r) {
			refused[r.Template]++
		}
	})
	for name, n := range seen {
		may := name == "changes contents" || name == "reads contents"
		if n < 20 || (refused[name] > 0) != may {
			t.Errorf("template %q: %d of %d chats refused, want %v", name, refused[name], n, may)
		}
	}
	if len(seen) < 15 {
		t.Errorf("%d templates in the golden file, want 15", len(seen))
	}
}

func chatTokenizers(t *testing.T, line []byte) map[string]*Tokenizer {
	var head struct {
		Templates map[string]string `json:"templates"`
	}
	if err := json.Unmarshal(line, &head); err != nil {
		t.Fatal(err)
	}
	toks := map[string]*Tokenizer{}
	for name, source := range head.Templates {
		tok, err := withTemplate(t, source)
		if err != nil {
			t.Fatalf("template %q: %v", name, err)
		}
		toks[name] = tok
	}
	return toks
}

func withTemplate(t testing.TB, source string) (*Tokenizer, error) {
	t.Helper()
	cfg, err := json.Marshal(map[string]any{
		"chat_template": source,
		"bos_token":     "<|begin_of_text|>",
		"eos_token":     map[string]any{"content": "<|end_of_text|>", "lstrip": false},
	})
	if err != nil {
		t.Fatal(err)
	}
	return Load(fstest.MapFS{"tokenizer.json": {Data: goldenFile(t)}, "tokenizer_config.json": {Data: cfg}})
}

// checkChat reports whether the chat was rendered (rather than refused by us
// alone).
func checkChat(t *testing.T, tok *Tokenizer, r chatRow) bool {
	t.Helper()
	var msgs []Message
	for _, m := range r.Messages {
		msgs = append(msgs, Message{m[0], m[1]})
	}
	text, plain, err := tok.renderChat(msgs, r.Generate)
	if r.Error != "" {
		if err == nil {
			t.Errorf("template %q, chat %q: rendered %q, want the error %q", r.Template, r.Messages, text, r.Error)
		}
		return true
	}
	if err != nil {
		t.Logf("template %q, chat %q: %v", r.Template, r.Messages, err)
		return false
	}
	if text != r.Text {
		t.Errorf("template %q, chat %q:\n got %q\nwant %q", r.Template, r.Messages, text, r.Text)
		return true
	}
	for _, p := range plain {
		in := func(m Message) bool { return bytes.Contains([]byte(m.Content), []byte(text[p.start:p.end])) }
		if !slices.ContainsFunc(msgs, in) {
			t.Errorf("template %q, chat %q: %q is said to be a content", r.Template, r.Messages, text[p.start:p.end])
		}
	}
	ids, err := tok.EncodeChat(msgs, r.Generate)
	if err != nil {
		t.Fatal(err)
	}
	want := r.IDs
	if want[0] != tok.prefix[0] {
		want = append(slices.Clone(tok.prefix), want...)
	}
	compare(t, "EncodeChat", text, ids, want)
	return true
}
