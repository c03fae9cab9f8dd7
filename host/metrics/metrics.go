// Package metrics counts what the server does and shows it to Prometheus.
//
//	m := metrics.New(metrics.Sources{Engine: engine.Stats, Totals: ledger.Totals, …})
//	m.Request("POST", "/chat", 200, took)
//	http.Handle("/metrics", m.Handler())
//
// Names without the prefix r3mes_ are those of the original service, so that
// its dashboards go on working. Labels are bounded: routes are patterns,
// adapters those that are loaded, plugins those that are served.
package metrics

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/r3mes/r3mes/host/chain"
	"github.com/r3mes/r3mes/host/live"
	"github.com/r3mes/r3mes/host/machine"
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/store"
)

// Sources are asked at every scrape. A nil one leaves its numbers out.
type Sources struct {
	Engine   func() engine.Stats
	Adapters func() []lora.Info
	Totals   func(context.Context) (store.Totals, error)
	Ready    func() error // of the ledger
	Machine  func() machine.Numbers
	Plugins  func() *pluginhost.Generation // pinned; the scrape releases it
	Redis    func() (up bool, lost uint64) // whether it answers, and calls that did without
	Chain    func() chain.Stats
	Live     func() map[live.Channel]live.Counts
}

// Metrics is the registry of one server. Safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry

	requests        *prometheus.CounterVec
	requestDuration *prometheus.HistogramVec
	limited         *prometheus.CounterVec
	cacheHits       prometheus.Counter
	cacheMisses     prometheus.Counter
	answers         *prometheus.CounterVec
	answerDuration  *prometheus.HistogramVec
	firstToken      prometheus.Histogram
	perToken        prometheus.Histogram
	between         prometheus.Histogram
	queued          prometheus.Histogram
	tokens          *prometheus.CounterVec
	charged         prometheus.Counter
	ledger          *prometheus.HistogramVec
	commits         prometheus.Histogram
	pluginCalls     *prometheus.CounterVec
	pluginDuration  *prometheus.HistogramVec
	pluginFuel      *prometheus.CounterVec
	pluginWait      *prometheus.HistogramVec
	pluginDenied    *prometheus.CounterVec
	pluginHTTP      *prometheus.CounterVec
	pluginMetric    *prometheus.CounterVec
	pluginNames     boundedNames
	embeddings      embeddings
}

// Bounds of the histograms, in seconds.
var (
	latency = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300}
	quick   = []float64{.00001, .000025, .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1}
)

// New makes an empty registry.
func New(s Sources) *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	histogram := func(name, help string, bounds []float64, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: bounds}, labels)
	}
	single := func(name, help string, bounds []float64) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{Name: name, Help: help, Buckets: bounds})
	}
	m := &Metrics{
		registry:        prometheus.NewRegistry(),
		requests:        counter("api_requests_total", "HTTP requests by route pattern.", "method", "endpoint", "status"),
		requestDuration: histogram("api_request_duration_seconds", "From request to end of answer.", latency, "method", "endpoint"),
		limited:         counter("r3mes_rate_limited_total", "Requests refused because a client asked too often, by class: chat, get or post.", "class"),
		cacheHits:       prometheus.NewCounter(prometheus.CounterOpts{Name: "cache_hits_total", Help: "Answers that were kept and served again."}),
		cacheMisses:     prometheus.NewCounter(prometheus.CounterOpts{Name: "cache_misses_total", Help: "Answers that would have been served again and had to be made."}),
		answers:         counter("model_inference_requests_total", "Requests for an answer: complete, cancelled or error.", "adapter", "status"),
		answerDuration:  histogram("model_inference_duration_seconds", "In the engine, from submission to the last token.", latency, "adapter"),
		firstToken:      single("r3mes_time_to_first_token_seconds", "From submission to the first token.", latency),
		perToken:        single("r3mes_time_per_output_token_seconds", "Mean time between two tokens of one answer.", latency),
		between:         single("r3mes_inter_token_seconds", "Time between two tokens of an answer, each.", latency),
		queued:          single("r3mes_queue_seconds", "From submission to the first step.", latency),
		tokens:          counter("r3mes_tokens_total", "Tokens of answered requests; cached are those prompt tokens that the prefix cache had.", "kind"),
		charged:         prometheus.NewCounter(prometheus.CounterOpts{Name: "r3mes_charged_microcredits_total", Help: "Charges of settled requests."}),
		ledger:          histogram("database_query_duration_seconds", "Ledger operations, waiting for the disk included.", latency, "operation"),
		commits:         single("r3mes_ledger_commit_seconds", "Commits of the ledger, which wait for the disk.", quick),
		pluginCalls:     counter("r3mes_plugin_calls_total", "Calls of plugins; error is empty when they answered.", "plugin", "hook", "error"),
		pluginDuration:  histogram("r3mes_plugin_call_duration_seconds", "Time inside a plugin, without granted host calls.", quick, "plugin", "hook"),
		pluginFuel:      counter("r3mes_plugin_fuel_total", "Fuel that plugins used, in units of about one instruction.", "plugin", "hook"),
		pluginWait:      histogram("r3mes_plugin_pool_wait_seconds", "Waiting for a plugin instance.", quick, "plugin"),
		pluginDenied:    counter("r3mes_plugin_denied_total", "Host calls refused for want of a grant.", "plugin", "capability"),
		pluginHTTP:      counter("r3mes_plugin_http_requests_total", "HTTP requests of plugins, by outcome: a status class, refused, timeout or error.", "plugin", "outcome"),
		pluginMetric:    counter("r3mes_plugin_metric_total", "What plugins add to the counters their manifests declare.", "plugin", "name"),
	}
	m.registry.MustRegister(m.requests, m.requestDuration, m.limited, m.cacheHits, m.cacheMisses, m.answers, m.answerDuration, m.firstToken, m.perToken, m.between, m.queued,
		m.tokens, m.charged, m.ledger, m.commits, m.pluginCalls, m.pluginDuration, m.pluginFuel, m.pluginWait, m.pluginDenied, m.pluginHTTP, m.pluginMetric,
		&scrape{sources: s}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.embeddings = newEmbeddings(m.registry)
	return m
}

