package ptx

import (
	"fmt"
	"math"
)

// Draw chooses a token for each row of logits, as runtime/sample does, in float32.
//
// Pointers, in order:
//
//	logits       [Rows, Vocab] float32
//	temperature  [Rows] float32; 0 or less: the likeliest token
//	top_k        [Rows] float32, a whole number from 1 on; Vocab or more: all
//	top_p        [Rows] float32, above 0; 1 or more: all
//	uniform      [Rows] float32, 0 <= u < 1
//	tokens       [Rows] int32, the result
//
// With Greedy only logits and tokens, the likeliest ones.
//
// NaN counts as -Inf. Of equal logits, as 0 and -0 are, the first is the likeliest. A
// row of which no logit is above -Inf has the token -1, and one with +Inf the first of
// these. In all others
//
//	weight = 2^((logit-largest) · (log2(e)/temperature)) · 2⁴⁰, a whole number
//
// so every sum of weights is exact. Those that round to 0, below 2^-41 of the largest,
// are never drawn: a vocabulary of 2¹⁷ of them is less than the step of a uniform
// number, 2^-24. Of the others top_k keeps as many as it says, the likeliest, and then
// top_p the fewest of these, the likeliest, whose weights add up to top_p of all that
// were kept, or more. Equal logits at the border are all kept. The token is the first,
// in the order of the vocabulary, at which the sum of weights exceeds uniform of the
// whole, rounded down: as that is less than the whole, there is one.
//
// The power is approximate, to about 2 units in the last place, and all else rounds
// to nearest.
type Draw struct {
	Rows   int // 1 to 65535
	Vocab  int // at most 1048576; a multiple of 4 is best
	Greedy bool
}

// A block has a row, which comes from the L2 cache each time that it is read, at some
// 64 bytes a clock, or as fast as a multiprocessor has instructions for it. So a row is
// read as seldom as possible: once for the largest logit, and once more for a list of
// the likeliest tokens, which fits shared memory, and from which the token is drawn.
//
// The list has all tokens from a bound on: the least of what groups of threads have as
// their largest logit. At 256 groups these are some 1400 tokens, whatever the logits,
// if they are mixed, and hardly ever more than 4096. Where the list is not all that
// top_k and top_p may keep, or too long, the row is read again for each digit of the
// border. Without both, it is read for the sums of segments, and then one of these.
const (
	mostVocab   = 1 << 20 // sums of weights stay below 2⁶¹
	mostDrawing = 1024    // threads of a block
	atOnce      = 16      // logits that a thread loads at once
	ofGroup     = 4       // threads
	ofThread    = 4       // tokens of the list; so 4096 tokens always fit

	weightBits = 40
	leastPower = -64 // of a weight, which is 0 from about -41 down
)

// Kernel returns the kernel, or an error when the shape is not supported.
func (d Draw) Kernel() (Kernel, error) {
	if err := d.check(); err != nil {
		return Kernel{}, fmt.Errorf("ptx: draw: %w", err)
	}
	p := d.plan()
	p.write()
	return p.kernel(d.name(), p.threads, [3]int{d.Rows, 1, 1}), nil
}

func (d Draw) check() error {
	switch {
	case d.Rows < 1 || d.Rows > mostTokens:
		return fmt.Errorf("%d rows, must be 1 to %d", d.Rows, mostTokens)
	case d.Vocab < 1 || d.Vocab > mostVocab:
		return fmt.Errorf("vocabulary of %d, must be 1 to %d", d.Vocab, mostVocab)
	}
	return nil
}

func (d Draw) name() string {
	if d.Greedy {
		return fmt.Sprintf("greedy_%dx%d", d.Rows, d.Vocab)
	}
	return fmt.Sprintf("draw_%dx%d", d.Rows, d.Vocab)
}

// drawing is a Draw that is being written.
type drawing struct {
	assembly
	Draw
	threads int
	width   int // logits of a load
	rounds  int // loads of a thread

	tid, lane, warp, row string
	logits, token        string // addresses of the row's

	temperature, topK, topP, uniform string

	largest, bound string // logits
	best           string // token
	factor         string // of the differences of logits
	fewer, partial string // predicates: top_k keeps fewer than all; top_p does
	unlisted       string // predicate: tokens that may be drawn are below the bound
	kept           string // how many top_k keeps
	total          string // sum of all weights that top_p cuts from

	bins, digits string // shared, of a selection
}

