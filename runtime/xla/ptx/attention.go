package ptx

import (
	"fmt"
	"math"
	"math/bits"
)

// Attention is that of one new token of each row over its paged KV cache. It is
// made in Splits parts, which the source Parts of a Norm adds up.
//
// Pointers, in order:
//
//	y          [Tokens, 4, R] float32, R being (Heads+2·KVHeads)·HeadDim/4: q, k and
//	           v as a MatMul makes them
//	cos, sin   [positions, HeadDim/2] float32
//	positions  [Tokens] int32, of the rows' tokens
//	table      [Tokens, Span] int32, numbers of the rows' blocks
//	cache      [blocks, BlockTokens, 2, KVHeads·HeadDim], keys and then values of
//	           each position; float32, or bfloat16 with BF16
//	part       [Tokens, Heads, Splits, HeadDim] float32, a result
//	stat       [Tokens, Heads, Splits, 2] float32, a result
//
// Of y only q is read: its element o = h·HeadDim+d lies at y[t][o/Q][o%Q], Q being
// Heads·HeadDim/4. A row's token sees the positions up to its own, whose key and
// value are in the cache already, and of the cache no more is read. Block b of a
// row holds its positions from b·BlockTokens on.
//
//	q      = (q1·cos - q2·sin, q2·cos + q1·sin), of the halves of a head
//	score  = dot(q, key) · 1/sqrt(HeadDim)
//	weight = 2^((score-largest)·log2(e))
//	part   = sum(weight·value)
//	stat   = largest score, sum(weight)
//
// The power is approximate, to about 2 units in the last place, and sums are of
// fused products. All else rounds to nearest.
//
// Split s has blocks s·n to (s+1)·n-1 of every row, n being Span/Splits, rounded
// up. One in which the token sees nothing has the largest score -Inf, and zeros.
type Attention struct {
	Tokens      int // 1 to 65535
	Heads       int // KVHeads times 1 to 8
	KVHeads     int
	HeadDim     int // a power of two, 16 to 256, and eight times Heads/KVHeads or more
	Span        int // blocks of a row
	BlockTokens int
	Splits      int // 1 to 16; see [Splits]
	BF16        bool
}

const (
	mostSplits    = 16
	mostHeads     = 1 << 12
	mostPositions = 1 << 26
	mostGroup     = 8       // query heads that share a key
	mostBlocks    = 1 << 11 // of a split: their numbers are in shared memory
	mostWarps     = 8
	mostSteps     = 4       // vectors of a lane's keys: more would not fit its registers
	mostSums      = 1 << 13 // floats of shared memory that warps leave their sums in

	dims = 8 // that a lane has of a head: four of each half, so it rotates them alone
)

// Splits proposes in how many parts to make the attention over so many positions.
// Parts are made at the same time, as far as there are multiprocessors for them.
// Each takes as long as turn positions more than it has, and has no fewer than
// that, which its warps take at once.
func Splits(tokens, kvHeads, positions int) int {
	const multiprocessors, turn = 132, 64
	best, least := 1, math.MaxInt
	for splits := 1; splits <= min(mostSplits, max(1, positions/turn)); splits++ {
		times := ceil(tokens*kvHeads*splits, multiprocessors)
		if cost := times * (ceil(positions, splits) + turn); cost < least {
			best, least = splits, cost
		}
	}
	return best
}

// Kernel returns the kernel, or an error when the shape is not supported.
func (a Attention) Kernel() (Kernel, error) {
	if err := a.check(); err != nil {
		return Kernel{}, fmt.Errorf("ptx: attention: %w", err)
	}
	p := a.plan()
	p.write()
	return p.kernel(a.name(), p.warps*warp, [3]int{a.Splits, a.KVHeads, a.Tokens}), nil
}

