package grammar_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/cpu"
	"github.com/r3mes/r3mes/runtime/demo"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/grammar"
	"github.com/r3mes/r3mes/runtime/sample"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

var _ engine.Constraint = (*grammar.Answer)(nil)

// demoEngine is the embedded model behind a running engine.
func demoEngine(t testing.TB) (*engine.Engine, *tokenizer.Tokenizer) {
	t.Helper()
	ck, err := checkpoint.OpenFS(demo.Model())
	if err != nil {
		t.Fatal(err)
	}
	tok, err := tokenizer.Load(demo.Model())
	if err != nil {
		t.Fatal(err)
	}
	model, err := cpu.New(ck, cpu.Options{Context: 512, KVTokens: 8 * 512})
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.New(model, tok, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { e.Run(ctx) })
	t.Cleanup(func() { cancel(); done.Wait(); model.Close(); ck.Close() })
	return e, tok
}

const ticket = `{"type":"object","additionalProperties":false,"required":["title","priority","tags","due","contact"],"properties":{
	"title":{"type":"string","minLength":3,"maxLength":40},
	"priority":{"enum":["low","high"]},
	"tags":{"type":"array","items":{"type":"string","maxLength":12},"minItems":1,"maxItems":3},
	"due":{"type":"string","format":"date"},
	"contact":{"anyOf":[{"type":"null"},{"type":"object","properties":{"mail":{"type":"string","format":"email"}},"required":["mail"]}]}}}`

// Invariant: the demo model, which was never trained on JSON, answers with an
// object of the schema, greedily and at a high temperature; and what it answers
// does not depend on who else is there, nor on which masks are cached.
func TestDemoModelAnswersInJSON(t *testing.T) {
	e, tok := demoEngine(t)
	prompt, err := tok.EncodeChat([]tokenizer.Message{{Role: "user", Content: "What is a contract?"}}, true)
	if err != nil {
		t.Fatal(err)
	}
	submit := func(v *grammar.Vocabulary, i int) *engine.Stream {
		g, err := v.Schema([]byte(ticket))
		if err != nil {
			t.Fatal(err)
		}
		s, err := e.Submit(context.Background(), engine.Request{
			Wallet: fmt.Sprint(i), Prompt: prompt, MaxTokens: 300, Constraint: g.Start(),
			Sampling: sample.Params{Temperature: 0.7 * float64(i), Seed: uint64(i)},
		})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	warm := grammar.NewVocabulary(tok)
	var streams []*engine.Stream
	for i := range 4 {
		streams = append(streams, submit(warm, i))
	}
	for i, s := range streams {
		text, result := readAll(t, s)
		if result.Finish != engine.FinishStop {
			t.Fatalf("request %d: %+v after %q; want stop", i, result, text)
		}
		checkTicket(t, text)
		if alone, _ := readAll(t, submit(grammar.NewVocabulary(tok), i)); alone != text {
			t.Errorf("request %d: %q, alone and with no mask cached %q", i, text, alone)
		}
	}
}

func readAll(t *testing.T, s *engine.Stream) (string, engine.Result) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var b strings.Builder
	for p, ok := s.Next(ctx); ok; p, ok = s.Next(ctx) {
		b.WriteString(p.Text)
	}
	return b.String(), s.Result()
}

func checkTicket(t *testing.T, text string) {
	t.Helper()
	var ticket struct {
		Title, Priority string
		Tags            []string
		Due             string
		Contact         *struct{ Mail string }
	}
	if err := json.Unmarshal([]byte(text), &ticket); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	_, err := time.Parse(time.DateOnly, ticket.Due)
	title := len([]rune(ticket.Title))
	if err != nil || title < 3 || title > 40 || ticket.Priority != "low" && ticket.Priority != "high" || len(ticket.Tags) < 1 || len(ticket.Tags) > 3 ||
		ticket.Contact != nil && !strings.Contains(ticket.Contact.Mail, "@") {
		t.Fatalf("%q does not satisfy the schema", text)
	}
}

// BenchmarkDecode says what a grammar adds to a token of the demo model: the same
// request free and held, one at a time, its masks cached by the first.
func BenchmarkDecode(b *testing.B) {
	e, tok := demoEngine(b)
	v := grammar.NewVocabulary(tok)
	prompt, err := tok.EncodeChat([]tokenizer.Message{{Role: "user", Content: "What is a contract?"}}, true)
	if err != nil {
		b.Fatal(err)
	}
	g, err := v.Schema([]byte(ticket))
	if err != nil {
		b.Fatal(err)
	}
	for _, held := range []bool{false, true, true, false} {
		b.Run(fmt.Sprintf("grammar=%v", held), func(b *testing.B) {
			tokens := 0
			for b.Loop() {
				r := engine.Request{Prompt: prompt, MaxTokens: 60, IgnoreEOS: !held}
				if held {
					r.Constraint = g.Start()
				}
				s, err := e.Submit(context.Background(), r)
				if err != nil {
					b.Fatal(err)
				}
				tokens += s.Result().Usage.CompletionTokens
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(tokens), "µs/token")
		})
	}
}