// plan chooses what a block does.
func (d Draw) plan() *drawing {
	p := &drawing{Draw: d, width: 1}
	if d.Vocab%4 == 0 {
		p.width = 4
	}
	p.threads, p.rounds = threadsFor(d.Vocab/p.width, mostDrawing)
	if loads := atOnce / p.width; p.rounds > loads {
		p.rounds = ceil(p.rounds, loads) * loads
	}
	return p
}

func (p *drawing) warps() int    { return p.threads / warp }
func (p *drawing) capacity() int { return ofThread * p.threads }

func (p *drawing) write() {
	p.operands()
	p.likeliest()
	if p.Greedy {
		p.store(p.best)
		return
	}
	p.greedy()
	p.prepare()
	least := p.float("mov.b32", literal(negativeInfinity))
	p.do("@!"+p.predicate("or.pred", p.fewer, p.partial)+" bra", "choose")
	p.fromList()
	p.label("row")
	p.fromRow(least)
	p.label("choose")
	p.choose(least)
}

func (p *drawing) operands() {
	p.row = p.word("mov.u32", "%ctaid.x")
	p.logits = p.long("mad.wide.u32", p.row, 4*p.Vocab, p.pointer("logits"))
	if !p.Greedy {
		p.temperature, p.topK = p.ofRow("temperature"), p.ofRow("top_k")
		p.topP, p.uniform = p.ofRow("top_p"), p.ofRow("uniform")
	}
	p.token = p.long("mad.wide.u32", p.row, 4, p.pointer("tokens"))
	p.tid = p.word("mov.u32", "%tid.x")
	p.lane = p.word("and.b32", p.tid, warp-1)
	p.warp = p.word("shr.u32", p.tid, log2(warp))
}

func (p *drawing) ofRow(name string) string {
	return p.float("ld.global.nc.f32", at(p.long("mad.wide.u32", p.row, 4, p.pointer(name)), 0))
}

// visit loads logits, and writes what use makes of each: of loads that are a stride
// apart, as many as a thread has of the row. A logit's index is a register and an
// offset. Beyond the row all are -Inf.
func (p *drawing) visit(name, first string, stride int, use func(logit, index string, offset int)) {
	index := p.word("mul.lo.u32", first, p.width)
	address := p.long("mad.wide.u32", index, 4, p.logits)
	loads, step := min(p.rounds, atOnce/p.width), stride*p.width
	if loads == p.rounds {
		p.use(index, address, loads, step, use)
		return
	}
	round := p.word("mov.b32", 0)
	p.label(name)
	p.use(index, address, loads, step, use)
	p.do("add.u32", index, index, loads*step)
	p.do("add.u64", address, address, 4*loads*step)
	p.do("add.u32", round, round, loads)
	p.do("@"+p.predicate("setp.lt.u32", round, p.rounds)+" bra", name)
}

// use makes loads, and then uses them.
func (p *drawing) use(index, address string, loads, step int, use func(logit, index string, offset int)) {
	var loaded [][]string
	for i := range loads {
		loaded = append(loaded, p.load(index, address, i*step))
	}
	for i, logits := range loaded {
		for c, l := range logits {
			use(l, index, i*step+c)
		}
	}
}

func (p *drawing) load(index, address string, offset int) []string {
	logits := p.registersOf("f", p.width)
	p.fill(logits, literal(negativeInfinity))
	exists := p.predicate("setp.lt.s32", index, p.Vocab-offset)
	p.do(when(exists)+readOnly+width(p.width)+".f32", vector(logits), at(address, 4*offset))
	return logits
}

// likeliest finds the largest logit, the first token that has it, and the bound.
func (p *drawing) likeliest() {
	p.comment("likeliest token")
	largest, token := p.ownLikeliest()
	group := p.over("max.f32", largest, 1, ofGroup)
	ofWarp := p.over("max.f32", group, ofGroup, warp)
	p.leave("largests", ofWarp)
	p.leave("firsts", p.firstOf(token, largest, ofWarp))
	if !p.Greedy {
		p.leave("bounds", p.over("min.f32", group, ofGroup, warp))
		p.clearShared()
	}
	p.do("bar.sync", 0)
	largest = p.left("f", "largests", literal(negativeInfinity))
	p.largest = p.over("max.f32", largest, 1, warp)
	p.best = p.firstOf(p.left("r", "firsts", "-1"), largest, p.largest)
	if !p.Greedy {
		p.bound = p.over("min.f32", p.left("f", "bounds", literal(-negativeInfinity)), 1, warp)
	}
}

