package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/r3mes/r3mes/host/analytics"
	"github.com/r3mes/r3mes/host/api"
	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/cache"
	"github.com/r3mes/r3mes/host/chain"
	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/live"
	"github.com/r3mes/r3mes/host/machine"
	"github.com/r3mes/r3mes/host/metrics"
	"github.com/r3mes/r3mes/host/modelhost"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginkit"
	"github.com/r3mes/r3mes/host/pluginops"
	"github.com/r3mes/r3mes/host/plugintrust"
	"github.com/r3mes/r3mes/host/ratelimit"
	"github.com/r3mes/r3mes/host/redis"
	"github.com/r3mes/r3mes/host/settings"
	"github.com/r3mes/r3mes/host/telemetry"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// closing is how long taking down may take after the grace time.
const closing = 10 * time.Second

// Server is everything that serves. Open makes one, Run serves, Close is for a
// server that was never run.
type Server struct {
	config   config.Config
	log      *slog.Logger
	progress func(format string, args ...any)

	listener net.Listener
	socket   net.Listener // nil: none
	ledger   *badger.Store
	models   *modelhost.Host
	embedder pipeline.Embedder // nil: none
	audit    *audit.Log
	operator *pluginops.Operator
	watch    *pluginops.Watch // nil: the folder is not watched
	metrics  *metrics.Metrics
	chain    *chain.Chain // nil: none is configured
	settings *settings.Settings
	limits   *ratelimit.Limiter
	cache    *cache.Cache
	redis    *redis.Client // nil: none is configured
	pipeline *pipeline.Pipeline
	usage    *analytics.Recorder
	machine  *machine.Machine
	live     *live.Hub
	changes  chan struct{} // of the chain's state
	http     *http.Server
	tracer   trace.Tracer // nil: nobody traces

	released int // holds of a process before, ended at start
	hurry    context.CancelFunc
	hurried  context.Context
	opened   []func() error // what to close, in order of opening
	once     sync.Once
}

