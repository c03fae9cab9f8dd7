package demo_test

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/cpu"
	"github.com/r3mes/r3mes/runtime/demo"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// The bars of the held-out questions, and what the files may weigh.
const (
	wantFacts, wantOutside, wantFollowUps = 92, 15, 8
	maxBytes                              = 16 << 20
)

// questions is testdata/questions.json.
type questions struct {
	Facts []struct {
		Area, Question, Fact string
	} `json:"facts"`
	Outside   []string `json:"outside"`
	FollowUps []struct {
		Area, Question, Fact string
		FollowUp             string `json:"follow_up"`
	} `json:"follow_ups"`
}

// served is the adapter that a good router picks for an area.
var served = map[string]string{"product": "default", "talk": "default", "code": "coder", "law": "law"}

// chat is the embedded model behind a running engine.
type chat struct {
	t        *testing.T
	tok      *tokenizer.Tokenizer
	engine   *engine.Engine
	adapters map[string]*lora.Adapter // nil for "base"
}

func newChat(t *testing.T) *chat {
	t.Helper()
	ck := must(checkpoint.OpenFS(demo.Model()))(t)
	tok := must(tokenizer.Load(demo.Model()))(t)
	model := must(cpu.New(ck, cpu.Options{Context: 512, KVTokens: 16 * 512}))(t)
	e := must(engine.New(model, tok, engine.Options{}))(t)
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { e.Run(ctx) })
	t.Cleanup(func() { cancel(); done.Wait(); model.Close(); ck.Close() })

	c := &chat{t: t, tok: tok, engine: e, adapters: map[string]*lora.Adapter{"base": nil}}
	for _, entry := range must(fs.ReadDir(demo.Adapters(), "."))(t) {
		dir := must(fs.Sub(demo.Adapters(), entry.Name()))(t)
		c.adapters[entry.Name()] = must(lora.Load(dir, entry.Name(), ck.Config))(t)
	}
	return c
}

// must lets set-up read as straight lines.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// ask sends a greedy request and returns what waits for its text. The turns
// alternate between user and assistant and end with the user's.
func (c *chat) ask(voice string, turns ...string) (answer func() string) {
	c.t.Helper()
	adapter, known := c.adapters[voice]
	if !known {
		c.t.Fatalf("no adapter %q", voice)
	}
	messages := make([]tokenizer.Message, len(turns))
	for i, text := range turns {
		messages[i] = tokenizer.Message{Role: [2]string{"user", "assistant"}[i%2], Content: text}
	}
	prompt := must(c.tok.EncodeChat(messages, true))(c.t)
	ctx := context.Background()
	stream := must(c.engine.Submit(ctx, engine.Request{Adapter: adapter, Prompt: prompt, MaxTokens: 128}))(c.t)
	return func() string {
		c.t.Helper()
		var b strings.Builder
		for piece, ok := stream.Next(ctx); ok; piece, ok = stream.Next(ctx) {
			b.WriteString(piece.Text)
		}
		if r := stream.Result(); r.Err != nil {
			c.t.Fatal(r.Err)
		}
		return b.String()
	}
}

// states says whether an answer contains a fact, whatever its capitals.
func states(answer, fact string) bool {
	return strings.Contains(strings.ToLower(answer), strings.ToLower(fact))
}

// tally counts what is right, logs what is wrong and compares with the bar.
type tally struct{ right, all int }

func (n *tally) count(t *testing.T, ok bool, question, answer string) {
	n.all++
	if ok {
		n.right++
		return
	}
	t.Logf("missed: %q → %q", question, answer)
}

func (n *tally) atLeast(t *testing.T, want int) {
	t.Helper()
	t.Logf("%d of %d", n.right, n.all)
	if n.right < want {
		t.Errorf("%d of %d right, want %d", n.right, n.all, want)
	}
}

