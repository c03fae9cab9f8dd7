package pluginhost

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost/fuel"
	"github.com/r3mes/r3mes/sdk"
)

// callState is what host functions know of the guest call in progress. One
// belongs to each instance and is reset before every call, so nothing that a
// guest leaves here outlives the call.
type callState struct {
	version *version
	memory  arena
	input   span
	output  span
	errorAt uint64 // handle of the guest's error message; 0: none

	vars     map[string][]byte
	varBytes int

	hook    string
	seed    string    // of the random stream
	random  io.Reader // made at the first use
	started time.Time // of the instance, for a granted clock

	request   context.Context // of the request, without the guest's own deadline
	requestID string
	clock     guestClock
	meter     fuel.Meter
	shadow    bool // nothing the guest does may be seen outside
	blank     bool // and no pair is seen inside
	private   bool // the guest's own words stay out of errors and logs
	kvTime    allowance
	embedTime allowance
	httpTime  allowance
	response  *webResponse   // of the last HTTP request
	requests  map[string]int // HTTP requests by outcome

	lines   int            // logged in this call
	printed []byte         // what the guest wrote to stdout and stderr, up to a limit
	dying   []byte         // the part from its panic on, up to a limit
	denied  map[string]int // host calls refused for want of a grant, by capability
}

// span is a range of the arena.
type span struct{ at, n uint64 }

// Limits of one call that no operator needs to turn.
const (
	maxVarBytes     = 64 << 10
	maxLogLines     = 32
	maxLogBytes     = 1 << 10 // of one line
	maxPrintedBytes = 4 << 10
	maxRandomBytes  = 1 << 20 // of one request
	maxErrorBytes   = 512     // of a guest's error in a PluginError
)

// constantSeed makes the random stream of hooks that must be deterministic.
const constantSeed = ""

// Instances initialise outside any hook, under this name.
const hookStart = "start"

type callKey struct{}

// stateOf returns the state that the caller of the guest put into ctx.
func stateOf(ctx context.Context) *callState { return ctx.Value(callKey{}).(*callState) }

// begin resets s for one call and lays out its input.
func (s *callState) begin(hook, seed string, input []byte) {
	s.memory.reset()
	s.input = span{at: s.memory.place(input), n: uint64(len(input))}
	s.output, s.errorAt = span{}, 0
	clear(s.vars)
	s.varBytes = 0
	s.hook, s.seed, s.random = hook, seed, nil
	s.lines, s.printed, s.dying, s.denied = 0, s.printed[:0], s.dying[:0], nil
	s.request, s.requestID, s.response, s.requests = nil, "", nil, nil
	s.shadow, s.blank, s.private = false, false, false
}

// admit lets the call reach what lies outside the sandbox: for the request of
// ctx, within the host's limits and with the guest's clock standing meanwhile.
func (s *callState) admit(ctx context.Context, c guestCall) {
	l := s.version.host.limits
	s.request, s.requestID, s.shadow, s.blank, s.private = ctx, c.requestID, c.shadow, c.blank, c.private
	s.kvTime, s.embedTime, s.httpTime = allowance{l.KVTime}, allowance{l.EmbedTime}, allowance{l.HTTPHook}
}

// hostError is what a host function panics with to end the guest's call. The
// runtime turns it into the call's error.
type hostError struct {
	kind string // of the PluginError
	err  error
}

func (e *hostError) Error() string { return e.err.Error() }
func (e *hostError) Unwrap() error { return e.err }

// stop ends the guest's call.
func stop(kind, format string, args ...any) {
	panic(&hostError{kind: kind, err: fmt.Errorf(format, args...)})
}

// answer returns the guest's output, valid until the next call, or the error it
// set. rc is the export's return code.
func (s *callState) answer(rc uint32) ([]byte, error) {
	if s.errorAt != 0 || rc != 0 {
		if s.private {
			return nil, &hostError{kind: sdk.ErrorGuest, err: errWithheld}
		}
		message := string(s.memory.bytes(s.errorAt))
		if message == "" {
			message = fmt.Sprintf("return code %d without a message", int32(rc))
		}
		return nil, &hostError{kind: sdk.ErrorGuest, err: errors.New(printable(truncate(message, maxErrorBytes)))}
	}
	return s.memory.buf[s.output.at : s.output.at+s.output.n], nil
}

// setOutput accepts the range of the answer or ends the call: a range that
// lies is a bug the author should hear of, not an empty answer.
func (s *callState) setOutput(p, n uint64) {
	switch limit := uint64(s.version.host.limits.OutputBytes); {
	case n == 0:
		s.output = span{}
	case n > limit:
		stop(sdk.ErrorOutput, "answer has %d bytes (limit %d)", n, limit)
	case !s.memory.holds(p, n):
		stop(sdk.ErrorOutput, "answer of %d bytes at %d lies outside the memory that was allocated", n, p)
	default:
		s.output = span{at: p, n: n}
	}
}

// fixed tells whether the hook must not depend on anything but its input: the
// prices, and what an instance does before it knows for whom.
func (s *callState) fixed() bool {
	switch s.hook {
	case sdk.HookQuote, sdk.HookSettle, hookStart, describeExport:
		return true
	}
	return false
}

// Time without the grant "clock": a point that no guest can mistake for now.
// The monotonic clock starts above zero because the Go runtime insists.
const (
	fixedWallNanos = 1_640_995_200 * int64(time.Second) // 2022-01-01
	fixedMonoNanos = int64(time.Second)
)

func (s *callState) wallNanos() int64 {
	if s.fixed() || !s.version.granted(CapClock) {
		return fixedWallNanos
	}
	return time.Now().UnixNano()
}

func (s *callState) monoNanos() int64 {
	if s.fixed() || !s.version.granted(CapClock) {
		return fixedMonoNanos
	}
	return fixedMonoNanos + int64(time.Since(s.started))
}

// fill writes random bytes: real ones with the grant "random", else a stream
// that is the same for the same seed.
func (s *callState) fill(b []byte) {
	if s.random == nil {
		if !s.fixed() && s.version.granted(CapRandom) {
			s.random = rand.Reader
		} else {
			s.random = mathrand.NewChaCha8(sha256.Sum256([]byte("r3mes plugin random\x00" + s.seed)))
		}
	}
	io.ReadFull(s.random, b) // neither source fails
}

// print keeps the beginning of what the guest writes, and the beginning of what
// it writes when it dies: Go and Rust say "panic" or "fatal error" first and
// follow with a long trace.
func (s *callState) print(b []byte) {
	s.printed = append(s.printed, b[:min(len(b), maxPrintedBytes-len(s.printed))]...)
	if len(s.dying) == 0 {
		i := bytes.Index(b, []byte("panic"))
		if i < 0 {
			i = bytes.Index(b, []byte("fatal error"))
		}
		if i < 0 {
			return
		}
		b = b[i:]
	}
	s.dying = append(s.dying, b[:min(len(b), maxErrorBytes-len(s.dying))]...)
}

func (s *callState) setVar(key string, value []byte) {
	if old, ok := s.vars[key]; ok {
		s.varBytes -= len(key) + len(old)
		delete(s.vars, key)
	}
	if value == nil {
		return
	}
	if s.varBytes += len(key) + len(value); s.varBytes > maxVarBytes {
		stop(sdk.ErrorTrap, "variables take %d bytes (limit %d)", s.varBytes, maxVarBytes)
	}
	if s.vars == nil {
		s.vars = map[string][]byte{}
	}
	s.vars[key] = append(make([]byte, 0, len(value)), value...)
}
