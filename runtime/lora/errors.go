package lora

import "errors"

var (
	// ErrUnknown is returned for a name that no loaded adapter has.
	ErrUnknown = errors.New("unknown adapter")
	// ErrExists is returned by Load for a name that is taken.
	ErrExists = errors.New("adapter is already loaded")
	// ErrBudget is returned when an adapter does not fit beside those that
	// are in use or pinned; it may fit later.
	ErrBudget = errors.New("adapter memory is full of adapters in use")
	// ErrChanged is returned when an evicted adapter's files are not what
	// they were when it was loaded. Unload it and load it again.
	ErrChanged = errors.New("adapter changed on disk since it was loaded")
)