func (a Attention) check() error {
	switch {
	case a.Tokens < 1 || a.Tokens > mostTokens:
		return fmt.Errorf("%d tokens, must be 1 to %d", a.Tokens, mostTokens)
	case a.HeadDim < 16 || a.HeadDim > 256 || bits.OnesCount(uint(a.HeadDim)) != 1:
		return fmt.Errorf("head dimension %d, must be a power of two, 16 to 256", a.HeadDim)
	case a.KVHeads < 1 || a.Heads < 1 || a.Heads%a.KVHeads != 0 || a.Heads > mostHeads:
		return fmt.Errorf("%d heads, must be a multiple of %d KV heads, at most %d", a.Heads, a.KVHeads, mostHeads)
	case a.Heads/a.KVHeads > min(mostGroup, a.HeadDim/dims):
		return fmt.Errorf("%d heads for each KV head, must be at most %d", a.Heads/a.KVHeads, min(mostGroup, a.HeadDim/dims))
	}
	return a.checkSplits()
}

func (a Attention) checkSplits() error {
	switch {
	case a.Span < 1 || a.BlockTokens < 1 || a.Span > mostPositions/a.BlockTokens:
		return fmt.Errorf("%d blocks of %d tokens, must be at most %d tokens together", a.Span, a.BlockTokens, mostPositions)
	case a.Splits < 1 || a.Splits > mostSplits:
		return fmt.Errorf("%d splits, must be 1 to %d", a.Splits, mostSplits)
	case ceil(a.Span, a.Splits) > mostBlocks:
		return fmt.Errorf("%d blocks in each of %d splits, must be at most %d", ceil(a.Span, a.Splits), a.Splits, mostBlocks)
	}
	return nil
}

func (a Attention) name() string {
	name := fmt.Sprintf("attention_%dx%dx%dx%d_%dx%d_s%d", a.Tokens, a.Heads, a.KVHeads, a.HeadDim, a.Span, a.BlockTokens, a.Splits)
	return name + suffix(a.BF16)
}

// attention is an Attention that is being written. A block has a split of a row
// and the query heads of one key head. Its warps take turns of positions, and each
// keeps the largest score and the sums of those that it had.
//
// In a turn each position has lanes that read its key and value, dims each, in a
// few steps. Then each lane has a score: lane l that of position l/padded for head
// l%padded.
type attention struct {
	assembly
	Attention
	group  int // query heads
	padded int // as many or more, a power of two
	lanes  int // of a position
	steps  int // positions of a lane in a turn
	warps  int
	blocks int // of a split

	tid, lane, warp      string
	split, kvHead, token string
	end                  string // the first position not to be read
}

// plan chooses what a block does.
func (a Attention) plan() *attention {
	p := &attention{Attention: a, group: a.Heads / a.KVHeads, lanes: a.HeadDim / dims, blocks: ceil(a.Span, a.Splits)}
	p.padded = max(1<<bits.Len(uint(p.group-1)), p.lanes/mostSteps)
	p.steps = p.lanes / p.padded
	p.warps = min(mostWarps, mostSums/(p.group*a.HeadDim), ceil(p.blocks*a.BlockTokens, p.turn()))
	return p
}

// turn is how many positions a warp takes at once.
func (p *attention) turn() int { return warp / p.padded }

func (p *attention) write() {
	y, cos, sin := p.pointer("y"), p.pointer("cos"), p.pointer("sin")
	positions, table, cache := p.pointer("positions"), p.pointer("table"), p.pointer("cache")
	part, stat := p.pointer("part"), p.pointer("stat")
	p.comment("a split of a row and of %d heads; a warp's turn has %d positions", p.group, p.turn())
	p.indices()
	position := p.word("ld.global.nc.b32", at(p.long("mad.wide.u32", p.token, 4, positions), 0))
	q := p.queries(y)
	numbers := p.numbers(table, position)
	s := p.softmax()
	r := p.reading(cache, numbers)
	p.do("@"+p.predicate("setp.ge.u32", r.turn, p.end)+" bra", "merge")
	p.locate(r)
	p.read(r, r.keys, 0)
	p.read(r, r.values, r.keyBytes)
	p.rotate(q, position, cos, sin)
	p.label("turns")
	p.turns(q, r, s)
	p.do("@"+p.predicate("setp.lt.u32", r.turn, p.end)+" bra", "turns")
	p.label("merge")
	p.merge(s, part, stat)
}

