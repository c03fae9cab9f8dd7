package ptx

// Selection finds the border of the fewest of the largest keys whose sizes add up to
// what is needed, digit by digit, the highest first, from the sums of sizes by digit.
//
// Shared memory adds 32-bit numbers by itself, but 64-bit ones in a loop of compare
// and swap. So a sum is two words: one that returns what it was, which tells when it
// overflows, and one that takes the rest of large weights, and the carries, which are
// few.
//
// Lanes of a warp that add to the same word take turns. The highest bits of logits are
// but a few exponents, so the first digit of a row's logits is another: that of their
// powers, in even steps. In lists there are too few tokens to matter.
const (
	digitBits = 8
	bins      = 1 << digitBits
	binsBytes = 4 * bins // of either word
	binsOf    = bins / warp

	stepsOfPower = 6 // from power 0, whose step is the last bin, to -42
)

// clearShared makes bins and the list empty. A barrier must follow.
func (p *drawing) clearShared() {
	p.bins = p.word("mov.u32", p.shared("bins", 2*bins))
	p.digits = p.word("mov.u32", p.shared("digit", 4))
	own := p.word("mad.lo.u32", p.tid, 4, p.bins)
	for i := 0; i < 2*bins; i += p.threads {
		p.do(when(p.within(p.tid, p.threads, 2*bins-i))+"st.shared.b32", at(own, 4*i), 0)
	}
	p.do(when(p.predicate("setp.eq.u32", p.tid, 0))+"st.shared.b32", at(p.shared("taken", 1), 0), 0)
}

// selection is one that is being made.
type selection struct {
	found string // digits of the border
	need  string // of what begins with these
	shift string // of the next digit
}

// selected finds the digits of a key of so many bits. fill adds sizes to the bins.
func (p *drawing) selected(name, need string, keyBits int, fill func(s selection)) string {
	s := selection{p.word("mov.b32", 0), p.long("mov.b64", need), p.word("mov.b32", digitBits*(ceil(max(keyBits, 1), digitBits)-1))}
	p.label(name)
	fill(s)
	p.do("mad.lo.u32", s.found, s.found, bins, p.digit(name+"_digit", s.need))
	p.do("sub.u32", s.shift, s.shift, digitBits)
	p.do("@"+p.predicate("setp.ge.s32", s.shift, 0)+" bra", name)
	return s.found
}

// add adds a size to the bin of the next digit, if the key begins with those found.
func (p *drawing) add(s selection, key, guard, size string) {
	prefix := p.word("shr.u32", key, s.shift)
	begins := p.predicate("setp.eq.and.u32", p.word("shr.u32", prefix, digitBits), s.found, guard)
	p.addToBin(p.word("and.b32", prefix, bins-1), begins, size)
}

// addToBin adds a size, or 1, to a bin.
func (p *drawing) addToBin(bin, guard, size string) {
	address := p.word("mad.lo.u32", bin, 4, p.bins)
	if size == "" {
		p.do(when(guard)+"red.shared.add.u32", at(address, 0), 1)
		return
	}
	low, high := p.split(size)
	before := p.word("mov.b32", 0)
	p.do(when(guard)+"atom.shared.add.u32", before, at(address, 0), low)
	carries := p.predicate("setp.lt.u32", p.word("add.u32", before, low), low)
	high = p.word("add.u32", high, p.word("selp.b32", 1, 0, carries))
	rest := p.predicate("setp.ne.and.u32", high, 0, guard)
	p.do(when(rest)+"red.shared.add.u32", at(address, binsBytes), high)
}

// digit is the largest for which the bins from it on have what is needed, or else 0.
// What is needed becomes what is left for the digit's own bin. The first warp finds
// it, and empties the bins.
func (p *drawing) digit(name, need string) string {
	p.do("bar.sync", 0)
	p.do("@"+p.predicate("setp.ne.u32", p.warp, 0)+" bra", name)
	p.findDigit(need)
	p.label(name)
	p.do("bar.sync", 0)
	left := p.registersOf("r", 2)
	p.do("ld.shared.v2.b32", vector(left), at(p.digits, 8))
	p.do("mov.b64", need, vector(left))
	return p.word("ld.shared.b32", at(p.digits, 0))
}

// findDigit shares the digit and what is left. A lane has a few bins, the first lane
// the last ones.
func (p *drawing) findDigit(need string) {
	sizes, first := p.takeBins()
	own := sizes[0]
	for _, size := range sizes[1:] {
		own = p.long("add.u64", own, size)
	}
	until := p.scan(own)
	passed := p.long("sub.u64", until, own)
	begins := p.predicate("setp.lt.u64", passed, need)
	enough := p.predicate("setp.ge.u64", until, need)
	ends := p.predicate("or.pred", enough, p.predicate("setp.eq.u32", p.lane, warp-1))
	digit, running := p.word("add.u32", first, binsOf-1), passed
	for i := binsOf - 1; i > 0; i-- {
		running = p.long("add.u64", running, sizes[i])
		beyond := p.predicate("setp.lt.u64", running, need)
		passed = p.long("selp.b64", running, passed, beyond)
		digit = p.word("selp.b32", p.word("add.u32", first, i-1), digit, beyond)
	}
	here := when(p.predicate("and.pred", begins, ends))
	low, high := p.split(p.long("sub.u64", need, passed))
	p.do(here+"st.shared.b32", at(p.digits, 0), digit)
	p.do(here+"st.shared.v2.b32", at(p.digits, 8), vector([]string{low, high}))
}

