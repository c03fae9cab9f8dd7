package engine

import (
	"math/rand/v2"
	"testing"
)

// Invariant: whatever is pushed comes out once, each wallet's in its order, and
// an empty line leaves nothing behind.
func TestQueueKeepsEveryLineInOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	q := newQueue()
	last := map[string]int{}
	in, out := 0, 0
	take := func(s *sequence) {
		if s.fed <= last[s.request.Wallet] {
			t.Fatalf("wallet %s: %d after %d", s.request.Wallet, s.fed, last[s.request.Wallet])
		}
		last[s.request.Wallet] = s.fed
		out++
	}
	for range 3000 {
		switch {
		case rng.IntN(2) == 0:
			in++
			q.push(&sequence{request: Request{Wallet: string(rune('a' + rng.IntN(5)))}, fed: in}) // fed as a serial number
		case rng.IntN(20) == 0:
			wallet := string(rune('a' + rng.IntN(5)))
			out += len(q.remove(func(s *sequence) bool { return s.request.Wallet == wallet }))
		case q.front() != nil:
			s := q.front()
			if q.pop() != s {
				t.Fatal("pop is not front")
			}
			take(s)
		}
		if q.len() != in-out || len(q.turns) != len(q.lines) {
			t.Fatalf("len %d, want %d; %d turns, %d lines", q.len(), in-out, len(q.turns), len(q.lines))
		}
	}
	for q.front() != nil {
		take(q.pop())
	}
	if q.len() != 0 || len(q.lines) != 0 || in != out {
		t.Fatalf("emptied: len %d, %d lines, %d in, %d out", q.len(), len(q.lines), in, out)
	}
}