func (p *attention) indices() {
	p.tid = p.word("mov.u32", "%tid.x")
	p.lane = p.word("and.b32", p.tid, warp-1)
	p.warp = p.word("shr.u32", p.tid, 5)
	p.split = p.word("mov.u32", "%ctaid.x")
	p.kvHead = p.word("mov.u32", "%ctaid.y")
	p.token = p.word("mov.u32", "%ctaid.z")
}

// part is the lane's number among those of a position.
func (p *attention) part() string { return p.word("and.b32", p.lane, p.lanes-1) }

// queries loads the lane's dims of all query heads. A quarter of them, q, is
// followed by k and v in each quarter of y.
func (p *attention) queries(y string) (q [][]string) {
	p.comment("queries")
	quarter := p.Heads * p.HeadDim / 4
	line := (p.Heads + 2*p.KVHeads) * p.HeadDim / 4
	row := p.long("mad.wide.u32", p.token, 16*line, y)
	element := p.word("mad.lo.u32", p.kvHead, p.group*p.HeadDim, p.word("shl.b32", p.part(), 2))
	for range p.group {
		var head []string
		for range 2 {
			plane := p.quotient(element, quarter)
			index := p.word("mad.lo.u32", plane, line-quarter, element)
			half := p.load4("f", "", p.long("mad.wide.u32", index, 4, row), 0)
			head = append(head, half[:]...)
			element = p.word("add.u32", element, p.HeadDim/2)
		}
		q = append(q, head)
	}
	return q
}

// rotate turns the queries to the position of their token.
func (p *attention) rotate(q [][]string, position, cos, sin string) {
	p.comment("rotated queries")
	angle := p.word("mad.lo.u32", position, p.HeadDim/2, p.word("shl.b32", p.part(), 2))
	c := p.load4("f", "", p.long("mad.wide.u32", angle, 4, cos), 0)
	s := p.load4("f", "", p.long("mad.wide.u32", angle, 4, sin), 0)
	times := func(a, b string) string { return p.float("mul.rn.f32", a, b) }
	for _, head := range q {
		for i := range c {
			first, second := head[i], head[4+i]
			head[i] = p.float("sub.rn.f32", times(first, c[i]), times(second, s[i]))
			head[4+i] = p.float("add.rn.f32", times(second, c[i]), times(first, s[i]))
		}
	}
}

// numbers shares the numbers of the split's blocks, which saves each turn a wait
// for the table, and returns where that of the row's first block would be.
func (p *attention) numbers(table, position string) string {
	p.comment("numbers of the split's blocks")
	first := p.word("mul.lo.u32", p.split, p.blocks)
	stop := p.word("min.u32", p.word("add.u32", first, p.blocks), p.Span)
	p.end = p.word("min.u32", p.word("add.u32", position, 1), p.word("mul.lo.u32", stop, p.BlockTokens))
	numbers := p.word("mad.lo.s32", first, -4, p.word("mov.u32", p.shared("numbers", p.blocks)))
	row := p.long("mad.wide.u32", p.token, 4*p.Span, table)
	for i := 0; i < p.blocks; i += p.warps * warp {
		block := p.word("add.u32", first, p.word("add.u32", p.tid, i))
		exists := p.predicate("setp.lt.u32", block, stop)
		number := p.registersOf("r", 1)
		p.loadInto(readOnly, number, exists, p.long("mad.wide.u32", block, 4, row), 0)
		p.do(when(exists)+"st.shared.b32", at(p.word("mad.lo.u32", block, 4, numbers), 0), number[0])
	}
	p.do("bar.sync", 0)
	return numbers
}

