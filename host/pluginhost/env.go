package pluginhost

import (
	"context"
	"encoding/binary"
	"log/slog"
	"math"
	"slices"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/r3mes/r3mes/sdk"
)

// Names of the modules a guest may import from.
const (
	envModule  = "extism:host/env"
	userModule = "extism:host/user"
	wasiModule = "wasi_snapshot_preview1"
)

// hostFunc is one function a guest may import. The stack holds the parameters
// and receives the result in its first place.
type hostFunc struct {
	name            string
	params, results []api.ValueType
	call            func(s *callState, m api.Module, stack []uint64)
}

var (
	i32, i64 = api.ValueTypeI32, api.ValueTypeI64

	none      []api.ValueType
	one32     = []api.ValueType{i32}
	one64     = []api.ValueType{i64}
	two64     = []api.ValueType{i64, i64}
	i64AndI32 = []api.ValueType{i64, i32}
)

// envFuncs is the Extism guest ABI. What each does is what the Extism kernel
// and its Go SDK do, but for what RATIONALE.md lists.
var envFuncs = []hostFunc{
	{"input_length", none, one64, func(s *callState, _ api.Module, st []uint64) { st[0] = s.input.n }},
	{"input_offset", none, one64, func(s *callState, _ api.Module, st []uint64) { st[0] = s.input.at }},
	{"input_set", two64, none, inputSet},
	{"input_load_u8", one64, one32, inputLoadU8},
	{"input_load_u64", one64, one64, inputLoadU64},
	{"output_set", two64, none, func(s *callState, _ api.Module, st []uint64) { s.setOutput(st[0], st[1]) }},
	{"output_offset", none, one64, func(s *callState, _ api.Module, st []uint64) { st[0] = s.output.at }},
	{"output_length", none, one64, func(s *callState, _ api.Module, st []uint64) { st[0] = s.output.n }},
	{"error_set", one64, none, func(s *callState, _ api.Module, st []uint64) { s.errorAt = st[0] }},
	{"error_get", none, one64, func(s *callState, _ api.Module, st []uint64) { st[0] = s.errorAt }},

	{"alloc", one64, one64, func(s *callState, _ api.Module, st []uint64) { st[0] = s.memory.alloc(st[0]) }},
	{"free", one64, none, envFree},
	{"length", one64, one64, func(s *callState, _ api.Module, st []uint64) { st[0] = s.memory.length(st[0]) }},
	{"length_unsafe", one64, one64, func(s *callState, _ api.Module, st []uint64) { st[0] = s.memory.length(st[0]) }},
	{"memory_bytes", none, one64, func(s *callState, _ api.Module, st []uint64) { st[0] = uint64(s.memory.limit) }},
	{"reset", none, none, envReset},
	{"load_u8", one64, one32, func(s *callState, _ api.Module, st []uint64) { st[0] = s.memory.loadU8(st[0]) }},
	{"load_u64", one64, one64, loadU64},
	{"store_u8", i64AndI32, none, func(s *callState, _ api.Module, st []uint64) { s.memory.storeU8(st[0], byte(st[1])) }},
	{"store_u64", two64, none, storeU64},

	{"config_get", one64, one64, configGet},
	{"var_get", one64, one64, varGet},
	{"var_set", two64, none, varSet},

	{"http_request", two64, one64, httpRequest},
	{"http_status_code", none, one32, httpStatusCode},
	{"http_headers", none, one64, httpHeaders},

	{"get_log_level", none, one32, logLevel},
	{"log_trace", one64, none, logAt(LevelTrace)},
	{"log_debug", one64, none, logAt(slog.LevelDebug)},
	{"log_info", one64, none, logAt(slog.LevelInfo)},
	{"log_warn", one64, none, logAt(slog.LevelWarn)},
	{"log_error", one64, none, logAt(slog.LevelError)},
}

var envNames = namesOf(envFuncs)

// userFuncs are ours, beside Extism's. Handles are as there: 0 is nothing.
var userFuncs = slices.Concat(kvFuncs, embedFuncs, metricFuncs)

// userImports tells which capability each of userFuncs needs.
var userImports = needs(map[string][]hostFunc{CapKV: kvFuncs, CapEmbed: embedFuncs, CapMetrics: metricFuncs})

func needs(byCapability map[string][]hostFunc) map[string]string {
	imports := map[string]string{}
	for capability, funcs := range byCapability {
		for _, f := range funcs {
			imports[f.name] = capability
		}
	}
	return imports
}

