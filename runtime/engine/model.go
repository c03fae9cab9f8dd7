package engine

import (
	"fmt"

	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/sample"
)

// Model is one forward pass over a batch of sequences, as the engine needs it.
//
// The engine calls Forward from one goroutine. A model owns the memory of its
// KV cache; the engine owns the ids of its blocks (runtime/kv) and never uses
// an id outside [0, Limits.Blocks).
type Model interface {
	// Limits are constant for the life of the model.
	Limits() Limits

	// Forward feeds every row's tokens: it writes their keys and values into
	// the row's blocks and, where the row asks, sets Logits. What it computes
	// for a row must not depend on the other rows. An error means that no row
	// of the batch may be used further; the rest of the engine goes on. A
	// panic means that nothing of the model may be used further.
	Forward(b *Batch) error
}

// Limits are what a model can do.
type Limits struct {
	Context     int   // positions of one sequence
	Vocab       int   // logits of one row
	EOS         []int // tokens that end an answer
	BlockTokens int   // positions of one KV block
	BlockBytes  int64 // memory of one KV block
	Blocks      int   // KV blocks there may be
	Regions     int   // equal parts of them, such as those of a device; a sequence's blocks lie in one. 0: 1
	StepTokens  int   // tokens of one Forward, over all rows
	StepRows    int   // rows of one Forward
	Ahead       int   // tokens that a Forward may choose for a row, one after the other. 0: 1
}

// Check returns an error for a batch that would make a model of so many layers
// read or write out of bounds: the engine's bug, which Forward finds before it
// does harm.
func (l *Limits) Check(b *Batch, layers int) error {
	if n := b.Tokens(); n > l.StepTokens || len(b.Rows) > l.StepRows {
		return fmt.Errorf("%d tokens in %d rows, the limits are %d and %d", n, len(b.Rows), l.StepTokens, l.StepRows)
	}
	for i := range b.Rows {
		if err := l.checkRow(&b.Rows[i], layers); err != nil {
			return fmt.Errorf("row %d: %w", i, err)
		}
	}
	return nil
}

func (l *Limits) checkRow(r *Row, layers int) error {
	end := r.Pos + len(r.Tokens) + max(0, len(r.Draws)-1)
	switch {
	case len(r.Tokens) == 0:
		return fmt.Errorf("no tokens")
	case r.Pos < 0 || end > l.Context:
		return fmt.Errorf("positions %d to %d, the context is %d", r.Pos, end, l.Context)
	case len(r.Blocks)*l.BlockTokens < end:
		return fmt.Errorf("%d blocks of %d positions for %d positions", len(r.Blocks), l.BlockTokens, end)
	case len(r.Draws) > max(l.Ahead, 1):
		return fmt.Errorf("%d tokens to choose, at most %d are", len(r.Draws), max(l.Ahead, 1))
	case r.Adapter != nil && len(r.Adapter.Layers) != layers:
		return fmt.Errorf("adapter %q has %d layers, the model has %d", r.Adapter.Name, len(r.Adapter.Layers), layers)
	}
	for _, id := range r.Tokens {
		if id < 0 || id >= l.Vocab {
			return fmt.Errorf("token %d, the vocabulary has %d", id, l.Vocab)
		}
	}
	for _, id := range r.Blocks {
		if id < 0 || int(id) >= l.Blocks {
			return fmt.Errorf("block %d, the cache has %d", id, l.Blocks)
		}
	}
	return nil
}

// Batch is the work of one step.
type Batch struct {
	Rows []Row
}

// Tokens returns how many tokens the batch feeds.
func (b *Batch) Tokens() int {
	n := 0
	for i := range b.Rows {
		n += len(b.Rows[i].Tokens)
	}
	return n
}

// Row is one sequence's part of a batch: a chunk of its prompt or the token
// sampled last. The slices belong to the engine and are valid during Forward,
// except Logits, which belongs to the model and is valid until the next Forward.
//
// A model that can choose tokens itself may answer Draws: it sets Chosen, one token
// for each of the first of them, and leaves Logits alone. Each token is chosen after
// the one before it was fed, so that all but the last are in the cache then. Others
// need not look at it.
type Row struct {
	Tokens  []int         // fed at positions Pos, Pos+1, …; at least one
	Pos     int           // positions already in the cache
	Blocks  []int32       // block table; Blocks[i] holds positions [i*BlockTokens, (i+1)*BlockTokens), enough for Pos+len(Tokens), and for what Draws feed
	Adapter *lora.Adapter // nil: the base model
	Want    bool          // whether the logits after the last token are needed
	Draws   []sample.Draw // how the next tokens may be chosen by the model, at most Limits.Ahead; empty: the engine needs the logits
	Logits  []float32     // [Vocab], set by Forward when Want, unless Chosen
	Chosen  []int         // set by Forward: the next tokens; -1 is one that cannot be chosen, because no logit is above -Inf
}
