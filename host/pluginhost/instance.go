package pluginhost

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/sys"

	"github.com/r3mes/r3mes/host/pluginhost/fuel"
	"github.com/r3mes/r3mes/sdk"
)

// instance is one instantiated module. It serves one call at a time.
type instance struct {
	module api.Module
	hooks  map[string]api.Function
	state  callState
	calls  int

	counter api.MutableGlobal // of fuel, see package fuel; nil in Host.withoutFuel
}

// refuel is what a guest calls when it has used up a slice of its fuel.
func refuel(s *callState, _ api.Module, stack []uint64) {
	if s.clock.expired() {
		stop(sdk.ErrorDeadline, "time is up")
	}
	if s.request != nil && s.request.Err() != nil {
		stop(sdk.ErrorCancelled, "%w", s.request.Err())
	}
	counter, err := s.meter.Refill(stack[0])
	switch {
	case errors.Is(err, fuel.ErrStack):
		stop(sdk.ErrorTrap, "%w", err)
	case err != nil:
		stop(sdk.ErrorFuel, "all %d units of fuel are used up", s.meter.Budget())
	}
	stack[0] = counter
}

// fuelFuncs are what instrumented modules import.
var fuelFuncs = []hostFunc{{fuel.Yield, []api.ValueType{i64}, []api.ValueType{i64}, refuel}}

// newInstance instantiates v's module and runs its initialisation. The
// result's own functions are looked up once: each lookup makes a call stack.
func newInstance(ctx context.Context, v *version) (*instance, error) {
	limits := v.host.limits
	in := &instance{hooks: map[string]api.Function{}}
	in.state.version = v
	in.state.memory.limit = limits.HostBytes
	in.state.started = time.Now()
	in.state.begin(hookStart, constantSeed, nil)
	in.state.clock = startClock(limits.StartDeadline)
	in.state.meter.Begin(limits.StartFuel) // the module begins with none and asks for it
	ctx = context.WithValue(ctx, callKey{}, &in.state)

	module, err := v.runtime.InstantiateModule(ctx, v.compiled, wazero.NewModuleConfig().WithName("").WithStartFunctions())
	if err != nil {
		return nil, in.explain(ctx, err)
	}
	in.module = module
	in.counter, _ = module.ExportedGlobal(fuel.CounterExport).(api.MutableGlobal)
	for _, name := range []string{"_initialize", "__wasm_call_ctors"} {
		f := module.ExportedFunction(name)
		if f == nil {
			continue
		}
		if err := f.CallWithStack(ctx, nil); err != nil {
			module.Close(ctx)
			return nil, in.explain(ctx, err)
		}
		break
	}
	for hook, export := range v.exports {
		in.hooks[hook] = module.ExportedFunction(export)
	}
	return in, nil
}

// run makes one call. The answer is valid until the next one. Any error means
// the instance must not be used again.
func (in *instance) run(ctx context.Context, c guestCall) (answer []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			answer, err = nil, &hostError{kind: sdk.ErrorHost, err: fmt.Errorf("panic: %v", r)}
		}
	}()
	in.calls++
	in.state.begin(c.hook, c.seed, c.input)
	in.state.admit(ctx, c)
	in.state.clock = startClock(c.limit)
	if counter := in.state.meter.Begin(in.state.version.fuel()); in.counter != nil {
		in.counter.Set(counter)
	}
	ctx = context.WithValue(ctx, callKey{}, &in.state)
	export := in.hooks[c.hook]
	var stack [1]uint64
	err = export.CallWithStack(ctx, stack[:])
	in.state.flushPrinted() // of a guest that died too
	if err != nil {
		return nil, in.explain(ctx, err)
	}
	var rc uint32
	if len(export.Definition().ResultTypes()) > 0 {
		rc = uint32(stack[0])
	}
	return in.state.answer(rc)
}

// explain turns what the runtime reports into a hostError with one line that
// names the cause; the runtime's own text ends in a long stack trace.
func (in *instance) explain(ctx context.Context, err error) error {
	var stopped *hostError
	var exit *sys.ExitError
	switch {
	case errors.As(err, &stopped):
		return stopped
	case ctx.Err() != nil:
		return &hostError{kind: sdk.ErrorCancelled, err: ctx.Err()}
	case errors.As(err, &exit):
		return &hostError{kind: sdk.ErrorTrap, err: fmt.Errorf("guest exited with code %d%s", exit.ExitCode(), in.lastWords())}
	}
	first, _, _ := strings.Cut(err.Error(), "\nwasm stack trace:")
	first = strings.TrimSuffix(first, " (recovered by wazero)")
	return &hostError{kind: sdk.ErrorTrap, err: errors.New(printable(truncate(first, maxErrorBytes)) + in.lastWords())}
}

// lastWords is what the guest printed when it died, else the end of what is
// kept of its output; nothing when the guest has seen the chat.
func (in *instance) lastWords() string {
	const enough = 256
	if in.state.private {
		return ""
	}
	text := string(in.state.dying)
	if text == "" {
		text = string(in.state.printed[max(0, len(in.state.printed)-enough):])
	}
	if text = printable(truncate(text, enough)); text == "" {
		return ""
	}
	return fmt.Sprintf(", having printed %q", text)
}

func (in *instance) memoryBytes() int64 {
	if !in.state.version.hasMemory {
		return 0
	}
	return int64(in.module.Memory().Size())
}

// fuelUsed is the fuel of the last call. After a trap it is that of the last
// call of a function or slice before.
func (in *instance) fuelUsed() int64 {
	if in.counter == nil {
		return 0
	}
	return in.state.meter.Used(in.counter.Get())
}

func (in *instance) close() { in.module.Close(context.Background()) }