// reading is where a warp is in the cache. Keys and values are loaded a turn ahead.
type reading struct {
	turn      string   // its first position
	last      string   // position to be read
	addresses []string // of the keys that the lane reads

	keys, values [][]string // of its steps

	numbers, cache     string
	keyBytes, oneBytes int
}

// reading begins with the warp's first turn.
func (p *attention) reading(cache, numbers string) *reading {
	p.comment("first turn")
	r := &reading{oneBytes: sizeOf(p.BF16), numbers: numbers, turn: p.register("r")}
	r.keyBytes = p.KVHeads * p.HeadDim * r.oneBytes
	r.cache = p.long("mad.wide.u32", p.kvHead, p.HeadDim*r.oneBytes, cache)
	r.cache = p.long("mad.wide.u32", p.part(), 4*r.oneBytes, r.cache)
	r.addresses = p.registersOf("rd", p.steps)
	for range p.steps {
		r.keys, r.values = append(r.keys, p.vectors()), append(r.values, p.vectors())
	}
	r.last = p.word("sub.u32", p.end, 1)
	first := p.word("mul.lo.u32", p.split, p.blocks*p.BlockTokens)
	p.do("mad.lo.u32", r.turn, p.warp, p.turn(), first)
	return r
}

// vectors are registers for what a lane reads at once, packed as the cache is.
func (p *attention) vectors() []string {
	if p.BF16 {
		return p.registersOf("r", dims/2)
	}
	return p.registersOf("f", dims)
}

// locate finds what the lane reads in the turn. In the place of positions that must
// not be read that is the last one that may be: loads on a condition cost more.
func (p *attention) locate(r *reading) {
	own := p.word("mad.lo.u32", p.word("shr.u32", p.lane, log2(p.lanes)), p.steps, r.turn)
	for i := range p.steps {
		position := p.word("min.u32", p.word("add.u32", own, i), r.last)
		block := p.quotient(position, p.BlockTokens)
		number := p.word("ld.shared.b32", at(p.word("mad.lo.u32", block, 4, r.numbers), 0))
		inBlock := p.word("mad.lo.s32", block, -p.BlockTokens, position)
		line := p.word("mad.lo.u32", number, p.BlockTokens, inBlock)
		p.do("mad.wide.u32", r.addresses[i], line, 2*r.keyBytes, r.cache)
	}
}

// read loads the halves that a lane has of its keys or values.
func (p *attention) read(r *reading, into [][]string, offset int) {
	for i, address := range r.addresses {
		half := len(into[i]) / 2
		p.loadInto(inOrder, into[i][:half], "", address, offset)
		p.loadInto(inOrder, into[i][half:], "", address, offset+p.HeadDim/2*r.oneBytes)
	}
}

// unpacked are the floats that a lane has read.
func (p *attention) unpacked(read []string) []string {
	if !p.BF16 {
		return read
	}
	return p.widened(read)
}

// softmax is what a warp keeps of its turns.
type softmax struct {
	largest, sum string     // of the head whose scores the lane has: of all lanes, and of the lane
	values       [][]string // sums of the lane's dims, by head
	weights      string     // shared, of a turn: by position and head, and then by head what older sums are to be multiplied by
}

const turnWeights = warp + mostGroup // floats that a warp shares

func (p *attention) softmax() *softmax {
	p.comment("nothing seen yet")
	s := &softmax{largest: p.float("mov.b32", literal(negativeInfinity)), sum: p.float("mov.b32", literal(0))}
	for range p.group {
		sums := p.registersOf("f", dims)
		p.clear(sums)
		s.values = append(s.values, sums)
	}
	weights := p.word("mov.u32", p.shared("weights", p.warps*turnWeights))
	s.weights = p.word("mad.lo.u32", p.warp, 4*turnWeights, weights)
	return s
}

var negativeInfinity = float32(math.Inf(-1))

