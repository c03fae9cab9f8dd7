package sdk

import "encoding/json"

// ContractVersion is the contract this package speaks. A host serves a
// plugin whose manifest names a range that contains the host's version.
const ContractVersion = 1

// Hook names, as they stand in manifests and in Envelope.Hook. A guest answers
// a hook by exporting ExportPrefix + the hook's name.
const (
	HookRoute  = "route"
	HookQuote  = "quote"
	HookSettle = "settle"
)

// ExportPrefix stands before a hook's name in the module's export.
const ExportPrefix = "r3mes_"

// Kinds of billable request.
const (
	KindChat       = "chat"
	KindCompletion = "completion"
	KindResponse   = "response"
	KindEmbedding  = "embedding"
)

// Outcomes of a request that is settled. A request that ends in an error
// releases its hold and no guest is asked.
const (
	OutcomeComplete  = "complete"
	OutcomeCancelled = "cancelled"
)

// Envelope is what every request carries, whatever its hook. Its keys come
// first on the wire, in the order of the fields.
//
// The host fills Contract, Hook and PluginConfig; a guest may rely on all
// fields being present.
type Envelope struct {
	Contract  int    `json:"contract"`   // the contract version of this request
	RequestID string `json:"request_id"` // unique for one chat, the same for all its hooks
	Hook      string `json:"hook"`
	Kind      string `json:"kind"` // KindChat, …; a guest must tolerate kinds it does not know

	// PluginConfig is the operator's configuration over the manifest's
	// defaults, already validated by the manifest's schema. Always an object.
	PluginConfig json.RawMessage `json:"plugin_config"`

	// WalletHash stands for the paying wallet: stable on one host, different
	// on another, not reversible.
	WalletHash string `json:"wallet_hash"`
}

// Message is one turn of a chat.
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// Adapter is one entry of the catalogue a route guest chooses from.
type Adapter struct {
	Name        string  `json:"name"`
	Description string  `json:"description"`
	Similarity  float64 `json:"similarity"` // cosine, −1…1, of the prompt to the adapter's nearest example; 0 when unknown
	Loaded      bool    `json:"loaded"`     // false: choosing it costs a load from disk
}

// RouteRequest asks which adapter serves a request.
type RouteRequest struct {
	Envelope
	Adapters []Adapter `json:"adapters"` // never null, ordered by name
	// Messages is the chat, present only when the plugin holds the grant
	// "prompt".
	Messages []Message `json:"messages,omitempty"`
}

// RouteResponse answers a RouteRequest. The zero value means "no adapter, the
// base model serves", not abstention.
type RouteResponse struct {
	// Abstain leaves the choice to the next plugin of the chain; the other
	// fields are then not sent.
	Abstain bool
	// Adapter is a name of the request's catalogue, or empty for none.
	Adapter string
	// Priority orders the engine's queue: higher goes first, 0 is usual. The
	// host clamps it to −100…100.
	Priority int
	// Reason is for the receipt and the log, at most 256 bytes.
	Reason string
}

// Work describes what is priced. It is the same in quote and settle.
type Work struct {
	Model           string `json:"model"`
	Adapter         string `json:"adapter"` // empty: none
	PromptTokens    int64  `json:"prompt_tokens"`
	MaxTokens       int64  `json:"max_tokens"` // for each of the N answers
	N               int64  `json:"n"`
	WalletTier      string `json:"wallet_tier"`
	Volume30dTokens int64  `json:"volume_30d_tokens"`
	TimeBucket      int    `json:"time_bucket"` // see TimeBucket
}

// QuoteRequest asks for the most a request may cost, before any work.
type QuoteRequest struct {
	Envelope
	Work
}

// QuoteResponse answers a QuoteRequest.
type QuoteResponse struct {
	// Abstain leaves the price to the next plugin of the chain.
	Abstain bool
	// CeilingMicrocredits is reserved in the wallet before work starts; not
	// negative. The host keeps it inside the operator's bounds.
	CeilingMicrocredits int64
	// Rule names the price rule for the receipt, at most 256 bytes.
	Rule string
}

// Quote is the ceiling a SettleRequest refers to, after the host's bounds.
type Quote struct {
	CeilingMicrocredits int64  `json:"ceiling_microcredits"`
	Rule                string `json:"rule"`
}

// Usage counts the tokens of finished work.
type Usage struct {
	PromptTokens     int64 `json:"prompt_tokens"`
	CachedTokens     int64 `json:"cached_tokens"`     // the part of PromptTokens that was not computed again
	CompletionTokens int64 `json:"completion_tokens"` // of all answers together
}

// SettleRequest asks what finished work costs. Only the plugin, in the
// version, that quoted is asked.
type SettleRequest struct {
	Envelope
	Work    Work   `json:"quote_request"`
	Quote   Quote  `json:"quote"`
	Usage   Usage  `json:"usage"`
	Outcome string `json:"outcome"` // OutcomeComplete or OutcomeCancelled
}

// SettleResponse answers a SettleRequest.
type SettleResponse struct {
	// ChargeMicrocredits is clamped by the host to 0…the quote's ceiling; a
	// clamp is flagged on the receipt.
	ChargeMicrocredits int64  `json:"charge_microcredits"`
	Rule               string `json:"rule"`
}

// Description is the answer of the optional export r3mes_describe. The host
// refuses a module whose description disagrees with its manifest.
type Description struct {
	Name         string          `json:"name"`
	Version      string          `json:"version"`
	Hooks        []string        `json:"hooks"`
	ContractMin  int             `json:"contract_min"`
	ContractMax  int             `json:"contract_max"`
	ConfigSchema json.RawMessage `json:"config_schema,omitempty"`
}
