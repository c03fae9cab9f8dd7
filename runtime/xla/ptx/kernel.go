package ptx

import (
	"fmt"
	"maps"
	"math"
	"math/bits"
	"slices"
	"strings"
)

// Kernel is one kernel for one shape.
type Kernel struct {
	Name        string // entry point; it tells the shape and which scales or weights
	Text        string // PTX
	Grid, Block [3]int // blocks, and threads of a block
	Shared      int    // bytes of dynamic shared memory; the text declares its own, so 0
}

const (
	warp       = 32    // threads that run in lock-step
	allLanes   = "-1"  // of a warp, as a mask
	mostTokens = 65535 // a grid has no more blocks in its second dimension
)

// assembly is a kernel that is being written. An instruction that computes
// something writes a register of its own.
type assembly struct {
	parameters   []string
	declarations strings.Builder
	body         strings.Builder
	registers    map[string]int // how many there are, by prefix
	blocks       int            // that a multiprocessor is to have room for at once; 0 is 1
}

// register types by the prefix of their names.
var registerTypes = map[string]string{"p": "pred", "r": "b32", "rd": "b64", "f": "f32"}

func (a *assembly) register(prefix string) string {
	if a.registers == nil {
		a.registers = map[string]int{}
	}
	a.registers[prefix]++
	return fmt.Sprintf("%%%s%d", prefix, a.registers[prefix]-1)
}

func (a *assembly) comment(format string, args ...any) {
	fmt.Fprintf(&a.body, "\n\t// "+format+"\n", args...)
}

// do writes an instruction.
func (a *assembly) do(op string, operands ...any) {
	separator := " "
	fmt.Fprint(&a.body, "\t", op)
	for _, o := range operands {
		fmt.Fprint(&a.body, separator, o)
		separator = ", "
	}
	fmt.Fprint(&a.body, ";\n")
}

// compute writes an instruction that has a result, and returns its register.
func (a *assembly) compute(prefix, op string, operands ...any) string {
	result := a.register(prefix)
	a.do(op, append([]any{result}, operands...)...)
	return result
}

func (a *assembly) predicate(op string, operands ...any) string {
	return a.compute("p", op, operands...)
}
func (a *assembly) word(op string, operands ...any) string  { return a.compute("r", op, operands...) }
func (a *assembly) long(op string, operands ...any) string  { return a.compute("rd", op, operands...) }
func (a *assembly) float(op string, operands ...any) string { return a.compute("f", op, operands...) }

// pointer adds a parameter, and returns its value as an address of global memory.
func (a *assembly) pointer(name string) string {
	a.parameters = append(a.parameters, ".param .u64 "+name)
	return a.long("cvta.to.global.u64", a.long("ld.param.u64", at(name, 0)))
}

// shared declares an array of 32-bit words that a block shares.
func (a *assembly) shared(name string, words int) string {
	fmt.Fprintf(&a.declarations, "\t.shared .align 16 .b32 %s[%d];\n", name, words)
	return name
}

// load4 loads four floats (prefix f) or words (prefix r), zeros where guard, if
// there is one, is false.
func (a *assembly) load4(prefix, guard, address string, offset int) [4]string {
	values := a.registersOf(prefix, 4)
	a.loadInto(readOnly, values, guard, address, offset)
	return [4]string(values)
}

func (a *assembly) registersOf(prefix string, n int) (list []string) {
	for range n {
		list = append(list, a.register(prefix))
	}
	return list
}

// How global memory is loaded. Loads through the cache that is not kept coherent
// are put off by the assembler, even past barriers, where that saves registers.
const (
	readOnly = "ld.global.nc"
	inOrder  = "ld.global"
)

// loadInto loads registers of one type, one, two or four, like load4.
func (a *assembly) loadInto(op string, values []string, guard, address string, offset int) {
	if guard != "" {
		a.clear(values)
	}
	prefix := strings.TrimRight(values[0][1:], "0123456789")
	a.do(when(guard)+op+width(len(values))+"."+registerTypes[prefix], vector(values), at(address, offset))
}

// widened are the floats of pairs of bfloat16, which are the upper halves of theirs.
func (a *assembly) widened(pairs []string) (x []string) {
	for _, pair := range pairs {
		x = append(x, a.float("shl.b32", pair, 16), a.float("and.b32", pair, "0xFFFF0000"))
	}
	return x
}

func (a *assembly) clear(values []string) { a.fill(values, "0") }

func (a *assembly) fill(values []string, with string) {
	for _, v := range values {
		a.do("mov.b32", v, with)
	}
}

// loadShared loads floats of shared memory, as many as a power of two.
func (a *assembly) loadShared(n int, address string, offset int) (values []string) {
	for each := min(n, 4); len(values) < n; offset += 4 * each {
		some := a.registersOf("f", each)
		a.do("ld.shared"+width(each)+".f32", vector(some), at(address, offset))
		values = append(values, some...)
	}
	return values
}

