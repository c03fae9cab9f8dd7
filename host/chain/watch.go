package chain

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// Kept is how many of the newest blocks are kept.
const Kept = 100

// A watcher keeps the newest blocks of one source and tells of new ones.
type watcher struct {
	source source
	tell   func(Block) // of each new block, in order; never nil

	mu      sync.Mutex
	list    []Block // ascending, Kept at most
	highest int64   // that the source has; 0: it has none, or was never asked
	total   int64   // blocks of the chain
	began   bool    // a look worked: what comes now is new
	err     error   // of the last look
}

var errNotAsked = fmt.Errorf("%w: it was not asked yet", ErrUnavailable)

// step looks for new blocks.
func (w *watcher) step(ctx context.Context) error {
	err := w.look(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.err = err
	return err
}

func (w *watcher) look(ctx context.Context) error {
	lowest, highest, err := w.source.Heights(ctx)
	if err != nil {
		return err
	}
	total := highest
	if f, ok := w.source.(*file); ok {
		n, err := f.count()
		if err != nil {
			return err
		}
		total = int64(n)
	}
	begin := w.turnTo(lowest, highest, total)
	if begin > highest {
		w.keep(nil)
		return nil
	}
	list, _, err := w.source.blocks(ctx, begin, highest)
	if w.keep(list) {
		for _, b := range list {
			w.tell(b)
		}
	}
	return err
}

// turnTo takes over what the source has, and returns the first block to ask
// for.
func (w *watcher) turnTo(lowest, highest, total int64) (begin int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if highest < w.highest {
		w.list, w.began = nil, false // the node went back: what it had may be gone
	}
	w.highest, w.total = highest, total
	begin = max(lowest, 1, highest-Kept+1)
	if n := len(w.list); n > 0 {
		begin = max(begin, w.list[n-1].Height+1)
	}
	return begin
}

// keep adds blocks, and tells whether they are news.
func (w *watcher) keep(list []Block) (news bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.list = append(w.list, list...)
	if n := len(w.list) - Kept; n > 0 {
		w.list = slices.Clone(w.list[n:])
	}
	news, w.began = w.began, true
	return news
}

// newest returns the newest blocks, newest first, limit at most.
func (w *watcher) newest(limit int) (list []Block, total int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := len(w.list) - 1; i >= 0 && len(list) < limit; i-- {
		list = append(list, w.list[i])
	}
	return list, w.total
}

// height is the newest height, false when it was never told.
func (w *watcher) height() (int64, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.highest, w.highest > 0
}

// failure is the error of the last look, nil when it worked.
func (w *watcher) failure() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}
