package pluginhost

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/tetratelabs/wazero"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// version is one plugin as it is served: module, manifest, configuration and
// grants, with the sandbox made for them. It never changes; another
// configuration is another version. Generations share versions by reference
// count, and the last reference closes it.
type version struct {
	host     *Host
	manifest *Manifest
	settings Settings
	id       string // of all that makes it this version
	hash     string // of the module
	size     int64
	config   json.RawMessage

	configStrings map[string]string // config for config_get
	access        access
	bindings      map[string][]string // pre and post hook → adapters served
	pages         int
	exports       map[string]string // hook → exported function
	hasMemory     bool              // else the runtime's Memory is a nil that does not look like one

	runtime  wazero.Runtime
	compiled wazero.CompiledModule
	cache    *compileCache
	pool     *pool
	journal  *pluginLog // shared with the plugin's other versions
	kvWrites rateLimiter
	stats    versionStats
	loaded   time.Time
	breaker  breaker
	removed  atomic.Bool // its plugin was: what a pinned request still stores is dropped

	differences differences // from the active version, as a shadow

	refs atomic.Int64

	probation atomic.Pointer[probation] // nil: over
}

func (v *version) retain() { v.refs.Add(1) }

func (v *version) release() {
	if v.refs.Add(-1) == 0 {
		v.close()
	}
}

func (v *version) close() {
	if v.pool != nil {
		v.pool.drain()
	}
	v.closeRuntime()
}

// closeRuntime frees the compiled code too: a shared cache would keep the code
// of a module that is only closed with its runtime.
func (v *version) closeRuntime() {
	ctx := context.Background()
	if v.compiled != nil {
		v.compiled.Close(ctx)
	}
	if v.runtime != nil {
		v.runtime.Close(ctx)
	}
	v.cache.release()
	v.compiled, v.runtime, v.cache = nil, nil, nil
}

// guest names v on receipts.
func (v *version) guest() store.Guest {
	return store.Guest{Plugin: v.manifest.Name, Version: v.manifest.Version, Hash: v.hash}
}

func (v *version) granted(capability string) bool { return v.access.kinds[capability] }

// guestCall is one question to a guest.
type guestCall struct {
	hook, seed string
	requestID  string
	input      []byte
	limit      time.Duration
	served     bool // a request waits: the version's breaker decides and counts
	shadow     bool // the guest's writes are dropped and its HTTP requests refused
	blank      bool // it finds no pairs: what it answers must not depend on what is stored
	private    bool // the plugin sees the chat: no word of its own may stand in an error or a log
	// accept reads the answer, which is valid until it returns. Its error
	// makes the call a failed one.
	accept func(answer []byte) error
}

// call makes c in a borrowed instance. Every failure is a *sdk.PluginError.
func (v *version) call(ctx context.Context, c guestCall) error {
	report := Call{Plugin: v.manifest.Name, Version: v.manifest.Version, Hook: c.hook, Shadow: c.shadow && !c.blank}
	var span *hookSpan
	if !c.shadow {
		ctx, span = v.startSpan(ctx, c.hook, c.requestID)
	}
	var err error
	if c.served {
		err = v.guarded(ctx, c, &report)
	} else {
		err = v.lend(ctx, c, &report, false)
	}
	if err != nil {
		failure := v.failure(c.hook, err)
		report.ErrorKind = failure.Kind
		v.logFailure(c, failure)
		err = failure
	}
	span.count(report)
	if !c.blank {
		v.stats.count(report)
	}
	if v.host.options.Observe != nil {
		v.host.options.Observe(report)
	}
	return err
}

// lend makes c in a borrowed instance, on request in one that has served nobody.
func (v *version) lend(ctx context.Context, c guestCall, report *Call, fresh bool) error {
	if _, ok := v.exports[c.hook]; !ok {
		return &hostError{kind: sdk.ErrorHost, err: fmt.Errorf("plugin does not answer %s", c.hook)}
	}
	if limit := v.host.limits.InputBytes; len(c.input) > limit {
		return &hostError{kind: sdk.ErrorInput, err: fmt.Errorf("request has %d bytes (limit %d)", len(c.input), limit)}
	}
	began := time.Now()
	take := v.pool.take
	if fresh {
		take = v.pool.takeFresh
	}
	in, err := take(ctx)
	report.PoolWait = time.Since(began)
	if err != nil {
		return startFailure(err)
	}
	began = time.Now()
	answer, err := in.run(ctx, c)
	report.Duration = time.Since(began)
	if err == nil {
		err = accepted(c, answer)
	}
	v.record(c, answer, err)
	report.MemoryBytes, report.Denied, report.HTTP = in.memoryBytes(), in.state.denied, in.state.requests
	report.HostTime, report.Fuel = in.state.clock.away, in.fuelUsed()
	report.Discarded = err != nil || in.calls >= v.host.limits.CallsEach || report.MemoryBytes > v.highWater()
	v.pool.give(in, report.Discarded)
	if err != nil && ctx.Err() != nil {
		return &hostError{kind: sdk.ErrorCancelled, err: ctx.Err()}
	}
	return err
}

