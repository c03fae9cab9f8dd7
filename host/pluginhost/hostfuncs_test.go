package pluginhost

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/pluginhost/plugintest"
)

// envCall calls one function of the Extism ABI on a bare call state.
func envCall(s *callState, name string, args ...uint64) uint64 {
	stack := append(args, 0)
	for _, f := range envFuncs {
		if f.name == name {
			f.call(s, nil, stack)
		}
	}
	return stack[0]
}

func newState(input string) *callState {
	s := &callState{memory: arena{limit: 1 << 12}}
	s.begin("route", "", []byte(input))
	return s
}

func TestInputLoads(t *testing.T) {
	s := newState("0123456789")
	word := binary.LittleEndian.Uint64([]byte("23456789"))
	for _, c := range []struct {
		name   string
		offset uint64
		want   uint64
	}{
		{"input_load_u8", 0, '0'}, {"input_load_u8", 9, '9'}, {"input_load_u8", 10, 0}, {"input_load_u8", ^uint64(0), 0},
		{"input_load_u64", 2, word}, {"input_load_u64", 3, 0}, {"input_load_u64", ^uint64(0), 0}, {"input_load_u64", ^uint64(6), 0},
	} {
		if got := envCall(s, c.name, c.offset); got != c.want {
			t.Errorf("%s(%d) = %#x, want %#x", c.name, c.offset, got, c.want)
		}
	}
	short := newState("abc")
	if got := envCall(short, "input_load_u64", 0); got != 0 {
		t.Errorf("eight bytes of a three-byte input are %#x, want 0", got)
	}
}

func TestFreedOrResetInputIsGone(t *testing.T) {
	for _, forget := range []string{"free", "reset"} {
		s := newState("0123456789")
		envCall(s, forget, s.input.at)
		if n, b := envCall(s, "input_length"), envCall(s, "input_load_u8", 0); n != 0 || b != 0 {
			t.Errorf("after %s the input has %d bytes, the first is %d", forget, n, b)
		}
	}
}

func TestInputAndErrorHandles(t *testing.T) {
	s := newState("0123456789")
	p := s.memory.place([]byte("other"))
	envCall(s, "input_set", p, 5)
	if at, n := envCall(s, "input_offset"), envCall(s, "input_length"); at != p || n != 5 {
		t.Errorf("input is %d bytes at %d, want 5 at %d", n, at, p)
	}
	envCall(s, "input_set", p, 1<<40)
	if n := envCall(s, "input_length"); n != 5 {
		t.Errorf("a lying range became the input: %d bytes", n)
	}
	envCall(s, "error_set", p)
	if got := envCall(s, "error_get"); got != p {
		t.Errorf("error handle %d, want %d", got, p)
	}
}

// wasiErrno is a guest that answers the error number of one WASI call, whose
// arguments are i32 but for the second of clock_time_get.
func wasiErrno(name string, args []int32, withMemory bool) []byte {
	m := &plugintest.Module{}
	env := plugintest.NewEnv(m)
	var params []byte
	var push [][]byte
	for i, a := range args {
		if name == "clock_time_get" && i == 1 {
			params, push = append(params, plugintest.I64), append(push, plugintest.Const64(uint64(a)))
		} else {
			params, push = append(params, plugintest.I32), append(push, plugintest.Const32(a))
		}
	}
	f := m.Import("wasi_snapshot_preview1", name, params, []byte{plugintest.I32})
	if withMemory {
		m.Memory(1, 1)
	}
	m.Export("r3mes_route", m.Func(nil, plugintest.Const64(8), plugintest.Call(env.Alloc), plugintest.Set(0),
		plugintest.Get(0), cat(push...), plugintest.Call(f), plugintest.Extend32(), plugintest.Call(env.StoreU64),
		plugintest.Get(0), plugintest.Const64(8), plugintest.Call(env.OutputSet)))
	return m.Bytes()
}

