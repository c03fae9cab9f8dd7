package modelhost

import "errors"

// Errors that callers decide on, beside pipeline.ErrNoModel, lora.ErrUnknown,
// lora.ErrBudget, durable.ErrDamaged and audit.ErrNotRecorded.
var (
	// ErrRefused: a model or an adapter did not pass. The error says what is
	// wrong with it; what served before serves on.
	ErrRefused = errors.New("refused")
	// ErrBusy: another model is being loaded.
	ErrBusy = errors.New("a model is being loaded: wait until it serves, then repeat")
	// ErrMemory: the machine has not the memory for another model.
	ErrMemory = errors.New("not enough memory")
	// ErrUnknownModel: no base model of that name is in memory.
	ErrUnknownModel = errors.New("unknown model")
	// ErrClosed: the server shuts down.
	ErrClosed = errors.New("shutting down")
)
