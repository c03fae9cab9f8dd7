package embed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/kernels/kerneltest"
	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
)

// The golden files are made by _minilm/golden.py.

// reference is a text with the vector that another program computed.
type reference struct {
	Text   string
	Tokens int
	Vector []float64
}

// distance is the Euclidean distance of two vectors.
func distance[T float32 | float64](a []float32, b []T) float64 {
	sum := 0.0
	for i, x := range a {
		d := float64(x) - float64(b[i])
		sum += d * d
	}
	return math.Sqrt(sum)
}

// bound is how far two float32 computations of a text's vector may be from each
// other, one of them being e's.
//
// A block (attention or feed-forward) ends in a sum of k products for each
// element, k being the intermediate size at most. Roundings that are independent
// leave an error of about √k * 2^-24 of the result's size, whatever the order of
// the sum (Higham and Mary 2019, doi 10.1137/18M1226312). The layer norm after
// each block brings the result back to one size, so that errors of blocks add.
// What the blocks behind do to such an error is measured: gain is how much larger
// a disturbance of the tokens' embeddings, which passes all of them, arrives in
// the vector. Two computations, each with its own roundings, differ by at most
//
//	2 * gain * blocks * √k * 2^-24
func bound(t testing.TB, e *Encoder, tokens []int) float64 {
	t.Helper()
	gain := max(1, disturbed(t, e, tokens))
	return 2 * gain * float64(2*e.model.depth) * math.Sqrt(float64(e.model.intermediate)) / (1 << 24)
}

// disturbed is how far the vector moves, over how far the embeddings of the tokens
// were moved as a part of their size.
func disturbed(t testing.TB, e *Encoder, tokens []int) float64 {
	t.Helper()
	const part = 1e-3
	vector := func() []float32 {
		v, err := e.EmbedTokens(t.Context(), [][]int{tokens})
		if err != nil {
			t.Fatal(err)
		}
		return v[0]
	}
	before := vector()
	kind := e.model.kind
	defer func() { e.model.kind = kind }()
	row := slices.Clone(kind)
	word := make([]float32, len(row))
	e.model.word.Row(word, tokens[0])
	dense.AXPY(row, 1, word)
	size := math.Sqrt(float64(dense.Dot(row, row)) / float64(len(row)))
	r := rand.New(rand.NewPCG(1, 2))
	e.model.kind = slices.Clone(kind)
	for i := range e.model.kind {
		e.model.kind[i] += float32(part * size * r.NormFloat64())
	}
	return distance(before, vector()) / part
}