// Open binds the address and loads everything. The error says what to mend;
// nothing is then left open.
func Open(ctx context.Context, cfg config.Config, o Options) (*Server, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	s := &Server{config: cfg, log: o.Log, progress: o.Progress, changes: make(chan struct{}, 1)}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.machine = machine.New(s.log)
	if s.progress == nil {
		s.progress = func(string, ...any) {}
	}
	s.hurried, s.hurry = context.WithCancel(context.Background())
	for _, step := range []func(context.Context, Options) error{
		s.listen, s.openGuards, s.openMetrics, s.openLedger, s.openAudit, s.openSettings, s.openTraces, s.openModels, s.openEmbedder, s.openPlugins, s.openAnalytics, s.openChain, s.assemble, s.openSocket,
	} {
		if err := step(ctx, o); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

func (s *Server) later(close func() error) { s.opened = append(s.opened, close) }

func (s *Server) listen(_ context.Context, _ Options) error {
	l, err := net.Listen("tcp", s.config.Server.Listen)
	if err != nil {
		return fmt.Errorf("server: listen on %s (server.listen): %w", s.config.Server.Listen, err)
	}
	s.listener = l
	s.later(func() error { return ignoreClosed(l.Close()) })
	return nil
}

// openMetrics makes the numbers. They are asked for when the server serves: what
// they come from is opened after them.
func (s *Server) openMetrics(_ context.Context, _ Options) error {
	s.metrics = metrics.New(metrics.Sources{
		Engine:   func() engine.Stats { return s.models.Stats() },
		Adapters: func() []lora.Info { return s.models.Adapters() },
		Totals:   func(ctx context.Context) (store.Totals, error) { return s.ledger.Totals(ctx) },
		Ready:    func() error { return s.ledger.Ready() },
		Plugins:  func() *pluginhost.Generation { return s.operator.Host().Pin("") },
		Machine:  s.machine.Numbers,
		Live:     func() map[live.Channel]live.Counts { return s.live.Stats() },
		Redis:    s.redisState(),
		Chain:    func() chain.Stats { return s.chain.Stats() },
	})
	return nil
}

// openLedger opens the books and ends what a process before left open.
func (s *Server) openLedger(ctx context.Context, _ Options) error {
	dir := LedgerDir(s.config.Data.Dir)
	s.progress("ledger in %s", dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("server: data folder (data.dir): %w", err)
	}
	options := badger.Default()
	options.Logger, options.Changed, options.Committed = s.log, s.changed, s.metrics.Commit
	ledger, err := badger.Open(dir, options)
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	s.ledger = ledger
	s.later(ledger.Close)
	receipts, err := ledger.ResolveOpenHolds(ctx, "restart")
	if err != nil {
		return fmt.Errorf("server: resolve open holds: %w", err)
	}
	s.released = len(receipts)
	if s.config.Auth.Mode != config.ModeOpen {
		return nil
	}
	if _, err := ledger.TopUp(ctx, DemoTopUp()); err != nil {
		return fmt.Errorf("server: demo wallet: %w", err)
	}
	return nil
}

// openTraces opens the way of trace spans to a collector, if one is configured.
func (s *Server) openTraces(ctx context.Context, o Options) error {
	endpoint := s.config.Telemetry.OTLPEndpoint
	if endpoint == "" {
		return nil
	}
	traces, err := telemetry.Open(ctx, endpoint, o.Version, s.log)
	if err != nil {
		return fmt.Errorf("server: telemetry.otlp_endpoint: %w", err)
	}
	s.tracer = traces.Tracer()
	s.later(traces.Close)
	return nil
}

// openAudit opens the log of operator acts.
func (s *Server) openAudit(_ context.Context, _ Options) error {
	l, err := audit.Open(AuditDir(s.config.Data.Dir), audit.Options{})
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	if n := l.Cut(); n > 0 {
		s.log.Warn("the last entry of the audit log was torn by a crash and is cut off; an entry says so", "bytes", n)
	}
	s.audit = l
	s.later(l.Close)
	return nil
}

// openModels loads the base model and its adapters.
func (s *Server) openModels(_ context.Context, o Options) (err error) {
	c := s.config
	src := modelhost.Source{Name: modelName(c, o.Demo), Path: c.Model.Path}
	if src.Path == "" {
		src.Files, src.Adapters = o.Demo.Model, o.Demo.Adapters
	}
	s.models, err = modelhost.Open(modelhost.Options{
		Dir: filepath.Join(c.Data.Dir, "models"), Audit: s.audit,
		Configured: src, AdapterDir: c.Adapters.Dir, AdapterBytes: c.Adapters.BudgetBytes, Engine: c.Engine,
		Changed: func() { s.pipeline.Warm() },
		Log:     s.log, Progress: s.progress,
	})
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	s.later(s.models.Close)
	return nil
}

func (s *Server) openPlugins(ctx context.Context, o Options) error {
	key, err := walletKey(filepath.Join(s.config.Data.Dir, "wallet.key"))
	if err != nil {
		return err
	}
	dir := s.config.Plugins.Dir
	if dir == "" {
		dir = o.Plugins
	}
	cache := o.PluginCache
	if cache == "" {
		cache = PluginCache(s.config.Data.Dir)
	}
	s.progress("plugins in %s", dir)
	record, err := s.openRecorder()
	if err != nil {
		return err
	}
	s.operator, err = pluginops.Open(ctx, pluginops.Options{
		Dir: s.config.Data.Dir, Audit: s.audit, Policy: plugintrust.Policy(s.config.Plugins.Trust), ClearKV: s.ledger.KVClear, Log: s.log,
		Host: s.pluginOptions(dir, cache, key, record, o),
	})
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	s.later(s.operator.Close)
	return s.watchPlugins()
}

// watchPlugins begins to watch the plugins folder, if it is to be watched.
func (s *Server) watchPlugins() (err error) {
	if !s.config.Plugins.Watch {
		return nil
	}
	if s.watch, err = s.operator.Watch(); err != nil {
		return fmt.Errorf("server: plugins.watch: %w", err)
	}
	s.later(s.watch.Close)
	return nil
}

// pluginOptions are what the configuration says of plugins.
func (s *Server) pluginOptions(dir, cache string, walletKey []byte, record func(pluginhost.Recorded), o Options) pluginhost.Options {
	prices := pricing(s.config.Pricing)
	return pluginhost.Options{
		Dir: dir, Disabled: s.config.Plugins.Disabled, Config: s.config.Plugins.Config, Grants: s.config.Plugins.Grants,
		Bindings: s.config.Plugins.Bindings, Enabled: s.config.Plugins.Enabled,
		FallbackAdapter: s.config.Plugins.FallbackAdapter, WalletKey: walletKey,
		Pricing:  &prices,
		CacheDir: cache, Logger: s.log, Observe: s.metrics.Plugin, Metric: s.metrics.PluginMetric, KV: s.ledger, Embed: pluginEmbed(s.embedder),
		Record: record, Tracer: s.tracer, Limits: pluginLimits(s.config.Plugins),
	}
}

func pluginLimits(p config.Plugins) pluginhost.Limits {
	l := p.Limits
	return pluginhost.Limits{
		RouteDeadline: l.RouteDeadline, QuoteDeadline: l.QuoteDeadline, SettleDeadline: l.SettleDeadline,
		PreDeadline: l.PreDeadline, PostDeadline: l.PostDeadline, MaxDeadline: l.MaxDeadline,
		Fuel: l.Fuel, MemoryPages: l.MemoryPages, MemoryBytes: l.MemoryBytes, Instances: l.Instances, PoolWait: l.PoolWait,
		Capabilities: ceiling(p.Ceiling),
	}
}

// ceiling is plugins.ceiling as the plugin host takes it: nil is everything.
func ceiling(grants []string) []string {
	if len(grants) == 0 {
		return nil
	}
	return grants
}

// openRecorder opens what records the calls of plugins; nil when nothing does.
func (s *Server) openRecorder() (func(pluginhost.Recorded), error) {
	p := s.config.Plugins
	if p.Record == "" {
		return nil, nil
	}
	r, err := pluginkit.OpenRecorder(p.Record, p.RecordPrompts)
	if err != nil {
		return nil, fmt.Errorf("server: plugins.record: %w", err)
	}
	s.log.Warn("calls of plugins are recorded", "file", p.Record, "prompts", p.RecordPrompts)
	s.later(r.Close)
	return r.Record, nil
}

// assemble wires the pipeline and the routes.
func (s *Server) assemble(_ context.Context, o Options) error {
	parts := pipeline.Parts{
		Borrow: s.models.Borrow, Ledger: s.metrics.Ledger(s.ledger),
		Pin: func(walletHash string) pipeline.Generation { return s.operator.Host().Pin(walletHash) }, WalletHash: s.operator.Host().WalletHash,
		MaxTokens: s.config.Chat.MaxTokens, Timeout: s.config.Server.RequestTimeout,
		Embedder: s.embedder, Observe: s.observe, Between: s.metrics.Between, ObserveEmbeddings: s.metrics.Embeddings, Tracer: s.tracer,
	}
	var err error
	if s.pipeline, err = pipeline.New(parts); err != nil {
		return err
	}
	s.pipeline.Warm()
	s.wireSettings()
	c, l := s.config.Server, s.config.Live
	s.live = live.New(live.Options{Ping: l.Ping, Pong: l.Pong, Admit: l.Auth, Write: c.WriteTimeout, Sockets: l.Sockets, Frames: l.Frames})
	proxies, err := config.Prefixes(c.TrustedProxies)
	if err != nil {
		return fmt.Errorf("server: server.trusted_proxies: %w", err)
	}
	s.http = &http.Server{
		Handler: o.wrap(api.New(api.Parts{
			Ledger: s.ledger, Pipeline: s.pipeline, Embedder: s.pipeline, Adapters: s.models.Adapters, BaseModel: s.models.BaseModel, Operator: s.operator, Audit: s.audit,
			Metrics: s.metrics, Analytics: s.usage, Ready: s.models.Ready,
			Chain: s.chain, Inference: s.inference(), Machine: s.machine.Numbers, Difficulty: s.difficulty, Clients: s.config.Clients,
			Open: s.config.Auth.Mode == config.ModeOpen, Origins: c.CORSOrigins, Proxies: proxies, Limits: s.limits, Cache: s.cache, Redis: s.redisReady(),
			Live: s.live, LiveChats: l.Chats, Heartbeat: l.Heartbeat, Reported: s.tellReport,
			Version: o.Version, Started: time.Now(),
			Temperature: s.config.Chat.Temperature, MaxBodyBytes: c.MaxBodyBytes, MaxHeaderBytes: c.MaxHeaderBytes, BodyTimeout: c.BodyTimeout, WriteTimeout: c.WriteTimeout,
			Log: cmp.Or(o.Access, s.log), Borrow: s.models.Borrow,
			Operations: api.Operations{Models: s.models, Settings: s.settings},
		})),
		// net/http answers in its own words beyond twice the limit, the routes in
		// theirs up to there.
		ReadHeaderTimeout: c.HeaderTimeout, MaxHeaderBytes: 2 * c.MaxHeaderBytes, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			if _, ok := c.(*net.UnixConn); ok {
				return api.Local(ctx)
			}
			return ctx
		},
	}
	s.http.Protocols, s.http.HTTP2 = protocols(), http2(c.WriteTimeout)
	if n, want := openFiles(), l.Sockets+otherFiles; n > 0 && n < want {
		s.log.Warn("fewer connections may be open than live.sockets allows: raise the limit of open files (ulimit -n)", "limit", n, "want", want)
	}
	return nil
}

// URL is where the server answers.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Run serves until ctx ends, then shuts down as the package comment says. Its
// error tells what failed, nil after an orderly end.
func (s *Server) Run(ctx context.Context) error {
	working, stop := context.WithCancel(context.Background())
	defer stop()
	failed := make(chan error, 2)
	for _, l := range []net.Listener{s.listener, s.socket} {
		if l == nil {
			continue
		}
		go func() {
			if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				failed <- fmt.Errorf("server: %w", err)
			}
		}()
	}
	var watching sync.WaitGroup
	watching.Go(func() { s.live.Run(working) })
	watching.Go(func() { s.tellNetwork(working) })
	watching.Go(func() { s.usage.Run(working) })
	watching.Go(func() { s.chain.Run(working) })
	watching.Go(func() { s.machine.Run(working) })
	if s.watch != nil {
		watching.Go(func() { s.watch.Run(working) })
	}
	var failure error
	select {
	case <-ctx.Done():
	case failure = <-failed:
	case err := <-s.models.Failed():
		failure = fmt.Errorf("server: %w", err)
	}
	err := s.drain()
	stop()
	watching.Wait()
	return errors.Join(failure, err, s.Close())
}

