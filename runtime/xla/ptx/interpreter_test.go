package ptx

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The interpreter runs the part of PTX that the package's kernels use, a warp in
// lock-step, and takes for a fault what a device might let pass: an instruction it
// does not know, memory out of bounds or not aligned, a register or a shared word
// that was never written, a branch that only some threads of a warp take, a shared
// word passed between threads with no barrier between them, unless all add to it, a byte of a result
// that is written twice or not at all.

// launch runs a kernel. Results are overwritten, and operands are not.
func launch(k Kernel, operands, results [][]byte) (err error) {
	g := &grid{block: k.Block}
	if g.program, err = parse(k.Text); err != nil {
		return err
	}
	if len(g.program.parameters) != len(operands)+len(results) {
		return fmt.Errorf("%d parameters, got %d operands and %d results", len(g.program.parameters), len(operands), len(results))
	}
	for _, data := range operands {
		g.memory = append(g.memory, buffer{data: data})
	}
	for _, data := range results {
		g.memory = append(g.memory, buffer{data: data, written: make([]bool, len(data))})
	}
	for z := range k.Grid[2] {
		for y := range k.Grid[1] {
			for x := range k.Grid[0] {
				if err := g.runBlock([3]int{x, y, z}); err != nil {
					return fmt.Errorf("block %d,%d,%d: %w", x, y, z, err)
				}
			}
		}
	}
	return g.checkWritten()
}

func (g *grid) checkWritten() error {
	for i, b := range g.memory {
		if at := slices.Index(b.written, false); at >= 0 {
			return fmt.Errorf("byte %d of parameter %s was not written", at, g.program.parameters[i])
		}
	}
	return nil
}

// grid is a launch.
type grid struct {
	program program
	block   [3]int
	memory  []buffer // by parameter
}

// buffer is global memory. An operand, which is only read, has no written.
type buffer struct {
	data    []byte
	written []bool
}

// thread is one of a block.
type thread struct {
	index     int
	registers []uint64
	set       []bool
	done      bool
}

// lockstep is a warp.
type lockstep struct {
	threads []*thread
	next    int // instruction; after all: done

	scratch []*thread // the active
}

// block is what the threads of a block share.
type block struct {
	grid   *grid
	index  [3]int
	shared []byte
	words  []access // of shared
	epoch  int      // barriers passed, from 1 on
	phases []int    // barriers of its own that each warp has passed

	scratch [4]uint64       // operands
	lanes   [warp][4]uint64 // operands of all lanes
}

// access is who last wrote, read and added to a word of shared memory.
type access struct{ written, read, added touched }

// touched is by which thread, and when; epoch 0 is never.
type touched struct{ thread, warp, epoch, phase int }

const several = -1 // threads or warps

// before is whether a barrier, or a thread's own order, is between two accesses.
func (a touched) before(b touched) bool {
	return a.epoch != b.epoch || a.thread == b.thread || a.warp == b.warp && a.phase != b.phase
}

// and adds a later one that reads or adds.
func (a touched) and(b touched) touched {
	switch {
	case a.epoch != b.epoch:
		return b
	case a.warp != b.warp:
		b.thread, b.warp = several, several
	case a.phase == b.phase && a.thread != b.thread:
		b.thread = several
	}
	return b
}

func (g *grid) runBlock(index [3]int) error {
	b := &block{grid: g, index: index, epoch: 1, shared: make([]byte, g.program.sharedBytes), words: make([]access, g.program.sharedBytes/4)}
	b.phases = make([]int, ceil(g.block[0], warp))
	var warps []*lockstep
	n := len(g.program.registers)
	registers, set := make([]uint64, n*g.block[0]), make([]bool, n*g.block[0])
	for i := range g.block[0] {
		if i%warp == 0 {
			warps = append(warps, &lockstep{})
		}
		last := warps[len(warps)-1]
		last.threads = append(last.threads, &thread{index: i, registers: registers[n*i:][:n], set: set[n*i:][:n]})
	}
	for {
		for _, w := range warps {
			if err := b.runToBarrier(w); err != nil {
				return err
			}
		}
		for _, w := range warps {
			if w.next != warps[0].next {
				return fmt.Errorf("warps wait at different barriers, or not at all")
			}
		}
		if warps[0].next == len(g.program.code) {
			return nil
		}
		b.epoch++
	}
}

