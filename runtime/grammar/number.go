package grammar

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// How long a number may become. Eighteen digits fit in an int64 and are more than
// a float64 holds; two digits of exponent keep the value inside a float64.
const (
	maxDigits   = 18 // before the point
	maxFraction = 17 // after it
	maxExponent = 2
	maxBound    = 40    // digits of a bound, before or after its point
	maxNumber   = 20000 // states of a number's automaton
)

// number says which numbers may be written.
type number struct {
	integer  bool
	lo, hi   *bound // nil: none
	multiple int64  // integers: of this only; 0: any
	fraction int    // digits after the point at most
}

// bound is an end of a range.
type bound struct {
	value    *big.Rat
	excluded bool
}

// limit is a bound on the digits of one sign: the magnitude's decimals.
type limit struct {
	whole, fraction string // without leading or trailing zeros, but whole is at least "0"
	excluded        bool
}

// parseDecimal reads a number of a schema.
func parseDecimal(text string) (*big.Rat, error) {
	if _, exponent, ok := strings.Cut(strings.ToLower(text), "e"); ok {
		if n, err := strconv.Atoi(exponent); err != nil || n < -maxBound || n > maxBound {
			return nil, fmt.Errorf("%.40s is out of range", text)
		}
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok || len(text) > 2*maxBound {
		return nil, fmt.Errorf("%.40s is out of range", text)
	}
	return r, nil
}

// magnitude returns a bound's decimals, without its sign.
func (b *bound) magnitude() (*limit, error) {
	whole, fraction, _ := strings.Cut(new(big.Rat).Abs(b.value).FloatString(2*maxBound), ".")
	fraction = strings.TrimRight(fraction, "0")
	if len(whole) > maxBound || len(fraction) > maxBound {
		return nil, fmt.Errorf("has more than %d digits", maxBound)
	}
	return &limit{whole: whole, fraction: fraction, excluded: b.excluded}, nil
}

// side is the numbers of one sign: their magnitude is between lo and hi.
type side struct {
	none   bool
	lo, hi *limit
}

// sides splits the range at zero: the numbers without a minus sign, those with.
func (n *number) sides() (plus, minus side, err error) {
	if n.lo != nil {
		l, err := n.lo.magnitude()
		if err != nil {
			return plus, minus, err
		}
		if n.lo.value.Sign() >= 0 {
			plus.lo, minus.none = l, true
		} else {
			minus.hi = l
		}
	}
	if n.hi != nil {
		l, err := n.hi.magnitude()
		if err != nil {
			return plus, minus, err
		}
		if s := n.hi.value.Sign(); s < 0 || s == 0 && l.excluded {
			minus.lo, plus.none = l, true
		} else {
			plus.hi = l
		}
	}
	return plus, minus, nil
}

// digits is a state of a number's automaton.
type digits struct {
	phase   phase
	minus   bool
	n       int // digits read in this phase
	lo, hi  int // comparison of what was read with the limits: -1, 0, 1
	residue int64
}

type phase byte

const (
	atStart phase = iota
	atSign
	inWhole    // at least one digit, the first no zero, or it is alone
	atPoint    // after the point
	inFraction // at least one digit
	atExponent // after e
	atExponentSign
	inExponent
)

// automaton returns the automaton of the numbers.
func (n *number) automaton() (*automaton, error) {
	plus, minus, err := n.sides()
	if err != nil {
		return nil, err
	}
	b := &numberBuilder{number: n, sides: [2]side{plus, minus}, ids: map[digits]int32{}, automaton: &automaton{}}
	b.state(digits{})
	for i := 0; i < len(b.states); i++ {
		b.expand(int32(i))
		if len(b.states) > maxNumber {
			return nil, errors.New("the range needs too large an automaton: use rounder bounds or a smaller multipleOf")
		}
	}
	if !b.automaton.prune() {
		return nil, errors.New("no number is in this range")
	}
	return b.automaton, nil
}

type numberBuilder struct {
	*number
	sides     [2]side // without, with a minus sign
	ids       map[digits]int32
	states    []digits
	automaton *automaton
}

func (b *numberBuilder) state(d digits) int32 {
	id, ok := b.ids[d]
	if !ok {
		id = b.automaton.add(b.final(d))
		b.ids[d] = id
		b.states = append(b.states, d)
	}
	return id
}

func (b *numberBuilder) side(d digits) *side {
	if d.minus {
		return &b.sides[1]
	}
	return &b.sides[0]
}

func (b *numberBuilder) bounded() bool { return b.lo != nil || b.hi != nil || b.multiple != 0 }

// expand links a state to those that follow it, by rising bytes.
func (b *numberBuilder) expand(from int32) {
	d, a := b.states[from], b.automaton
	switch d.phase {
	case atStart:
		if !b.sides[1].none {
			a.link(from, '-', '-', b.state(digits{phase: atSign, minus: true}))
		}
		if !b.sides[0].none {
			b.whole(from, d)
		}
	case atSign:
		b.whole(from, d)
	case inWhole:
		if !b.integer && b.fraction > 0 {
			a.link(from, '.', '.', b.state(b.point(d)))
		}
		if d.n < b.maxWhole(d) {
			b.whole(from, d)
		}
		b.exponent(from, d)
	case atPoint, inFraction:
		if d.n < b.fraction {
			b.decimals(from, d)
		}
		if d.phase == inFraction {
			b.exponent(from, d)
		}
	case atExponent, atExponentSign, inExponent:
		b.exponentDigits(from, d)
	}
}

// maxWhole is how many digits may stand before the point. A first zero is alone.
func (b *numberBuilder) maxWhole(d digits) int {
	s := b.side(d)
	switch {
	case d.n == 1 && d.residue < 0:
		return 1
	case s.hi != nil:
		return len(s.hi.whole)
	case s.lo != nil:
		return max(maxDigits, len(s.lo.whole)+1)
	}
	return maxDigits
}

// whole reads a digit before the point. A residue below zero marks the zero that
// must stay alone.
func (b *numberBuilder) whole(from int32, d digits) {
	s := b.side(d)
	for c := int64(0); c <= 9; c++ {
		next := digits{phase: inWhole, minus: d.minus, n: d.n + 1, lo: d.lo, hi: d.hi}
		next.compare(s, d.n, c)
		switch {
		case next.n == 1 && c == 0:
			next.residue = -1
		case b.multiple != 0:
			next.residue = (d.residue*10 + c) % b.multiple
		}
		b.automaton.link(from, byte('0'+c), byte('0'+c), b.state(next))
	}
}

// compare takes the i-th digit before the point into the comparisons.
func (d *digits) compare(s *side, i int, c int64) {
	against := func(l *limit, so int) int {
		switch {
		case l == nil || so != 0 || i >= len(l.whole):
			return so
		}
		return sign(c - int64(l.whole[i]-'0'))
	}
	d.lo, d.hi = against(s.lo, d.lo), against(s.hi, d.hi)
}

func sign(n int64) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

// settled compares whole parts when all their digits are there: the longer is
// greater, equally long ones as their digits say.
func settled(l *limit, so, n int) int {
	if l == nil {
		return 0
	}
	if c := sign(int64(n - len(l.whole))); c != 0 {
		return c
	}
	return so
}

func (b *numberBuilder) point(d digits) digits {
	s := b.side(d)
	return digits{phase: atPoint, minus: d.minus, lo: settled(s.lo, d.lo, d.n), hi: settled(s.hi, d.hi, d.n)}
}

func (b *numberBuilder) decimals(from int32, d digits) {
	s := b.side(d)
	against := func(l *limit, so int, c int64) int {
		switch {
		case l == nil || so != 0:
			return so
		case d.n >= len(l.fraction):
			return sign(c)
		}
		return sign(c - int64(l.fraction[d.n]-'0'))
	}
	for c := int64(0); c <= 9; c++ {
		next := digits{phase: inFraction, minus: d.minus, n: d.n + 1, lo: against(s.lo, d.lo, c), hi: against(s.hi, d.hi, c)}
		b.automaton.link(from, byte('0'+c), byte('0'+c), b.state(next))
	}
}

// exponent links to the exponent of a number without a range: with one, the
// digits could not be compared.
func (b *numberBuilder) exponent(from int32, d digits) {
	if b.integer || b.bounded() || b.fraction < maxFraction {
		return
	}
	to := b.state(digits{phase: atExponent})
	b.automaton.link(from, 'E', 'E', to)
	b.automaton.link(from, 'e', 'e', to)
}

func (b *numberBuilder) exponentDigits(from int32, d digits) {
	if d.phase == atExponent {
		to := b.state(digits{phase: atExponentSign})
		b.automaton.link(from, '+', '+', to)
		b.automaton.link(from, '-', '-', to)
	}
	if d.n < maxExponent {
		b.automaton.link(from, '0', '9', b.state(digits{phase: inExponent, n: d.n + 1}))
	}
}

// final reports whether a number may end in a state.
func (b *numberBuilder) final(d digits) bool {
	s := b.side(d)
	lo, hi, read := d.lo, d.hi, 0
	switch d.phase {
	case inWhole:
		if b.multiple != 0 && d.residue > 0 || b.integer && d.minus && d.residue < 0 {
			return false // -0 is no usual integer
		}
		lo, hi = settled(s.lo, lo, d.n), settled(s.hi, hi, d.n)
	case inFraction:
		read = d.n
	case inExponent:
		return true
	default:
		return false
	}
	return notUnder(s.lo, lo, read) && notOver(s.hi, hi, read)
}

// notUnder and notOver say on which side of a limit a number may end that compares
// so with it, when as many decimals have been read.
func notUnder(l *limit, so, read int) bool {
	return l == nil || so > 0 || so == 0 && read >= len(l.fraction) && !l.excluded
}

func notOver(l *limit, so, read int) bool {
	return l == nil || so < 0 || so == 0 && (read < len(l.fraction) || !l.excluded)
}
