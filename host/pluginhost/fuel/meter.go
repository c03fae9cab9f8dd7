package fuel

import "errors"

// Errors of Meter.Refill.
var (
	ErrExhausted = errors.New("fuel is used up")
	ErrStack     = errors.New("calls are nested too deep")
)

const (
	// SliceUnits is what a module may use between two calls of Yield: some 50 µs
	// of work, the longest that garbage collection waits for a guest.
	SliceUnits = 64 << 10
	// StackBytes is the estimated size of a guest's call stack at which Refill
	// answers ErrStack: some 25,000 nested calls of small functions.
	StackBytes = 16 << 20
)

// Meter is the host's account of one call. The counter that it exchanges with
// the module holds fuel in its low half and what is left of the stack in its
// high half, both signed.
//
// The zero value has no budget. Not safe for concurrent use.
type Meter struct {
	left    int64 // of the budget, not yet given to the module
	granted int64 // to the module so far
}

// Begin starts the account of one call and returns the counter to set.
func (m *Meter) Begin(budget int64) uint64 {
	*m = Meter{left: max(budget, 0)}
	return uint64(int64(StackBytes)<<32 + m.grant(SliceUnits))
}

func (m *Meter) grant(n int64) int64 {
	n = min(n, m.left)
	m.left -= n
	m.granted += n
	return n
}

// Refill returns the counter with which a module that called Yield goes on, or
// the error that ends the call.
func (m *Meter) Refill(counter uint64) (uint64, error) {
	fuel := int64(int32(counter))
	if stack := (int64(counter) - fuel) >> 32; stack < 0 {
		return 0, ErrStack
	}
	if fuel >= 0 {
		return counter, nil
	}
	granted := m.grant(SliceUnits - fuel)
	if fuel+granted < 0 {
		return 0, ErrExhausted
	}
	return counter + uint64(granted), nil
}

// Budget is what the call may use in all.
func (m *Meter) Budget() int64 { return m.left + m.granted }

// Used is the fuel used up so far; counter is the module's. It exceeds the
// budget by the segment that exhausted it.
func (m *Meter) Used(counter uint64) int64 { return m.granted - int64(int32(counter)) }
