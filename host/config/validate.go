package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"time"
)

// Validate returns every problem at once, nil when there is none.
func (c Config) Validate() error {
	var v problems
	c.Server.validate(&v)
	v.oneOf("auth.mode", c.Auth.Mode, ModeOpen, ModeKey)
	if c.Auth.Mode == ModeOpen && !Loopback(c.Server.Listen) {
		v.add("auth.mode", "is %q, in which anyone may spend any wallet, so server.listen must be a loopback address, not %q; set auth.mode = %q to serve others", ModeOpen, c.Server.Listen, ModeKey)
	}
	if c.Data.Dir == "" {
		v.add("data.dir", "is empty, want a folder")
	}
	if c.Adapters.BudgetBytes < 0 {
		v.add("adapters.budget_bytes", "is %d, must not be negative", c.Adapters.BudgetBytes)
	}
	c.Engine.validate(&v)
	c.Live.validate(&v)
	if c.Embed.Threads < 0 {
		v.add("embed.threads", "is %d, must not be negative", c.Embed.Threads)
	}
	if c.Chat.MaxTokens < 1 {
		v.add("chat.max_tokens", "is %d, must be at least 1", c.Chat.MaxTokens)
	}
	if !(c.Chat.Temperature >= 0 && c.Chat.Temperature <= 2) {
		v.add("chat.temperature", "is %v, must be between 0 and 2", c.Chat.Temperature)
	}
	v.oneOf("plugins.trust", c.Plugins.Trust, "off", "warn", "require")
	c.Plugins.Limits.validate(&v)
	c.Pricing.validate(&v)
	c.Limits.validate(&v)
	c.Cache.validate(&v)
	c.Redis.validate(&v)
	c.Chain.validate(&v)
	if _, err := ParseLevel(c.Log.Level); err != nil {
		v.add("log.level", "is %q, want debug, info, warn or error", c.Log.Level)
	}
	if c.Log.MaxMegabytes < 1 {
		v.add("log.max_megabytes", "is %d, must be at least 1", c.Log.MaxMegabytes)
	}
	if c.Log.KeepFiles < 0 || c.Log.KeepDays < 0 {
		v.add("log.keep_files and log.keep_days", "must not be negative")
	}
	if u := httpURL(c.Telemetry.OTLPEndpoint); c.Telemetry.OTLPEndpoint != "" && (u == nil || u.User != nil) {
		v.add("telemetry.otlp_endpoint", "is not http://host:port or https://host:port; a collector's key goes into OTEL_EXPORTER_OTLP_HEADERS")
	}
	v.oneOf("log.format", c.Log.Format, "text", "json")
	c.Clients.validate(&v)
	return errors.Join(v...)
}

func (s Server) validate(v *problems) {
	if _, _, err := net.SplitHostPort(s.Listen); err != nil {
		v.add("server.listen", "is %q, want host:port", s.Listen)
	}
	for _, d := range []struct {
		key   string
		value time.Duration
	}{
		{"server.grace", s.Grace}, {"server.request_timeout", s.RequestTimeout}, {"server.header_timeout", s.HeaderTimeout},
		{"server.body_timeout", s.BodyTimeout}, {"server.write_timeout", s.WriteTimeout},
	} {
		if d.value <= 0 {
			v.add(d.key, "is %s, must be positive", d.value)
		}
	}
	if s.MaxBodyBytes < 1<<10 {
		v.add("server.max_body_bytes", "is %d, must be at least 1024", s.MaxBodyBytes)
	}
	if s.MaxHeaderBytes < 1<<10 {
		v.add("server.max_header_bytes", "is %d, must be at least 1024", s.MaxHeaderBytes)
	}
	if _, err := Prefixes(s.TrustedProxies); err != nil {
		v.add("server.trusted_proxies", "has %w", err)
	}
	for _, origin := range s.CORSOrigins {
		if u := httpURL(origin); u == nil || u.Scheme+"://"+u.Host != origin {
			v.add("server.cors_origins", "has %q, want scheme://host[:port] and nothing more", origin)
		}
	}
}

func (l Limits) validate(v *problems) {
	if _, err := l.Rates(); err != nil {
		*v = append(*v, err)
	}
}

// maxTTL is the longest that an answer or a key is kept.
const maxTTL = time.Hour

func (c Cache) validate(v *problems) {
	if c.MaxBytes < 0 {
		v.add("cache.max_bytes", "is %d, must not be negative", c.MaxBytes)
	}
	for _, d := range []struct {
		key   string
		value time.Duration
	}{
		{"user_info", c.UserInfo}, {"network_stats", c.NetworkStats}, {"blocks", c.Blocks},
		{"miner_stats", c.MinerStats}, {"histories", c.Histories}, {"keys", c.Keys},
	} {
		if d.value < 0 || d.value > maxTTL {
			v.add("cache."+d.key, "is %s, must be between 0s and %s", d.value, maxTTL)
		}
	}
}