func namesOf(funcs []hostFunc) map[string]bool {
	names := make(map[string]bool, len(funcs))
	for _, f := range funcs {
		names[f.name] = true
	}
	return names
}

// instantiateHost makes one module of host functions in r.
func instantiateHost(ctx context.Context, r wazero.Runtime, module string, funcs []hostFunc) error {
	b := r.NewHostModuleBuilder(module)
	for _, f := range funcs {
		b.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(func(ctx context.Context, m api.Module, stack []uint64) {
			f.call(stateOf(ctx), m, stack)
		}), f.params, f.results).Export(f.name)
	}
	_, err := b.Instantiate(ctx)
	return err
}

func inputSet(s *callState, _ api.Module, stack []uint64) {
	if p, n := stack[0], stack[1]; s.memory.holds(p, n) {
		s.input = span{at: p, n: n}
	}
}

func inputLoadU8(s *callState, _ api.Module, stack []uint64) {
	if stack[0] >= s.input.n {
		stack[0] = 0
		return
	}
	stack[0] = uint64(s.memory.buf[s.input.at+stack[0]])
}

func inputLoadU64(s *callState, _ api.Module, stack []uint64) {
	if s.input.n < 8 || stack[0] > s.input.n-8 {
		stack[0] = 0
		return
	}
	stack[0] = binary.LittleEndian.Uint64(s.memory.buf[s.input.at+stack[0]:])
}

func envFree(s *callState, _ api.Module, stack []uint64) {
	s.memory.free(stack[0])
	if stack[0] == s.input.at {
		s.input.n = 0
	}
}

// envReset forgets everything the call has on the host's side.
func envReset(s *callState, _ api.Module, _ []uint64) {
	s.memory.reset()
	s.input, s.output, s.errorAt = span{}, span{}, 0
}

func loadU64(s *callState, _ api.Module, stack []uint64) {
	value, ok := s.memory.loadU64(stack[0])
	if !ok {
		stop(sdk.ErrorTrap, "load_u64 at %d is outside the host's memory", stack[0])
	}
	stack[0] = value
}

func storeU64(s *callState, _ api.Module, stack []uint64) {
	if !s.memory.storeU64(stack[0], stack[1]) {
		stop(sdk.ErrorTrap, "store_u64 at %d is outside the host's memory", stack[0])
	}
}

// configGet answers a top-level key of the plugin's configuration: a string as
// it is, anything else as JSON text.
func configGet(s *callState, _ api.Module, stack []uint64) {
	if !s.version.granted(CapConfig) {
		s.deny(CapConfig)
		stack[0] = 0
		return
	}
	value := s.version.configStrings[string(s.memory.bytes(stack[0]))]
	stack[0] = s.placed([]byte(value))
}

// placed is place for values that must not silently vanish.
func (s *callState) placed(value []byte) uint64 {
	p := s.memory.place(value)
	if p == 0 && len(value) > 0 {
		stop(sdk.ErrorTrap, "no room for %d bytes in the host's memory (limit %d)", len(value), s.memory.limit)
	}
	return p
}

func varGet(s *callState, _ api.Module, stack []uint64) {
	value := s.vars[string(s.memory.bytes(stack[0]))]
	s.memory.free(stack[0])
	stack[0] = s.placed(value)
}

// varSet stores a variable for the rest of the call; a value handle of 0
// removes it.
func varSet(s *callState, _ api.Module, stack []uint64) {
	key := string(s.memory.bytes(stack[0]))
	var value []byte
	if stack[1] != 0 {
		value = append([]byte{}, s.memory.bytes(stack[1])...)
	}
	s.memory.free(stack[0])
	s.memory.free(stack[1])
	s.setVar(key, value)
}

// logLevel tells the guest which log calls are worth making.
func logLevel(s *callState, _ api.Module, stack []uint64) {
	const debug, info, off = 1, 2, math.MaxInt32
	switch {
	case !s.version.granted(CapLog):
		stack[0] = off
	case s.version.host.log.Enabled(context.Background(), slog.LevelDebug):
		stack[0] = debug
	default:
		stack[0] = info
	}
}

func logAt(level slog.Level) func(*callState, api.Module, []uint64) {
	return func(s *callState, _ api.Module, stack []uint64) {
		s.logLine(level, s.memory.bytes(stack[0]))
		s.memory.free(stack[0])
	}
}
