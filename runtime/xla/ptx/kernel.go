package ptx

import (
	"fmt"
	"maps"
	"math"
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
func (a *assembly) load4(prefix, guard, address string, offset int) (values [4]string) {
	for i := range values {
		values[i] = a.register(prefix)
		if guard != "" {
			a.do("mov.b32", values[i], 0)
		}
	}
	a.do(when(guard)+"ld.global.nc.v4."+registerTypes[prefix], vector(values), at(address, offset))
	return values
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
	fmt.Fprintf(&t, ".visible .entry %s(\n\t%s\n)\n.reqntid %d, 1, 1\n.minnctapersm 1\n{\n", name, strings.Join(a.parameters, ",\n\t"), threads)
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

func vector(values [4]string) string { return "{" + strings.Join(values[:], ", ") + "}" }

// literal is a float, exactly.
func literal(x float32) string { return fmt.Sprintf("0f%08X", math.Float32bits(x)) }

// threadsFor spreads pieces over whole warps, of at most most threads together,
// in as few rounds as that takes.
func threadsFor(pieces, most int) (threads, rounds int) {
	rounds = ceil(pieces, most)
	return ceil(ceil(pieces, rounds), warp) * warp, rounds
}

func ceil(a, b int) int { return (a + b - 1) / b }