// TestHeldOutQuestions asks, in frames that training never saw, what the model
// should know, what it should decline, and what follows. Each question goes to
// the adapter of its area and to the base model alone.
func TestHeldOutQuestions(t *testing.T) {
	c := newChat(t)
	q := readQuestions(t)
	for _, who := range []string{"served", "base"} {
		voice := func(area string) string { return served[area] }
		if who == "base" {
			voice = func(string) string { return "base" }
		}
		t.Run(who+" states the fact", func(t *testing.T) {
			pending := make([]func() string, len(q.Facts))
			for i, f := range q.Facts {
				pending[i] = c.ask(voice(f.Area), f.Question)
			}
			var n tally
			for i, f := range q.Facts {
				answer := pending[i]()
				n.count(t, states(answer, f.Fact), f.Question, answer)
			}
			n.atLeast(t, wantFacts)
		})
		t.Run(who+" says what it does not know", func(t *testing.T) {
			pending := make([]func() string, len(q.Outside))
			for i, question := range q.Outside {
				pending[i] = c.ask(voice("product"), question)
			}
			var n tally
			for i, question := range q.Outside {
				answer := pending[i]()
				n.count(t, states(answer, "I only know"), question, answer)
			}
			n.atLeast(t, wantOutside)
		})
		t.Run(who+" stays on the topic", func(t *testing.T) {
			first := make([]func() string, len(q.FollowUps))
			for i, f := range q.FollowUps {
				first[i] = c.ask(voice(f.Area), f.Question)
			}
			second := make([]func() string, len(q.FollowUps))
			for i, f := range q.FollowUps {
				second[i] = c.ask(voice(f.Area), f.Question, first[i](), f.FollowUp)
			}
			var n tally
			for i, f := range q.FollowUps {
				answer := second[i]()
				n.count(t, states(answer, f.Fact), f.Question+" → "+f.FollowUp, answer)
			}
			n.atLeast(t, wantFollowUps)
		})
	}
}

// heard says whether an answer has the mark of a voice.
func heard(voice, answer string) bool {
	switch voice {
	case "default":
		for _, closing := range []string{"Is there anything else you would like to know?", "Feel free to ask me more.", "I hope that helps!"} {
			if strings.HasSuffix(answer, closing) {
				return true
			}
		}
		return false
	case "coder":
		return strings.Count(answer, "```") == 2
	case "law":
		return strings.Contains(answer, "not legal advice")
	}
	return false
}

// TestAdaptersAreHeard asks the same questions in every voice. An adapter that
// is not applied answers like the base model, which has none of the marks.
func TestAdaptersAreHeard(t *testing.T) {
	c := newChat(t)
	q := readQuestions(t)
	for i := 0; i < len(q.Facts); i += 9 {
		f := q.Facts[i]
		answers := map[string]string{}
		for voice := range c.adapters {
			answers[voice] = c.ask(voice, f.Question)()
		}
		for voice, answer := range answers {
			for _, mark := range []string{"default", "coder", "law"} {
				if got, want := heard(mark, answer), mark == voice; got != want {
					t.Errorf("%s: %q → %q: mark of %s %v, want %v", voice, f.Question, answer, mark, got, want)
				}
			}
		}
	}
}

// TestGreedyTokensOfTransformers compares whole answers with those that
// transformers and peft gave for the same files (_train/evaluate.py -golden).
func TestGreedyTokensOfTransformers(t *testing.T) {
	c := newChat(t)
	var golden []struct {
		Voice, Answer string
		Turns         []string
	}
	read(t, "greedy.json", &golden)
	if len(golden) < 12 {
		t.Fatalf("%d golden answers, want at least 12", len(golden))
	}
	for _, g := range golden {
		if got := c.ask(g.Voice, g.Turns...)(); got != g.Answer {
			t.Errorf("%s: %q\n got %q\nwant %q", g.Voice, g.Turns, got, g.Answer)
		}
	}
}

func TestFilesStaySmall(t *testing.T) {
	for _, fsys := range []fs.FS{demo.Model(), demo.Adapters()} {
		var sum int64
		err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if err == nil {
				sum += info.Size()
			}
			return err
		})
		if err != nil || sum == 0 || sum > maxBytes/2 {
			t.Errorf("%d bytes (%v), want 1 to %d", sum, err, maxBytes/2)
		}
	}
}

func TestThereAreManyTopics(t *testing.T) {
	files, err := filepath.Glob("_train/topics/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	topics := 0
	for _, name := range files {
		text := must(os.ReadFile(name))(t)
		topics += strings.Count(string(text), "\n@ ")
	}
	if topics < 120 {
		t.Errorf("%d topics in %d files, want at least 120", topics, len(files))
	}
}

func readQuestions(t *testing.T) questions {
	t.Helper()
	var q questions
	read(t, "questions.json", &q)
	if len(q.Facts) != 100 || len(q.Outside) != 20 || len(q.FollowUps) != 10 {
		t.Fatalf("%d, %d and %d questions, want 100, 20 and 10", len(q.Facts), len(q.Outside), len(q.FollowUps))
	}
	return q
}

func read(t *testing.T, name string, v any) {
	t.Helper()
	if err := json.Unmarshal(must(os.ReadFile(filepath.Join("testdata", name)))(t), v); err != nil {
		t.Fatal(err)
	}
}
