package engine

import (
	"errors"
	"fmt"
	"time"
)

var (
	// ErrOverloaded: the queue is full. The error is an *OverloadedError.
	ErrOverloaded = errors.New("engine: queue is full")

	// ErrContextLength: prompt and max tokens do not fit into the context. The
	// error is a *ContextLengthError.
	ErrContextLength = errors.New("engine: context length exceeded")

	// ErrInvalidRequest: the request makes no sense (empty prompt, token out of
	// the vocabulary, max tokens below 1, sampling parameters out of range, end
	// tokens ignored under a constraint).
	ErrInvalidRequest = errors.New("engine: invalid request")

	// ErrClosed: the engine is draining or has stopped. Of a Result: the engine
	// stopped before the request was finished.
	ErrClosed = errors.New("engine: closed")

	// ErrModel: the model failed while the request ran, or failed for good
	// before it could run.
	ErrModel = errors.New("engine: model failed")
)

// OverloadedError is ErrOverloaded with an estimate of when to come back.
type OverloadedError struct {
	Queued     int           // requests waiting
	RetryAfter time.Duration // when about half of them will have been admitted
}

func (e *OverloadedError) Error() string {
	return fmt.Sprintf("engine: submit: %d requests are waiting, retry after %s", e.Queued, e.RetryAfter)
}

func (e *OverloadedError) Unwrap() error { return ErrOverloaded }

// ContextLengthError is ErrContextLength with its numbers.
type ContextLengthError struct {
	Prompt, MaxTokens int // tokens asked for
	Limit             int // tokens a sequence may have here
}

func (e *ContextLengthError) Error() string {
	return fmt.Sprintf("engine: submit: prompt of %d tokens + max_tokens %d exceeds the context of %d", e.Prompt, e.MaxTokens, e.Limit)
}

func (e *ContextLengthError) Unwrap() error { return ErrContextLength }

// PanicError is ErrModel after a panic: the engine has stopped for good.
type PanicError struct {
	Step  int64
	Value any
	Stack []byte // for the log
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("engine: model failed: panic in step %d: %v", e.Step, e.Value)
}

func (e *PanicError) Unwrap() error { return ErrModel }
