package engine_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/enginetest"
)

// serve runs an engine on a fake until the test ends, and then checks that no
// block is still held.
func serve(t *testing.T, f engine.Model, o engine.Options) *engine.Engine {
	t.Helper()
	e := newEngine(t, f, o)
	run(t, e)
	return e
}

func newEngine(t *testing.T, f engine.Model, o engine.Options) *engine.Engine {
	t.Helper()
	e, err := engine.New(f, enginetest.Bytes(), o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// run starts e; the returned channel has Run's error.
func run(t *testing.T, e *engine.Engine) <-chan error {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done, ended := make(chan error, 1), make(chan struct{})
	go func() {
		done <- e.Run(ctx)
		close(ended)
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
		if s := e.Stats(); s.BlocksUsed != 0 || s.BlocksPromised != 0 || s.Running != 0 || s.Queued != 0 || len(s.Loads) != 0 {
			t.Errorf("after Run: %d blocks used, %d promised, %d running, %d queued, loads %v; want 0", s.BlocksUsed, s.BlocksPromised, s.Running, s.Queued, s.Loads)
		}
	})
	return done
}

// prompt makes tokens of a text.
func prompt(text string) []int {
	ids := make([]int, len(text))
	for i := range text {
		ids[i] = int(text[i])
	}
	return ids
}

// answer is everything that came out of a stream.
type answer struct {
	text   string
	tokens int
	result engine.Result
}

func submit(t *testing.T, e *engine.Engine, ctx context.Context, r engine.Request) *engine.Stream {
	t.Helper()
	s, err := e.Submit(ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// read collects a stream to its end.
func read(t *testing.T, s *engine.Stream) answer {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // a hang fails instead of blocking the suite
	defer cancel()
	var a answer
	var text strings.Builder
	for {
		p, ok := s.Next(ctx)
		if !ok {
			break
		}
		text.WriteString(p.Text)
		a.tokens += p.Tokens
	}
	a.text, a.result = text.String(), s.Result()
	return a
}

// ask submits and reads.
func ask(t *testing.T, e *engine.Engine, r engine.Request) answer {
	t.Helper()
	return read(t, submit(t, e, context.Background(), r))
}

// alone is what a fresh engine with nothing else to do answers.
func alone(t *testing.T, r engine.Request) answer {
	t.Helper()
	return ask(t, serve(t, enginetest.NewFake(64), engine.Options{}), r)
}

// gate makes a fake wait in every step until the test lets it go on.
type gate struct {
	entered chan *engine.Batch // a step has begun
	leave   chan struct{}      // it may go on
	free    chan struct{}      // closed: no step waits any more
}

// newGate is called after serve and before Submit, so that the gate is open
// again when serve's cleanup waits for the engine.
func newGate(t *testing.T, f *enginetest.Fake) *gate {
	g := &gate{entered: make(chan *engine.Batch), leave: make(chan struct{}), free: make(chan struct{})}
	t.Cleanup(g.open)
	f.Before = func(_ int, b *engine.Batch) error {
		select {
		case g.entered <- b:
		case <-g.free:
			return nil
		}
		select {
		case <-g.leave:
		case <-g.free:
		}
		return nil
	}
	return g
}

// step lets n steps pass.
func (g *gate) step(n int) {
	for range n {
		<-g.entered
		g.leave <- struct{}{}
	}
}

// open lets all further steps pass.
func (g *gate) open() {
	select {
	case <-g.free:
	default:
		close(g.free)
	}
}
