package grammar

import (
	"container/list"
	"sync"
)

// lru keeps the values used last. Safe for concurrent use.
type lru[V any] struct {
	limit int

	mu      sync.Mutex
	order   *list.List // of *item[V], the one used last in front
	entries map[string]*list.Element
}

type item[V any] struct {
	key   string
	value V
}

func newLRU[V any](limit int) *lru[V] {
	return &lru[V]{limit: max(limit, 1), order: list.New(), entries: map[string]*list.Element{}}
}

// get does not keep key.
func (l *lru[V]) get(key []byte) (V, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, ok := l.entries[string(key)]
	if !ok {
		var none V
		return none, false
	}
	l.order.MoveToFront(e)
	return e.Value.(*item[V]).value, true
}

func (l *lru[V]) put(key []byte, value V) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, ok := l.entries[string(key)]; ok {
		e.Value.(*item[V]).value = value
		l.order.MoveToFront(e)
		return
	}
	l.entries[string(key)] = l.order.PushFront(&item[V]{string(key), value})
	if l.order.Len() > l.limit {
		oldest := l.order.Back()
		l.order.Remove(oldest)
		delete(l.entries, oldest.Value.(*item[V]).key)
	}
}