// runToBarrier runs a warp until it waits or is done.
func (b *block) runToBarrier(w *lockstep) error {
	for w.next < len(b.grid.program.code) {
		in := &b.grid.program.code[w.next]
		w.next++
		waits, err := b.step(w, in)
		if err != nil {
			return fmt.Errorf("line %d: %s: %w", in.line, in.text, err)
		}
		if waits {
			return nil
		}
	}
	return nil
}

// step does one instruction.
func (b *block) step(w *lockstep, in *instruction) (waits bool, err error) {
	active, err := w.active(in)
	if err != nil {
		return false, err
	}
	all := len(active) == len(w.threads)
	switch in.kind {
	case "bar":
		if !all {
			return false, fmt.Errorf("not all threads of the warp wait")
		}
		if in.op == "bar.warp.sync" {
			return false, b.syncWarp(active, in)
		}
		return true, nil
	case "ret":
		for _, t := range active {
			t.done = true
		}
		if !slices.ContainsFunc(w.threads, func(t *thread) bool { return !t.done }) {
			w.next = len(b.grid.program.code)
		}
		return false, nil
	case "bra":
		return false, w.branch(b.grid.program.labels, in, len(active))
	case "shfl", "redux":
		if !all || len(active) != warp {
			return false, fmt.Errorf("not all threads of the warp take part")
		}
		return false, b.exchange(active, in)
	case "atom", "red":
		for _, t := range active {
			if err := b.addShared(t, in); err != nil {
				return false, fmt.Errorf("thread %d: %w", t.index, err)
			}
		}
		return false, nil
	}
	for _, t := range active {
		if err := b.one(t, in); err != nil {
			return false, fmt.Errorf("thread %d: %w", t.index, err)
		}
	}
	return false, nil
}

// syncWarp passes a barrier of a warp.
func (b *block) syncWarp(threads []*thread, in *instruction) error {
	if uint32(in.operands[0].immediate) != math.MaxUint32 {
		return fmt.Errorf("the mask leaves threads out")
	}
	b.phases[threads[0].index/warp]++
	return nil
}

// active are the threads that do an instruction.
func (w *lockstep) active(in *instruction) ([]*thread, error) {
	active := w.scratch[:0]
	for _, t := range w.threads {
		if t.done {
			continue
		}
		if in.guard >= 0 {
			if !t.set[in.guard] {
				return nil, fmt.Errorf("thread %d: the predicate was never written", t.index)
			}
			if (t.registers[in.guard] != 0) == in.negated {
				continue
			}
		}
		active = append(active, t)
	}
	w.scratch = active
	return active, nil
}

func (w *lockstep) branch(labels map[string]int, in *instruction, takers int) error {
	running := 0
	for _, t := range w.threads {
		if !t.done {
			running++
		}
	}
	if takers != 0 && takers != running {
		return fmt.Errorf("%d of %d threads of the warp branch", takers, running)
	}
	target, ok := labels[in.operands[0].text]
	if !ok {
		return fmt.Errorf("no such label")
	}
	if takers > 0 {
		w.next = target
	}
	return nil
}

// one does an instruction that threads do each for itself.
func (b *block) one(t *thread, in *instruction) error {
	switch in.op {
	case "ld.param.u64":
		return b.loadParameter(t, in)
	case "mov.b64":
		return b.moveHalves(t, &in.operands[0], &in.operands[1])
	}
	if in.moves.words > 0 {
		return b.move(t, in, in.moves)
	}
	if in.compute == nil {
		return fmt.Errorf("unknown instruction")
	}
	args, err := b.values(b.scratch[:0], t, in.operands[1:])
	if err != nil {
		return err
	}
	return t.write(&in.operands[0], in.compute(args))
}

