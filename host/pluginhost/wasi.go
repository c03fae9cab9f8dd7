package pluginhost

import (
	"encoding/binary"
	"math"

	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/sys"
)

// WASI error numbers.
const (
	errnoSuccess = 0
	errnoBadFile = 8
	errnoFault   = 21
	errnoInvalid = 28
)

// wasiFunc declares a function of n i32 parameters that returns an error
// number.
func wasiFunc(name string, n int, call func(s *callState, m api.Memory, p []uint64) uint64) hostFunc {
	params := make([]api.ValueType, n)
	for i := range params {
		params[i] = i32
	}
	return wasiFuncOf(name, params, call)
}

func wasiFuncOf(name string, params []api.ValueType, call func(s *callState, m api.Memory, p []uint64) uint64) hostFunc {
	return hostFunc{name, params, one32, func(s *callState, m api.Module, stack []uint64) {
		if !s.version.hasMemory {
			stack[0] = errnoFault
			return
		}
		stack[0] = call(s, m.Memory(), stack)
	}}
}

// wasiFuncs is the part of WASI preview 1 that a Go guest must have to link:
// no files, no arguments, no environment, no waiting.
var wasiFuncs = []hostFunc{
	wasiFunc("args_get", 2, wasiNothing),
	wasiFunc("args_sizes_get", 2, wasiNoSizes),
	wasiFunc("environ_get", 2, wasiNothing),
	wasiFunc("environ_sizes_get", 2, wasiNoSizes),
	wasiFuncOf("clock_time_get", []api.ValueType{i32, i64, i32}, clockTimeGet),
	wasiFunc("random_get", 2, randomGet),
	wasiFunc("poll_oneoff", 4, pollOneoff),
	wasiFunc("fd_write", 4, fdWrite),
	wasiFunc("fd_read", 4, fdRead),
	wasiFunc("fd_close", 1, func(_ *callState, _ api.Memory, p []uint64) uint64 { return stdio(p[0]) }),
	wasiFunc("fd_fdstat_get", 2, fdstatGet),
	wasiFunc("fd_fdstat_set_flags", 2, func(_ *callState, _ api.Memory, p []uint64) uint64 { return stdio(p[0]) }),
	wasiFunc("fd_prestat_get", 2, wasiNoFile),
	wasiFunc("fd_prestat_dir_name", 3, wasiNoFile),
	{"sched_yield", none, one32, func(_ *callState, _ api.Module, st []uint64) { st[0] = errnoSuccess }},
	{"proc_exit", one32, none, func(_ *callState, _ api.Module, st []uint64) { panic(sys.NewExitError(uint32(st[0]))) }},
}

var wasiNames = namesOf(wasiFuncs)

func wasiNothing(*callState, api.Memory, []uint64) uint64 { return errnoSuccess }
func wasiNoFile(*callState, api.Memory, []uint64) uint64  { return errnoBadFile }

func wasiNoSizes(_ *callState, m api.Memory, p []uint64) uint64 {
	if !m.WriteUint32Le(uint32(p[0]), 0) || !m.WriteUint32Le(uint32(p[1]), 0) {
		return errnoFault
	}
	return errnoSuccess
}

// stdio accepts the three standard descriptors.
func stdio(fd uint64) uint64 {
	if uint32(fd) > 2 {
		return errnoBadFile
	}
	return errnoSuccess
}

func clockTimeGet(s *callState, m api.Memory, p []uint64) uint64 {
	const realtime, monotonic = 0, 1
	var nanos int64
	switch uint32(p[0]) {
	case realtime:
		nanos = s.wallNanos()
	case monotonic:
		nanos = s.monoNanos()
	default:
		return errnoInvalid
	}
	if !m.WriteUint64Le(uint32(p[2]), uint64(nanos)) {
		return errnoFault
	}
	return errnoSuccess
}

func randomGet(s *callState, m api.Memory, p []uint64) uint64 {
	if uint32(p[1]) > maxRandomBytes {
		return errnoInvalid
	}
	b, ok := m.Read(uint32(p[0]), uint32(p[1]))
	if !ok {
		return errnoFault
	}
	s.fill(b)
	return errnoSuccess
}

// pollOneoff reports every subscription as ready at once: there is nothing to
// wait for, and a sleeping guest would hold an instance.
func pollOneoff(_ *callState, m api.Memory, p []uint64) uint64 {
	const subscriptionBytes, eventBytes, maxSubscriptions = 48, 32, 64
	n := uint32(p[2])
	if n == 0 || n > maxSubscriptions {
		return errnoInvalid
	}
	in, ok := m.Read(uint32(p[0]), n*subscriptionBytes)
	if !ok {
		return errnoFault
	}
	events := make([]byte, n*eventBytes)
	for i := range int(n) {
		subscription, event := in[i*subscriptionBytes:], events[i*eventBytes:]
		copy(event[:8], subscription[:8]) // user data
		kind := subscription[8]
		event[10] = kind
		const clock = 0
		if kind != clock {
			binary.LittleEndian.PutUint16(event[8:], errnoBadFile)
		}
	}
	if !m.Write(uint32(p[1]), events) || !m.WriteUint32Le(uint32(p[3]), n) {
		return errnoFault
	}
	return errnoSuccess
}

// fdWrite takes what the guest prints: all of it as far as the guest can tell,
// a bounded end of it in truth.
func fdWrite(s *callState, m api.Memory, p []uint64) uint64 {
	const maxVectors = 1024
	if fd := uint32(p[0]); fd != 1 && fd != 2 {
		return errnoBadFile
	}
	if uint32(p[2]) > maxVectors {
		return errnoInvalid
	}
	vectors, ok := m.Read(uint32(p[1]), uint32(p[2])*8)
	if !ok {
		return errnoFault
	}
	var total uint64
	for ; len(vectors) > 0; vectors = vectors[8:] {
		text, ok := m.Read(binary.LittleEndian.Uint32(vectors), binary.LittleEndian.Uint32(vectors[4:]))
		if !ok {
			return errnoFault
		}
		s.print(text)
		total += uint64(len(text))
	}
	if total > math.MaxUint32 {
		return errnoInvalid
	}
	if !m.WriteUint32Le(uint32(p[3]), uint32(total)) {
		return errnoFault
	}
	return errnoSuccess
}

// fdRead finds the end of standard input and no other file. Every Go guest that
// reads from any io.Reader imports it, for the sake of os.Stdin.
func fdRead(_ *callState, m api.Memory, p []uint64) uint64 {
	if uint32(p[0]) != 0 {
		return errnoBadFile
	}
	if !m.WriteUint32Le(uint32(p[3]), 0) {
		return errnoFault
	}
	return errnoSuccess
}

// fdstatGet describes a standard descriptor as a terminal-like device.
func fdstatGet(_ *callState, m api.Memory, p []uint64) uint64 {
	const statBytes, characterDevice = 24, 2
	if errno := stdio(p[0]); errno != errnoSuccess {
		return errno
	}
	stat := make([]byte, statBytes)
	stat[0] = characterDevice
	if !m.Write(uint32(p[1]), stat) {
		return errnoFault
	}
	return errnoSuccess
}
