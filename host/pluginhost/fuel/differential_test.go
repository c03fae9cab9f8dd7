package fuel_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/r3mes/r3mes/host/pluginhost/fuel"
	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
)

// result is everything that a run of a generated module shows.
type result struct {
	Error   string // its first line
	Memory  string
	Globals []uint64
	Host    []uint64 // what the host function was handed
}

// machine runs modules in the real runtime.
type machine struct {
	runtime wazero.Runtime
	host    []uint64   // of the run in progress
	meter   fuel.Meter // likewise
	yielded error      // that ended it

	stingy    bool  // refills only what is missing, so that every look finds nothing left
	overdraft int64 // the most units that were missing at a look
	given     int64 // by a stingy one
}

func newMachine(t testing.TB) *machine {
	t.Helper()
	ctx := context.Background()
	m := &machine{runtime: wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigCompiler().WithCoreFeatures(api.CoreFeaturesV2).WithDebugInfoEnabled(false))}
	t.Cleanup(func() { m.runtime.Close(ctx) })
	define := func(module, name string, f func(stack []uint64)) {
		_, err := m.runtime.NewHostModuleBuilder(module).NewFunctionBuilder().WithGoFunction(api.GoFunc(func(_ context.Context, stack []uint64) { f(stack) }),
			[]api.ValueType{api.ValueTypeI64}, []api.ValueType{api.ValueTypeI64}).Export(name).Instantiate(ctx)
		if err != nil {
			t.Fatal(err)
		}
	}
	define("h", "mix", func(stack []uint64) {
		m.host = append(m.host, stack[0])
		stack[0] = stack[0]*0x9e3779b97f4a7c15 ^ uint64(len(m.host))
	})
	define(fuel.Import, fuel.Yield, func(stack []uint64) {
		missing := -int64(int32(stack[0]))
		m.overdraft = max(m.overdraft, missing)
		if m.stingy {
			m.given += missing
			stack[0] += uint64(missing)
			return
		}
		counter, err := m.meter.Refill(stack[0])
		if err != nil {
			m.yielded = err
			panic(err)
		}
		stack[0] = counter
	})
	return m
}

// run calls the module's driver. With a budget the module must be instrumented,
// and used is its fuel.
func (m *machine) run(t testing.TB, wasm []byte, budget int64) (r result, counted uint64, used int64) {
	t.Helper()
	guest := m.start(t, wasm)
	defer guest.Close(context.Background())
	var counter api.MutableGlobal
	if budget >= 0 {
		counter = guest.ExportedGlobal(fuel.CounterExport).(api.MutableGlobal)
		m.fill(counter, budget)
	}
	if _, err := guest.ExportedFunction("run").Call(context.Background()); err != nil {
		r.Error, _, _ = strings.Cut(err.Error(), "\n")
	}
	r.Host = m.host
	if guest.ExportedMemory("memory") != nil {
		memory, _ := guest.Memory().Read(0, guest.Memory().Size())
		r.Memory = string(memory)
	}
	for k := range 5 {
		switch global := guest.ExportedGlobal(fmt.Sprintf("g%d", k)); {
		case global == nil:
		case k == 1:
			counted = global.Get()
		default:
			r.Globals = append(r.Globals, global.Get())
		}
	}
	if counter != nil {
		used = m.used(counter)
	}
	return r, counted, used
}

// start makes an instance and readies m for its run.
func (m *machine) start(t testing.TB, wasm []byte) api.Module {
	t.Helper()
	ctx := context.Background()
	guest, err := m.runtime.InstantiateWithConfig(ctx, wasm, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		t.Fatalf("%v\n%x", err, wasm)
	}
	m.host, m.yielded, m.overdraft, m.given = nil, nil, 0, 0
	return guest
}

// fill gives an instance its fuel; a stingy machine gives none.
func (m *machine) fill(counter api.MutableGlobal, budget int64) {
	if begin := m.meter.Begin(budget); m.stingy {
		counter.Set(begin - fuel.SliceUnits)
	} else {
		counter.Set(begin)
	}
}

func (m *machine) used(counter api.MutableGlobal) int64 {
	if m.stingy {
		return m.given - int64(int32(counter.Get()))
	}
	return m.meter.Used(counter.Get())
}

const plenty = 1 << 40

// cost is what a module did, in units, and what it was charged.
type cost struct {
	executed, charged int64
	trapped           bool // then it was not charged for all
}