// takeBins are the lane's bins, which become empty, and the number of the first.
func (p *drawing) takeBins() (sizes []string, first string) {
	first = p.word("mad.lo.s32", p.lane, -binsOf, bins-binsOf)
	address := p.word("mad.lo.u32", first, 4, p.bins)
	low, high := p.takeWords(address, 0), p.takeWords(address, binsBytes)
	for i := range low {
		sizes = append(sizes, p.join(low[i], high[i]))
	}
	return sizes, first
}

func (p *drawing) takeWords(address string, offset int) (words []string) {
	zeros := p.registersOf("r", 4)
	p.clear(zeros)
	for i := 0; i < binsOf; i += 4 {
		some := p.registersOf("r", 4)
		p.do("ld.shared.v4.b32", vector(some), at(address, offset+4*i))
		p.do("st.shared.v4.b32", at(address, offset+4*i), vector(zeros))
		words = append(words, some...)
	}
	return words
}

// selectOfList selects entries that have a weight, by their keys.
func (p *drawing) selectOfList(name string, list []entry, need string, weighed bool, keyBits int) string {
	var guards []string
	for _, e := range list {
		guards = append(guards, p.predicate("setp.ne.u64", e.weight, 0))
	}
	return p.selected(name, need, keyBits, func(s selection) {
		for i, e := range list {
			p.add(s, e.key, guards[i], sizeOf64(e.weight, weighed))
		}
	})
}

// selectOfRow selects tokens that have a weight, by their logits, and returns that of
// the border.
func (p *drawing) selectOfRow(name, need string, weighed bool) string {
	need = p.long("mov.b64", need)
	p.visit("steps_"+name, p.tid, p.threads, func(l, _ string, _ int) {
		power := p.power(l)
		weight, some := p.weight(power)
		p.addToBin(p.step(power), some, sizeOf64(weight, weighed))
	})
	step := p.digit("step_"+name, need)
	key := p.selected("row_"+name, need, 32, func(s selection) {
		p.visit("logits_"+name, p.tid, p.threads, func(l, _ string, _ int) {
			power := p.power(l)
			weight, some := p.weight(power)
			inStep := p.predicate("setp.eq.and.u32", p.step(power), step, some)
			p.add(s, p.key(l), inStep, sizeOf64(weight, weighed))
		})
	})
	return p.logit(key)
}

// sizeOf64 is what a selection adds up: weights, or how many there are.
func sizeOf64(weight string, weighed bool) string {
	if weighed {
		return weight
	}
	return ""
}

// step is the bin of a power. The sum's last bits are the rounded product, and come
// without a conversion, which would be slow.
func (p *drawing) step(power string) string {
	sum := p.float("fma.rn.f32", power, literal(stepsOfPower), literal(1<<23+bins-1))
	return p.word("and.b32", p.word("mov.b32", sum), bins-1)
}

// key is a word in the order of logits. Both zeros are one.
func (p *drawing) key(logit string) string {
	word := p.word("mov.b32", p.float("add.rn.f32", logit, literal(0)))
	return p.word("xor.b32", word, p.word("or.b32", p.word("shr.s32", word, 31), "0x80000000"))
}

// logit is that of a key, -Inf where the key is 0.
func (p *drawing) logit(key string) string {
	flip := p.word("or.b32", p.word("shr.s32", p.word("not.b32", key), 31), "0x80000000")
	word := p.float("mov.b32", p.word("xor.b32", key, flip))
	return p.float("max.f32", word, literal(negativeInfinity))
}

// split and join take 64 bits apart, and put them together.
func (a *assembly) split(value string) (low, high string) {
	halves := a.registersOf("r", 2)
	a.do("mov.b64", vector(halves), value)
	return halves[0], halves[1]
}

func (a *assembly) join(low, high string) string {
	return a.long("mov.b64", vector([]string{low, high}))
}

// shuffled is a value of 64 bits of another lane.
func (a *assembly) shuffled(op, value string, by any, clamp int) string {
	low, high := a.split(value)
	return a.join(a.word(op, low, by, clamp, allLanes), a.word(op, high, by, clamp, allLanes))
}

// ofLane is the value of one lane.
func (a *assembly) ofLane(value string, lane any) string {
	return a.shuffled("shfl.sync.idx.b32", value, lane, warp-1)
}

// sumOfLanes adds up a value of all lanes of the warp.
func (a *assembly) sumOfLanes(value string) string {
	for bit := 1; bit < warp; bit *= 2 {
		value = a.long("add.u64", value, a.shuffled("shfl.sync.bfly.b32", value, bit, warp-1))
	}
	return value
}

// scan is the sum of a value over the lanes up to the own.
func (p *drawing) scan(value string) string {
	value = p.long("mov.b64", value)
	for by := 1; by < warp; by *= 2 {
		before := p.shuffled("shfl.sync.up.b32", value, by, 0)
		p.do(when(p.predicate("setp.ge.u32", p.lane, by))+"add.u64", value, value, before)
	}
	return value
}
