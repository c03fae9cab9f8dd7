package config

import (
	"time"
)

// Modes of Auth.Mode.
const (
	// ModeOpen accepts a wallet that is only named. For development, on
	// loopback only.
	ModeOpen = "open"
	// ModeKey wants every wallet proved by an API key.
	ModeKey = "key"
)

// Config is everything that can be configured. The tag help of a field is its
// line in `r3mes serve --help` and says the unit; the default is Default's.
type Config struct {
	Server    Server    `koanf:"server"`
	Auth      Auth      `koanf:"auth"`
	Data      Data      `koanf:"data"`
	Model     Model     `koanf:"model"`
	Adapters  Adapters  `koanf:"adapters"`
	Engine    Engine    `koanf:"engine"`
	Embed     Embed     `koanf:"embed"`
	Chat      Chat      `koanf:"chat"`
	Live      Streams   `koanf:"live"`
	Plugins   Plugins   `koanf:"plugins"`
	Pricing   Pricing   `koanf:"pricing"`
	Limits    Limits    `koanf:"limits"`
	Cache     Cache     `koanf:"cache"`
	Redis     Redis     `koanf:"redis"`
	Clients   Clients   `koanf:"clients"`
	Chain     Chain     `koanf:"chain"`
	Log       Log       `koanf:"log"`
	Telemetry Telemetry `koanf:"telemetry"`
}

// Server is the HTTP side.
type Server struct {
	// Usual.
	Listen      string   `koanf:"listen" help:"address and port to serve on"`
	CORSOrigins []string `koanf:"cors_origins" help:"browser origins that may call; in open mode every loopback origin may"`
	// The addresses from which X-Forwarded-For is believed.
	TrustedProxies []string `koanf:"trusted_proxies" help:"addresses and CIDRs of reverse proxies, whose X-Forwarded-For says who calls; empty: nobody's does"`

	// Tuning.
	Grace          time.Duration `koanf:"grace" help:"how long running answers may take to finish at shutdown"`
	RequestTimeout time.Duration `koanf:"request_timeout" help:"longest time from request to end of answer"`
	HeaderTimeout  time.Duration `koanf:"header_timeout" help:"longest time to send the request's headers"`
	BodyTimeout    time.Duration `koanf:"body_timeout" help:"longest time to send the request's body"`
	WriteTimeout   time.Duration `koanf:"write_timeout" help:"longest time a client may take to accept one piece"`
	MaxBodyBytes   int64         `koanf:"max_body_bytes" help:"largest request body, bytes; uploads of plugins have a limit of their own"`
	MaxHeaderBytes int           `koanf:"max_header_bytes" help:"largest request header, bytes"`
}

// Auth says who may spend.
type Auth struct {
	Mode string `koanf:"mode" help:"open (a named wallet is believed; loopback only) or key"`
}

// Data is where the ledger lives.
type Data struct {
	Dir string `koanf:"dir" help:"folder of ledger, keys and caches"`
}

// Model is the base model.
type Model struct {
	Path string `koanf:"path" help:"folder of a BitNetForCausalLM checkpoint with its tokenizer; empty: the embedded demo model"`
	Name string `koanf:"name" help:"id in /v1/models; empty: the folder's name"`
}

// Adapters are the LoRA adapters.
type Adapters struct {
	Dir         string `koanf:"dir" help:"folder of PEFT LoRA folders; the demo model has its own beside them"`
	BudgetBytes int64  `koanf:"budget_bytes" help:"most adapter weights in memory, bytes; 0: no limit"`
}

// Kinds of engine.
const (
	EngineCPU = "cpu"
	EngineXLA = "xla"
)

// Engine is how the model runs. Zero takes the engine's own default.
type Engine struct {
	Kind     string `koanf:"kind" help:"cpu, or xla: a PJRT plugin, which needs a binary of make build-xla"`
	PJRT     string `koanf:"pjrt" help:"absolute path of the PJRT plugin, such as xla_cuda_plugin.so; R3MES_PJRT_PLUGIN says it too"`
	Devices  int    `koanf:"devices" help:"devices of the PJRT plugin to compute on, each with the whole model and a share of the requests; 0: 1"`
	Shards   int    `koanf:"shards" help:"devices of the PJRT plugin to split one model over; 0: 1"`
	Fallback bool   `koanf:"fallback" help:"serve on the processor when the PJRT plugin does not work"`
	Threads  int    `koanf:"threads" help:"threads of a forward pass; 0: one a CPU"`
	MaxBatch int    `koanf:"max_batch" help:"requests computed together; 0: 16"`
	Queue    int    `koanf:"queue" help:"requests that may wait before 429; 0: 256"`
	Context  int    `koanf:"context" help:"tokens of one chat, prompt and answer; 0: the model's"`
	KVType   string `koanf:"kv_type" help:"what the KV cache of engine.kind xla holds: float32, or bfloat16 in half the memory"`
	KVTokens int    `koanf:"kv_tokens" help:"tokens in the KV cache over all requests; 0: what 1 GiB holds"`
	Head     string `koanf:"head" help:"output head: bf16 (exact) or int8 (faster)"`
}

