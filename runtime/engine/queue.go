package engine

import (
	"cmp"
	"slices"
)

// queue holds the sequences that wait: those of a higher priority before all
// others, and among equals by turns of their wallets. A stream of high ones can
// keep a low one waiting until its request's time is up.
type queue struct {
	classes []*class // by falling priority, none empty
	n       int
}

func (q *queue) len() int { return q.n }

// push puts s at the end of its wallet's line.
func (q *queue) push(s *sequence) {
	i, found := slices.BinarySearchFunc(q.classes, s.request.Priority, func(c *class, priority int) int {
		return cmp.Compare(priority, c.priority)
	})
	if !found {
		q.classes = slices.Insert(q.classes, i, &class{priority: s.request.Priority, lines: map[string]*line{}})
	}
	q.classes[i].push(s)
	q.n++
}

// front returns who is next, nil when nobody waits.
func (q *queue) front() *sequence {
	if len(q.classes) == 0 {
		return nil
	}
	return q.classes[0].front()
}

// pop removes who is next.
func (q *queue) pop() *sequence {
	s := q.classes[0].pop()
	q.n--
	q.dropEmpty()
	return s
}

// remove takes out everyone for whom gone says so, in order.
func (q *queue) remove(gone func(*sequence) bool) []*sequence {
	var out []*sequence
	for _, c := range q.classes {
		out = append(out, c.remove(gone)...)
	}
	q.n -= len(out)
	q.dropEmpty()
	return out
}

func (q *queue) dropEmpty() {
	q.classes = slices.DeleteFunc(q.classes, func(c *class) bool { return len(c.turns) == 0 })
}

// class holds the waiting sequences of one priority, one line a wallet, and
// takes turns among the wallets: a wallet with a thousand requests delays
// another's first one by at most one turn.
type class struct {
	priority int
	lines    map[string]*line
	turns    []*line // wallets with someone waiting, the next one first
}

type line struct {
	wallet string
	seqs   []*sequence // in order of arrival, never empty while in turns
}

// push puts s at the end of its wallet's line.
func (c *class) push(s *sequence) {
	l := c.lines[s.request.Wallet]
	if l == nil {
		l = &line{wallet: s.request.Wallet}
		c.lines[l.wallet] = l
		c.turns = append(c.turns, l)
	}
	l.seqs = append(l.seqs, s)
}

func (c *class) front() *sequence { return c.turns[0].seqs[0] }

// pop removes who is next and gives the turn to the next wallet.
func (c *class) pop() *sequence {
	l := c.turns[0]
	s := l.seqs[0]
	l.seqs[0] = nil // the array outlives the entry
	l.seqs = l.seqs[1:]
	copy(c.turns, c.turns[1:])
	c.turns = c.turns[:len(c.turns)-1]
	if len(l.seqs) > 0 {
		c.turns = append(c.turns, l)
	} else {
		delete(c.lines, l.wallet)
	}
	return s
}

// remove takes out everyone for whom gone says so, in order.
func (c *class) remove(gone func(*sequence) bool) []*sequence {
	var out []*sequence
	turns := c.turns[:0]
	for _, l := range c.turns {
		seqs := l.seqs[:0]
		for _, s := range l.seqs {
			if gone(s) {
				out = append(out, s)
			} else {
				seqs = append(seqs, s)
			}
		}
		clear(l.seqs[len(seqs):])
		l.seqs = seqs
		if len(seqs) > 0 {
			turns = append(turns, l)
		} else {
			delete(c.lines, l.wallet)
		}
	}
	clear(c.turns[len(turns):])
	c.turns = turns
	return out
}