// The guest's memory ends at 65536: addresses at and over the end must be
// refused, never wrap and never reach the host.
func TestWASIErrors(t *testing.T) {
	const end = 1 << 16
	for _, c := range []struct {
		name string
		args []int32
		want uint64
	}{
		{"args_sizes_get", []int32{0, 4}, errnoSuccess}, {"args_sizes_get", []int32{end - 3, 0}, errnoFault}, {"environ_sizes_get", []int32{0, -1}, errnoFault},
		{"args_get", []int32{0, 0}, errnoSuccess}, {"environ_get", []int32{-1, -1}, errnoSuccess},
		{"clock_time_get", []int32{0, 0, end - 8}, errnoSuccess}, {"clock_time_get", []int32{1, 0, end - 7}, errnoFault}, {"clock_time_get", []int32{9, 0, 0}, errnoInvalid},
		{"random_get", []int32{0, end}, errnoSuccess}, {"random_get", []int32{1, end}, errnoFault}, {"random_get", []int32{0, -1}, errnoInvalid}, {"random_get", []int32{-1, 2}, errnoFault},
		{"fd_write", []int32{1, 0, 0, 0}, errnoSuccess}, {"fd_write", []int32{0, 0, 0, 0}, errnoBadFile}, {"fd_write", []int32{3, 0, 0, 0}, errnoBadFile},
		{"fd_write", []int32{2, end - 7, 1, 0}, errnoFault}, {"fd_write", []int32{2, 0, -1, 0}, errnoInvalid}, {"fd_write", []int32{2, 0, 1, end}, errnoFault},
		{"fd_read", []int32{0, 0, 0, 0}, errnoSuccess}, {"fd_read", []int32{1, 0, 0, 0}, errnoBadFile}, {"fd_read", []int32{0, 0, 0, end}, errnoFault},
		{"fd_close", []int32{2}, errnoSuccess}, {"fd_close", []int32{3}, errnoBadFile},
		{"fd_fdstat_get", []int32{1, end - 24}, errnoSuccess}, {"fd_fdstat_get", []int32{1, end - 23}, errnoFault}, {"fd_fdstat_get", []int32{3, 0}, errnoBadFile},
		{"fd_fdstat_set_flags", []int32{0, 1}, errnoSuccess}, {"fd_fdstat_set_flags", []int32{-1, 1}, errnoBadFile},
		{"fd_prestat_get", []int32{3, 0}, errnoBadFile}, {"fd_prestat_dir_name", []int32{3, 0, 0}, errnoBadFile},
		{"poll_oneoff", []int32{0, 100, 1, 200}, errnoSuccess}, {"poll_oneoff", []int32{0, 0, 0, 0}, errnoInvalid}, {"poll_oneoff", []int32{0, 0, 65, 0}, errnoInvalid},
		{"poll_oneoff", []int32{end - 47, 0, 1, 0}, errnoFault}, {"poll_oneoff", []int32{0, end - 31, 1, 0}, errnoFault}, {"poll_oneoff", []int32{0, 0, 1, -1}, errnoFault},
		{"sched_yield", nil, errnoSuccess},
	} {
		_, g := serve(t, Options{}, plugin{"p", wasiErrno(c.name, c.args, true), plugintest.Manifest("p", []string{"route"})})
		out, err := callRaw(g, "p", "route")
		if err != nil || binary.LittleEndian.Uint64(out) != c.want {
			t.Errorf("%s%v answers %v, %v, want error number %d", c.name, c.args, out, err, c.want)
		}
	}
}

func TestWASIWithoutMemory(t *testing.T) {
	_, g := serve(t, Options{}, plugin{"p", wasiErrno("random_get", []int32{0, 8}, false), plugintest.Manifest("p", []string{"route"})})
	if out, err := callRaw(g, "p", "route"); err != nil || binary.LittleEndian.Uint64(out) != errnoFault {
		t.Errorf("a guest without memory was answered %v, %v, want error number %d", out, err, errnoFault)
	}
}

// What a guest prints when it dies stands in the error, whatever it printed
// before and however long a trace follows.
func TestLastWords(t *testing.T) {
	long := strings.Repeat("x", 2*maxPrintedBytes)
	for _, c := range []struct {
		printed []string
		want    string
	}{
		{nil, ""},
		{[]string{"a\n", "b"}, `, having printed "a b"`},
		{[]string{long, "panic: \x1b[31mno\nsuch key"}, `, having printed "panic:  [31mno such key"`},
		{[]string{"fatal error: ", "out of memory\n", long}, `, having printed "fatal error: out of memory ` + long[:256-27] + `"`},
	} {
		s := newState("")
		for _, p := range c.printed {
			s.print([]byte(p))
		}
		if len(s.printed) > maxPrintedBytes || len(s.dying) > maxErrorBytes {
			t.Errorf("%d and %d bytes are kept (limits %d and %d)", len(s.printed), len(s.dying), maxPrintedBytes, maxErrorBytes)
		}
		in := &instance{state: *s}
		if got := in.lastWords(); got != c.want {
			t.Errorf("last words are %s, want %s", got, c.want)
		}
	}
}
