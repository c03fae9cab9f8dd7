package pluginhost

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// Host holds the plugins of one server. Safe for concurrent use.
type Host struct {
	options Options
	limits  Limits
	pricing atomic.Pointer[Pricing] // never nil
	// fallback is the adapter when no route plugin answers; never nil.
	fallback atomic.Pointer[string]
	log      *slog.Logger
	cache    *compileCache             // the host's own reference, until Close
	current  atomic.Pointer[published] // never nil
	loading  chan struct{}             // one place: loads are made one at a time
	logs     pluginLogs
	backlog  backlog // events

	shadows     backlog // questions
	shadowBytes atomic.Int64
	alive       context.Context // ends with Close
	end         context.CancelFunc

	mu     sync.Mutex // held by whoever publishes
	closed bool
	inside sync.WaitGroup // work of the host's own that Close waits for

	kv      KV
	embed   func(ctx context.Context, text string) ([]float32, error)
	secrets func(name string) (store.Secret, error)
	web     *webClient

	memory atomic.Int64 // that all instances may grow to, in bytes

	withoutFuel bool // benchmarks only: what a call costs whose guest counts nothing
}

// Open loads the plugins of o.Restore, and those of o.Dir that are served, runs
// their self-tests and publishes the first generation. The error tells of every
// plugin that could not be loaded, and what to mend; nothing is then left open.
//
// ctx bounds loading only.
func Open(ctx context.Context, o Options) (*Host, error) {
	h, err := newHost(o)
	if err != nil {
		return nil, err
	}
	lineups, err := h.loadAll(ctx)
	if err != nil {
		h.cache.release()
		return nil, err
	}
	h.publish(lineups)
	releaseAll(lineups) // the generation holds its own references
	return h, nil
}

func newHost(o Options) (*Host, error) {
	h := &Host{options: o, limits: o.Limits.withDefaults(), log: o.Logger, loading: make(chan struct{}, 1)}
	if h.log == nil {
		h.log = slog.New(slog.DiscardHandler)
	}
	pricing := DefaultPricing()
	if o.Pricing != nil {
		pricing = *o.Pricing
	}
	h.reach(o)
	h.backlog, h.shadows = backlog{host: h, limit: maxBacklog}, backlog{host: h, limit: maxShadowQueue}
	h.alive, h.end = context.WithCancel(context.Background())
	var errs []error
	errs = append(errs, h.SetPricing(pricing), h.limits.validate())
	h.SetFallback(o.FallbackAdapter)
	if len(o.WalletKey) == 0 {
		h.options.WalletKey = make([]byte, 32)
		rand.Read(h.options.WalletKey)
	} else if len(o.WalletKey) < 16 {
		errs = append(errs, fmt.Errorf("pluginhost: wallet key has %d bytes, needs at least 16", len(o.WalletKey)))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	cache, err := openCache(o.CacheDir)
	if err != nil {
		return nil, err
	}
	h.cache = cache
	h.current.Store(newPublished(h, 0, map[string]*lineup{}))
	return h, nil
}

// SetPricing makes p the price and the bounds of the next quotes and
// settlements; an error leaves those that were.
func (h *Host) SetPricing(p Pricing) error {
	if err := p.Validate(); err != nil {
		return err
	}
	h.pricing.Store(&p)
	return nil
}

// SetFallback makes adapter the one that serves when no route plugin answers;
// empty: none.
func (h *Host) SetFallback(adapter string) { h.fallback.Store(&adapter) }

// reach sets up what granted host calls use.
func (h *Host) reach(o Options) {
	h.kv, h.embed, h.secrets, h.web = o.KV, o.Embed, o.Secrets, &webClient{dialer: newDialer()}
	if h.kv == nil {
		h.kv = newMemoryKV()
	}
	if h.embed == nil {
		h.embed = defaultEmbed
	}
	if h.secrets == nil {
		h.secrets = noSecrets
	}
}

// Pin returns the current generation as the requests of one wallet see it, which
// stays usable until its Release. walletHash is what WalletHash makes of the
// wallet; empty is nobody, whom no canary serves. After Close the generation is
// an empty one, of which every hook falls back.
func (h *Host) Pin(walletHash string) *Generation {
	for {
		if p := h.current.Load(); p.retain() {
			return p.view(walletHash)
		}
	}
}

// Close stops serving plugins, and waits for a load in progress. Requests that
// hold a pin finish with the plugins they pinned; the last Release frees them.
func (h *Host) Close() error {
	if !h.shut() {
		return nil
	}
	h.inside.Wait()
	h.cache.release() // versions that are pinned hold their own references
	return nil
}

// shut publishes an empty generation, the last; false when that was done.
func (h *Host) shut() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.closed = true
	h.end()
	h.publish(map[string]*lineup{})
	return true
}

// enter begins work that Close waits for; false once the host is closed.
func (h *Host) enter() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.inside.Add(1)
	return true
}

func (h *Host) leave() { h.inside.Done() }

// WalletHash returns what guests see of a wallet: 32 hex digits that stand for
// it on this host.
func (h *Host) WalletHash(wallet string) string {
	mac := hmac.New(sha256.New, h.options.WalletKey)
	mac.Write([]byte(wallet))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// envelope completes what the host alone knows of a request to v.
func (v *version) envelope(e sdk.Envelope, hook string) sdk.Envelope {
	e.Contract, e.Hook, e.PluginConfig = sdk.ContractVersion, hook, v.config
	return e
}