// moveHalves moves 64 bits, of a register or of a vector of two.
func (b *block) moveHalves(t *thread, to, from *operand) error {
	args := b.scratch[:0]
	var err error
	if from.kind == ofVector {
		if args, err = b.values(args, t, from.vector); err == nil {
			args = append(args[:0], args[1]<<32|args[0])
		}
	} else {
		args, err = b.values(args, t, []operand{*from})
	}
	switch {
	case err != nil:
		return err
	case to.kind != ofVector:
		return t.write(to, args[0])
	}
	return errors.Join(t.write(&to.vector[0], args[0]), t.write(&to.vector[1], args[0]>>32))
}

// addShared adds to a word of shared memory. What it was is a result, unless only
// reduced. The order of threads is that of their numbers here, and any on a device.
func (b *block) addShared(t *thread, in *instruction) error {
	if in.op != "atom.shared.add.u32" && in.op != "red.shared.add.u32" {
		return fmt.Errorf("unknown instruction")
	}
	operands := in.operands[len(in.operands)-2:]
	base, err := b.value(t, &operands[0].vector[0])
	if err != nil {
		return err
	}
	value, err := b.value(t, &operands[1])
	if err != nil {
		return err
	}
	address := base + operands[0].immediate
	if address%4 != 0 {
		return fmt.Errorf("address %#x is not aligned", address)
	}
	bytes, err := b.touchShared(t.index, address, adds)
	if err != nil {
		return err
	}
	before := binary.LittleEndian.Uint32(bytes)
	binary.LittleEndian.PutUint32(bytes, before+uint32(value))
	if in.kind == "red" {
		return nil
	}
	return t.write(&in.operands[0], uint64(before))
}

func (b *block) loadParameter(t *thread, in *instruction) error {
	i := slices.Index(b.grid.program.parameters, in.operands[1].text)
	if i < 0 {
		return fmt.Errorf("no such parameter")
	}
	return t.write(&in.operands[0], pointerTo(i))
}

// pointerTo is the address of a parameter's buffer.
func pointerTo(parameter int) uint64 { return uint64(parameter+1) << 32 }

