package fuel_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/r3mes/r3mes/host/pluginhost/fuel"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
)

// outcome is what a call of an instrumented function comes to.
type outcome struct {
	result uint64
	used   int64
	yields int
	err    error
}

// call runs the export "f" of wasm, instrumented, within budget.
func call(t testing.TB, wasm []byte, budget int64) outcome {
	t.Helper()
	code, err := fuel.Instrument(wasm)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2).WithMemoryLimitPages(64))
	defer r.Close(ctx)
	var meter fuel.Meter
	var out outcome
	yield := func(_ context.Context, _ api.Module, stack []uint64) {
		out.yields++
		counter, err := meter.Refill(stack[0])
		if err != nil {
			panic(err)
		}
		stack[0] = counter
	}
	i64 := []api.ValueType{api.ValueTypeI64}
	builder := r.NewHostModuleBuilder(fuel.Import).NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(yield), i64, i64).Export(fuel.Yield)
	if _, err := builder.Instantiate(ctx); err != nil {
		t.Fatal(err)
	}
	noop := func(context.Context, []uint64) {}
	if _, err := r.NewHostModuleBuilder("env").NewFunctionBuilder().WithGoFunction(api.GoFunc(noop), nil, nil).Export("noop").Instantiate(ctx); err != nil {
		t.Fatal(err)
	}
	meter.Begin(budget)
	m, err := r.Instantiate(ctx, code)
	if err != nil {
		t.Fatalf("%v\n%x", err, code)
	}
	counter := m.ExportedGlobal(fuel.CounterExport).(api.MutableGlobal)
	counter.Set(meter.Begin(budget))
	results, err := m.ExportedFunction("f").Call(ctx)
	out.err, out.used = err, meter.Used(counter.Get())
	if len(results) > 0 {
		out.result = results[0]
	}
	return out
}

// module has one function of two i64 locals, exported as "f".
func module(results []byte, body ...[]byte) []byte {
	m := &plugintest.Module{}
	m.Memory(1, 64)
	m.Export("f", m.Func(results, body...))
	return m.Bytes()
}

var i64 = []byte{plugintest.I64}

// countTo leaves n in local 0, one step of a loop at a time.
func countTo(n uint64) []byte {
	return plugintest.Loop(
		plugintest.Get(0), plugintest.Const64(1), plugintest.Add64(), plugintest.Set(0),
		plugintest.Get(0), plugintest.Const64(n), []byte{0x54}, plugintest.BrIf(0)) // i64.lt_u
}

func TestCounts(t *testing.T) {
	leaf := func() []byte { // f calls a leaf of 3 units twice
		m := &plugintest.Module{}
		g := m.Func(i64, plugintest.Const64(20), plugintest.Const64(1), plugintest.Add64())
		m.Export("f", m.Func(i64, plugintest.Call(g), plugintest.Call(g), plugintest.Add64()))
		return m.Bytes()
	}
	host := func() []byte {
		m := &plugintest.Module{}
		noop := m.Import("env", "noop", nil, nil)
		m.Export("f", m.Func(i64, plugintest.Call(noop), plugintest.Const64(7)))
		return m.Bytes()
	}
	fill := func(n int32) []byte {
		return module(i64, plugintest.Const32(0), plugintest.Const32(1), plugintest.Const32(n), plugintest.FillMemory(), plugintest.Const64(7))
	}
	long := bytes.Repeat(append(plugintest.Const64(1), 0x1a), 100) // drop
	for _, c := range []struct {
		name   string
		wasm   []byte
		result uint64
		used   int64
	}{
		{"a leaf asked from outside costs nothing", module(i64, plugintest.Const64(7)), 7, 0},
		{"a long line", module(i64, long, plugintest.Const64(7)), 7, 201},
		{"a loop", module(i64, countTo(1000), plugintest.Get(0)), 1000, 9*1000 + 1},
		{"leaves are paid for by their caller", leaf(), 42, 3 + 2*3},
		{"a call of the host", host(), 7, 102},
		{"a fill", fill(4000), 7, 1000 + 5},
		{"growth", module(i64, plugintest.Const32(2), plugintest.GrowMemory(), plugintest.Drop(), plugintest.Const64(7)), 7, 2*1024 + 4},
		{"a branch over code that is not executed", module(i64,
			plugintest.Block(plugintest.Const32(1), plugintest.BrIf(0), long), long, plugintest.Const64(7)), 7, 2 + 201},
		{"a few units behind a branch", module(i64,
			plugintest.Block(plugintest.Const32(1), plugintest.BrIf(0), plugintest.Const64(1), plugintest.Drop()), long, plugintest.Const64(7)), 7, 4 + 201},
		{"a return out of the middle", module(i64,
			plugintest.Const32(1), plugintest.If(long, plugintest.Const64(7), []byte{0x0f}), long, long, plugintest.Const64(8)), 7, 2 + 202},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := call(t, c.wasm, 1<<40)
			if got.err != nil || got.result != c.result || got.used != c.used {
				t.Errorf("result %d, %d units, %v; want %d and %d", got.result, got.used, got.err, c.result, c.used)
			}
		})
	}
}

