package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/r3mes/r3mes/runtime/grammar"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

// Model is a base model with what belongs to it. A request is answered by the
// one that it borrowed at its beginning, whatever is swapped meanwhile.
type Model struct {
	BaseModel string // its id; no adapter may have it
	Digest    string // of its weights, hex
	Generator Generator
	Tokenizer *tokenizer.Tokenizer
	// Vocabulary compiles grammars for the tokenizer. It is made when it is first
	// asked for: few servers need it.
	Vocabulary func() *grammar.Vocabulary
	Adapters   Adapters
}

// Fixed is a Parts.Borrow that always lends m: for a server, or a test, whose
// model is never swapped.
func Fixed(m Model) func() (*Model, func(), error) {
	return func() (*Model, func(), error) { return &m, func() {}, nil }
}

// resolve reads a model id: the adapter that it means, empty for the base model
// alone, or auto. ErrUnknownModel when nothing has that id.
func (m *Model) resolve(id string) (adapter string, auto bool, err error) {
	if id == "" || id == Auto {
		return "", true, nil
	}
	if id == m.BaseModel {
		return "", false, nil
	}
	name := strings.TrimPrefix(id, m.BaseModel+":")
	if !slices.ContainsFunc(m.Adapters.List(), func(a lora.Info) bool { return a.Name == name }) {
		return "", false, fmt.Errorf("pipeline: %w: %.64q", ErrUnknownModel, id)
	}
	return name, false, nil
}

// Resolve reads a model id as a request that comes now would: the adapter that
// it means, empty for the base model alone, or auto. ErrUnknownModel when
// nothing has that id, ErrNoModel when nothing is loaded.
func (p *Pipeline) Resolve(model string) (adapter string, auto bool, err error) {
	m, release, err := p.Borrow()
	if err != nil {
		return "", false, err
	}
	defer release()
	return m.resolve(model)
}

// Warm embeds the examples of all adapters, so that the first request need not,
// and forgets those of adapters that went away. Call it again when adapters or
// the base model changed.
func (p *Pipeline) Warm() {
	if p.Embedder == nil {
		return
	}
	m, release, err := p.Borrow()
	if err != nil {
		return // no model: nothing to warm
	}
	defer release()
	list := m.Adapters.List()
	p.examples.keep(list)
	for _, info := range list {
		p.examples.vectors(context.Background(), p.Embedder, info)
	}
}