// values appends what operands are.
func (b *block) values(values []uint64, t *thread, operands []operand) ([]uint64, error) {
	for i := range operands {
		v, err := b.value(t, &operands[i])
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

func (b *block) value(t *thread, o *operand) (uint64, error) {
	switch o.kind {
	case ofRegister:
		if !t.set[o.register] {
			return 0, fmt.Errorf("%s was never written", o.text)
		}
		return t.registers[o.register], nil
	case ofImmediate:
		return o.immediate, nil
	}
	switch o.text {
	case "%tid.x":
		return uint64(t.index), nil
	case "%ctaid.x":
		return uint64(b.index[0]), nil
	case "%ctaid.y":
		return uint64(b.index[1]), nil
	case "%ctaid.z":
		return uint64(b.index[2]), nil
	}
	if offset, ok := b.grid.program.shared[o.text]; ok {
		return uint64(offset), nil
	}
	return 0, fmt.Errorf("unknown operand %s", o.text)
}

func (t *thread) write(o *operand, value uint64) error {
	if o.kind != ofRegister {
		return fmt.Errorf("%s is not a register", o.text)
	}
	if !o.wide {
		value = uint64(uint32(value))
	}
	t.registers[o.register], t.set[o.register] = value, true
	return nil
}

// exchange does an instruction in which a warp's threads see each other's values.
func (b *block) exchange(threads []*thread, in *instruction) error {
	args := b.lanes[:]
	for i, t := range threads {
		values, err := b.values(args[i][:0], t, in.operands[1:])
		if err != nil {
			return fmt.Errorf("thread %d: %w", t.index, err)
		}
		if mask := values[len(values)-1]; uint32(mask) != math.MaxUint32 {
			return fmt.Errorf("thread %d: the mask leaves threads out", t.index)
		}
	}
	for i, t := range threads {
		value, err := exchanged(in.op, args, i)
		if err != nil {
			return err
		}
		if err := t.write(&in.operands[0], value); err != nil {
			return err
		}
	}
	return nil
}

// exchanged is what a lane gets of the values of all.
func exchanged(op string, args [][4]uint64, lane int) (uint64, error) {
	switch op {
	case "shfl.sync.bfly.b32":
		if args[lane][2] != warp-1 {
			return 0, fmt.Errorf("unknown clamp")
		}
		return args[lane^int(args[lane][1])][0], nil
	case "shfl.sync.idx.b32":
		if args[lane][2] != warp-1 || args[lane][1] >= warp {
			return 0, fmt.Errorf("unknown clamp, or no such lane")
		}
		return args[args[lane][1]][0], nil
	case "shfl.sync.up.b32":
		if args[lane][2] != 0 {
			return 0, fmt.Errorf("unknown clamp")
		}
		if lane < int(args[lane][1]) {
			return args[lane][0], nil
		}
		return args[lane-int(args[lane][1])][0], nil
	case "redux.sync.min.u32":
		smallest := uint64(math.MaxUint32)
		for _, a := range args {
			smallest = min(smallest, a[0])
		}
		return smallest, nil
	case "redux.sync.add.s32":
		sum := uint32(0)
		for _, a := range args {
			sum += uint32(a[0])
		}
		return uint64(sum), nil
	case "redux.sync.max.u32":
		largest := uint64(0)
		for _, a := range args {
			largest = max(largest, a[0])
		}
		return largest, nil
	}
	return 0, fmt.Errorf("unknown instruction")
}

// transfer is what an instruction moves between registers and memory.
type transfer struct {
	load, shared bool
	words        int
}

var transfers = map[string]transfer{
	"ld.global.v2.b32":    {load: true, words: 2},
	"ld.global.v4.f32":    {load: true, words: 4},
	"ld.global.nc.b32":    {load: true, words: 1},
	"ld.global.nc.f32":    {load: true, words: 1},
	"ld.global.nc.v2.b32": {load: true, words: 2},
	"ld.global.nc.v2.f32": {load: true, words: 2},
	"ld.global.nc.v4.b32": {load: true, words: 4},
	"ld.global.nc.v4.f32": {load: true, words: 4},
	"st.global.b32":       {words: 1},
	"st.global.f32":       {words: 1},
	"st.global.v2.f32":    {words: 2},
	"st.global.v4.f32":    {words: 4},
	"ld.shared.b32":       {load: true, shared: true, words: 1},
	"ld.shared.f32":       {load: true, shared: true, words: 1},
	"ld.shared.v2.b32":    {load: true, shared: true, words: 2},
	"ld.shared.v2.f32":    {load: true, shared: true, words: 2},
	"ld.shared.v4.b32":    {load: true, shared: true, words: 4},
	"ld.shared.v4.f32":    {load: true, shared: true, words: 4},
	"st.shared.b32":       {shared: true, words: 1},
	"st.shared.f32":       {shared: true, words: 1},
	"st.shared.v2.b32":    {shared: true, words: 2},
	"st.shared.v2.f32":    {shared: true, words: 2},
	"st.shared.v4.b32":    {shared: true, words: 4},
	"st.shared.v4.f32":    {shared: true, words: 4},
}

func (b *block) move(t *thread, in *instruction, how transfer) error {
	place, registers := &in.operands[0], &in.operands[1]
	if how.load {
		place, registers = registers, place
	}
	list := registers.vector
	if how.words == 1 {
		list = []operand{*registers}
	}
	if place.kind != ofAddress || len(list) != how.words {
		return fmt.Errorf("unknown operands")
	}
	base, err := b.value(t, &place.vector[0])
	if err != nil {
		return err
	}
	address := base + place.immediate
	if address%uint64(4*how.words) != 0 {
		return fmt.Errorf("address %#x is not aligned", address)
	}
	for i := range list {
		bytes, err := b.touch(t, how, address+uint64(4*i))
		if err != nil {
			return err
		}
		if how.load {
			err = t.write(&list[i], uint64(binary.LittleEndian.Uint32(bytes)))
		} else {
			err = b.put(t, &list[i], bytes)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *block) put(t *thread, from *operand, bytes []byte) error {
	value, err := b.value(t, from)
	binary.LittleEndian.PutUint32(bytes, uint32(value))
	return err
}

// touch is the word at an address that a thread loads or stores.
func (b *block) touch(t *thread, how transfer, address uint64) ([]byte, error) {
	if how.shared {
		if how.load {
			return b.touchShared(t.index, address, reads)
		}
		return b.touchShared(t.index, address, writes)
	}
	return b.grid.touchGlobal(address, how.load)
}

func (g *grid) touchGlobal(address uint64, load bool) ([]byte, error) {
	i, offset := int(address>>32)-1, int(uint32(address))
	if i < 0 || i >= len(g.memory) || offset+4 > len(g.memory[i].data) {
		return nil, fmt.Errorf("address %#x is out of bounds", address)
	}
	buffer := g.memory[i]
	if load != (buffer.written == nil) {
		return nil, fmt.Errorf("address %#x: a result is read, or an operand written", address)
	}
	if !load {
		if buffer.written[offset] {
			return nil, fmt.Errorf("address %#x is written twice", address)
		}
		for j := range 4 {
			buffer.written[offset+j] = true
		}
	}
	return buffer.data[offset : offset+4], nil
}

// how a word of shared memory is touched.
type touching int

const (
	reads touching = iota
	writes
	adds // atomically, so in any order beside others that do
)

func (b *block) touchShared(thread int, address uint64, how touching) ([]byte, error) {
	if address+4 > uint64(len(b.shared)) {
		return nil, fmt.Errorf("shared address %#x is out of bounds", address)
	}
	word, now := &b.words[address/4], touched{thread, thread / warp, b.epoch, b.phases[thread/warp]}
	switch {
	case !word.written.before(now):
		return nil, fmt.Errorf("shared address %#x: no barrier since thread %d wrote it", address, word.written.thread)
	case how != writes && word.written.epoch == 0:
		return nil, fmt.Errorf("shared address %#x was never written", address)
	case how != adds && !word.added.before(now):
		return nil, fmt.Errorf("shared address %#x: no barrier since another thread added to it", address)
	case how == reads:
		word.read = word.read.and(now)
	case !word.read.before(now):
		return nil, fmt.Errorf("shared address %#x: no barrier since another thread read it", address)
	case how == adds:
		word.added = word.added.and(now)
	default:
		word.written = now
	}
	return b.shared[address : address+4], nil
}

// arithmetic is the instructions without memory, on the bits of registers.
var arithmetic = map[string]func(a []uint64) uint64{
	"cvta.to.global.u64": first,
	"cvt.u64.u32":        first,
	"cvt.u32.u64":        first,
	"mov.u32":            first,
	"mov.b32":            first,
	"mov.f32":            first,

	"add.u64":      func(a []uint64) uint64 { return a[0] + a[1] },
	"sub.u64":      func(a []uint64) uint64 { return a[0] - a[1] },
	"max.u64":      func(a []uint64) uint64 { return max(a[0], a[1]) },
	"max.u32":      func(a []uint64) uint64 { return max(a[0], a[1]) },
	"mul.lo.u64":   func(a []uint64) uint64 { return a[0] * a[1] },
	"mul.hi.u64":   func(a []uint64) uint64 { high, _ := bits.Mul64(a[0], a[1]); return high },
	"add.u32":      func(a []uint64) uint64 { return a[0] + a[1] },
	"add.s32":      func(a []uint64) uint64 { return a[0] + a[1] },
	"min.u32":      func(a []uint64) uint64 { return min(a[0], a[1]) },
	"sub.u32":      func(a []uint64) uint64 { return a[0] - a[1] },
	"mul.wide.u32": func(a []uint64) uint64 { return uint64(uint32(a[0])) * uint64(uint32(a[1])) },
	"shr.u64":      func(a []uint64) uint64 { return a[0] >> a[1] },
	"mul.lo.u32":   func(a []uint64) uint64 { return a[0] * a[1] },
	"mad.lo.u32":   func(a []uint64) uint64 { return a[0]*a[1] + a[2] },
	"mad.lo.s32":   func(a []uint64) uint64 { return a[0]*a[1] + a[2] },
	"mad.lo.u64":   func(a []uint64) uint64 { return a[0]*a[1] + a[2] },
	"mad.wide.u32": func(a []uint64) uint64 { return uint64(uint32(a[0]))*uint64(uint32(a[1])) + a[2] },

	"xor.b32": func(a []uint64) uint64 { return a[0] ^ a[1] },
	"or.b32":  func(a []uint64) uint64 { return a[0] | a[1] },
	"not.b32": func(a []uint64) uint64 { return ^a[0] },
	"and.b32": func(a []uint64) uint64 { return a[0] & a[1] },
	"shl.b32": func(a []uint64) uint64 { return a[0] << a[1] },
	"shr.u32": func(a []uint64) uint64 { return a[0] >> a[1] },
	"shr.s32": func(a []uint64) uint64 { return uint64(int32(a[0]) >> a[1]) },

	"setp.eq.u32": func(a []uint64) uint64 { return truth(uint32(a[0]) == uint32(a[1])) },
	"setp.ne.u32": func(a []uint64) uint64 { return truth(uint32(a[0]) != uint32(a[1])) },
	"setp.lt.u32": func(a []uint64) uint64 { return truth(uint32(a[0]) < uint32(a[1])) },
	"setp.ge.u32": func(a []uint64) uint64 { return truth(uint32(a[0]) >= uint32(a[1])) },
	"setp.gt.u32": func(a []uint64) uint64 { return truth(uint32(a[0]) > uint32(a[1])) },
	"setp.lt.s32": func(a []uint64) uint64 { return truth(int32(a[0]) < int32(a[1])) },
	"setp.ge.s32": func(a []uint64) uint64 { return truth(int32(a[0]) >= int32(a[1])) },
	"setp.ne.u64": func(a []uint64) uint64 { return truth(a[0] != a[1]) },
	"setp.lt.u64": func(a []uint64) uint64 { return truth(a[0] < a[1]) },
	"setp.le.u64": func(a []uint64) uint64 { return truth(a[0] <= a[1]) },
	"setp.ge.u64": func(a []uint64) uint64 { return truth(a[0] >= a[1]) },
	"setp.eq.f32": func(a []uint64) uint64 { return truth(float(a[0]) == float(a[1])) },
	"setp.lt.f32": func(a []uint64) uint64 { return truth(float(a[0]) < float(a[1])) },
	"setp.gt.f32": func(a []uint64) uint64 { return truth(float(a[0]) > float(a[1])) },
	"setp.ge.f32": func(a []uint64) uint64 { return truth(float(a[0]) >= float(a[1])) },

	"setp.eq.and.u32": func(a []uint64) uint64 { return truth(uint32(a[0]) == uint32(a[1])) & a[2] },
	"setp.ne.and.u32": func(a []uint64) uint64 { return truth(uint32(a[0]) != uint32(a[1])) & a[2] },
	"setp.lt.and.u32": func(a []uint64) uint64 { return truth(uint32(a[0]) < uint32(a[1])) & a[2] },
	"setp.gt.and.u64": func(a []uint64) uint64 { return truth(a[0] > a[1]) & a[2] },
	"and.pred":        func(a []uint64) uint64 { return a[0] & a[1] },
	"or.pred":         func(a []uint64) uint64 { return a[0] | a[1] },

	"selp.b32": selected,
	"selp.b64": selected,
	"selp.f32": selected,

	"dp4a.s32.s32": func(a []uint64) uint64 {
		return dotBytes(a, func(b byte) int32 { return int32(int8(b)) })
	},
	"dp4a.u32.s32": func(a []uint64) uint64 {
		return dotBytes(a, func(b byte) int32 { return int32(b) })
	},

	"add.rn.f32":         func(a []uint64) uint64 { return bitsOf(float(a[0]) + float(a[1])) },
	"sub.rn.f32":         func(a []uint64) uint64 { return bitsOf(float(a[0]) - float(a[1])) },
	"mul.rn.f32":         func(a []uint64) uint64 { return bitsOf(float(a[0]) * float(a[1])) },
	"div.rn.f32":         func(a []uint64) uint64 { return bitsOf(float(a[0]) / float(a[1])) },
	"fma.rn.f32":         fused,
	"rcp.rn.f32":         func(a []uint64) uint64 { return bitsOf(1 / float(a[0])) },
	"sqrt.rn.f32":        func(a []uint64) uint64 { return bitsOf(float32(math.Sqrt(float64(float(a[0]))))) },
	"ex2.approx.f32":     exp2,
	"ex2.approx.ftz.f32": exp2, // results are not denormal
	"abs.f32":            func(a []uint64) uint64 { return a[0] &^ (1 << 31) },
	"max.f32":            func(a []uint64) uint64 { return unlessNaN(a, max(float(a[0]), float(a[1]))) },
	"min.f32":            func(a []uint64) uint64 { return unlessNaN(a, min(float(a[0]), float(a[1]))) },

	"cvt.rn.f32.s32":  func(a []uint64) uint64 { return bitsOf(float32(int32(a[0]))) },
	"cvt.rzi.u32.f32": func(a []uint64) uint64 { return min(truncated(a), math.MaxUint32) },
	"cvt.rzi.u64.f32": truncated,
	"cvt.rni.u64.f32": func(a []uint64) uint64 { return uint64(math.RoundToEven(float64(float(a[0])))) }, // never negative nor too large
	"cvt.rni.s32.f32": func(a []uint64) uint64 { return uint64(roundToInt(float(a[0]))) },
	"cvt.pack.sat.s8.s32.b32": func(a []uint64) uint64 {
		return saturated(a[1]) | saturated(a[0])<<8 | a[2]<<16
	},
}

func first(a []uint64) uint64 { return a[0] }

func selected(a []uint64) uint64 { return a[0]*a[2] + a[1]*(1-a[2]) }

// fused rounds a sum twice: first to a float64, which seldom makes a difference.
func fused(a []uint64) uint64 {
	return bitsOf(float32(math.FMA(float64(float(a[0])), float64(float(a[1])), float64(float(a[2])))))
}

// exp2 is here as good as exact.
func exp2(a []uint64) uint64 { return bitsOf(float32(math.Exp2(float64(float(a[0]))))) }

// unlessNaN is the result for two numbers, and else the one that is a number.
func unlessNaN(a []uint64, result float32) uint64 {
	switch {
	case float(a[0]) != float(a[0]):
		return a[1]
	case float(a[1]) != float(a[1]):
		return a[0]
	}
	return bitsOf(result)
}

// truncated saturates, and is 0 for NaN.
func truncated(a []uint64) uint64 {
	switch x := float64(float(a[0])); {
	case x >= 1<<64:
		return math.MaxUint64
	case x > 0:
		return uint64(x)
	}
	return 0
}

func float(bits uint64) float32 { return math.Float32frombits(uint32(bits)) }
func bitsOf(x float32) uint64   { return uint64(math.Float32bits(x)) }
func saturated(x uint64) uint64 { return uint64(uint8(max(-128, min(127, int32(x))))) }
func roundToInt(x float32) int32 {
	return int32(max(-1<<31, min(1<<31-1, math.RoundToEven(float64(x)))))
}

func truth(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// dotBytes adds the products of four bytes, those of the second signed.
func dotBytes(a []uint64, of func(byte) int32) uint64 {
	sum := int32(a[2])
	for shift := 0; shift < 32; shift += 8 {
		sum += of(byte(a[0]>>shift)) * int32(int8(a[1]>>shift))
	}
	return uint64(sum)
}

// program is the text of a kernel, read.
type program struct {
	parameters  []string
	registers   map[string]int // slots
	shared      map[string]int // offsets
	sharedBytes int
	labels      map[string]int
	code        []instruction
}

type instruction struct {
	guard    int // slot of a predicate; -1: none
	negated  bool
	op       string
	kind     string // what op begins with
	moves    transfer
	compute  func(args []uint64) uint64
	operands []operand
	line     int
	text     string
}

type operandKind int

const (
	ofName      operandKind = iota // of a special register, a parameter, a label or a shared array
	ofRegister                     // of a thread
	ofImmediate                    // value
	ofVector                       // of registers
	ofAddress                      // a register or a name, and an offset
)

type operand struct {
	kind      operandKind
	text      string
	register  int
	wide      bool   // the register has 64 bits
	immediate uint64 // or the offset of an address
	vector    []operand
}

var (
	parameterLine = regexp.MustCompile(`^\.param \.u64 (\w+),?$`)
	registerLine  = regexp.MustCompile(`^\.reg \.(?:pred|b32|b64|f32) (%[a-z]+)<(\d+)>;$`)
	sharedLine    = regexp.MustCompile(`^\.shared \.align 16 \.b32 (\w+)\[(\d+)\];$`)
	labelLine     = regexp.MustCompile(`^(\$?\w+):$`)
	codeLine      = regexp.MustCompile(`^(?:@(!?)(%\w+) )?([a-z][\w.]*)(?: (.*))?;$`)
	otherLine     = regexp.MustCompile(`^(?://.*|[{})]|\.version .*|\.target .*|\.address_size 64|\.visible \.entry \w+\(|\.reqntid \d+, 1, 1|\.minnctapersm \d+|)$`)
	operandText   = regexp.MustCompile(`\{[^}]*\}|\[[^]]*\]|[^,\s]+`)
)

func parse(text string) (program, error) {
	p := program{registers: map[string]int{}, shared: map[string]int{}, labels: map[string]int{}}
	for i, line := range strings.Split(text, "\n") {
		if err := p.parseLine(i+1, strings.TrimSpace(line)); err != nil {
			return p, fmt.Errorf("line %d: %s: %w", i+1, line, err)
		}
	}
	return p, nil
}

func (p *program) parseLine(number int, line string) (err error) {
	if m := parameterLine.FindStringSubmatch(line); m != nil {
		p.parameters = append(p.parameters, m[1])
	} else if m := registerLine.FindStringSubmatch(line); m != nil {
		for i := range atoi(m[2]) {
			p.registers[m[1]+strconv.Itoa(i)] = len(p.registers)
		}
	} else if m := sharedLine.FindStringSubmatch(line); m != nil {
		p.shared[m[1]] = p.sharedBytes
		p.sharedBytes += (atoi(m[2])*4 + 15) / 16 * 16
	} else if m := labelLine.FindStringSubmatch(line); m != nil {
		p.labels[m[1]] = len(p.code)
	} else if m := codeLine.FindStringSubmatch(line); m != nil {
		in := instruction{guard: -1, negated: m[1] == "!", op: m[3], line: number, text: line}
		if m[2] != "" {
			var ok bool
			if in.guard, ok = p.registers[m[2]]; !ok {
				return fmt.Errorf("no such predicate")
			}
		}
		in.kind, _, _ = strings.Cut(in.op, ".")
		in.moves, in.compute = transfers[in.op], arithmetic[in.op]
		in.operands, err = p.operands(m[4])
		p.code = append(p.code, in)
	} else if !otherLine.MatchString(line) {
		return fmt.Errorf("unknown line")
	}
	return err
}

func (p *program) operands(text string) (list []operand, err error) {
	for _, one := range operandText.FindAllString(text, -1) {
		o, err := p.operand(one)
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	return list, nil
}

func (p *program) operand(text string) (o operand, err error) {
	o = operand{text: text}
	var ok bool
	switch {
	case text[0] == '{':
		o.kind = ofVector
		o.vector, err = p.operands(strings.Trim(text, "{}"))
	case text[0] == '[':
		base, offset, _ := strings.Cut(strings.Trim(text, "[]"), "+")
		o.kind, o.text, o.immediate = ofAddress, base, uint64(atoi("0"+offset))
		o.vector, err = p.operands(base)
	case strings.HasPrefix(text, "0f"):
		o.kind = ofImmediate
		o.immediate, err = strconv.ParseUint(text[2:], 16, 32)
	case strings.ContainsRune("-0123456789", rune(text[0])):
		var n int64
		n, err = strconv.ParseInt(text, 0, 64)
		o.kind, o.immediate = ofImmediate, uint64(n)
	case text[0] == '%' && !strings.Contains(text, "."):
		o.kind, o.wide = ofRegister, strings.HasPrefix(text, "%rd")
		if o.register, ok = p.registers[text]; !ok {
			err = fmt.Errorf("no such register")
		}
	}
	return o, err
}

// atoi is for digits that a pattern has found.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