// Embed is the sentence embedder of routing, of plugins and of /v1/embeddings.
type Embed struct {
	Model   string `koanf:"model" help:"folder of a BERT sentence embedder such as all-MiniLM-L6-v2 (make minilm); empty: the static embedder in the binary"`
	Threads int    `koanf:"threads" help:"threads of an embedder from a folder; 0: one a CPU"`
}

// Chat holds what a request that does not say gets.
type Chat struct {
	MaxTokens   int     `koanf:"max_tokens" help:"tokens of an answer when the request does not say"`
	Temperature float64 `koanf:"temperature" help:"sampling temperature when the request does not say, 0 to 2; 0: greedy"`
}

// Plugins are the WebAssembly guests.
type Plugins struct {
	Dir             string                    `koanf:"dir" help:"folder of plugin folders; empty: plugins beside the binary"`
	Watch           bool                      `koanf:"watch" help:"load what changes in the folder while serving, and remove what goes away; for development"`
	Disabled        []string                  `koanf:"disabled" help:"plugins of the folder that are not served"`
	Enabled         []string                  `koanf:"enabled" help:"optional plugins of the folder to serve beside those that config, grants or bindings name; *: all"`
	Bindings        map[string][]string       `koanf:"bindings" help:"adapters by pre or post plugin name; *: every request"`
	FallbackAdapter string                    `koanf:"fallback_adapter" help:"adapter when no route plugin answers; empty: the base model"`
	Config          map[string]map[string]any `koanf:"config" help:"configuration by plugin name"`
	Grants          map[string][]string       `koanf:"grants" help:"what each plugin may reach, by plugin name: log, kv:keys=1000 bytes=1048576, http:GET api.example.com:443, secrets:<name>, …"`
	Trust           string                    `koanf:"trust" help:"plugins that no trusted key signed: off (signatures are not looked at), warn or require (refused)"`
	Ceiling         []string                  `koanf:"ceiling" help:"the most that any plugin may be granted, written like grants; empty: everything"`
	Record          string                    `koanf:"record" help:"file to which calls of plugins are recorded, for r3mes plugin replay; empty: none"`
	RecordPrompts   bool                      `koanf:"record_prompts" help:"recordings hold what users wrote, and calls of pre and post"`
	Limits          PluginLimits              `koanf:"limits"`
}

// PluginLimits bound what plugins may use. Zero takes the plugin host's own
// default.
type PluginLimits struct {
	RouteDeadline  time.Duration `koanf:"route_deadline" help:"time of a route call whose manifest does not say; 0: 5ms"`
	QuoteDeadline  time.Duration `koanf:"quote_deadline" help:"the same of quote; 0: 2ms"`
	SettleDeadline time.Duration `koanf:"settle_deadline" help:"the same of settle; 0: 2ms"`
	PreDeadline    time.Duration `koanf:"pre_deadline" help:"the same of pre; 0: 20ms"`
	PostDeadline   time.Duration `koanf:"post_deadline" help:"the same of post, each piece; 0: 20ms"`
	MaxDeadline    time.Duration `koanf:"max_deadline" help:"the most time that a manifest may ask for; 0: 250ms"`
	Fuel           int64         `koanf:"fuel" help:"work of a call whose manifest does not say, units of about an instruction; 0: 50000000"`
	MemoryPages    int           `koanf:"memory_pages" help:"linear memory of an instance whose manifest does not say, pages of 64 KiB; 0: 256"`
	MemoryBytes    int64         `koanf:"memory_bytes" help:"linear memory that all plugins together may grow to, bytes; 0: 4 GiB"`
	Instances      int           `koanf:"instances" help:"instances of a plugin; 0: two a CPU"`
	PoolWait       time.Duration `koanf:"pool_wait" help:"how long a call waits for an instance; 0: 50ms"`
}

// Pricing is the price when no plugin prices, and the bounds of every quote.
type Pricing struct {
	Builtin  Builtin `koanf:"builtin"`
	MinQuote int64   `koanf:"min_quote_microcredits" help:"lowest ceiling of a quote, micro-credits"`
	MaxQuote int64   `koanf:"max_quote_microcredits" help:"highest ceiling of a quote, micro-credits"`
}

// Builtin is the host's own price rule.
type Builtin struct {
	PerRequest      int64 `koanf:"per_request_microcredits" help:"micro-credits a request"`
	Per1kPrompt     int64 `koanf:"per_1k_prompt_microcredits" help:"micro-credits for 1,000 prompt tokens"`
	Per1kCompletion int64 `koanf:"per_1k_completion_microcredits" help:"micro-credits for 1,000 answer tokens"`
}

// Limits are how often one client address, and one key, may ask. Each is
// "<count>/<window>", as in 10/minute, 100/hour or 5/10 seconds, or "off".
type Limits struct {
	Chat string `koanf:"chat" help:"requests for an answer of the model, per address and per key: 10/minute, 5/10 seconds, off"`
	Get  string `koanf:"get" help:"other GET requests"`
	Post string `koanf:"post" help:"other POST, PUT and DELETE requests"`
}