// The host hears of a long computation once for every slice, and of one that
// exceeds its budget no later than a segment after it.
func TestSlicesAndBudget(t *testing.T) {
	const steps = 100_000
	wasm := module(i64, countTo(steps), plugintest.Get(0))
	got := call(t, wasm, 1<<40)
	if want := 9 * steps / fuel.SliceUnits; got.err != nil || got.yields < want || got.yields > want+1 {
		t.Errorf("%d yields, %v; want about %d", got.yields, got.err, want)
	}
	if exact := call(t, wasm, got.used); exact.err != nil || exact.used != got.used {
		t.Errorf("with just enough fuel: %+v", exact)
	}
	if short := call(t, wasm, got.used-2); !errors.Is(short.err, fuel.ErrExhausted) {
		t.Errorf("with less than enough: %v, want %v", short.err, fuel.ErrExhausted)
	}
	if none := call(t, wasm, 0); !errors.Is(none.err, fuel.ErrExhausted) || none.yields != 1 {
		t.Errorf("without fuel: %+v, want %v at the first look", none, fuel.ErrExhausted)
	}
}

// Nothing that runs for long escapes: neither loops nor call trees nor bulk
// operations nor recursion.
func TestEndless(t *testing.T) {
	tree := func() []byte {
		m := &plugintest.Module{}
		f := m.Func(nil)
		for range 32 {
			f = m.Func(nil, plugintest.Call(f), plugintest.Call(f))
		}
		m.Export("f", f)
		return m.Bytes()
	}
	recursion := func(more ...[]byte) []byte {
		m := &plugintest.Module{}
		m.Export("f", m.Func(nil, append(more, plugintest.Call(0))...))
		return m.Bytes()
	}
	table := func() []byte {
		m := &plugintest.Module{}
		m.Table(1, 1<<30)
		m.Export("f", m.Func(nil, plugintest.Loop(plugintest.NullFunc(), plugintest.Const32(1000), plugintest.GrowTable(), plugintest.Drop(), plugintest.Br(0))))
		return m.Bytes()
	}
	for name, c := range map[string]struct {
		wasm []byte
		want error
	}{
		"a loop of nothing":        {module(nil, plugintest.Loop(plugintest.Br(0))), fuel.ErrExhausted},
		"a call tree":              {tree(), fuel.ErrExhausted},
		"fills":                    {module(nil, plugintest.Loop(plugintest.Const32(0), plugintest.Const32(1), plugintest.Const32(65536), plugintest.FillMemory(), plugintest.Br(0))), fuel.ErrExhausted},
		"growth":                   {module(nil, plugintest.Loop(plugintest.Const32(1), plugintest.GrowMemory(), plugintest.Drop(), plugintest.Br(0))), fuel.ErrExhausted},
		"growth of a table":        {table(), fuel.ErrExhausted},
		"recursion":                {recursion(), fuel.ErrStack},
		"recursion through blocks": {recursion(plugintest.Block(plugintest.Get(0), plugintest.Eqz64(), plugintest.BrIf(0), plugintest.Unreachable())), fuel.ErrStack},
	} {
		t.Run(name, func(t *testing.T) {
			if got := call(t, c.wasm, 20_000_000); !errors.Is(got.err, c.want) {
				t.Errorf("%+v, want %v", got, c.want)
			}
		})
	}
}

