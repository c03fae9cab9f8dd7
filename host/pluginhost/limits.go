package pluginhost

import (
	"cmp"
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

// durations are all limits of time.
func (l *Limits) durations() []*time.Duration {
	return []*time.Duration{
		&l.RouteDeadline, &l.QuoteDeadline, &l.SettleDeadline, &l.PreDeadline, &l.PostDeadline, &l.MaxDeadline, &l.StartDeadline,
		&l.PoolWait, &l.KVTime, &l.EmbedTime, &l.HTTPCall, &l.HTTPHook, &l.BreakerRest,
	}
}

// counts are all limits that are an int.
func (l *Limits) counts() []*int {
	return []*int{
		&l.MemoryPages, &l.MaxMemoryPages, &l.InputBytes, &l.OutputBytes, &l.HostBytes, &l.Instances, &l.CallsEach, &l.HTTPBodyBytes,
		&l.BreakerOverruns, &l.BreakerFailures, &l.ProbationCalls, &l.ProbationErrors, &l.ProbationPercent,
	}
}

// sizes are all limits that are an int64.
func (l *Limits) sizes() []*int64 {
	return []*int64{&l.ModuleBytes, &l.InstanceBytes, &l.MemoryBytes, &l.Fuel, &l.MaxFuel, &l.StartFuel}
}

// withDefaults fills zero fields.
func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	fill(l.durations(), d.durations())
	fill(l.counts(), d.counts())
	fill(l.sizes(), d.sizes())
	if l.Capabilities == nil {
		l.Capabilities = d.Capabilities
	}
	return l
}

func fill[T comparable](fields, defaults []*T) {
	for i, f := range fields {
		*f = cmp.Or(*f, *defaults[i])
	}
}

func (l Limits) validate() error {
	var errs []error
	if anyNegative(l.durations()) || anyNegative(l.counts()) || anyNegative(l.sizes()) {
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

func anyNegative[T ~int | ~int64](fields []*T) bool {
	return slices.ContainsFunc(fields, func(f *T) bool { return *f < 0 })
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
