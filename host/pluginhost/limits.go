package pluginhost

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/r3mes/r3mes/sdk"
)

// DefaultLimits are the limits of Options' zero value.
func DefaultLimits() Limits {
	return Limits{
		RouteDeadline:  5 * time.Millisecond,
		QuoteDeadline:  2 * time.Millisecond,
		SettleDeadline: 2 * time.Millisecond,
		PreDeadline:    20 * time.Millisecond,
		PostDeadline:   20 * time.Millisecond,
		MaxDeadline:    250 * time.Millisecond,
		StartDeadline:  5 * time.Second,
		Fuel:           50_000_000,
		MaxFuel:        1_000_000_000,
		StartFuel:      2_000_000_000,
		PoolWait:       50 * time.Millisecond,
		ModuleBytes:    8 << 20,
		MemoryPages:    256,
		MaxMemoryPages: 1024,
		InputBytes:     256 << 10,
		OutputBytes:    64 << 10,
		HostBytes:      1 << 20,
		Instances:      2 * runtime.GOMAXPROCS(0),
		InstanceBytes:  256 << 20,
		MemoryBytes:    4 << 30,
		CallsEach:      10_000,

		BreakerOverruns:  2,
		BreakerFailures:  5,
		BreakerRest:      5 * time.Second,
		ProbationCalls:   200,
		ProbationErrors:  10,
		ProbationPercent: 20,

		KVTime:        500 * time.Millisecond,
		EmbedTime:     500 * time.Millisecond,
		HTTPCall:      2 * time.Second,
		HTTPHook:      3 * time.Second,
		HTTPBodyBytes: 256 << 10,
		Capabilities:  slices.Clone(allCapabilities),
	}
}

// withDefaults fills zero fields.
func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	for _, f := range []struct{ field, value *time.Duration }{
		{&l.RouteDeadline, &d.RouteDeadline}, {&l.QuoteDeadline, &d.QuoteDeadline}, {&l.SettleDeadline, &d.SettleDeadline},
		{&l.PreDeadline, &d.PreDeadline}, {&l.PostDeadline, &d.PostDeadline},
		{&l.MaxDeadline, &d.MaxDeadline}, {&l.StartDeadline, &d.StartDeadline}, {&l.PoolWait, &d.PoolWait},
		{&l.KVTime, &d.KVTime}, {&l.EmbedTime, &d.EmbedTime}, {&l.HTTPCall, &d.HTTPCall}, {&l.HTTPHook, &d.HTTPHook},
		{&l.BreakerRest, &d.BreakerRest},
	} {
		if *f.field == 0 {
			*f.field = *f.value
		}
	}
	for _, f := range []struct{ field, value *int }{
		{&l.MemoryPages, &d.MemoryPages}, {&l.MaxMemoryPages, &d.MaxMemoryPages}, {&l.InputBytes, &d.InputBytes},
		{&l.OutputBytes, &d.OutputBytes}, {&l.HostBytes, &d.HostBytes}, {&l.Instances, &d.Instances}, {&l.CallsEach, &d.CallsEach},
		{&l.HTTPBodyBytes, &d.HTTPBodyBytes}, {&l.BreakerOverruns, &d.BreakerOverruns}, {&l.BreakerFailures, &d.BreakerFailures},
		{&l.ProbationCalls, &d.ProbationCalls}, {&l.ProbationErrors, &d.ProbationErrors}, {&l.ProbationPercent, &d.ProbationPercent},
	} {
		if *f.field == 0 {
			*f.field = *f.value
		}
	}
	for _, f := range []struct{ field, value *int64 }{
		{&l.ModuleBytes, &d.ModuleBytes}, {&l.InstanceBytes, &d.InstanceBytes}, {&l.MemoryBytes, &d.MemoryBytes},
		{&l.Fuel, &d.Fuel}, {&l.MaxFuel, &d.MaxFuel}, {&l.StartFuel, &d.StartFuel},
	} {
		if *f.field == 0 {
			*f.field = *f.value
		}
	}
	if l.Capabilities == nil {
		l.Capabilities = d.Capabilities
	}
	return l
}

func (l Limits) validate() error {
	var errs []error
	if min(l.RouteDeadline, l.QuoteDeadline, l.SettleDeadline, l.PreDeadline, l.PostDeadline, l.MaxDeadline, l.StartDeadline, l.PoolWait, l.KVTime, l.EmbedTime, l.HTTPCall, l.HTTPHook, l.BreakerRest) < 0 ||
		min(l.MemoryPages, l.MaxMemoryPages, l.InputBytes, l.OutputBytes, l.HostBytes, l.Instances, l.CallsEach, l.HTTPBodyBytes, l.BreakerOverruns, l.BreakerFailures, l.ProbationCalls, l.ProbationErrors, l.ProbationPercent) < 0 || min(l.ModuleBytes, l.InstanceBytes, l.MemoryBytes, l.Fuel, l.MaxFuel, l.StartFuel) < 0 {
		errs = append(errs, errors.New("pluginhost: limits must not be negative"))
	}
	if l.MemoryPages > l.MaxMemoryPages || l.MaxMemoryPages > 1<<16 {
		errs = append(errs, fmt.Errorf("pluginhost: %d memory pages exceed the maximum of %d, or that exceeds 65536", l.MemoryPages, l.MaxMemoryPages))
	}
	if least := l.InputBytes + l.OutputBytes + arenaStart + 2*(blockGap+blockAlign); l.HostBytes < least {
		errs = append(errs, fmt.Errorf("pluginhost: %d host bytes do not hold one input and one output (at least %d)", l.HostBytes, least))
	}
	return errors.Join(errs...)
}

// deadline is the wall time one call of hook gets: what the manifest asks for
// up to the maximum, else the hook's default.
func (l Limits) deadline(m *Manifest, hook string) time.Duration {
	if wanted := time.Duration(m.Limits.DeadlineMS) * time.Millisecond; wanted > 0 {
		return min(wanted, l.MaxDeadline)
	}
	switch hook {
	case sdk.HookQuote:
		return l.QuoteDeadline
	case sdk.HookSettle:
		return l.SettleDeadline
	case sdk.HookPre:
		return l.PreDeadline
	case sdk.HookPost:
		return l.PostDeadline
	}
	return l.RouteDeadline
}

// fuel is the work that one call of any hook may do: what the manifest asks
// for up to the maximum, else the default.
func (l Limits) fuel(m *Manifest) int64 {
	if m.Limits.Fuel > 0 {
		return min(m.Limits.Fuel, l.MaxFuel)
	}
	return l.Fuel
}

// pages is the linear memory of each instance.
func (l Limits) pages(m *Manifest) (int, error) {
	switch wanted := m.Limits.MemoryPages; {
	case wanted == 0:
		return l.MemoryPages, nil
	case wanted > l.MaxMemoryPages:
		return 0, fmt.Errorf("limits.memory_pages is %d (host's maximum %d)", wanted, l.MaxMemoryPages)
	default:
		return wanted, nil
	}
}

// instances is the size of a plugin's pool.
func (l Limits) instances(pages int) int {
	return max(1, min(l.Instances, int(l.InstanceBytes/(int64(pages)<<16))))
}
