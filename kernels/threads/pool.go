// Package threads shares the rows of a kernel among a few goroutines.
//
// A Pool keeps its workers close: between two calls they look for work for
// some microseconds before they sleep, because a forward pass makes hundreds
// of calls and each wake-up costs as much as a small matrix.
//
//	pool := threads.New(2)
//	defer pool.Close()
//	pool.For(rows, 4, func(lo, hi int) { work(dst[lo:hi]) })
//
// # Caveats
//
// A Pool serves one caller at a time, and a body must not call For on the
// pool that runs it. How a range is cut into pieces depends on the pool's size
// and on chance, so a body must compute each index alone: all kernels here do,
// which is why their results do not depend on the number of threads.
package threads

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// piecesPerWorker is how finely a range is cut: fine enough that a worker
// delayed by the operating system leaves its share to others, coarse enough
// that a piece outweighs the atomic operation that claims it.
const piecesPerWorker = 8

// Pool is a fixed set of workers. A nil *Pool runs everything on the caller.
type Pool struct {
	size    int
	spin    int // rounds of looking for work before sleeping
	current atomic.Pointer[job]
	closed  atomic.Bool
	workers []*worker
	running sync.WaitGroup
}

// New starts a pool of n threads, the caller of For being one of them, so it
// starts n-1 goroutines. n <= 0 means GOMAXPROCS. Close it after use.
func New(n int) *Pool {
	procs := runtime.GOMAXPROCS(0)
	if n <= 0 {
		n = procs
	}
	p := &Pool{size: n}
	if n <= procs && n > 1 {
		p.spin = spinRounds // with fewer processors than threads looking only steals time
	}
	for range n - 1 {
		w := &worker{parker: newParker()}
		p.workers = append(p.workers, w)
		p.running.Add(1)
		go func() { defer p.running.Done(); w.run(p) }()
	}
	return p
}

// Size returns the number of threads, 1 for a nil pool.
func (p *Pool) Size() int {
	if p == nil {
		return 1
	}
	return p.size
}

// For calls body on pieces [lo, hi) that together are [0, n), each index
// once, and returns when all are done. Each lo is a multiple of grain, and so
// is each hi except n. grain < 1 counts as 1.
//
// body runs on several goroutines at once. When it panics, For panics with
// the same value after all started pieces have ended; pieces not yet started
// are dropped. Call For from one goroutine at a time.
func (p *Pool) For(n, grain int, body func(lo, hi int)) {
	if n <= 0 {
		return
	}
	grain = max(grain, 1)
	piece := grain
	if p.Size() > 1 {
		grains := (n + grain - 1) / grain
		piece = grain * max(1, grains/(p.size*piecesPerWorker))
	}
	if p.Size() == 1 || n <= piece || p.closed.Load() {
		body(0, n)
		return
	}
	j := newJob(n, piece, body)
	p.publish(j)
	j.work()
	j.wait(p.spin)
	p.current.Store(nil) // do not keep what body holds on to
	if j.failure != nil {
		panic(j.failure.value)
	}
}

// publish offers a job to the workers and wakes those that sleep.
func (p *Pool) publish(j *job) {
	p.current.Store(j)
	for _, w := range p.workers[:min(len(p.workers), int(j.pieces)-1)] {
		w.wake()
	}
}

// Close ends the workers and waits for them. Later calls of For run on the
// caller alone. Do not call it while For runs.
func (p *Pool) Close() {
	if p == nil || p.closed.Swap(true) {
		return
	}
	for _, w := range p.workers {
		w.wake()
	}
	p.running.Wait()
}

// worker is one goroutine of a pool.
type worker struct{ parker }

func (w *worker) run(p *Pool) {
	var last *job
	for {
		w.park(p.spin, func() bool {
			j := p.current.Load()
			return p.closed.Load() || (j != nil && j != last)
		})
		if p.closed.Load() {
			return
		}
		if j := p.current.Load(); j != nil {
			last = j
			j.work()
		}
	}
}