func TestTableIsBounded(t *testing.T) {
	m := &plugintest.Module{}
	m.Table(1, 1<<30)
	m.Export("f", m.Func(i64, plugintest.NullFunc(), plugintest.Const32(1<<17), plugintest.GrowTable(), plugintest.Extend32()))
	if got := call(t, m.Bytes(), 1<<40); got.err != nil || uint32(got.result) != 1<<32-1 {
		t.Errorf("growing a table by 131,072 elements: %+v, want -1", got)
	}
}

func TestInstrumentRefuses(t *testing.T) {
	code := func(body ...byte) []byte { return module(nil, body) }
	named := func(build func(m *plugintest.Module)) []byte {
		m := &plugintest.Module{}
		build(m)
		m.Export("f", m.Func(nil))
		return m.Bytes()
	}
	good := module(i64, countTo(10), plugintest.Get(0))
	for says, wasm := range map[string][]byte{
		"not a WebAssembly 1.0 module":                []byte("\x00asm\x0d\x00\x01\x00"),
		"opcode 0xfd (SIMD)":                          code(0xfd, 0x0c),
		"opcode 0xfe (threads)":                       code(0xfe, 0x00),
		"opcode 0x12 (tail calls)":                    code(0x12, 0),
		"opcode 0x06 (exception handling)":            code(0x06, 0x40),
		"opcode 0x14 (typed function references)":     code(0x14, 0),
		"opcode 0xfb (garbage collection)":            code(0xfb, 0),
		"opcode 0xff (unknown)":                       code(0xff),
		"opcode 0xfc 99":                              code(0xfc, 99),
		"function 0, at byte 3 of its body":           code(0xff),
		"function 1, of 1":                            code(0x10, 1),
		"global 0, of 0":                              code(0x23, 0, 0x1a),
		"local 2, of 2":                               code(0x20, 2, 0x1a),
		"table 0, of 0":                               code(0x41, 0, 0x25, 0, 0x1a),
		"type 7, of 1":                                code(0x41, 0, 0x11, 7, 0),
		"branch to label 1, of 1":                     code(0x0c, 1),
		"block of type 9, of 1":                       code(0x02, 9, 0x0b),
		"another memory":                              code(0x3f, 1, 0x1a),
		"data segment 0, of 0":                        code(0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 8, 0, 0),
		"imports host:fuel.yield":                     named(func(m *plugintest.Module) { m.Import(fuel.Import, fuel.Yield, nil, nil) }),
		`exports "host:fuel.counter"`:                 named(func(m *plugintest.Module) { m.Export(fuel.CounterExport, 0) }),
		"table of 200000 elements":                    named(func(m *plugintest.Module) { m.Table(200_000, 300_000) }),
		"kind 2, only functions and globals":          named(func(m *plugintest.Module) { m.ImportMemory("env", "memory") }),
		"file ends in the middle of a section":        good[:len(good)-4],
		"section 1: unknown, out of order or there t": append(bytes.Clone(good), 1, 1, 0),
		"the module has more than 4194304 locals":     manyLocals(),
	} {
		if _, err := fuel.Instrument(wasm); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one with %q", err, says)
		}
	}
}

// manyLocals declares five thousand locals in each of a thousand functions.
func manyLocals() []byte {
	m := &plugintest.Module{}
	for range 1000 {
		m.FuncOfLocals(5_000)
	}
	return m.Bytes()
}

