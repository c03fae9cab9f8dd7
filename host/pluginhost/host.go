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
	"sync/atomic"
	"time"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// Host holds the plugins of one server. Safe for concurrent use.
type Host struct {
	options Options
	limits  Limits
	pricing Pricing
	log     *slog.Logger
	cache   *compileCache
	current atomic.Pointer[Generation] // never nil
	numbers atomic.Int64

	kv      KV
	embed   func(ctx context.Context, text string) ([]float32, error)
	secrets func(name string) (store.Secret, error)
	web     *webClient
}

// Open loads every plugin of o.Dir that is not disabled, runs its self-tests
// and publishes the first generation. The error tells of every plugin that
// could not be loaded, and what to mend; nothing is then left open.
//
// ctx bounds loading only.
func Open(ctx context.Context, o Options) (*Host, error) {
	h, err := newHost(o)
	if err != nil {
		return nil, err
	}
	versions, err := h.loadDir(ctx)
	if err != nil {
		h.cache.release()
		return nil, err
	}
	h.publish(versions)
	h.cache.release() // the versions hold their own references
	return h, nil
}

func newHost(o Options) (*Host, error) {
	h := &Host{options: o, limits: o.Limits.withDefaults(), pricing: DefaultPricing(), log: o.Logger}
	if h.log == nil {
		h.log = slog.New(slog.DiscardHandler)
	}
	if o.Pricing != nil {
		h.pricing = *o.Pricing
	}
	h.reach(o)
	var errs []error
	errs = append(errs, h.pricing.Validate(), h.limits.validate())
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
	h.current.Store(newGeneration(h, 0, nil))
	return h, nil
}

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

// Pin returns the current generation, which stays usable until its Release.
// After Close it is an empty one, of which every hook falls back.
func (h *Host) Pin() *Generation {
	for {
		if g := h.current.Load(); g.retain() {
			return g
		}
	}
}

// publish makes versions the current generation. It takes over the caller's
// reference to each version.
func (h *Host) publish(versions []*version) {
	next := newGeneration(h, h.numbers.Add(1), versions)
	for _, v := range versions {
		v.release()
	}
	h.current.Swap(next).Release()
}

// Close stops serving plugins. Requests that hold a pin finish with the
// plugins they pinned; the last Release frees them.
func (h *Host) Close() error {
	h.publish(nil)
	return nil
}

// WalletHash returns what guests see of a wallet: 32 hex digits that stand for
// it on this host.
func (h *Host) WalletHash(wallet string) string {
	mac := hmac.New(sha256.New, h.options.WalletKey)
	mac.Write([]byte(wallet))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// Info describes one served plugin version.
type Info struct {
	Name, Version, Hash     string // Hash: sha256 of plugin.wasm, hex
	Description             string
	Hooks                   []HookInfo
	Wanted, Granted         []string // capabilities
	Config                  string   // the effective configuration, JSON
	ModuleBytes             int64
	MemoryPages             int
	Instances, MaxInstances int // made now, allowed
}

// HookInfo is a plugin's place in one hook's chain.
type HookInfo struct {
	Hook, Phase string
	Priority    int
	Position    int // 0 is asked first
	Deadline    time.Duration
	Fail        string   // of pre and post: FailOpen or FailClosed
	Adapters    []string // of pre and post: whose requests it serves; see HookSpec
}

// List describes the current generation's plugins, ordered by name.
func (h *Host) List() []Info {
	g := h.Pin()
	defer g.Release()
	return g.List()
}

// envelope completes what the host alone knows of a request to v.
func (v *version) envelope(e sdk.Envelope, hook string) sdk.Envelope {
	e.Contract, e.Hook, e.PluginConfig = sdk.ContractVersion, hook, v.config
	return e
}