// Handler answers scrapes.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Request counts one HTTP request. route is a pattern, never a path.
func (m *Metrics) Request(method, route string, status int, took time.Duration) {
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodHead, http.MethodPatch:
	default:
		method = "other" // clients may invent methods
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.requestDuration.WithLabelValues(method, route).Observe(took.Seconds())
}

// Limited counts one request that a rate limit of that class refused.
func (m *Metrics) Limited(class string) { m.limited.WithLabelValues(class).Inc() }

// Cache counts one answer that could have been kept.
func (m *Metrics) Cache(hit bool) {
	if hit {
		m.cacheHits.Inc()
	} else {
		m.cacheMisses.Inc()
	}
}

// Answer counts one run of the pipeline.
func (m *Metrics) Answer(out pipeline.Outcome, err error) {
	status := "complete"
	switch {
	case err != nil:
		status = "error"
	case out.Finish == engine.FinishCancelled:
		status = "cancelled"
	}
	m.answers.WithLabelValues(out.Adapter, status).Inc()
	m.charged.Add(float64(out.Receipt.Charge))
	if out.Timing.Total == 0 {
		return // never in the engine
	}
	m.answerDuration.WithLabelValues(out.Adapter).Observe(out.Timing.Total.Seconds())
	m.queued.Observe(out.Timing.Admitted.Seconds())
	m.tokens.WithLabelValues("prompt").Add(float64(out.Usage.PromptTokens))
	m.tokens.WithLabelValues("cached").Add(float64(out.Usage.CachedTokens))
	m.tokens.WithLabelValues("completion").Add(float64(out.Usage.CompletionTokens))
	if out.Usage.CompletionTokens == 0 {
		return
	}
	m.firstToken.Observe(out.Timing.FirstToken.Seconds())
	if n := out.Usage.CompletionTokens/len(out.Choices) - 1; n > 0 { // answers to one request are made side by side
		m.perToken.Observe((out.Timing.Total - out.Timing.FirstToken).Seconds() / float64(n))
	}
}

// Between counts the time between two tokens of an answer.
func (m *Metrics) Between(gap time.Duration) { m.between.Observe(gap.Seconds()) }

// Commit counts one commit of the ledger.
func (m *Metrics) Commit(_ time.Time, took time.Duration) { m.commits.Observe(took.Seconds()) }

// Plugin counts one plugin call.
func (m *Metrics) Plugin(c pluginhost.Call) {
	if c.Shadow {
		return // its version's own numbers count it; here it would pass for a request's
	}
	m.pluginCalls.WithLabelValues(c.Plugin, c.Hook, c.ErrorKind).Inc()
	for capability, n := range c.Denied {
		m.pluginDenied.WithLabelValues(c.Plugin, capability).Add(float64(n))
	}
	for outcome, n := range c.HTTP {
		m.pluginHTTP.WithLabelValues(c.Plugin, outcome).Add(float64(n))
	}
	m.pluginDuration.WithLabelValues(c.Plugin, c.Hook).Observe((c.Duration - c.HostTime).Seconds())
	m.pluginFuel.WithLabelValues(c.Plugin, c.Hook).Add(float64(c.Fuel))
	m.pluginWait.WithLabelValues(c.Plugin).Observe(c.PoolWait.Seconds())
}