// turns is one turn. The next turn's keys are on their way while values are added
// up, and its values while scores are made.
func (p *attention) turns(q [][]string, r *reading, s *softmax) {
	score := p.score(q, r)
	p.comment("keys of the next turn")
	p.do("add.u32", r.turn, r.turn, p.warps*p.turn())
	p.locate(r)
	p.read(r, r.keys, 0)
	p.weigh(score, s)
	p.add(r.values, s)
	p.comment("values of the next turn")
	p.read(r, r.values, r.keyBytes)
}

// score is the lane's, -Inf where its position is masked.
func (p *attention) score(q [][]string, r *reading) string {
	p.comment("scores")
	var products []string
	for _, key := range r.keys {
		k := p.unpacked(key)
		for head := range p.padded {
			products = append(products, p.dot(q, head, k))
		}
	}
	score := p.float("mul.rn.f32", p.scatter(products), literal(float32(1/math.Sqrt(float64(p.HeadDim)))))
	position := p.word("add.u32", r.turn, p.word("shr.u32", p.lane, log2(p.padded)))
	return p.float("selp.f32", score, literal(negativeInfinity), p.predicate("setp.lt.u32", position, p.end))
}

// dot is the lane's share of a score; 0 for a head that is not there.
func (p *attention) dot(q [][]string, head int, k []string) string {
	if head >= p.group {
		return literal(0)
	}
	sum := p.float("mul.rn.f32", q[head][0], k[0])
	for i := 1; i < dims; i++ {
		sum = p.float("fma.rn.f32", q[head][i], k[i], sum)
	}
	return sum
}

// scatter adds up as many values as a position has lanes over these lanes, and
// gives each lane the sum of its number: lanes swap halves of what they have left,
// so it takes few exchanges.
func (p *attention) scatter(values []string) string {
	for bit := p.lanes / 2; bit > 0; bit /= 2 {
		upper := p.predicate("setp.ne.u32", p.word("and.b32", p.lane, bit), 0)
		for i := range bit {
			mine := p.float("selp.f32", values[bit+i], values[i], upper)
			theirs := p.float("selp.f32", values[i], values[bit+i], upper)
			values[i] = p.float("add.rn.f32", mine, p.exchange(theirs, bit))
		}
	}
	return values[0]
}

// weigh shares the weights of the turn. The first position of a turn is never
// masked, so the largest score is finite from here on.
func (p *attention) weigh(score string, s *softmax) {
	p.comment("weights")
	largest := p.float("max.f32", s.largest, p.overHead(score, "max.f32"))
	older := p.exp(s.largest, largest)
	weight := p.exp(score, largest)
	p.do("fma.rn.f32", s.sum, s.sum, older, weight)
	p.do("mov.b32", s.largest, largest)
	p.do("bar.warp.sync", allLanes)
	address := p.word("mad.lo.u32", p.lane, 4, s.weights)
	p.do("st.shared.f32", at(address, 0), weight)
	p.do(when(p.within(p.lane, warp, p.padded))+"st.shared.f32", at(address, 4*warp), older)
	p.do("bar.warp.sync", allLanes)
}

// overHead reduces a value over the lanes whose scores are for the same head.
func (p *attention) overHead(value, op string) string {
	return p.over(op, value, p.padded, warp)
}

// add adds the weighted values of the turn to the sums.
func (p *attention) add(values [][]string, s *softmax) {
	p.comment("weighted values")
	older := p.loadShared(p.padded, s.weights, 4*warp)
	for head, sums := range s.values {
		for _, sum := range sums {
			p.do("mul.rn.f32", sum, sum, older[head])
		}
	}
	own := p.word("mad.lo.u32", p.word("shr.u32", p.lane, log2(p.lanes)), 4*p.steps*p.padded, s.weights)
	for step, value := range values {
		v := p.unpacked(value)
		weights := p.loadShared(p.padded, own, 4*step*p.padded)
		for head, sums := range s.values {
			for i, sum := range sums {
				p.do("fma.rn.f32", sum, weights[head], v[i], sum)
			}
		}
	}
}