func small(t testing.TB, threads int) *Encoder {
	t.Helper()
	e, err := Load(os.DirFS("testdata/bert"), Options{Name: "small", Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

func smallTexts(t testing.TB) (rows []reference) {
	t.Helper()
	data, err := os.ReadFile("testdata/bert/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &rows); err != nil || len(rows) < 10 {
		t.Fatalf("%d texts: %v", len(rows), err)
	}
	return rows
}

func TestEncoderIsTheReference(t *testing.T) {
	e := small(t, 2)
	kerneltest.EachLevel(t, func(t *testing.T) {
		for _, r := range smallTexts(t) {
			limit := bound(t, e, e.Encode(r.Text))
			if off := distance(e.Embed(r.Text), r.Vector); off > limit {
				t.Errorf("%q is %.2g from the reference, want %.2g at most", r.Text, off, limit)
			}
		}
	})
}

// A bound that lets a wrong model pass is none: any one change of the weights is
// further away.
func TestTheBoundSeesAWrongModel(t *testing.T) {
	e, rows := small(t, 1), smallTexts(t)
	tokens := e.Encode(rows[4].Text)
	limit := bound(t, e, tokens)
	for name, weights := range map[string][]float32{
		"word": e.model.word.F32[tokens[1]*e.model.hidden:], "position": e.model.position.F32, "kind": e.model.kind, "norm": e.model.norm.bias,
		"query bias": e.model.layers[0].query.bias, "value": e.model.layers[1].value.weight.F32, "down": e.model.layers[2].down.weight.F32,
	} {
		was := weights[3]
		weights[3] += 0.01
		if off := distance(e.Embed(rows[4].Text), rows[4].Vector); off < limit {
			t.Errorf("%s changed by 0.01: %.2g from the reference, below the bound %.2g", name, off, limit)
		}
		weights[3] = was
	}
}

func TestAVectorDependsOnItsTextOnly(t *testing.T) {
	var lists [][]int
	var want [][]float32
	alone := small(t, 1)
	for _, r := range smallTexts(t) {
		lists = append(lists, alone.Encode(r.Text))
		want = append(want, alone.Embed(r.Text))
	}
	for _, threads := range []int{1, 2, 3} {
		e := small(t, threads)
		kerneltest.EachLevel(t, func(t *testing.T) {
			got, err := e.EmbedTokens(t.Context(), lists)
			if err != nil || len(got) != len(lists) {
				t.Fatalf("%d vectors, %v", len(got), err)
			}
			for i := range got {
				kerneltest.SameBits(t, got[i], want[i])
				if c := Cosine(got[i], got[i]); math.Abs(c-1) > 1e-6 {
					t.Errorf("text %d: squared length %v", i, c)
				}
			}
		})
	}
}

func TestTextsBeyondTheLimitAreCut(t *testing.T) {
	e := small(t, 1)
	if e.Limit() != 32 || e.Dim() != 60 || e.Name() != "small" {
		t.Fatalf("limit %d, %d dimensions, %q", e.Limit(), e.Dim(), e.Name())
	}
	long := e.Encode(strings.Repeat("the word ", 100))
	if len(long) != 202 || long[0] != e.begin || long[201] != e.end {
		t.Fatalf("%d tokens, from %d to %d", len(long), long[0], long[201])
	}
	short := append(slices.Clone(long[:31]), e.end)
	got, err := e.EmbedTokens(t.Context(), [][]int{long, short})
	if err != nil {
		t.Fatal(err)
	}
	kerneltest.SameBits(t, got[0], got[1])
	if long[31] == e.end {
		t.Error("the caller's list was written to")
	}
}

func TestTokensThatNobodyHas(t *testing.T) {
	static := Default()
	for name, c := range map[string]struct {
		embed func(context.Context, [][]int) ([][]float32, error)
		list  []int
		want  string
	}{
		"too large":           {small(t, 1).EmbedTokens, []int{2, 120, 3}, "token 120"},
		"negative":            {small(t, 1).EmbedTokens, []int{-1}, "token -1"},
		"none":                {small(t, 1).EmbedTokens, nil, "text 1: no tokens"},
		"too large, static":   {static.EmbedTokens, []int{len(static.table.vocab) + 1}, "token"},
		"negative and static": {static.EmbedTokens, []int{-1}, "token -1"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := c.embed(t.Context(), [][]int{{2, 3}, c.list}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestAContextEndsTheWait(t *testing.T) {
	e := small(t, 1)
	lists := [][]int{e.Encode("the word")}
	gone := errors.New("gone")
	ctx, cancel := context.WithCancelCause(t.Context())
	e.turn <- struct{}{} // somebody computes
	failed := make(chan error)
	go func() { _, err := e.EmbedTokens(ctx, lists); failed <- err }()
	cancel(gone)
	if err := <-failed; !errors.Is(err, gone) {
		t.Errorf("while waiting: %v, want %v", err, gone)
	}
	<-e.turn
	if _, err := e.EmbedTokens(ctx, lists); !errors.Is(err, gone) {
		t.Errorf("at its turn: %v, want %v", err, gone)
	}
	if _, err := Default().EmbedTokens(ctx, lists); !errors.Is(err, gone) {
		t.Errorf("static: %v, want %v", err, gone)
	}
	if _, err := e.EmbedTokens(t.Context(), lists); err != nil {
		t.Errorf("the next caller: %v", err)
	}
}

// countdown is a context that ends when its error has been looked at some times.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestAContextEndsAListAndATextInTheMiddle(t *testing.T) {
	e := small(t, 1)
	lists := slices.Repeat([][]int{e.Encode(strings.Repeat("the ", 28))}, 4) // a pass each, of three layers
	for looks := range 4 * 3 {
		ctx := &countdown{t.Context(), looks}
		if got, err := e.EmbedTokens(ctx, lists); !errors.Is(err, context.Canceled) || got != nil {
			t.Errorf("after %d looks: %d vectors, %v", looks, len(got), err)
		}
	}
	if got, err := e.EmbedTokens(&countdown{t.Context(), 100}, lists); err != nil || len(got) != 4 {
		t.Errorf("%d vectors, %v", len(got), err)
	}
}

func TestManyCallersAndAClose(t *testing.T) {
	e, rows := small(t, 2), smallTexts(t)
	want := e.Embed(rows[3].Text)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 5 {
				lists := [][]int{e.Encode(rows[i].Text), e.Encode(rows[3].Text)}
				if got, err := e.EmbedTokens(t.Context(), lists); err != nil || !slices.Equal(got[1], want) {
					t.Errorf("caller %d: %v, or another vector", i, err)
				}
			}
		})
	}
	wg.Go(e.Close)
	wg.Wait()
	if !slices.Equal(e.Embed(rows[3].Text), want) {
		t.Error("another vector after Close")
	}
}

// files are the small model's, with one changed.
func files(t *testing.T, name string, change func(text string) string) fs.FS {
	t.Helper()
	m := fstest.MapFS{}
	for _, n := range []string{"config.json", "sentence_bert_config.json", "tokenizer.json", "model.safetensors"} {
		data, err := os.ReadFile("testdata/bert/" + n)
		if err != nil {
			t.Fatal(err)
		}
		m[n] = &fstest.MapFile{Data: data}
	}
	was := ""
	if f := m[name]; f != nil {
		was = string(f.Data)
	}
	if text := change(was); text != "" {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	} else {
		delete(m, name)
	}
	return m
}

func TestLoadSaysWhatToMend(t *testing.T) {
	swap := func(old, new string) func(string) string {
		return func(text string) string {
			if !strings.Contains(text, old) {
				t.Fatalf("%q is not in the file", old)
			}
			return strings.Replace(text, old, new, 1)
		}
	}
	whole := func(text string) func(string) string { return func(string) string { return text } }
	for _, c := range []struct {
		name, file string
		change     func(string) string
		want       string
	}{
		{"no config", "config.json", whole(""), "config.json"},
		{"config is no JSON", "config.json", whole("{"), "config.json: "},
		{"another model", "config.json", swap(`"bert"`, `"roberta"`), `config.json: model_type is "roberta"`},
		{"another activation", "config.json", swap(`"gelu"`, `"relu"`), `hidden_act is "relu"`},
		{"relative positions", "config.json", swap(`{`, `{"position_embedding_type": "relative_key",`), `"relative_key"`},
		{"a size is missing", "config.json", swap(`"hidden_size"`, `"hidden"`), "hidden_size is 0, want 1 to"},
		{"a size is a lie", "config.json", swap(`"vocab_size": 120`, `"vocab_size": 999999999`), "vocab_size is 999999999"},
		{"a size is text", "config.json", swap(`"vocab_size": 120`, `"vocab_size": "many"`), "vocab_size"},
		{"heads do not divide", "config.json", swap(`"num_attention_heads": 5`, `"num_attention_heads": 7`), "no multiple"},
		{"no epsilon", "config.json", swap(`1e-12`, `0`), "layer_norm_eps is 0"},
		{"another size", "config.json", swap(`"intermediate_size": 100`, `"intermediate_size": 101`), `shape [100 60], config.json wants [101 60]`},
		{"limit beyond positions", "sentence_bert_config.json", whole(`{"max_seq_length": 41}`), "max_seq_length is 41, want 3 to the 40 positions"},
		{"pooling by [CLS]", "1_Pooling/config.json", whole(`{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}`), "pooling_mode_cls_token is true"},
		{"no tokenizer", "tokenizer.json", whole(""), "tokenizer.json: "},
		{"another tokenizer", "tokenizer.json", swap(`"WordPiece"`, `"BPE"`), `tokenizer.json: model "BPE"`},
		{"no [CLS]", "tokenizer.json", swap(`[CLS]`, `[BOS]`), "no token [CLS]"},
		{"a tokenizer of another model", "config.json", swap(`"vocab_size": 120`, `"vocab_size": 20`), "they do not belong together"},
		{"no weights", "model.safetensors", whole(""), "model.safetensors"},
		{"weights cut short", "model.safetensors", func(s string) string { return s[:len(s)-1] }, "model.safetensors: "},
		{"a tensor is missing", "model.safetensors", swap("embeddings.LayerNorm.bias", "embeddings.LayerNorm.bios"), `tensor "embeddings.LayerNorm.bias": missing`},
		{"a tensor too many", "model.safetensors", swap("embeddings.LayerNorm.bias", "embeddings.LayerNorm.bios"), `tensor "embeddings.LayerNorm.bios": unknown`},
		{"another type", "model.safetensors", func(s string) string { return strings.ReplaceAll(s, `"F16"`, `"I16"`) }, "dtype I16"},
		{"NaN", "model.safetensors", func(s string) string { return s[:len(s)-2] + "\x00\x7e" }, "is NaN"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := Load(files(t, c.file, c.change), Options{Threads: 1})
			if err == nil {
				e.Close()
			}
			if err == nil || !strings.HasPrefix(err.Error(), "embed: load: ") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Load = %v, want an error with %q", err, c.want)
			}
		})
	}
}

func TestPublishedFilesHaveOtherNamesAndMoreTensors(t *testing.T) {
	m := files(t, "", func(string) string { return "" }).(fstest.MapFS)
	file, err := safetensors.Parse("", m["model.safetensors"].Data)
	if err != nil {
		t.Fatal(err)
	}
	entries := []safetensors.Entry{
		safetensors.Bytes("bert.embeddings.position_ids", "I64", []int{1, 2}, make([]byte, 16)),
		safetensors.Bytes("bert.pooler.dense.bias", safetensors.F32, []int{1}, make([]byte, 4)),
	}
	for name, tensor := range file.Tensors {
		entries = append(entries, safetensors.Bytes("bert."+name, tensor.DType, tensor.Shape, tensor.Data))
	}
	var renamed bytes.Buffer
	if err := safetensors.Write(&renamed, nil, entries); err != nil {
		t.Fatal(err)
	}
	m["model.safetensors"].Data = renamed.Bytes()
	e, err := Load(m, Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	kerneltest.SameBits(t, e.Embed("the word"), small(t, 1).Embed("the word"))
}

func FuzzShape(f *testing.F) {
	data, err := os.ReadFile("testdata/bert/config.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data, []byte(`{"max_seq_length": 32}`), []byte(`{"pooling_mode_mean_tokens": true}`))
	f.Fuzz(func(t *testing.T, config, limit, pooling []byte) {
		s, err := readShape(fstest.MapFS{"config.json": {Data: config}, limitFile: {Data: limit}, "1_Pooling/config.json": {Data: pooling}})
		if err == nil && (s.hidden%s.heads != 0 || s.limit < minTokens || s.limit > s.positions || s.vocab > maxVocab || s.depth > maxDepth) {
			t.Errorf("accepted %+v", s)
		}
	})
}

// published is all-MiniLM-L6-v2, as `make minilm` leaves it.
const published = "../../.cache/minilm/all-MiniLM-L6-v2"

func miniLM(t testing.TB, threads int) *Encoder {
	t.Helper()
	e, err := Load(os.DirFS(published), Options{Name: "all-MiniLM-L6-v2", Threads: threads})
	if err != nil {
		t.Fatalf("make minilm first: %v", err)
	}
	t.Cleanup(e.Close)
	return e
}

// The published model gives the vectors that onnxruntime gives, for texts of
// thirteen languages and of 2 to 256 tokens.
func TestSlowMiniLMEqualsONNXRuntime(t *testing.T) {
	if os.Getenv("R3MES_SLOW_TESTS") == "" {
		t.Skip("slow: set R3MES_SLOW_TESTS, or make test-slow")
	}
	e := miniLM(t, 0)
	var rows []reference
	if err := json.NewDecoder(open(t, "minilm.json.gz")).Decode(&rows); err != nil || len(rows) < 40 {
		t.Fatalf("%d texts: %v", len(rows), err)
	}
	worst, allowed := 0.0, math.Inf(1)
	for _, r := range rows {
		tokens := e.Encode(r.Text)
		if n := min(len(tokens), e.Limit()); n != r.Tokens {
			t.Errorf("%.40q has %d tokens, want %d", r.Text, n, r.Tokens)
		}
		limit := bound(t, e, tokens)
		off := distance(e.Embed(r.Text), r.Vector)
		if off > limit {
			t.Errorf("%.40q is %.2g from onnxruntime's, want %.2g at most", r.Text, off, limit)
		}
		worst, allowed = max(worst, off), min(allowed, limit)
	}
	t.Logf("%d texts: at most %.2g from onnxruntime's vectors, allowed %.2g", len(rows), worst, allowed)
}

// How many texts a second does each embedder make, one at a time and together?
func BenchmarkTexts(b *testing.B) {
	text := "How do I stop my landlord from keeping the deposit after I moved out of the flat?"
	type embedder interface {
		Encode(text string) []int
		EmbedTokens(ctx context.Context, lists [][]int) ([][]float32, error)
	}
	measure := func(name string, e embedder, n int) {
		b.Run(fmt.Sprintf("embedder=%s/texts=%d", name, n), func(b *testing.B) {
			lists := make([][]int, n)
			for b.Loop() {
				for i := range lists {
					lists[i] = e.Encode(text)
				}
				if _, err := e.EmbedTokens(b.Context(), lists); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "texts/s")
		})
	}
	for _, n := range []int{1, 32} {
		measure("static", Default(), n)
		if _, err := os.Stat(published); err == nil { // make minilm
			measure("minilm", miniLM(b, 0), n)
		}
	}
}
