package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/grammar"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

func TestSeveralAnswersShareOneHoldAndOneReceipt(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	req, sink := ask("r1", "hello"), &page{}
	req.N, req.MaxTokens = 3, 8
	req.Sampling.Temperature, req.Sampling.Seed = 100, 7
	out, err := w.Run(context.Background(), req, sink)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.plugins.quotes[0].Work; got.N != 3 || got.MaxTokens != 8 || got.PromptTokens != int64(out.PromptTokens) {
		t.Errorf("quoted %+v, want three answers of 8 tokens to one prompt", got)
	}
	if len(out.Choices) != 3 || out.Usage.CompletionTokens != 24 || out.Usage.PromptTokens != out.PromptTokens {
		t.Errorf("outcome %+v, want 24 tokens in three answers, the prompt counted once", out)
	}
	if r := w.ledger.receipts[out.ReceiptID]; r.Charge != store.MicroCredits(out.PromptTokens+24) || r.Usage.CompletionTokens != 24 {
		t.Errorf("receipt %+v, want the sum of all three", r)
	}
	if len(sink.choices) != 3 || sink.choices[0] == sink.choices[1] || sink.choices[1] == sink.choices[2] {
		t.Errorf("answers %v, want three that differ", sink.choices)
	}
	// The first is the one that would have been given alone.
	alone := &page{}
	req.ID, req.N = "r2", 1
	if _, err := w.Run(context.Background(), req, alone); err != nil || alone.choices[0] != sink.choices[0] {
		t.Errorf("alone: %q, %v; among three: %q, want the same", alone.choices[0], err, sink.choices[0])
	}
}

func TestPromptsAreContinuedAsTheyAre(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	var fed []string
	by := map[int32]int{} // index in fed, by first block
	w.model.Before = func(_ int, b *engine.Batch) error {
		for _, row := range b.Rows {
			if row.Pos == 0 {
				by[row.Blocks[0]] = len(fed)
				fed = append(fed, "")
			}
			fed[by[row.Blocks[0]]] += text(row.Tokens)
		}
		return nil
	}
	w.plugins.pre = func(r sdk.PreRequest) (pluginhost.PreDecision, error) {
		if r.Messages[0].Content == "two" {
			r.Messages = append([]sdk.Message{{Role: "system", Content: "be brief"}}, r.Messages...)
		}
		return pluginhost.PreDecision{Messages: r.Messages, Asked: []store.Guest{{Plugin: "pre-test"}}}, nil
	}
	req, sink := ask("r1", ""), &page{}
	req.Prompts = []Prompt{{Tokens: []int{'1', '1'}}, {Text: "two"}, {Text: "three"}}
	req.N, req.MaxTokens = 2, 1 // so that no answer is fed
	out, err := w.Run(context.Background(), req, sink)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"11", "11", "be brief\n\ntwo", "be brief\n\ntwo", "three", "three"}
	slices.Sort(want)
	slices.Sort(fed)
	if !slices.Equal(fed, want) {
		t.Errorf("the model was shown %q, want %q", fed, want)
	}
	if prompt := len("11be brief\n\ntwothree"); len(out.Choices) != 6 || out.Usage.PromptTokens != prompt || out.Usage.CompletionTokens != 6 {
		t.Errorf("outcome %+v, want 6 answers of one token to %d", out, prompt)
	}
	if r := w.ledger.receipts[out.ReceiptID]; len(r.Pre) != 1 {
		t.Errorf("receipt names %v, want the one pre plugin once", r.Pre)
	}
}

func text(bytes []int) string {
	var b strings.Builder
	for _, c := range bytes {
		b.WriteByte(byte(c))
	}
	return b.String()
}

func TestABadPromptIsRefusedBeforeTheHold(t *testing.T) {
	for name, bad := range map[string]Prompt{
		"empty": {}, "no tokens": {Tokens: []int{}}, "a token outside the vocabulary": {Tokens: []int{'x', 70_000}}, "a negative token": {Tokens: []int{-1}},
	} {
		w := newWorld(t, engine.Options{}, nil)
		req := ask("r1", "")
		req.Prompts = []Prompt{{Text: "x"}, bad}
		if _, err := w.Run(context.Background(), req, &page{}); !errors.Is(err, ErrPrompt) || len(w.ledger.log) != 0 {
			t.Errorf("%s: error = %v, ledger %v; want ErrPrompt and no hold", name, err, w.ledger.log)
		}
	}
}

