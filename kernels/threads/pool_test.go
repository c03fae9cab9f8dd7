package threads

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// pools are the sizes that differ in behaviour: none, the caller alone, as
// many as processors, and more than processors.
func pools(t testing.TB, body func(t testing.TB, p *Pool)) {
	body(t, nil)
	for _, n := range []int{0, 1, 2, 3, 2*runtime.GOMAXPROCS(0) + 1} {
		p := New(n)
		body(t, p)
		p.Close()
	}
}

func TestForVisitsEachIndexOnce(t *testing.T) {
	pools(t, func(t testing.TB, p *Pool) {
		for _, n := range []int{0, 1, 2, 7, 64, 1000} {
			for _, grain := range []int{-1, 0, 1, 3, 4, 64, 2000} {
				visits := make([]int32, n)
				p.For(n, grain, func(lo, hi int) {
					if g := max(grain, 1); lo%g != 0 || (hi%g != 0 && hi != n) || lo >= hi {
						t.Errorf("n=%d grain=%d: piece [%d, %d)", n, grain, lo, hi)
					}
					for i := lo; i < hi; i++ {
						atomic.AddInt32(&visits[i], 1)
					}
				})
				for i, v := range visits {
					if v != 1 {
						t.Fatalf("size=%d n=%d grain=%d: index %d visited %d times", p.Size(), n, grain, i, v)
					}
				}
			}
		}
	})
}

func TestSize(t *testing.T) {
	var none *Pool
	if got := none.Size(); got != 1 {
		t.Errorf("nil pool: Size() = %d, want 1", got)
	}
	for n, want := range map[int]int{-1: runtime.GOMAXPROCS(0), 0: runtime.GOMAXPROCS(0), 1: 1, 5: 5} {
		p := New(n)
		if got := p.Size(); got != want {
			t.Errorf("New(%d).Size() = %d, want %d", n, got, want)
		}
		p.Close()
	}
}

// Two pieces that wait for each other end only if two goroutines run them.
func TestPiecesRunAtTheSameTime(t *testing.T) {
	p := New(2)
	defer p.Close()
	for range 20 {
		var arrived atomic.Int32
		p.For(2, 1, func(lo, hi int) {
			arrived.Add(1)
			for arrived.Load() < 2 {
				runtime.Gosched()
			}
		})
		time.Sleep(time.Millisecond) // let the worker fall asleep: the next round wakes it
	}
}

func TestAPanicReachesTheCallerAndThePoolLives(t *testing.T) {
	pools(t, func(t testing.TB, p *Pool) {
		for round := range 10 {
			func() {
				defer func() {
					if got := recover(); got != "boom" {
						t.Errorf("size=%d round %d: recovered %v, want boom", p.Size(), round, got)
					}
				}()
				p.For(100, 1, func(lo, hi int) {
					if lo <= 50 && 50 < hi {
						panic("boom")
					}
				})
			}()
			var sum atomic.Int64
			p.For(100, 1, func(lo, hi int) { sum.Add(int64(hi - lo)) })
			if sum.Load() != 100 {
				t.Fatalf("after a panic For visited %d of 100", sum.Load())
			}
		}
	})
}

func TestEveryPieceMayPanic(t *testing.T) {
	p := New(4)
	defer p.Close()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	p.For(100, 1, func(lo, hi int) { panic(lo) })
}

func TestCloseEndsTheWorkersAndForStillWorks(t *testing.T) {
	before := runtime.NumGoroutine()
	p := New(8)
	p.For(100, 1, func(lo, hi int) {})
	p.Close()
	p.Close()
	if got := runtime.NumGoroutine(); got > before {
		t.Errorf("%d goroutines after Close, %d before New", got, before)
	}
	sum := 0 // one goroutine only: no lock needed
	p.For(100, 1, func(lo, hi int) { sum += hi - lo })
	if sum != 100 {
		t.Errorf("For on a closed pool visited %d of 100", sum)
	}
	var none *Pool
	none.Close()
}

// Work of random length with random pauses meets every state of the workers:
// looking for work, falling asleep, asleep, late.
func TestHammer(t *testing.T) {
	rounds := 3000
	if testing.Short() {
		rounds = 500
	}
	for _, size := range []int{2, 3, 8} {
		p := New(size)
		r := rand.New(rand.NewPCG(uint64(size), 1))
		for i := range rounds {
			n := 1 + r.IntN(200)
			data := make([]int, n) // written without locks: the race detector checks For's promise
			p.For(n, 1+r.IntN(4), func(lo, hi int) {
				for k := lo; k < hi; k++ {
					data[k] = k + i
				}
			})
			for k, v := range data {
				if v != k+i {
					t.Fatalf("round %d: data[%d] = %d, want %d", i, k, v, k+i)
				}
			}
			if r.IntN(20) == 0 {
				time.Sleep(time.Duration(r.IntN(60)) * time.Microsecond)
			}
		}
		p.Close()
	}
}

// The cost of one call with nothing to do: what a matrix must outweigh.
func BenchmarkFor(b *testing.B) {
	for _, size := range []int{1, 2} {
		b.Run(fmt.Sprintf("threads=%d", size), func(b *testing.B) {
			p := New(size)
			defer p.Close()
			for b.Loop() {
				p.For(16, 1, func(lo, hi int) {})
			}
		})
	}
}