// accepted hands the answer to the caller. A guest whose answer is refused may
// be in a bad state, so its instance goes the way of a trapped one.
func accepted(c guestCall, answer []byte) error {
	if err := c.accept(answer); err != nil {
		return &hostError{kind: sdk.ErrorAnswer, err: err}
	}
	return nil
}

// serves says that a pre or post hook is asked for requests of adapter, empty
// for the base model alone.
func (v *version) serves(hook, adapter string) bool {
	bound := v.bindings[hook]
	return slices.Contains(bound, allAdapters) || slices.Contains(bound, adapter)
}

// fuel is the work that one call may do.
func (v *version) fuel() int64 { return v.host.limits.fuel(v.manifest) }

// deadline is the wall time of one call of hook.
func (v *version) deadline(hook string) time.Duration {
	return v.host.limits.deadline(v.manifest, hook)
}

// memoryBytes is what an instance may grow to.
func (v *version) memoryBytes() int64 { return int64(v.pages) << 16 }

// highWater is the memory above which an instance is replaced: a guest's
// memory never shrinks.
func (v *version) highWater() int64 { return v.memoryBytes() / 4 * 3 }

// startFailure keeps the pool's own errors and calls everything else a failed
// start.
func startFailure(err error) error {
	var h *hostError
	if errors.As(err, &h) && (h.kind == sdk.ErrorPool || h.kind == sdk.ErrorCancelled) {
		return err
	}
	return &hostError{kind: sdk.ErrorStart, err: fmt.Errorf("make an instance: %w", err)}
}

// failure is err as a PluginError.
func (v *version) failure(hook string, err error) *sdk.PluginError {
	kind := sdk.ErrorHost
	var h *hostError
	if errors.As(err, &h) {
		kind = h.kind
	}
	return &sdk.PluginError{Plugin: v.manifest.Name, Hook: hook, Kind: kind, Err: err}
}

// kindOf is the kind of the PluginError in err, "" when there is none.
func kindOf(err error) string {
	var p *sdk.PluginError
	if errors.As(err, &p) {
		return p.Kind
	}
	return ""
}

// chainsOf orders the plugins of each hook by phase, priority and name.
func chainsOf(versions []*version) map[string][]*version {
	chains := map[string][]*version{}
	for _, v := range versions {
		for hook := range v.manifest.Hooks {
			chains[hook] = append(chains[hook], v)
		}
	}
	for hook, chain := range chains {
		slices.SortFunc(chain, func(a, b *version) int {
			x, y := a.manifest.Hooks[hook], b.manifest.Hooks[hook]
			return cmp.Or(
				cmp.Compare(slices.Index(phases, x.Phase), slices.Index(phases, y.Phase)),
				cmp.Compare(x.Priority, y.Priority),
				cmp.Compare(a.manifest.Name, b.manifest.Name),
			)
		})
	}
	return chains
}

// Call asks one plugin directly and returns its answer as JSON, in the sandbox
// and with the limits of a real request. It is for tests, conformance kits and
// operators; requests are served by Route and its siblings.
//
// input is a whole request, envelope included. The error is a
// *sdk.PluginError, or says that no such plugin is served.
func (g *Generation) Call(ctx context.Context, plugin, hook string, input []byte) ([]byte, error) {
	var e sdk.Envelope
	if err := json.Unmarshal(input, &e); err != nil {
		return nil, fmt.Errorf("pluginhost: call %s: input: %w", plugin, err)
	}
	for _, v := range g.versions {
		if v.manifest.Name == plugin {
			var output []byte
			err := v.call(ctx, guestCall{
				hook: hook, seed: seedOf(hook, e.RequestID), requestID: e.RequestID, input: input, limit: v.deadline(hook),
				accept: func(answer []byte) error { output = slices.Clone(answer); return nil },
			})
			return output, err
		}
	}
	return nil, fmt.Errorf("pluginhost: no plugin %q is served", plugin)
}

// seedOf is the seed of a call's random stream.
func seedOf(hook, requestID string) string {
	if hook == sdk.HookQuote || hook == sdk.HookSettle {
		return constantSeed
	}
	return requestID
}