// check makes a module from random bytes and wants of its instrumented form:
// the same results, memory, globals, host calls and traps; a charge that is no
// less than what it executed and the same each time; a look at the counter
// often enough; and an end when the budget is smaller.
func check(t *testing.T, m *machine, random []byte) cost {
	t.Helper()
	plain := generate(random, false)
	instrumented, err := fuel.Instrument(plain)
	if err != nil {
		t.Fatalf("refused: %v\n%x", err, plain)
	}
	want, _, _ := m.run(t, plain, -1)
	_, counted, _ := m.run(t, generate(random, true), -1)
	got, _, used := m.run(t, instrumented, plenty)
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("instrumented: %s\noriginal: %s\n%x", got, want, plain)
	}
	m.stingy = true
	thrifty, _, usedThriftily := m.run(t, instrumented, plenty)
	m.stingy = false
	if !reflect.DeepEqual(thrifty, want) || (want.Error == "" && usedThriftily != used) {
		t.Fatalf("with fuel when it is needed: used %d, %s; else %d, %s\n%x", usedThriftily, thrifty, used, want, plain)
	}
	if m.overdraft > unchecked {
		t.Fatalf("%d units were missing when the counter was looked at\n%x", m.overdraft, plain)
	}
	c := cost{executed: int64(counted), charged: used, trapped: want.Error != ""}
	if c.trapped {
		return c
	}
	const free = 64 // units of a small leaf, which nobody is charged for when the host calls it
	if used+free < c.executed {
		t.Fatalf("charged %d units for %d\n%x", used, c.executed, plain)
	}
	if again, _, usedAgain := m.run(t, instrumented, used); usedAgain != used || !reflect.DeepEqual(again, want) {
		t.Fatalf("with a budget of what it used, %d: used %d, %s; before: %s\n%x", used, usedAgain, again, want, plain)
	}
	if less := used - unchecked - 1; less >= 0 {
		if m.run(t, instrumented, less); !errors.Is(m.yielded, fuel.ErrExhausted) {
			t.Fatalf("used %d units of a budget of %d, and ended with %v\n%x", used, less, m.yielded, plain)
		}
	}
	return c
}

// unchecked is the most units between two looks at the counter: one segment
// that needs no look by itself, one that ends with the look, and the largest
// bulk operation of generated code.
const unchecked = 2*10_000 + 300

func (r result) String() string {
	return fmt.Sprintf("error %q, globals %v, %d host calls, memory of %d bytes", r.Error, r.Globals, len(r.Host), len(r.Memory))
}

// randomBytes are as many as a module takes.
func randomBytes(seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 6))
	random := make([]byte, 64+r.IntN(1500))
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	return random
}

func checkMany(t *testing.T, modules uint64) {
	m := newMachine(t)
	var sum cost
	var busy, traps uint64
	for seed := range modules {
		c := check(t, m, randomBytes(seed))
		if c.trapped {
			traps++
			continue
		}
		sum.executed += c.executed
		sum.charged += c.charged
		if c.executed > 1000 {
			busy++
		}
	}
	t.Logf("%d modules: %d ended in a trap, %d others executed more than 1000 units, all others %d and were charged %d",
		modules, traps, busy, sum.executed, sum.charged)
	if busy < modules/20 || traps < modules/8 || traps > modules/4*3 {
		t.Error("the modules do not test what they are meant to")
	}
	if sum.charged > 2*sum.executed {
		t.Errorf("modules are charged %d units for %d", sum.charged, sum.executed)
	}
}

func TestInstrumentedModulesBehaveAlike(t *testing.T) { checkMany(t, 300) }

func TestSlowInstrumentedModulesBehaveAlike(t *testing.T) {
	if os.Getenv("R3MES_SLOW_TESTS") == "" {
		t.Skip("run `make test-slow`")
	}
	checkMany(t, 3000)
}

// Code without branches is charged to the unit.
func TestStraightCodeIsChargedExactly(t *testing.T) {
	m := newMachine(t)
	var exact int
	for seed := range uint64(200) {
		generate := func(counting bool) []byte {
			g := &generator{random: randomBytes(seed), counting: counting}
			return g.module(g.straight)
		}
		plain := generate(false)
		instrumented, err := fuel.Instrument(plain)
		if err != nil {
			t.Fatal(err)
		}
		want, counted, _ := m.run(t, generate(true), -1)
		if want.Error != "" {
			continue
		}
		exact++
		if _, _, used := m.run(t, instrumented, plenty); used != int64(counted) {
			t.Fatalf("charged %d units for %d\n%x", used, counted, plain)
		}
	}
	if exact < 50 {
		t.Errorf("%d modules of 200 came to their end", exact)
	}
}

