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
	HookPre    = "pre"
	HookPost   = "post"
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

// BoundAdapter is the adapter that serves a request, as pre and post see it.
type BoundAdapter struct {
	Name     string            `json:"name"`     // empty: the base model alone
	Metadata map[string]string `json:"metadata"` // the operator's, from the adapter's r3mes.json; never null
}

// PreRequest asks to rewrite or refuse a chat before the model sees it.
type PreRequest struct {
	Envelope
	Adapter BoundAdapter `json:"adapter"`
	// Messages is the chat, as the plugin before in the chain left it; at least
	// one.
	Messages []Message `json:"messages"`
}

// PreResponse answers a PreRequest: all messages anew, or an abstention, or a
// refusal.
type PreResponse struct {
	// Abstain leaves the chat as it is; the other fields are then not sent.
	Abstain bool
	// Refuse ends the request with an error of the client's. Nothing is charged.
	Refuse bool
	// Reason is what the client is told of a refusal, at most 256 bytes.
	Reason string
	// Messages take the place of the request's; at least one.
	Messages []Message
}

// MaxState is the most bytes a PostResponse's State may have.
const MaxState = 16 << 10

// PostRequest hands on the next piece of an answer that is being written.
// Pieces come in order, one call a piece, and the last call has End set.
//
// Nothing in the guest lasts from one call to the next: what it wants to
// remember of the sequence it puts into State.
type PostRequest struct {
	Envelope
	Adapter BoundAdapter `json:"adapter"`
	Seq     int64        `json:"seq"`   // which answer of the request, from 0
	Index   int64        `json:"index"` // which piece of the answer, from 0
	// Piece is the next text, as the plugin before in the chain released it: whole
	// characters, of any length. It is empty only when End is set, where it may be.
	Piece string `json:"piece"`
	End   bool   `json:"end"`   // nothing follows: release or drop what is held back
	State string `json:"state"` // of the response to the piece before; empty at index 0
}

// PostResponse answers a PostRequest.
type PostResponse struct {
	// Text goes to the next plugin of the chain, and from the last one to the
	// client. Empty: this piece adds nothing.
	Text string `json:"text"`
	// Held counts the last bytes of the input so far that Text, of this and
	// of earlier responses, does not speak for yet: what the guest holds back. The
	// host keeps them: should the plugin fail open, they come out unchanged, and
	// so no text is lost and none comes twice. It ends between two characters, and
	// is 0 in the response to the End and to a Stop.
	Held int64 `json:"held"`
	// State is handed back with the next piece, at most MaxState bytes of text.
	State string `json:"state"`
	// Stop ends the answer after Text: the client sees the finish reason
	// "content_filter" and pays for what was generated.
	Stop bool `json:"stop"`
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
