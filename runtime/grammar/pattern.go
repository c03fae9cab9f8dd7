package grammar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"regexp/syntax"
	"slices"
	"sort"
	"unicode"
)

// Limits of a pattern, so that compiling one takes a few milliseconds and its
// table a few megabytes at most.
const (
	maxPatternBytes = 1000
	maxInstructions = 4000
	maxCells        = 1 << 18 // states × classes of characters
	maxClosure      = 1 << 24 // instructions looked at while compiling, over all patterns of a schema
)

// pattern is the automaton of a regular expression, maybe with bounds on the
// length.
type pattern struct {
	bounds []rune    // class k is bounds[k] to bounds[k+1]-1; the first is 0
	ascii  [128]int  // the class of each ASCII character
	next   [][]int32 // [state][class], -1: none
	ends   []bool    // [state] final
	loose  []bool    // [state] any text may follow
}

func (p *pattern) classOf(r rune) int {
	if r >= 0 && r < 128 {
		return p.ascii[r]
	}
	return p.search(r)
}

func (p *pattern) search(r rune) int {
	return sort.Search(len(p.bounds), func(i int) bool { return p.bounds[i] > r }) - 1
}

func (p *pattern) step(state int32, r rune) int32 { return p.next[state][p.classOf(r)] }

func (p *pattern) live(state int32, lo, hi rune) bool {
	for k := p.classOf(lo); k <= p.classOf(hi); k++ {
		if p.next[state][k] >= 0 {
			return true
		}
	}
	return false
}

func (p *pattern) final(state int32) bool         { return p.ends[state] }
func (p *pattern) free(state int32, _ int) bool   { return p.loose[state] }
func (p *pattern) class(state int32, _ int) int32 { return state }

// compilePattern returns the automaton of the strings of l.min to l.max characters
// in which expr matches somewhere.
//
// The syntax is what JavaScript and RE2 (Go) share: what either lacks is an
// error. Where they differ in what they match, neither is let through: see odd.
//
// looked counts the work of all patterns of a schema.
func compilePattern(expr string, l lengths, looked *int) (*pattern, error) {
	if len(expr) > maxPatternBytes {
		return nil, fmt.Errorf("has %d bytes, the limit is %d", len(expr), maxPatternBytes)
	}
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("cannot be parsed: %w", err)
	}
	prog, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return nil, fmt.Errorf("cannot be compiled: %w", err)
	}
	if len(prog.Inst) > maxInstructions {
		return nil, errors.New("is too large: " + tooLarge)
	}
	for i := range prog.Inst {
		if err := portable(&prog.Inst[i]); err != nil {
			return nil, err
		}
	}
	b := &patternBuilder{prog: prog, lengths: l, ids: map[string]int32{}, seen: make([]int, len(prog.Inst)), looked: looked}
	return b.build()
}

const tooLarge = "its automaton exceeds the limit; shorten the repetitions in it, or its bounds on length"

// portable refuses instructions whose meaning is not the same in JavaScript, or
// that the automaton does not know.
func portable(i *syntax.Inst) error {
	switch i.Op {
	case syntax.InstRune, syntax.InstRune1:
		if syntax.Flags(i.Arg)&syntax.FoldCase != 0 {
			return errors.New("ignores case, which is not supported: write both cases, as in [Aa]")
		}
	case syntax.InstEmptyWidth:
		if syntax.EmptyOp(i.Arg)&^(syntax.EmptyBeginText|syntax.EmptyEndText) != 0 {
			return errors.New("uses a word boundary or a multi-line anchor, which is not supported; ^ and $ are")
		}
	}
	return nil
}

// odd are the characters on which dots, \S and negated classes of JavaScript and
// RE2 disagree: line ends and Unicode's white space. Such a class does not let
// them through; a class or literal that names them does.
var odd = []rune{
	'\n', '\n', '\v', '\v', '\r', '\r', 0xA0, 0xA0, 0x1680, 0x1680, 0x2000, 0x200A,
	0x2028, 0x2029, 0x202F, 0x202F, 0x205F, 0x205F, 0x3000, 0x3000, 0xFEFF, 0xFEFF,
}

// runes returns what an instruction consumes, as pairs of first and last.
func runes(i *syntax.Inst) []rune {
	switch i.Op {
	case syntax.InstRune1:
		return []rune{i.Rune[0], i.Rune[0]}
	case syntax.InstRune:
		if len(i.Rune) == 1 {
			return []rune{i.Rune[0], i.Rune[0]}
		}
		if i.Rune[len(i.Rune)-1] < unicode.MaxRune {
			return i.Rune
		}
		return without(i.Rune, odd)
	case syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		return without([]rune{0, unicode.MaxRune}, odd)
	}
	return nil
}

// without takes ranges out of ranges; both are sorted.
func without(ranges, out []rune) []rune {
	var left []rune
	for i := 0; i < len(ranges); i += 2 {
		lo, hi := ranges[i], ranges[i+1]
		for j := 0; j < len(out) && lo <= hi; j += 2 {
			if out[j+1] < lo || out[j] > hi {
				continue
			}
			if lo < out[j] {
				left = append(left, lo, out[j]-1)
			}
			lo = out[j+1] + 1
		}
		if lo <= hi {
			left = append(left, lo, hi)
		}
	}
	return left
}

// patternBuilder makes states of sets of instructions (the subset construction),
// each with the count of characters when that matters.
type patternBuilder struct {
	prog    *syntax.Prog
	lengths lengths
	ranges  [][]rune // [instruction] what it consumes

	pattern pattern
	sets    [][]uint32       // [state] instructions that consume, or wait for the end; sorted
	matched []bool           // [state] a match has been found, whatever follows
	counts  []int32          // [state]
	ids     map[string]int32 // states by the three above

	looked *int  // instructions, against maxClosure
	seen   []int // [instruction] the closure that saw it last
	round  int
}

