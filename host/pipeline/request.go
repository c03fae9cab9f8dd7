package pipeline

import (
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/grammar"
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
	Adapter string

	// Messages are a chat, which the model's template turns into the prompt.
	Messages []tokenizer.Message
	// Prompts are texts to continue as they are, without a template. Where there
	// are any, there are no Messages.
	Prompts []Prompt
	// N is how many answers are made to the chat, or to each prompt; 0 is 1.
	N int

	// MaxTokens bounds the answer; 0 is the configured default. It is cut to
	// what the context leaves.
	MaxTokens int
	Sampling  sample.Params
	Stop      []string
	IgnoreEOS bool // not with a Grammar

	// Grammar, unless nil, compiles the language that holds every answer. Its error
	// is the request's fault and is returned as it is.
	Grammar func(*grammar.Vocabulary) (*grammar.Grammar, error)

	// Logprobs and TopLogprobs are the engine's. ErrLogprobs where post plugins
	// may change the answer: what they took out would stand there.
	Logprobs    bool
	TopLogprobs int
}

// Prompt is a text to continue.
type Prompt struct {
	Text string
	// Tokens, when not nil, are the prompt exactly, whatever Text is.
	Tokens []int
}

// Sink receives the answers of a request, from one goroutine. An error means that the client
// is gone: the request is cancelled and settled.
type Sink interface {
	// Begin comes once, before the first piece: from here on the request can
	// no longer be refused with a status of its own.
	Begin(a Accepted) error
	// Piece comes as text is made.
	Piece(p Piece) error
}

// Admitter is a Sink that wants to know when its request has a place in the
// engine's queue: before Begin, which comes with the first text, and not when the
// request is refused.
type Admitter interface{ Admitted(a Accepted) }

// Piece is the next text of one answer.
type Piece struct {
	Choice int    // whose; answers are numbered prompt by prompt, N to each
	Text   string // empty only where Logprobs are not
	// Logprobs are, where the request asks for them, the tokens that the text is
	// made of; see engine.Piece.
	Logprobs []engine.Logprob
}

// Accepted says what became of a request before its first piece of text.
type Accepted struct {
	RequestID    string
	Model        string // the base model
	ModelDigest  string // of its weights
	Adapter      string // empty: none
	ReceiptID    string // readable when Run has returned
	PromptTokens int
	Prompts      []string // what Request.Prompts say
}

// FinishFiltered: a post plugin stopped the answer. What was generated is
// charged.
const FinishFiltered = "content_filter"

// Outcome is how a request ended. After an error only what was known by then
// is set.
type Outcome struct {
	Accepted
	// Finish is how the first answer ended, or FinishCancelled when the client
	// went away before all had.
	Finish  string
	Choices []Choice
	Usage   engine.Usage  // of all answers; a prompt counts once, however many
	Timing  engine.Timing // from the first token of any answer to the end of the last
	Receipt store.Receipt // of an answer; a released hold's is in the ledger
	// StoppedBy names the post plugin that stopped the first answer.
	StoppedBy string
	// Plugins joins what went wrong in plugins on the way; for the log.
	Plugins error
}

// Choice is how one answer ended.
type Choice struct {
	// Finish is one of engine's Finish constants, or FinishFiltered;
	// FinishCancelled means that the client went away.
	Finish string
	// StoppedBy names the post plugin that stopped the answer.
	StoppedBy string
}
