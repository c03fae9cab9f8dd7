package chain

import (
	"errors"
	"fmt"
)

var (
	// ErrUnavailable: the chain does not answer: the network fails, its server
	// answers 5xx, or it failed so often that it is left alone for a while.
	ErrUnavailable = errors.New("the chain does not answer")
	// ErrMalformed: an answer that is too large or is not what it should be.
	ErrMalformed = errors.New("not a valid answer of a chain")
	// ErrRefused: the chain answers that it will not answer: a StatusError of 4xx,
	// or an RPCError.
	ErrRefused = errors.New("the chain refuses the question")
	// ErrNotConfigured: no endpoint is configured that could answer.
	ErrNotConfigured = errors.New("no such endpoint is configured")
)

// A StatusError is an HTTP status other than 200.
type StatusError struct{ Status int }

func (e *StatusError) Error() string { return fmt.Sprintf("HTTP status %d", e.Status) }

// Is makes errors.Is(err, ErrRefused) true below 500.
func (e *StatusError) Is(target error) bool { return target == ErrRefused && e.Status < 500 }

// An RPCError is the error of a JSON-RPC answer.
type RPCError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    string `json:"data"`
}

func (e *RPCError) Error() string {
	text := fmt.Sprintf("RPC error %d: %s %s", e.Code, e.Message, e.Data)
	return text[:min(len(text), 300)]
}

// Is makes errors.Is(err, ErrRefused) true.
func (e *RPCError) Is(target error) bool { return target == ErrRefused }

// final tells whether the code is one of JSON-RPC's own, after which the same
// question has the same answer.
func (e *RPCError) final() bool { return e.Code >= -32700 && e.Code <= -32000 }