// exchange gives every lane a value of the lane whose number differs in one bit.
func (a *assembly) exchange(value string, bit int) string {
	return a.float("shfl.sync.bfly.b32", value, bit, warp-1, allLanes)
}

// over reduces a value over lanes whose numbers differ in some bits, from one of them
// on to those below another.
func (a *assembly) over(op, value string, from, to int) string {
	for bit := from; bit < to; bit *= 2 {
		value = a.float(op, value, a.exchange(value, bit))
	}
	return value
}

// exp is the weight of a score.
func (a *assembly) exp(score, largest string) string {
	difference := a.float("sub.rn.f32", score, largest)
	return a.float("ex2.approx.f32", a.float("mul.rn.f32", difference, literal(math.Log2E)))
}

// softmaxFactors are what sums of weights, and of weighted values, are to be
// multiplied by, so that they can be added up: their weights are of the largest
// scores that stand before the sums in stats. One that has seen nothing has the
// factor 0, even if none has seen anything.
func (a *assembly) softmaxFactors(stats [][]string) (largest, sum string, factors []string) {
	largest, sum = stats[0][0], literal(0)
	for _, s := range stats[1:] {
		largest = a.float("max.f32", largest, s[0])
	}
	finite := a.float("max.f32", largest, literal(-math.MaxFloat32))
	for i, s := range stats {
		factors = append(factors, a.exp(s[0], finite))
		sum = a.float("fma.rn.f32", s[1], factors[i], sum)
	}
	return largest, sum, factors
}

// label is where a branch goes.
func (a *assembly) label(name string) { fmt.Fprintf(&a.body, "%s:\n", name) }

// quotient divides an index below 2³¹, which the assembler would do as if n were no
// constant. The factor is 2^shift/n, rounded up, and that is so close that what the
// quotient gains is less than 1/n.
func (a *assembly) quotient(index string, n int) string {
	if n&(n-1) == 0 {
		return a.word("shr.u32", index, log2(n))
	}
	shift := 31 + bits.Len(uint(n-1))
	product := a.long("mul.wide.u32", index, (1<<shift+n-1)/n)
	return a.word("cvt.u32.u64", a.long("shr.u64", product, shift))
}

// within is the predicate of threads whose index is below end; none if that is all
// of them.
func (a *assembly) within(index string, threads, end int) string {
	if threads <= end {
		return ""
	}
	return a.predicate("setp.lt.u32", index, end)
}

// kernel is what was written. A least number of blocks on a multiprocessor, even of
// one, keeps the assembler from saving registers at the price of spills.
func (a *assembly) kernel(name string, threads int, grid [3]int) Kernel {
	var t strings.Builder
	fmt.Fprint(&t, ".version 7.0\n.target sm_80\n.address_size 64\n\n")
	fmt.Fprintf(&t, ".visible .entry %s(\n\t%s\n)\n.reqntid %d, 1, 1\n.minnctapersm %d\n{\n", name, strings.Join(a.parameters, ",\n\t"), threads, max(1, a.blocks))
	for _, prefix := range slices.Sorted(maps.Keys(a.registers)) {
		fmt.Fprintf(&t, "\t.reg .%s %%%s<%d>;\n", registerTypes[prefix], prefix, a.registers[prefix])
	}
	fmt.Fprint(&t, a.declarations.String(), a.body.String(), "\tret;\n}\n")
	return Kernel{Name: name, Text: t.String(), Grid: grid, Block: [3]int{threads, 1, 1}}
}

func at(address string, offset int) string {
	if offset == 0 {
		return "[" + address + "]"
	}
	return fmt.Sprintf("[%s+%d]", address, offset)
}

// when is what stands before an instruction that is done only where guard is true.
func when(guard string) string {
	if guard == "" {
		return ""
	}
	return "@" + guard + " "
}

// vector is the operand of an instruction that moves several registers, and width
// what its name says.
func vector(values []string) string {
	if len(values) == 1 {
		return values[0]
	}
	return "{" + strings.Join(values, ", ") + "}"
}

func width(n int) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf(".v%d", n)
}

// sizeOf is how many bytes a float in memory has.
func sizeOf(bf16 bool) int {
	if bf16 {
		return 2
	}
	return 4
}

// suffix is of the name of a kernel that reads such floats.
func suffix(bf16 bool) string {
	if bf16 {
		return "_bf16"
	}
	return ""
}

// literal is a float, exactly.
func literal(x float32) string { return fmt.Sprintf("0f%08X", math.Float32bits(x)) }

// threadsFor spreads pieces over whole warps, of at most most threads together,
// in as few rounds as that takes.
func threadsFor(pieces, most int) (threads, rounds int) {
	rounds = ceil(pieces, most)
	return ceil(ceil(pieces, rounds), warp) * warp, rounds
}

// divisor is the largest of n up to most.
func divisor(n, most int) int {
	d := min(n, most)
	for n%d != 0 {
		d--
	}
	return d
}

// log2 is for powers of two.
func log2(n int) int { return bits.TrailingZeros(uint(n)) }

func ceil(a, b int) int { return (a + b - 1) / b }