// ownLikeliest is the thread's, -1 where it has none above -Inf.
func (p *drawing) ownLikeliest() (largest, token string) {
	largest, token = p.float("mov.b32", literal(negativeInfinity)), p.word("mov.b32", -1)
	p.visit("likeliest", p.tid, p.threads, func(l, index string, offset int) {
		larger := p.predicate("setp.gt.f32", l, largest) // not if it is NaN
		p.do(when(larger)+"mov.b32", largest, l)
		p.do(when(larger)+"add.u32", token, index, offset)
	})
	return largest, token
}

// firstOf is the lowest token of the warp's lanes whose logit is the largest; -1 is
// the highest.
func (p *drawing) firstOf(token, logit, largest string) string {
	token = p.word("selp.b32", token, -1, p.predicate("setp.eq.f32", logit, largest))
	return p.word("redux.sync.min.u32", token, allLanes)
}

// leave shares a value, or both halves of one, of each warp.
func (p *drawing) leave(name string, value ...string) {
	array := p.word("mov.u32", p.shared(name, len(value)*p.warps()))
	first := p.predicate("setp.eq.u32", p.lane, 0)
	address := p.word("mad.lo.u32", p.warp, 4*len(value), array)
	p.do(when(first)+"st.shared"+width(len(value))+".b32", at(address, 0), vector(value))
}

// left gives each lane what the warp of its number has left, and none to others.
func (p *drawing) left(prefix, name, none string) string {
	return p.leftOf(p.registersOf(prefix, 1), name, none)[0]
}

func (p *drawing) leftOf(values []string, name, none string) []string {
	p.fill(values, none)
	address := p.word("mad.lo.u32", p.lane, 4*len(values), p.word("mov.u32", name))
	p.do(when(p.within(p.lane, warp, p.warps()))+"ld.shared"+width(len(values))+".b32", vector(values), at(address, 0))
	return values
}

// store writes the token, and is the end.
func (p *drawing) store(token string) {
	p.do(when(p.predicate("setp.eq.u32", p.tid, 0))+"st.global.b32", at(p.token, 0), token)
	p.do("ret")
}

// greedy is the end of rows whose token is the likeliest one.
func (p *drawing) greedy() {
	p.comment("rows that are not drawn")
	warm := p.predicate("setp.gt.f32", p.temperature, literal(0))
	finite := p.predicate("setp.lt.f32", p.float("abs.f32", p.largest), literal(-negativeInfinity))
	p.do("@"+p.predicate("and.pred", warm, finite)+" bra", "draw")
	p.store(p.best)
	p.label("draw")
}

// prepare makes what all threads know of the row. A weight that is not 0 has a power
// above -42, so its logit is not below that of this power, even rounded.
func (p *drawing) prepare() {
	factor := p.float("div.rn.f32", literal(math.Log2E), p.temperature)
	p.factor = p.float("min.f32", factor, literal(math.MaxFloat32)) // times 0 it must be 0
	p.fewer = p.predicate("setp.lt.f32", p.topK, literal(float32(p.Vocab)))
	p.partial = p.predicate("setp.lt.f32", p.topP, literal(1))
	p.kept = p.word("max.u32", p.word("cvt.rzi.u32.f32", p.topK), 1)
	floor := p.float("sub.rn.f32", p.largest, p.float("div.rn.f32", literal(42), p.factor))
	p.unlisted = p.predicate("setp.gt.f32", p.bound, floor)
	p.bound = p.float("max.f32", p.bound, floor)
}

// power is the binary logarithm of a weight. It is the lowest for NaN and -Inf.
func (p *drawing) power(logit string) string {
	power := p.float("mul.rn.f32", p.float("sub.rn.f32", logit, p.largest), p.factor)
	return p.float("max.f32", power, literal(leastPower))
}

// weight is that of a power, and its predicate is whether it is above 0. Powers are
// never so low that results would be denormal, which would take more instructions.
func (p *drawing) weight(power string) (weight, some string) {
	scaled := p.float("mul.rn.f32", p.float("ex2.approx.ftz.f32", power), literal(1<<weightBits))
	weight = p.long("cvt.rni.u64.f32", scaled)
	return weight, p.predicate("setp.ne.u64", weight, 0)
}

// part is a part of a whole, rounded down, and less than the whole: the factor 2⁶⁴
// saturates. Its rest is not 0 if it was rounded.
func (p *drawing) part(fraction, whole string) (part, rest string) {
	factor := p.long("cvt.rzi.u64.f32", p.float("mul.rn.f32", fraction, literal(1<<64)))
	return p.long("mul.hi.u64", factor, whole), p.long("mul.lo.u64", factor, whole)
}

// share is how much of a whole top_p keeps at least.
func (p *drawing) share(whole string) string {
	part, rest := p.part(p.topP, whole)
	p.do(when(p.predicate("setp.ne.u64", rest, 0))+"add.u64", part, part, 1)
	return p.long("max.u64", part, 1)
}