func (b *patternBuilder) build() (*pattern, error) {
	b.classes()
	p := &b.pattern
	set, matched := b.closure([]uint32{uint32(b.prog.Start)}, syntax.EmptyBeginText)
	b.state(set, matched, 0)
	for state := 0; state < len(b.sets); state++ {
		row := make([]int32, len(p.bounds))
		for k := range row {
			row[k] = b.follow(int32(state), p.bounds[k])
			if len(b.sets)*len(p.bounds) > maxCells || *b.looked > maxClosure {
				return nil, errors.New("is too large: " + tooLarge)
			}
		}
		p.next = append(p.next, row)
		p.ends = append(p.ends, b.counts[state] >= b.lengths.min && b.ends(state))
	}
	p.prune()
	if !p.ends[0] && !p.live(0, 0, unicode.MaxRune) {
		return nil, errors.New("matches no string of the length that is asked for")
	}
	p.loosen()
	return p, nil
}

// classes cuts the characters into ranges that no instruction tells apart.
// Surrogates, which are no characters, have a range of their own.
func (b *patternBuilder) classes() {
	bounds := []rune{0, surrogates, afterSurrogates}
	for i := range b.prog.Inst {
		b.ranges = append(b.ranges, runes(&b.prog.Inst[i]))
		for j, r := range b.ranges[i] {
			bounds = append(bounds, r+rune(j&1))
		}
	}
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	if last := len(bounds) - 1; bounds[last] > unicode.MaxRune {
		bounds = bounds[:last]
	}
	b.pattern.bounds = bounds
	for r := range b.pattern.ascii {
		b.pattern.ascii[r] = b.pattern.search(rune(r))
	}
}

const surrogates, afterSurrogates = 0xD800, 0xE000

// state returns the state of a set of instructions after count characters, made
// when it is new.
func (b *patternBuilder) state(set []uint32, matched bool, count int32) int32 {
	key := binary.AppendVarint(nil, int64(count))
	if matched {
		key = append(key, 1)
	}
	for _, pc := range set {
		key = binary.AppendUvarint(key, uint64(pc)+2)
	}
	id, ok := b.ids[string(key)]
	if !ok {
		id = int32(len(b.sets))
		b.ids[string(key)] = id
		b.sets, b.matched, b.counts = append(b.sets, set), append(b.matched, matched), append(b.counts, count)
	}
	return id
}

// follow returns the state after r, -1 when nothing can come of it.
func (b *patternBuilder) follow(state int32, r rune) int32 {
	count := b.lengths.step(b.counts[state], r)
	if count < 0 || r == surrogates {
		return -1
	}
	if b.matched[state] {
		return b.state(nil, true, count)
	}
	// A match may also begin here.
	targets := []uint32{uint32(b.prog.Start)}
	for _, pc := range b.sets[state] {
		ranges := b.ranges[pc]
		*b.looked += 1 + len(ranges)/8
		for j := 0; j < len(ranges); j += 2 {
			if ranges[j] <= r && r <= ranges[j+1] {
				targets = append(targets, b.prog.Inst[pc].Out)
				break
			}
		}
	}
	set, matched := b.closure(targets, 0)
	return b.state(set, matched, count)
}

// closure returns the instructions that can be reached from some without a
// character, where flags hold: those that consume one, and the anchors that do
// not hold yet. matched says that the expression's end is among them.
func (b *patternBuilder) closure(from []uint32, flags syntax.EmptyOp) (set []uint32, matched bool) {
	b.round++
	for len(from) > 0 {
		pc := from[len(from)-1]
		from = from[:len(from)-1]
		if b.seen[pc] == b.round {
			continue
		}
		b.seen[pc] = b.round
		*b.looked++
		switch i := &b.prog.Inst[pc]; i.Op {
		case syntax.InstMatch:
			matched = true
		case syntax.InstAlt, syntax.InstAltMatch:
			from = append(from, i.Out, i.Arg)
		case syntax.InstCapture, syntax.InstNop:
			from = append(from, i.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(i.Arg)&^flags == 0 {
				from = append(from, i.Out)
			} else if syntax.EmptyOp(i.Arg)&^flags == syntax.EmptyEndText {
				set = append(set, pc)
			}
		case syntax.InstFail:
		default:
			set = append(set, pc)
		}
	}
	if matched {
		return nil, true
	}
	slices.Sort(set)
	return set, false
}

// ends reports whether a string that led to a state matches.
func (b *patternBuilder) ends(state int) bool {
	if b.matched[state] {
		return true
	}
	_, matched := b.closure(slices.Clone(b.sets[state]), syntax.EmptyEndText)
	return matched
}

// prune removes the transitions to states from which no final one is reached.
func (p *pattern) prune() {
	before := make([][]int32, len(p.next))
	for state, row := range p.next {
		for _, to := range row {
			if to >= 0 {
				before[to] = append(before[to], int32(state))
			}
		}
	}
	useful := leading(before, p.ends)
	for _, row := range p.next {
		for k, to := range row {
			if to >= 0 && !useful[to] {
				row[k] = -1
			}
		}
	}
}

// loosen finds the states after which any text may follow: the greatest set that
// no character leads out of.
func (p *pattern) loosen() {
	p.loose = make([]bool, len(p.next))
	for i := range p.loose {
		p.loose[i] = true
	}
	for changed := true; changed; {
		changed = false
		for state, row := range p.next {
			for k, to := range row {
				if p.loose[state] && p.bounds[k] != surrogates && (to < 0 || !p.loose[to]) {
					p.loose[state], changed = false, true
				}
			}
		}
	}
}
