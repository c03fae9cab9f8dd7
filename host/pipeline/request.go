package pipeline

import (
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/sample"
	"github.com/r3mes/r3mes/runtime/tokenizer"
	"github.com/r3mes/r3mes/store"
)

// Auto is the model id that lets the route plugins choose the adapter.
const Auto = "auto"

// Request is one authenticated, validated request.
type Request struct {
	ID     string // unique for ever: it names the hold and the receipt
	Wallet string // who pays
	Kind   string // sdk.KindChat, …

	// Model is Auto or empty, the base model, "base:adapter", or an adapter.
	Model string
	// Adapter, when set, is used whatever Model says.
	Adapter  string
	Messages []tokenizer.Message // at least one

	// MaxTokens bounds the answer; 0 is the configured default. It is cut to
	// what the context leaves.
	MaxTokens int
	Sampling  sample.Params
	Stop      []string
	IgnoreEOS bool
}

// Sink receives an answer, from one goroutine. An error means that the client
// is gone: the request is cancelled and settled.
type Sink interface {
	// Begin comes once, before the first piece: from here on the request can
	// no longer be refused with a status of its own.
	Begin(a Accepted) error
	// Piece comes as text is made; it is never empty.
	Piece(text string) error
}

// Accepted says what became of a request before its first piece of text.
type Accepted struct {
	RequestID    string
	Model        string // the base model
	ModelDigest  string // of its weights
	Adapter      string // empty: none
	ReceiptID    string // readable when Run has returned
	PromptTokens int
}

// FinishFiltered: a post plugin stopped the answer. What was generated is
// charged.
const FinishFiltered = "content_filter"

// Outcome is how a request ended. After an error only what was known by then
// is set.
type Outcome struct {
	Accepted
	// Finish is one of engine's Finish constants, or FinishFiltered;
	// FinishCancelled means that the client went away.
	Finish  string
	Usage   engine.Usage
	Timing  engine.Timing
	Receipt store.Receipt // of an answer; a released hold's is in the ledger
	// StoppedBy names the post plugin that stopped the answer.
	StoppedBy string
	// Plugins joins what went wrong in plugins on the way; for the log.
	Plugins error
}