// PluginMetric adds to a plugin's own counter. The plugin host lets only names
// through that a manifest declares; over many versions of a plugin, whose
// series stay, they are bounded here: what comes later counts as "other".
func (m *Metrics) PluginMetric(plugin, name string, delta float64) {
	m.pluginMetric.WithLabelValues(plugin, m.pluginNames.bound(plugin, name)).Add(delta)
}

// maxPluginNames is how many names each plugin has over the server's life: the
// manifests of two versions full of different ones.
const maxPluginNames = 64

// boundedNames remembers the names that each plugin used first. The zero value
// knows none. Safe for concurrent use.
type boundedNames struct {
	mu    sync.Mutex
	names map[string]map[string]bool
}

func (b *boundedNames) bound(plugin, name string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	known := b.names[plugin]
	switch {
	case known[name]:
		return name
	case len(known) >= maxPluginNames:
		return "other"
	case b.names == nil:
		b.names = map[string]map[string]bool{}
	}
	if known == nil {
		known = map[string]bool{}
		b.names[plugin] = known
	}
	known[name] = true
	return name
}

// Ledger wraps l so that its operations are timed.
func (m *Metrics) Ledger(l pipeline.Ledger) pipeline.Ledger { return timed{l, m.ledger} }

type timed struct {
	pipeline.Ledger
	seconds *prometheus.HistogramVec
}

func (t timed) since(operation string, begin time.Time) {
	t.seconds.WithLabelValues(operation).Observe(time.Since(begin).Seconds())
}

// Hold implements pipeline.Ledger.
func (t timed) Hold(ctx context.Context, h store.Hold) error {
	defer t.since("hold", time.Now())
	return t.Ledger.Hold(ctx, h)
}

// Settle implements pipeline.Ledger.
func (t timed) Settle(ctx context.Context, s store.Settle) (store.Receipt, error) {
	defer t.since("settle", time.Now())
	return t.Ledger.Settle(ctx, s)
}

// Release implements pipeline.Ledger.
func (t timed) Release(ctx context.Context, opID, reason string) error {
	defer t.since("release", time.Now())
	return t.Ledger.Release(ctx, opID, reason)
}

// scrape reads the sources when Prometheus asks.
type scrape struct{ sources Sources }

// Describe implements prometheus.Collector. Describing nothing makes the
// collector unchecked, which lets absent sources leave their numbers out.
func (*scrape) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (s *scrape) Collect(out chan<- prometheus.Metric) {
	gauge := func(name, help string, value float64) { out <- constant(name, help, prometheus.GaugeValue, value) }
	count := func(name, help string, value float64) { out <- constant(name, help, prometheus.CounterValue, value) }
	if s.sources.Engine != nil {
		collectEngine(s.sources.Engine(), gauge, count)
	}
	if s.sources.Adapters != nil {
		collectAdapters(out, s.sources.Adapters(), gauge)
	}
	if s.sources.Plugins != nil {
		s.collectPlugins(out, gauge)
	}
	if s.sources.Chain != nil {
		collectChain(s.sources.Chain(), gauge, count)
	}
	if s.sources.Live != nil {
		collectLive(s.sources.Live(), out)
	}
	s.collectLedger(gauge)
	if s.sources.Redis != nil {
		up, lost := s.sources.Redis()
		gauge("r3mes_redis_up", "1 while Redis answers; 0: limits and answers are kept in this process.", flag(up))
		count("r3mes_redis_lost_total", "Calls of Redis that had to do without it.", float64(lost))
	}
	if s.sources.Machine != nil {
		collectMachine(out, s.sources.Machine(), gauge)
	}
}