// Live is the hub of the server's sockets, to publish on.
func (s *Server) Live() *live.Hub { return s.live }

// Hurry ends the grace time of a shutdown.
func (s *Server) Hurry() { s.hurry() }

// drain lets running requests end, then ends them.
func (s *Server) drain() error {
	s.pipeline.Shut()
	s.live.Leave()
	grace, cancel := context.WithTimeout(s.hurried, s.config.Server.Grace)
	defer cancel()
	if err := s.models.Drain(grace); err != nil {
		s.log.Warn("shutdown: running answers were cancelled", "grace", s.config.Server.Grace)
	}
	// Every chat has ended: what sockets still have is sent, and they close.
	farewell, cancelFarewell := context.WithTimeout(context.Background(), closing)
	defer cancelFarewell()
	if err := s.live.Close(farewell); err != nil {
		s.log.Warn("shutdown: sockets were cut")
	}
	// Requests are settled when their handlers return; idle connections close.
	if err := s.http.Shutdown(grace); err == nil {
		return s.pipeline.Wait(context.Background())
	}
	_ = s.http.Close() // clients that do not read lose their connection, and so their hold ends
	last, cancelLast := context.WithTimeout(context.Background(), closing)
	defer cancelLast()
	return s.pipeline.Wait(last)
}

// Close closes everything without waiting for anybody. Run calls it.
func (s *Server) Close() error {
	var errs []error
	s.once.Do(func() {
		for i := len(s.opened) - 1; i >= 0; i-- {
			errs = append(errs, s.opened[i]())
		}
		s.hurry()
	})
	return errors.Join(errs...)
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
