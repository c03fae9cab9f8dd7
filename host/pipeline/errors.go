package pipeline

import (
	"errors"
	"fmt"
)

// Beside these, Run returns the errors of runtime/engine (ErrContextLength,
// ErrOverloaded, ErrClosed, ErrModel, ErrInvalidRequest), of store
// (ErrInsufficientCredit, ErrPoisoned, …) and lora.ErrBudget.
var (
	// ErrNoModel: no base model is loaded; the operator unloaded it.
	ErrNoModel = errors.New("no base model is loaded")
	// ErrUnknownModel: no model or adapter has that id.
	ErrUnknownModel = errors.New("unknown model")
	// ErrUnknownAdapter: the request names an adapter that is not loaded.
	ErrUnknownAdapter = errors.New("unknown adapter")
	// ErrMessages: the model's chat template does not accept the messages.
	ErrMessages = errors.New("messages do not fit the chat template")
	// ErrPrompt: a prompt to continue is empty, or has tokens that are none.
	ErrPrompt = errors.New("invalid prompt")
	// ErrLogprobs: log probabilities of an answer that post plugins may change.
	ErrLogprobs = errors.New("log probabilities are not given where plugins may change the answer")
	// ErrRefused: a pre plugin refused the chat; a *RefusedError. Nothing is
	// charged.
	ErrRefused = errors.New("refused by a plugin")
	// ErrPlugin: a plugin that fails closed failed. Nothing is charged.
	ErrPlugin = errors.New("plugin failed closed")
	// ErrTimeout: the answer took longer than the configured limit. Nothing
	// is charged.
	ErrTimeout = errors.New("request took too long")
	// ErrClosed: the pipeline does not admit requests any more.
	ErrClosed = errors.New("shutting down")
)

// RefusedError is the refusal of one plugin. Its text leaves the reason out: the
// plugin has seen the chat and may quote it, and errors reach logs.
type RefusedError struct {
	Plugin string
	Reason string // for the client
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("pipeline: pre: %v: %s", ErrRefused, e.Plugin)
}

// Is makes a RefusedError an ErrRefused.
func (e *RefusedError) Is(target error) bool { return target == ErrRefused }
