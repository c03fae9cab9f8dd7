package engine

import (
	"math/rand/v2"
	"testing"
)

// Invariant: whatever is pushed comes out once, the higher priority first, each
// wallet's in its order, and an empty line leaves nothing behind.
func TestQueueKeepsEveryLineInOrder(t *testing.T) {
	type lane struct {
		priority int
		wallet   string
	}
	rng := rand.New(rand.NewPCG(3, 4))
	q := &queue{}
	waiting := map[lane][]int{} // serial numbers, kept in fed
	n := 0
	laneOf := func(s *sequence) lane { return lane{s.request.Priority, s.request.Wallet} }
	random := func() lane { return lane{rng.IntN(4) - 1, string(rune('a' + rng.IntN(5)))} }
	take := func(s *sequence) {
		t.Helper()
		l := laneOf(s)
		if len(waiting[l]) == 0 || waiting[l][0] != s.fed {
			t.Fatalf("%v: %d came out, waiting are %v", l, s.fed, waiting[l])
		}
		for other, seqs := range waiting {
			if other.priority > l.priority && len(seqs) > 0 {
				t.Fatalf("%v came out before %v", l, other)
			}
		}
		waiting[l] = waiting[l][1:]
		n--
	}
	for serial := range 5000 {
		switch l := random(); {
		case rng.IntN(2) == 0:
			q.push(&sequence{request: Request{Wallet: l.wallet, Priority: l.priority}, fed: serial})
			waiting[l] = append(waiting[l], serial)
			n++
		case rng.IntN(20) == 0:
			out := q.remove(func(s *sequence) bool { return laneOf(s) == l })
			if len(out) != len(waiting[l]) {
				t.Fatalf("%v: removed %d, want %d", l, len(out), len(waiting[l]))
			}
			waiting[l] = nil
			n -= len(out)
		case q.front() != nil:
			s := q.front()
			if q.pop() != s {
				t.Fatal("pop is not front")
			}
			take(s)
		}
		if q.len() != n {
			t.Fatalf("len %d, want %d", q.len(), n)
		}
		for _, c := range q.classes {
			if len(c.turns) == 0 || len(c.turns) != len(c.lines) {
				t.Fatalf("priority %d: %d turns, %d lines", c.priority, len(c.turns), len(c.lines))
			}
		}
	}
	for q.front() != nil {
		take(q.pop())
	}
	if q.len() != 0 || len(q.classes) != 0 || n != 0 {
		t.Fatalf("emptied: len %d, %d classes, %d still owed", q.len(), len(q.classes), n)
	}
}
