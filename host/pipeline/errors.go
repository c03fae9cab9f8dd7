package pipeline

import "errors"

// Beside these, Run returns the errors of runtime/engine (ErrContextLength,
// ErrOverloaded, ErrClosed, ErrModel, ErrInvalidRequest), of store
// (ErrInsufficientCredit, ErrPoisoned, …) and lora.ErrBudget.
var (
	// ErrUnknownModel: no model or adapter has that id.
	ErrUnknownModel = errors.New("unknown model")
	// ErrUnknownAdapter: the request names an adapter that is not loaded.
	ErrUnknownAdapter = errors.New("unknown adapter")
	// ErrMessages: the model's chat template does not accept the messages.
	ErrMessages = errors.New("messages do not fit the chat template")
	// ErrTimeout: the answer took longer than the configured limit. Nothing
	// is charged.
	ErrTimeout = errors.New("request took too long")
	// ErrClosed: the pipeline does not admit requests any more.
	ErrClosed = errors.New("shutting down")
)