// Small modules that would keep the compiler busy for a minute, or take a
// gigabyte of it, are refused; see maxBranchPairs.
func TestCompileBombs(t *testing.T) {
	one := func(locals int, body ...[]byte) []byte {
		m := &plugintest.Module{}
		m.FuncOfLocals(locals, body...)
		return m.Bytes()
	}
	touch := func(n int) (body []byte) {
		for i := range n {
			body = append(append(body, plugintest.Get(i)...), plugintest.Drop()...)
		}
		return body
	}
	const block, loop = 0x02, 0x03
	nested := func(n int, op byte, body []byte) []byte {
		return slices.Concat(bytes.Repeat([]byte{op, 0x40}, n), body, bytes.Repeat([]byte{0x0b}, n))
	}
	targets := func(n int) []byte {
		b := append(plugintest.Const32(0), 0x0e, byte(n&0x7f|0x80), byte(n>>7))
		return append(append(b, make([]byte, n+1)...), 0x0b)
	}
	table := append([]byte{block, 0x40}, targets(5000)...)
	for says, wasm := range map[string][]byte{
		"nested too deep for its locals":      one(1000, nested(1000, loop, touch(1000))),
		"20000 blocks and 0 targets":          one(2, bytes.Repeat(plugintest.Block(plugintest.Get(0), plugintest.Eqz64(), plugintest.BrIf(0)), 10_000)),
		"too much to compile":                 one(2, bytes.Repeat(table, 300)),
		"blocks are nested deeper than 20000": one(2, nested(20_001, block, nil)),
	} {
		if _, err := fuel.Instrument(wasm); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%d bytes: error %v, want one with %q", len(wasm), err, says)
		}
	}
}

// Every truncation of a real module, and every module with one byte changed,
// is refused or instrumented, without a panic. The compiled guest of the
// package's tests would take minutes; package pluginhost's corruption test
// compiles and runs such modules.
func TestDamagedModules(t *testing.T) {
	m := &plugintest.Module{}
	m.Memory(1, 2)
	m.Table(4, 8)
	f := m.Func(i64, countTo(10), plugintest.Get(0))
	m.Export("f", f)
	good := m.Bytes()
	for n := range good {
		if _, err := fuel.Instrument(good[:n]); n > 8 && err == nil && !atSection(good, n) {
			t.Errorf("the first %d bytes were accepted", n)
		}
		for b := range 256 {
			bad := bytes.Clone(good)
			bad[n] = byte(b)
			_, _ = fuel.Instrument(bad)
		}
	}
}

// atSection says that a section ends at n, after which a module may end.
func atSection(wasm []byte, n int) bool {
	at := 8
	for at < n {
		at += 2 + int(wasm[at+1]) // sizes below 128
	}
	return at == n
}

func TestInstrumentIsDeterministic(t *testing.T) {
	wasm := module(i64, countTo(10), plugintest.Get(0))
	a, err := fuel.Instrument(wasm)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := fuel.Instrument(wasm); err != nil || !bytes.Equal(a, b) {
		t.Errorf("twice instrumented differs, %v", err)
	}
	if _, err := fuel.Instrument(a); err == nil {
		t.Error("an instrumented module was instrumented again")
	}
}

// BenchmarkInstrument rewrites a compiled Go guest.
func BenchmarkInstrument(b *testing.B) {
	wasm, err := os.ReadFile(filepath.Join(plugintest.Guests(b), "price-tokens", "plugin.wasm"))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(wasm)))
	var size int
	for b.Loop() {
		code, err := fuel.Instrument(wasm)
		if err != nil {
			b.Fatal(err)
		}
		size = len(code)
	}
	b.ReportMetric(float64(size)/float64(len(wasm)), "size-ratio")
}

func ExampleInstrument() {
	m := &plugintest.Module{}
	m.Export("spin", m.Func(nil, plugintest.Loop(plugintest.Br(0))))
	wasm, err := fuel.Instrument(m.Bytes())
	fmt.Println(len(wasm) > len(m.Bytes()), err)
	// Output: true <nil>
}