// validate never repeats the URL, which may hold a password.
func (r Redis) validate(v *problems) {
	u, err := url.Parse(r.URL)
	if r.URL != "" && (err != nil || (u.Scheme != "redis" && u.Scheme != "rediss") || u.Host == "") {
		v.add("redis.url", "is not redis://[user:password@]host:port[/database] or rediss://…")
	}
}

func (l PluginLimits) validate(v *problems) {
	for _, n := range []struct {
		key   string
		value int64
	}{
		{"route_deadline", int64(l.RouteDeadline)}, {"quote_deadline", int64(l.QuoteDeadline)}, {"settle_deadline", int64(l.SettleDeadline)},
		{"pre_deadline", int64(l.PreDeadline)}, {"post_deadline", int64(l.PostDeadline)}, {"max_deadline", int64(l.MaxDeadline)},
		{"fuel", l.Fuel}, {"memory_pages", int64(l.MemoryPages)}, {"memory_bytes", l.MemoryBytes},
		{"instances", int64(l.Instances)}, {"pool_wait", int64(l.PoolWait)},
	} {
		if n.value < 0 {
			v.add("plugins.limits."+n.key, "must not be negative")
		}
	}
}

func (e Engine) validate(v *problems) {
	for _, n := range []struct {
		key   string
		value int
	}{
		{"engine.threads", e.Threads}, {"engine.max_batch", e.MaxBatch}, {"engine.queue", e.Queue},
		{"engine.context", e.Context}, {"engine.kv_tokens", e.KVTokens}, {"engine.devices", e.Devices}, {"engine.shards", e.Shards},
	} {
		if n.value < 0 {
			v.add(n.key, "is %d, must not be negative", n.value)
		}
	}
	v.oneOf("engine.head", e.Head, "bf16", "int8")
	v.oneOf("engine.kv_type", e.KVType, "float32", "bfloat16")
	v.oneOf("engine.kind", e.Kind, EngineCPU, EngineXLA)
}

func (p Pricing) validate(v *problems) {
	for _, n := range []struct {
		key   string
		value int64
	}{
		{"pricing.builtin.per_request_microcredits", p.Builtin.PerRequest},
		{"pricing.builtin.per_1k_prompt_microcredits", p.Builtin.Per1kPrompt},
		{"pricing.builtin.per_1k_completion_microcredits", p.Builtin.Per1kCompletion},
		{"pricing.min_quote_microcredits", p.MinQuote}, {"pricing.max_quote_microcredits", p.MaxQuote},
	} {
		if n.value < 0 {
			v.add(n.key, "is %d, must not be negative", n.value)
		}
	}
	if p.MinQuote > p.MaxQuote {
		v.add("pricing.min_quote_microcredits", "is %d, above pricing.max_quote_microcredits %d", p.MinQuote, p.MaxQuote)
	}
}

// Prefixes reads server.trusted_proxies: CIDRs, and addresses, which are CIDRs
// of themselves.
func Prefixes(list []string) ([]netip.Prefix, error) {
	prefixes := make([]netip.Prefix, len(list))
	for i, text := range list {
		if addr, err := netip.ParseAddr(text); err == nil && addr.Zone() == "" {
			addr = addr.Unmap()
			prefixes[i] = netip.PrefixFrom(addr, addr.BitLen())
		} else if prefixes[i], err = netip.ParsePrefix(text); err != nil || prefixes[i].Addr().Is4In6() {
			return nil, fmt.Errorf("%q, want an address or a CIDR such as 10.0.0.0/8", text)
		}
	}
	return prefixes, nil
}

func (c Chain) validate(v *problems) {
	for _, e := range []struct{ key, value string }{{"chain.rest_url", c.RESTURL}, {"chain.rpc_url", c.RPCURL}} {
		// The value may hold what should not be shown.
		if u := httpURL(e.value); e.value != "" && (u == nil || u.User != nil || u.RawQuery != "") {
			v.add(e.key, "is not http://host:port or https://host:port, without user and query")
		}
	}
	if c.From < 0 {
		v.add("chain.from", "is %d, must not be negative", c.From)
	}
	if c.Poll <= 0 {
		v.add("chain.poll", "is %s, must be positive", c.Poll)
	}
}

// Loopback tells whether address, host:port, can only be reached from this
// machine. A name other than localhost is not trusted to stay what it is.
func Loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// ParseLevel reads log.level.
func ParseLevel(name string) (slog.Level, error) {
	if !slices.Contains([]string{"debug", "info", "warn", "error"}, name) {
		return 0, fmt.Errorf("config: log level %q: want debug, info, warn or error", name)
	}
	var l slog.Level
	err := l.UnmarshalText([]byte(name))
	return l, err
}

// httpURL reads a URL of HTTP with a host; nil: text is none.
func httpURL(text string) *url.URL {
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil
	}
	return u
}

// problems collects errors, each named by its key.
type problems []error

func (v *problems) add(key, format string, args ...any) {
	*v = append(*v, fmt.Errorf("config: %s "+format, append([]any{key}, args...)...))
}

func (v *problems) oneOf(key, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		v.add(key, "is %q, want one of %q", value, allowed)
	}
}
