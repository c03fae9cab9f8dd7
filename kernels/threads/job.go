package threads

import "sync/atomic"

// job is one call of For.
type job struct {
	body   func(lo, hi int)
	n      int
	piece  int
	pieces int64

	next   atomic.Int64 // first piece nobody has claimed
	done   atomic.Int64 // pieces that need no more waiting
	broken atomic.Bool  // a piece panicked
	caller parker

	failure *failure // written by the first piece that panicked, before it is counted in done
}

// failure wraps a panic's value, which may be a nil interface.
type failure struct{ value any }

func newJob(n, piece int, body func(lo, hi int)) *job {
	return &job{body: body, n: n, piece: piece, pieces: int64((n + piece - 1) / piece), caller: newParker()}
}

// work claims pieces until none is left.
func (j *job) work() {
	for {
		i := j.next.Add(1) - 1
		if i >= j.pieces {
			return
		}
		j.run(int(i))
		if j.done.Add(1) == j.pieces {
			j.caller.wake()
		}
	}
}

func (j *job) run(i int) {
	if j.broken.Load() {
		return
	}
	ok := false
	defer func() {
		if ok {
			return
		}
		value := recover()
		if j.broken.CompareAndSwap(false, true) {
			j.failure = &failure{value}
		}
	}()
	lo := i * j.piece
	j.body(lo, min(lo+j.piece, j.n))
	ok = true
}

// wait returns when all pieces are done.
func (j *job) wait(spin int) {
	j.caller.park(spin, func() bool { return j.done.Load() == j.pieces })
}
