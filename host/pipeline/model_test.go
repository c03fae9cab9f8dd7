package pipeline

import (
	"context"
	"errors"
	"testing"

	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
)

// A request is answered by the model that it borrowed, although another one
// serves before it is submitted, and gives it back once.
func TestARequestKeepsItsModel(t *testing.T) {
	var w *world
	lent, returned := 0, 0
	w = newWorld(t, engine.Options{}, func(p *Parts) {
		before := p.Borrow
		p.Borrow = func() (*Model, func(), error) {
			m, _, err := before()
			own := *m
			lent++
			// Whoever borrows next gets a model that knows no adapter.
			before = Fixed(Model{BaseModel: "next", Generator: m.Generator, Tokenizer: m.Tokenizer, Vocabulary: m.Vocabulary, Adapters: &catalogue{}})
			return &own, func() { returned++ }, err
		}
	})
	req := ask("r1", "hello")
	req.Model = "base:law"
	out, err := w.Run(context.Background(), req, &page{})
	if err != nil || out.Model != "base" || out.Adapter != "law" {
		t.Fatalf("outcome %+v, error %v; want base:law", out.Accepted, err)
	}
	if _, _, err := w.Resolve("base:law"); !errors.Is(err, ErrUnknownModel) {
		t.Errorf("the next request resolves base:law: %v", err)
	}
	if lent != 2 || returned != 2 {
		t.Errorf("lent %d times, returned %d times, want 2 and 2", lent, returned)
	}
}

func TestWithoutAModelNothingIsHeld(t *testing.T) {
	w := newWorld(t, engine.Options{}, func(p *Parts) {
		p.Borrow = func() (*Model, func(), error) { return nil, nil, ErrNoModel }
	})
	if _, err := w.Run(context.Background(), ask("r1", "hello"), &page{}); !errors.Is(err, ErrNoModel) {
		t.Errorf("error = %v, want ErrNoModel", err)
	}
	if len(w.ledger.log) != 0 || w.plugins.pins != 0 {
		t.Errorf("ledger %v, %d pins; want nothing to have happened", w.ledger.log, w.plugins.pins)
	}
	w.Warm()
}

// Embeddings of adapters that went away are forgotten.
func TestWarmForgetsAdaptersThatWentAway(t *testing.T) {
	w := newWorld(t, engine.Options{}, nil)
	w.Warm()
	if n := len(w.examples.byName); n != 2 {
		t.Fatalf("%d adapters are warm, want 2", n)
	}
	w.adapters.infos = []lora.Info{{Name: "law", Digest: "l", Examples: []string{"law"}}}
	w.Warm()
	if _, ok := w.examples.byName["coder"]; ok || len(w.examples.byName) != 1 {
		t.Errorf("warm: %v, want law alone", w.examples.byName)
	}
}