// flag is 1 for yes and 0 for no.
func flag(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

type emit func(name, help string, value float64)

func constant(name, help string, kind prometheus.ValueType, value float64) prometheus.Metric {
	return prometheus.MustNewConstMetric(prometheus.NewDesc(name, help, nil, nil), kind, value)
}

func collectEngine(st engine.Stats, gauge, count emit) {
	gauge("r3mes_queue_depth", "Requests that wait for the engine.", float64(st.Queued))
	gauge("r3mes_queue_limit", "Requests that may wait before 429.", float64(st.MaxQueue))
	gauge("r3mes_running_sequences", "Requests in the engine's batch.", float64(st.Running))
	gauge("r3mes_batch_size", "Sequences of the last step.", float64(st.LastStep.Rows))
	gauge("r3mes_batch_adapters", "Distinct adapters of the last step.", float64(st.LastStep.Adapters))
	gauge("r3mes_step_seconds", "Duration of the last step.", st.LastStep.Duration.Seconds())
	gauge("r3mes_kv_blocks_used", "KV cache blocks that hold tokens.", float64(st.BlocksUsed))
	gauge("r3mes_kv_blocks", "KV cache blocks there may be.", float64(st.BlocksTotal))
	count("r3mes_engine_steps_total", "Forward passes.", float64(st.Steps))
	count("r3mes_engine_prompt_tokens_total", "Prompt tokens computed.", float64(st.PromptTokens))
	count("r3mes_engine_completion_tokens_total", "Tokens sampled.", float64(st.CompletionTokens))
	count("r3mes_engine_model_seconds_total", "Time inside the model.", st.ModelTime.Seconds())
	count("r3mes_engine_overloaded_total", "Requests refused because the queue was full.", float64(st.Overloaded))
}

func collectChain(st chain.Stats, gauge, count emit) {
	if !st.Configured {
		return
	}
	if st.Height != nil {
		gauge("r3mes_chain_height", "Newest block that the chain reported.", float64(*st.Height))
	}
	if st.Lag != nil {
		gauge("r3mes_chain_lag_blocks", "Blocks of the chain that were not looked at for credits yet.", float64(*st.Lag))
	}
	gauge("r3mes_chain_up", "1 while the chain answers.", flag(st.Err == nil))
	count("r3mes_chain_errors_total", "Questions to the chain that failed, tries counted together.", float64(st.Errors))
	count("r3mes_chain_blocks_credited_total", "Blocks whose miner got a credit.", float64(st.Credited))
	count("r3mes_chain_forks_total", "Other blocks of credited heights that were seen.", float64(st.Forks))
	count("r3mes_chain_blocks_passed_total", "Blocks that no ledger accepts.", float64(st.Passed))
}

// Labels of what is told of each adapter.
var (
	adapterLoads     = prometheus.NewDesc("r3mes_adapter_loads_total", "Times that the adapter's weights were read.", []string{"adapter"}, nil)
	adapterEvictions = prometheus.NewDesc("r3mes_adapter_evictions_total", "Times that the adapter's weights made room for others.", []string{"adapter"}, nil)
)

func collectAdapters(out chan<- prometheus.Metric, list []lora.Info, gauge emit) {
	var resident, bytes float64
	for _, a := range list {
		out <- prometheus.MustNewConstMetric(adapterLoads, prometheus.CounterValue, float64(a.Loads), a.Name)
		out <- prometheus.MustNewConstMetric(adapterEvictions, prometheus.CounterValue, float64(a.Evictions), a.Name)
		if a.Resident {
			resident++
			bytes += float64(a.Bytes)
		}
	}
	gauge("r3mes_adapters", "Adapters that requests may use.", float64(len(list)))
	gauge("r3mes_adapters_resident", "Adapters in memory.", resident)
	gauge("r3mes_adapters_resident_bytes", "Memory of the adapters in memory.", bytes)
}

// Labels of what is told of each served plugin.
var (
	pluginInfo      = prometheus.NewDesc("r3mes_plugin_info", "1 for each plugin version that is kept, by its role: active, canary, shadow or previous.", []string{"plugin", "version", "hash", "role"}, nil)
	pluginMemory    = prometheus.NewDesc("r3mes_plugin_memory_high_water_bytes", "Most linear memory that one instance of a version that is kept had.", []string{"plugin"}, nil)
	pluginInstances = prometheus.NewDesc("r3mes_plugin_instances", "Instances of the plugin's versions that are kept.", []string{"plugin"}, nil)
)

func (s *scrape) collectPlugins(out chan<- prometheus.Metric, gauge emit) {
	g := s.sources.Plugins()
	defer g.Release()
	gauge("r3mes_plugin_generation", "Number of the current generation of plugins.", float64(g.Number()))
	memory, instances := map[string]int64{}, map[string]int{}
	for _, st := range g.Stats() {
		memory[st.Plugin] = max(memory[st.Plugin], st.MemoryBytes)
		instances[st.Plugin] += st.Instances
		out <- prometheus.MustNewConstMetric(pluginInfo, prometheus.GaugeValue, 1, st.Plugin, st.Version, st.Hash, st.Role)
	}
	for plugin, bytes := range memory {
		out <- prometheus.MustNewConstMetric(pluginMemory, prometheus.GaugeValue, float64(bytes), plugin)
		out <- prometheus.MustNewConstMetric(pluginInstances, prometheus.GaugeValue, float64(instances[plugin]), plugin)
	}
}

func (s *scrape) collectLedger(gauge emit) {
	if s.sources.Ready != nil {
		gauge("database_connections_active", "1 while the embedded ledger does its work.", flag(s.sources.Ready() == nil))
	}
	if s.sources.Totals == nil {
		return
	}
	totals, err := s.sources.Totals(context.Background())
	if err != nil {
		return // the health routes say what is wrong
	}
	gauge("r3mes_wallets", "Wallets.", float64(totals.Wallets))
	gauge("r3mes_holds_open", "Holds that nothing has ended yet.", float64(totals.OpenHolds))
	gauge("r3mes_credits_available_microcredits", "What all wallets may spend.", float64(totals.Available))
	gauge("r3mes_credits_held_microcredits", "What all holds reserve.", float64(totals.Held))
}
