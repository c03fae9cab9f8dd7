package chain

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// A memo keeps the newest answer to one question. The zero value has none. Safe
// for concurrent use.
type memo[T any] struct {
	asking chan struct{} // holds a token while somebody asks; see ask
	once   sync.Once

	mu    sync.Mutex
	value T
	at    time.Time // zero: never answered
}

// How old an answer may be.
const (
	fresh = 30 * time.Second // without asking again
	stale = time.Hour        // when the chain does not answer
)

// get returns a fresh answer, an older one when the chain does not answer, or
// why there is none. Callers at the same time ask once.
func (m *memo[T]) get(ctx context.Context, ask func(context.Context) (T, error)) (T, error) {
	if v, age, ok := m.peek(); ok && age < fresh {
		return v, nil
	}
	if err := m.lock(ctx); err != nil {
		return m.orOld(err)
	}
	defer m.unlock()
	if v, age, ok := m.peek(); ok && age < fresh {
		return v, nil // somebody asked while we waited
	}
	v, err := ask(ctx)
	if err != nil {
		return m.orOld(err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.value, m.at = v, time.Now()
	return v, nil
}

// peek returns the newest answer and its age.
func (m *memo[T]) peek() (v T, age time.Duration, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.value, time.Since(m.at), !m.at.IsZero()
}

func (m *memo[T]) orOld(err error) (T, error) {
	if v, age, ok := m.peek(); ok && age < stale {
		return v, nil
	}
	var none T
	return none, err
}

// lock is a mutex whose wait ends with the caller's context.
func (m *memo[T]) lock(ctx context.Context) error {
	m.once.Do(func() { m.asking = make(chan struct{}, 1) })
	select {
	case m.asking <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", ErrUnavailable, ctx.Err())
	}
}

func (m *memo[T]) unlock() { <-m.asking }