// merge adds up what the warps have, and writes it.
func (p *attention) merge(s *softmax, part, stat string) {
	sums, stats := p.share(s)
	pieces := p.group * p.HeadDim / 4
	threads, rounds := p.warps*warp, ceil(pieces, p.warps*warp)
	for round := range rounds {
		p.comment("sums of all warps, round %d", round)
		piece := p.word("add.u32", p.tid, round*threads)
		if has := p.within(piece, (round+1)*threads, pieces); has != "" {
			p.do("@!" + has + " ret")
		}
		p.piece(piece, sums, stats, part, stat)
	}
}

// share leaves the sums of each warp in shared memory.
func (p *attention) share(s *softmax) (sums, stats string) {
	p.comment("sums of a warp")
	sums = p.word("mov.u32", p.shared("sums", p.warps*p.group*p.HeadDim))
	stats = p.word("mov.u32", p.shared("stats", 2*p.warps*p.padded))
	sum := p.overHead(s.sum, "add.rn.f32")
	stat := p.word("mad.lo.u32", p.lane, 8, p.word("mad.lo.u32", p.warp, 8*p.padded, stats))
	p.do(when(p.within(p.lane, warp, p.padded))+"st.shared.v2.f32", at(stat, 0), vector([]string{s.largest, sum}))
	address := p.word("mad.lo.u32", p.warp, 4*p.group*p.HeadDim, p.word("mad.lo.u32", p.lane, 16, sums))
	first := p.within(p.lane, warp, p.lanes)
	for head, values := range s.values {
		for bit := p.lanes; bit < warp; bit *= 2 {
			for i, v := range values {
				values[i] = p.float("add.rn.f32", v, p.exchange(v, bit))
			}
		}
		for half := range 2 {
			p.do(when(first)+"st.shared.v4.f32", at(address, 4*head*p.HeadDim+2*half*p.HeadDim), vector(values[4*half:][:4]))
		}
	}
	p.do("bar.sync", 0)
	return sums, stats
}

// piece writes four values of a head, and one thread of a head its statistics.
func (p *attention) piece(piece, sums, stats, part, stat string) {
	head := p.word("shr.u32", piece, log2(p.HeadDim/4))
	largest, sum, factors := p.factors(p.word("mad.lo.u32", head, 8, stats))
	values := p.weighted(p.word("mad.lo.u32", piece, 16, sums), factors)
	row := p.word("mad.lo.u32", p.token, p.Heads, p.word("mad.lo.u32", p.kvHead, p.group, head))
	row = p.word("mad.lo.u32", row, p.Splits, p.split)
	quad := p.word("and.b32", piece, p.HeadDim/4-1)
	address := p.long("mad.wide.u32", quad, 16, p.long("mad.wide.u32", row, 4*p.HeadDim, part))
	p.do("st.global.v4.f32", at(address, 0), vector(values))
	first := p.predicate("setp.eq.u32", quad, 0)
	p.do(when(first)+"st.global.v2.f32", at(p.long("mad.wide.u32", row, 8, stat), 0), vector([]string{largest, sum}))
}

// factors are what the sums of each warp are to be multiplied by, for the head
// whose statistics are there.
func (p *attention) factors(stats string) (largest, sum string, factors []string) {
	var all [][]string
	for w := range p.warps {
		all = append(all, p.loadShared(2, stats, 8*p.padded*w))
	}
	return p.softmaxFactors(all)
}

// weighted are four values, added up over all warps.
func (p *attention) weighted(sums string, factors []string) []string {
	values := []string{literal(0), literal(0), literal(0), literal(0)}
	for w, factor := range factors {
		for i, v := range p.loadShared(4, sums, 4*w*p.group*p.HeadDim) {
			values[i] = p.float("fma.rn.f32", v, factor, values[i])
		}
	}
	return values
}
