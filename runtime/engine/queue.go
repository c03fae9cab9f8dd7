package engine

// queue holds the sequences that wait, one line a wallet, and takes turns among
// the wallets: a wallet with a thousand requests delays another's first one by
// at most one turn.
type queue struct {
	lines map[string]*line
	turns []*line // wallets with someone waiting, the next one first
	n     int
}

type line struct {
	wallet string
	seqs   []*sequence // in order of arrival, never empty while in turns
}

func newQueue() *queue { return &queue{lines: map[string]*line{}} }

func (q *queue) len() int { return q.n }

// push puts s at the end of its wallet's line.
func (q *queue) push(s *sequence) {
	l := q.lines[s.request.Wallet]
	if l == nil {
		l = &line{wallet: s.request.Wallet}
		q.lines[l.wallet] = l
		q.turns = append(q.turns, l)
	}
	l.seqs = append(l.seqs, s)
	q.n++
}

// front returns who is next, nil when nobody waits.
func (q *queue) front() *sequence {
	if len(q.turns) == 0 {
		return nil
	}
	return q.turns[0].seqs[0]
}

// pop removes who is next and gives the turn to the next wallet.
func (q *queue) pop() *sequence {
	l := q.turns[0]
	s := l.seqs[0]
	l.seqs[0] = nil // the array outlives the entry
	l.seqs = l.seqs[1:]
	q.n--
	copy(q.turns, q.turns[1:])
	q.turns = q.turns[:len(q.turns)-1]
	if len(l.seqs) > 0 {
		q.turns = append(q.turns, l)
	} else {
		delete(q.lines, l.wallet)
	}
	return s
}

// remove takes out everyone for whom gone says so, in order.
func (q *queue) remove(gone func(*sequence) bool) []*sequence {
	var out []*sequence
	turns := q.turns[:0]
	for _, l := range q.turns {
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
			delete(q.lines, l.wallet)
		}
	}
	clear(q.turns[len(turns):])
	q.turns = turns
	q.n -= len(out)
	return out
}