func TestAQueueTooShortForAllAnswersAdmitsNone(t *testing.T) {
	w := newWorld(t, engine.Options{MaxBatch: 1, Queue: 2}, nil)
	hold := make(chan struct{})
	w.model.Before = func(int, *engine.Batch) error { <-hold; return nil }
	first := make(chan error, 1)
	go func() { _, err := w.Run(context.Background(), ask("r1", "hello"), &page{}); first <- err }()
	for s := w.engine.Stats(); s.Submitted != 1 || s.Queued != 0; s = w.engine.Stats() {
		time.Sleep(time.Millisecond)
	}
	req := ask("r2", "hello")
	req.N = 5
	refused := make(chan error, 1)
	go func() { _, err := w.Run(context.Background(), req, &page{}); refused <- err }()
	for w.engine.Stats().Overloaded == 0 {
		time.Sleep(time.Millisecond)
	}
	close(hold)
	if err := <-refused; !errors.Is(err, engine.ErrOverloaded) {
		t.Errorf("error = %v, want ErrOverloaded", err)
	}
	if err := <-first; err != nil {
		t.Error(err)
	}
	if got := w.ledger.log["r2"]; len(got) != 2 || !strings.HasPrefix(got[1], "release") {
		t.Errorf("ledger = %v, want hold and release", got)
	}
}

func TestLeavingEndsAllAnswers(t *testing.T) {
	for name, leave := range map[string]func(cancel func()) error{
		"its context ends":    func(cancel func()) error { cancel(); return nil },
		"its connection ends": func(func()) error { return errors.New("broken pipe") },
		"a bug":               func(func()) error { panic("bug") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, engine.Options{}, nil)
			w.model.Before = func(int, *engine.Batch) error { time.Sleep(time.Millisecond); return nil }
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			req := ask("r1", "hello")
			req.N, req.MaxTokens, req.Adapter = 4, 200, "coder"
			sink := &page{onPiece: func(n int) error {
				if n == 6 {
					return leave(cancel)
				}
				return nil
			}}
			defer func() {
				if recover() != nil {
					wantReleased(t, w, "r1")
				}
			}()
			out, err := w.Run(ctx, req, sink)
			if err != nil || out.Finish != engine.FinishCancelled || out.Receipt.Outcome != store.OutcomeCancelled {
				t.Errorf("outcome %+v, %v; want cancelled", out, err)
			}
			if n := out.Usage.CompletionTokens; n < 4 || n >= 800 || out.Receipt.Charge != store.MicroCredits(min(1000, n+out.PromptTokens)) {
				t.Errorf("%d tokens for %d, want some of all four and not all", n, out.Receipt.Charge)
			}
		})
	}
}

func TestOneAnswerThatFailsFailsTheRequest(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	w.model.Before = func(step int, _ *engine.Batch) error {
		if step == 5 {
			return fmt.Errorf("boom")
		}
		return nil
	}
	req := ask("r1", "hello")
	req.N, req.MaxTokens = 3, 100
	if _, err := w.Run(context.Background(), req, &page{}); !errors.Is(err, engine.ErrModel) {
		t.Errorf("error = %v, want ErrModel", err)
	}
	wantReleased(t, w, "r1")
}

func TestLogprobsComeWithTheirText(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	req, sink := ask("r1", "hello"), &page{}
	req.Logprobs, req.TopLogprobs, req.N, req.MaxTokens = true, 2, 2, 5
	if _, err := w.Run(context.Background(), req, sink); err != nil {
		t.Fatal(err)
	}
	for i, answer := range sink.choices {
		var spelled strings.Builder
		for _, l := range sink.logprobs[i] {
			spelled.WriteString(l.Bytes)
			if len(l.Top) != 2 || l.Logprob > 0 {
				t.Errorf("answer %d: %+v, want a log probability and two alternatives", i, l)
			}
		}
		if got := strings.ToValidUTF8(spelled.String(), "\uFFFD"); got != answer || answer == "" {
			t.Errorf("answer %d is %q, its tokens spell %q", i, answer, got)
		}
	}
	// What a plugin may take out of the text would stand in the tokens.
	w.plugins.posts = true
	req.ID = "r2"
	if _, err := w.Run(context.Background(), req, &page{}); !errors.Is(err, ErrLogprobs) || w.ledger.log["r2"] != nil {
		t.Errorf("error = %v, ledger %v; want ErrLogprobs and no hold", err, w.ledger.log["r2"])
	}
}

func TestAGrammarHoldsEveryAnswer(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	schema := func(text string) func(*grammar.Vocabulary) (*grammar.Grammar, error) {
		return func(v *grammar.Vocabulary) (*grammar.Grammar, error) { return v.Schema([]byte(text)) }
	}
	req, sink := ask("r1", "hello"), &page{}
	req.Grammar, req.IgnoreEOS, req.N, req.MaxTokens = schema(`{"enum":["yes","no"]}`), false, 3, 100
	req.Sampling.Temperature = 1
	if _, err := w.Run(context.Background(), req, sink); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if text := strings.TrimSpace(sink.choices[i]); text != `"yes"` && text != `"no"` {
			t.Errorf("answer %d is %q", i, text)
		}
	}
	// A schema that cannot be kept to is refused before anything is set aside.
	req.ID, req.Grammar = "r2", schema(`{"not":{}}`)
	var bad *grammar.SchemaError
	if _, err := w.Run(context.Background(), req, &page{}); !errors.As(err, &bad) || w.ledger.log["r2"] != nil {
		t.Errorf("error = %v, ledger %v; want a SchemaError and no hold", err, w.ledger.log["r2"])
	}
}