// However long the code, with or without branches, the counter is looked at
// often enough.
func TestLongCodeIsLookedAt(t *testing.T) {
	m := newMachine(t)
	m.stingy = true
	nops := func(n int) []byte { return bytes.Repeat([]byte{0x01}, n) }
	branch := func(taken byte, body []byte) []byte { // block, i32.const, br_if 0, …, end
		return slices.Concat([]byte{0x02, 0x40, 0x41, taken, 0x0d, 0}, body, []byte{0x0b})
	}
	nested := nops(5)
	for range 1000 {
		nested = branch(0, slices.Concat(nops(4), nested, nops(4)))
	}
	for name, c := range map[string]struct {
		code     []byte
		executed int64
	}{
		"straight":       {nops(45_000), 45_000},
		"short blocks":   {bytes.Repeat(branch(0, nops(7)), 3000), 3000 * 9},
		"skipped blocks": {bytes.Repeat(branch(1, nops(7)), 6000), 6000 * 2},
		"long blocks":    {bytes.Repeat(branch(0, nops(6000)), 8), 8 * 6002},
		"nested blocks":  {nested, 1000*10 + 5},
	} {
		module := &plugintest.Module{}
		module.Import("h", "mix", []byte{typeI64}, []byte{typeI64})
		module.Export("run", module.Func(nil, c.code))
		instrumented, err := fuel.Instrument(module.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_, _, used := m.run(t, instrumented, plenty)
		if used < c.executed {
			t.Errorf("%s: charged %d units for %d", name, used, c.executed)
		}
		if m.overdraft == 0 || m.overdraft > unchecked {
			t.Errorf("%s: %d units were missing when the counter was looked at, want some and at most %d", name, m.overdraft, unchecked)
		}
	}
}

func FuzzInstrumentedModulesBehaveAlike(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(randomBytes(seed))
	}
	f.Fuzz(func(t *testing.T, random []byte) {
		if len(random) > 4096 {
			return
		}
		check(t, newMachine(t), random)
	})
}

// Whatever the bytes: Instrument does not panic, what it makes of a valid
// module is valid, and what it makes of an invalid one is not.
func FuzzInstrument(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(generate(randomBytes(seed), false))
	}
	panics, err := hex.DecodeString("0061736d01000000010401600000030302007f0a0902040010010b02000b")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(panics)
	f.Fuzz(func(t *testing.T, wasm []byte) {
		if out, err := fuel.Instrument(wasm); err == nil {
			sameValidity(t, wasm, out)
		}
	})
}

func sameValidity(t *testing.T, wasm, instrumented []byte) {
	t.Helper()
	was, is := compiles(wasm), compiles(instrumented)
	if was != nil && strings.Contains(was.Error(), "custom") {
		return // dropped with what is wrong in it
	}
	if (was == nil) != (is == nil) {
		t.Errorf("the module: %v; instrumented: %v\n%x", was, is, wasm)
	}
}

// compiles returns why the runtime refuses a module. Some malformed ones make
// it panic.
func compiles(wasm []byte) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	ctx := context.Background()
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter().WithCoreFeatures(api.CoreFeaturesV2))
	defer r.Close(ctx)
	_, err = r.CompileModule(ctx, wasm)
	return err
}

// One byte changed changes nothing about that.
func TestCorruptedModulesStayInvalid(t *testing.T) {
	var refused, valid, invalid int
	for seed := range uint64(3000) {
		wasm := generate(randomBytes(seed%50), false)
		r := rand.New(rand.NewPCG(seed, 7))
		wasm[r.IntN(len(wasm))] ^= byte(1 + r.IntN(255))
		out, err := fuel.Instrument(wasm)
		if err != nil {
			refused++
			continue
		}
		if compiles(wasm) == nil {
			valid++
		} else {
			invalid++
		}
		sameValidity(t, wasm, out)
	}
	t.Logf("%d refused, %d valid, %d invalid", refused, valid, invalid)
	if refused == 0 || valid == 0 || invalid == 0 {
		t.Error("one of the three never happened")
	}
}
