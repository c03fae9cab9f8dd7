package embed

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

// The files in testdata are made by _distill/distill.py from the published
// all-MiniLM-L6-v2, with PyPI tokenizers and onnxruntime.

func open(t testing.TB, name string) io.Reader {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func readLines[T any](t testing.TB, name string) (rows []T) {
	t.Helper()
	lines := bufio.NewScanner(open(t, name))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row T
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func publishedFile(t testing.TB) []byte {
	t.Helper()
	data, err := io.ReadAll(open(t, "wordpiece.json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWordPieceEqualToReference(t *testing.T) {
	w, err := LoadWordPiece(publishedFile(t))
	if err != nil {
		t.Fatal(err)
	}
	rows := readLines[struct {
		Text string `json:"text"`
		IDs  []int  `json:"ids"`
	}](t, "wordpiece.jsonl.gz")
	for _, r := range rows {
		if got := w.Encode(r.Text); !slices.Equal(got, r.IDs) {
			t.Errorf("Encode(%q) = %v, want %v", r.Text, got, r.IDs)
		}
	}
	if len(rows) < 2000 {
		t.Errorf("%d texts: the golden file is not whole", len(rows))
	}
}

func TestLoadWordPieceRefusals(t *testing.T) {
	var compact bytes.Buffer
	if err := json.Compact(&compact, publishedFile(t)); err != nil {
		t.Fatal(err)
	}
	good := compact.String()
	for name, c := range map[string]struct{ old, new, want string }{
		"normalizer":    {`"BertNormalizer"`, `"NFC"`, `"NFC"`},
		"cased":         {`"lowercase":true`, `"lowercase":false`, "uncased"},
		"accents kept":  {`"strip_accents":null`, `"strip_accents":false`, "uncased"},
		"pre-tokenizer": {`"BertPreTokenizer"`, `"Whitespace"`, `"Whitespace"`},
		"model":         {`"WordPiece","unk`, `"Unigram","unk`, `"Unigram"`},
		"prefix":        {`"continuing_subword_prefix":"##"`, `"continuing_subword_prefix":"_"`, `"_"`},
		"word length":   {`"max_input_chars_per_word":100`, `"max_input_chars_per_word":99`, "99"},
		"unknown token": {`"unk_token":"[UNK]"`, `"unk_token":"<unk>"`, "<unk>"},
		"shared id":     {`"[unused0]":1,`, `"[unused0]":0,`, "each once"},
		"gap":           {`"[unused0]":1,`, `"[unused0]":99999,`, "0 to"},
		"cut":           {good[len(good)/2:], "", "EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(good, c.old, c.new, 1)
			if bad == good {
				t.Fatalf("%q is not in the file", c.old)
			}
			if _, err := LoadWordPiece([]byte(bad)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("LoadWordPiece = %v, want an error with %q", err, c.want)
			}
		})
	}
}

func TestLongTextsAreLinear(t *testing.T) {
	w := Default().pieces
	for _, unit := range []string{"a", "é", "##", "漢", "internationalization ", "\u0301", "[CLS]"} {
		text := strings.Repeat(unit, 1_000_000/len(unit))
		if ids := w.Encode(text); ids == nil {
			t.Errorf("%q: nil", unit)
		}
	}
}

func FuzzWordPiece(f *testing.F) {
	w := Default().pieces
	for _, s := range []string{"", "Hello, World!", "naïve café", "漢字 x", "\xff\xc3", "a\u0000b", "İstanbul"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, id := range w.Encode(text) {
			if id < 0 || id > len(Default().table.vocab) {
				t.Errorf("Encode(%q) has id %d", text, id)
			}
		}
	})
}

func FuzzLoadWordPiece(f *testing.F) {
	f.Add([]byte(`{"normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},"pre_tokenizer":{"type":"BertPreTokenizer"},"model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,"vocab":{"[UNK]":0,"a":1,"##b":2}}}`), "ab b")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		if w, err := LoadWordPiece(data); err == nil {
			w.Encode(text)
		}
	})
}