// Cache is how long answers are kept. What a write changes is dropped at once,
// whatever these say; 0 keeps nothing.
type Cache struct {
	MaxBytes     int64         `koanf:"max_bytes" help:"answers kept in memory, bytes; 0: none"`
	UserInfo     time.Duration `koanf:"user_info" help:"how long GET /user/info is kept"`
	NetworkStats time.Duration `koanf:"network_stats" help:"the same of GET /network/stats"`
	Blocks       time.Duration `koanf:"blocks" help:"the same of GET /blocks"`
	MinerStats   time.Duration `koanf:"miner_stats" help:"the same of GET /miner/stats"`
	Histories    time.Duration `koanf:"histories" help:"the same of earnings and hash rates by day"`
	Keys         time.Duration `koanf:"keys" help:"how long a key that was found is kept, at most 1h; with redis.url at most 1s, for other hosts may revoke it"`
}

// Redis is what several hosts share: limits, and answers with what drops them.
type Redis struct {
	URL    string `koanf:"url" secret:"true" help:"redis://[user:password@]host:port[/database] or rediss://…; empty: limits and answers are kept in this process"`
	Prefix string `koanf:"prefix" help:"begins every name in Redis; hosts with the same one share their limits"`
}

// Chain is the blockchain whose blocks earn their miners credits. All empty: a
// server without one.
type Chain struct {
	RESTURL  string        `koanf:"rest_url" secret:"true" help:"Cosmos REST API of a node of the chain, such as http://localhost:1317; empty: none"`
	RPCURL   string        `koanf:"rpc_url" secret:"true" help:"Tendermint RPC of a node of the chain, such as http://localhost:26657; empty: none"`
	GRPCURL  string        `koanf:"grpc_url" help:"gRPC of a node; reserved, nothing asks it yet"`
	JSONPath string        `koanf:"json_path" help:"JSON file of blocks, a list named blocks of height, miner and more; empty: none"`
	Sync     bool          `koanf:"sync" help:"give 100 credits to the miner of each block, once"`
	From     int64         `koanf:"from" help:"lowest height of a block that is credited; 0: the lowest that the source has"`
	Poll     time.Duration `koanf:"poll" help:"longest time between two looks for new blocks"`
}

// Log is what the server says about itself, on standard error.
type Log struct {
	Level  string `koanf:"level" help:"debug, info, warn or error"`
	Format string `koanf:"format" help:"text or json"`

	Files        bool `koanf:"files" help:"also write server.log, access.log and error.log into the folder logs of data.dir, as JSON"`
	MaxMegabytes int  `koanf:"max_megabytes" help:"size at which a log file is rotated, MB; SIGHUP rotates at once"`
	KeepFiles    int  `koanf:"keep_files" help:"rotated files of each kind that are kept; 0: all"`
	KeepDays     int  `koanf:"keep_days" help:"days that a rotated file is kept; 0: for ever"`
}

// Telemetry is what the server tells others of its work, beside /metrics.
type Telemetry struct {
	OTLPEndpoint string `koanf:"otlp_endpoint" help:"URL of an OpenTelemetry collector that gets trace spans by OTLP over HTTP, such as http://127.0.0.1:4318; empty: no tracing"`
}

// Default returns the configuration of `make run`: the demo model in open mode
// on loopback.
func Default() Config {
	return Config{
		Server: Server{
			Listen: "127.0.0.1:8000", CORSOrigins: []string{}, TrustedProxies: []string{},
			Grace: 20 * time.Second, RequestTimeout: 10 * time.Minute,
			HeaderTimeout: 10 * time.Second, BodyTimeout: 30 * time.Second, WriteTimeout: 30 * time.Second,
			MaxBodyBytes: 1 << 20, MaxHeaderBytes: 32 << 10,
		},
		Auth:    Auth{Mode: ModeOpen},
		Data:    Data{Dir: "r3mes-data"},
		Engine:  Engine{Kind: EngineCPU, Head: "bf16", KVType: "float32"},
		Chat:    Chat{MaxTokens: 256},
		Live:    defaultStreams(),
		Plugins: Plugins{FallbackAdapter: "default", Trust: "warn", Ceiling: []string{}, Disabled: []string{}, Enabled: []string{}, Bindings: map[string][]string{}, Config: map[string]map[string]any{}, Grants: map[string][]string{}},
		Pricing: Pricing{Builtin: Builtin{PerRequest: 1_000_000}, MaxQuote: 100_000_000},
		Limits:  Limits{Chat: "10/minute", Get: "30/minute", Post: "20/minute"},
		Cache: Cache{
			MaxBytes: 32 << 20, UserInfo: 5 * time.Minute, NetworkStats: 30 * time.Second, Blocks: 10 * time.Second,
			MinerStats: time.Minute, Histories: 5 * time.Minute, Keys: time.Hour,
		},
		Redis: Redis{Prefix: "r3mes:"},
		Chain: Chain{Sync: true, Poll: 5 * time.Second},
		Log:   Log{Level: "info", Format: "text", MaxMegabytes: 100, KeepFiles: 7},
	}
}