// sum adds up a value of all threads of the block.
func (p *drawing) sum(name, value string) string {
	p.leaveLong(name, p.sumOfLanes(value))
	p.do("bar.sync", 0)
	return p.sumOfLanes(p.leftLong(name))
}

func (p *drawing) leaveLong(name, value string) {
	low, high := p.split(value)
	p.leave(name, low, high)
}

func (p *drawing) leftLong(name string) string {
	halves := p.leftOf(p.registersOf("r", 2), name, "0")
	return p.join(halves[0], halves[1])
}

// fromRow finds the least logit to keep.
func (p *drawing) fromRow(least string) {
	p.comment("top_k of the row")
	p.do("@!"+p.fewer+" bra", "all")
	p.do("mov.b32", least, p.selectOfRow("k", p.long("cvt.u64.u32", p.kept), false))
	p.label("all")
	p.comment("top_p of the row")
	p.do("@!"+p.partial+" bra", "choose")
	total := p.sumOfLanes(p.segments("wholes", least))
	p.do("mov.b32", least, p.selectOfRow("p", p.share(total), true))
}

// segments gives each lane the sum of weights in the segment of the row that the warp
// of its number has.
func (p *drawing) segments(name, least string) string {
	sum := p.long("mov.b64", 0)
	first := p.word("mad.lo.u32", p.warp, warp*p.rounds, p.lane)
	p.visit("segments_"+name, first, warp, func(l, _ string, _ int) {
		weight, _ := p.weight(p.power(l))
		p.do(when(p.predicate("setp.ge.f32", l, least))+"add.u64", sum, sum, weight)
	})
	p.leaveLong(name, p.sumOfLanes(sum))
	p.do("bar.sync", 0)
	return p.leftLong(name)
}

// choose draws a token of all that are not below the least: first the segment in
// which it lies, and then the token, for which all warps read the segment.
func (p *drawing) choose(least string) {
	p.comment("segment of the token")
	own := p.segments("sums", least)
	until := p.scan(own)
	target, _ := p.part(p.uniform, p.ofLane(until, warp-1))
	passed := p.word("selp.b32", 1, 0, p.predicate("setp.le.u64", until, target))
	segment := p.word("redux.sync.add.s32", passed, allLanes)
	before := p.ofLane(p.long("sub.u64", until, own), segment)
	p.walk(p.word("mad.lo.u32", segment, warp*p.rounds, p.tid), before, target, least)
}

// walk goes through the segment until the sum of weights is above the target.
func (p *drawing) walk(piece, before, target, least string) {
	p.comment("token in the segment")
	index := p.word("mul.lo.u32", piece, p.width)
	if warp*p.rounds <= p.threads {
		p.look(index, before, target, least)
		return
	}
	p.label("walk")
	p.look(index, before, target, least)
	p.do("add.u32", index, index, p.threads*p.width)
	p.do("bar.sync", 0)
	p.do("@"+p.predicate("setp.le.u64", before, target)+" bra", "walk")
}

// look writes the token if the sum of weights passes the target at one that a thread
// of the block has loaded. The sum before these tokens becomes that after them.
func (p *drawing) look(index, before, target, least string) {
	weights, sum := p.weightsAt(index, least)
	until := p.scan(sum)
	p.leaveLong("steps", p.ofLane(until, warp-1))
	p.do("bar.sync", 0)
	own := p.leftLong("steps")
	ends := p.scan(own)
	running := p.long("add.u64", before, p.ofLane(p.long("sub.u64", ends, own), p.warp))
	running = p.long("add.u64", running, p.long("sub.u64", until, sum))
	for c, weight := range weights {
		reached := p.predicate("setp.le.u64", running, target)
		running = p.long("add.u64", running, weight)
		here := p.predicate("setp.gt.and.u64", running, target, reached)
		p.do(when(here)+"st.global.b32", at(p.token, 0), p.word("add.u32", index, c))
	}
	p.do("add.u64", before, before, p.ofLane(ends, warp-1))
}

// weightsAt are those of a load, and their sum.
func (p *drawing) weightsAt(index, least string) (weights []string, sum string) {
	sum = p.long("mov.b64", 0)
	for _, l := range p.load(index, p.long("mad.wide.u32", index, 4, p.logits), 0) {
		weight, _ := p.weight(p.power(l))
		weight = p.long("selp.b64", weight, 0, p.predicate("setp.ge.f32", l, least))
		sum = p.long("add.u64", sum, weight)
		weights = append(weights, weight)
	}
	return weights, sum
}
