package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"
)

// Outcomes of a request, as its receipt says them.
const (
	OutcomeComplete  = "complete"
	OutcomeCancelled = "cancelled"
	OutcomeReleased  = "released"
)

// Usage counts tokens. Cached ones are part of the prompt's.
type Usage struct {
	PromptTokens     int `json:"prompt_tokens"`
	CachedTokens     int `json:"cached_tokens"`
	CompletionTokens int `json:"completion_tokens"`
}

// A Receipt says what a request used and cost. Settling it, the caller fills
// Kind to Post and CreatedAt, and may choose ID; the backend sets Wallet, Hold,
// Charge, Quote and SettledAt from what it knows, and RequestID, Kind, Model,
// Adapter, the route and Pre from the hold where the caller left them empty. An
// empty ID becomes ReceiptID(operation id).
type Receipt struct {
	ID          string       `json:"id"`
	RequestID   string       `json:"request_id,omitempty"`
	Wallet      string       `json:"wallet"`
	Kind        string       `json:"kind,omitempty"`
	Model       string       `json:"model,omitempty"`
	Adapter     string       `json:"adapter,omitempty"`
	Outcome     string       `json:"outcome"`
	Reason      string       `json:"reason,omitempty"` // of a release
	Usage       Usage        `json:"usage"`
	Hold        MicroCredits `json:"hold_microcredits"`
	Charge      MicroCredits `json:"charge_microcredits"`
	Clamped     bool         `json:"clamped,omitempty"` // the plugin asked for more than the hold
	Quote       PriceRule    `json:"quote"`
	Settle      PriceRule    `json:"settle"`
	RoutePlugin string       `json:"route_plugin,omitempty"`
	RouteReason string       `json:"route_reason,omitempty"`
	Route       *Guest       `json:"route,omitempty"` // RoutePlugin in full; nil: no plugin chose
	Pre         []Guest      `json:"pre,omitempty"`   // asked about the messages, in order
	Post        []Guest      `json:"post,omitempty"`  // asked about the answer, in order
	CreatedAt   time.Time    `json:"created_at"`
	SettledAt   time.Time    `json:"settled_at"`
}

// ReceiptID is the receipt id of a hold whose caller chose none, known before
// the hold ends.
func ReceiptID(opID string) string { return "rcpt_" + opID }

// Receipt is the receipt of a settle or release entry.
func (e Entry) Receipt() (Receipt, error) {
	var r Receipt
	if err := json.Unmarshal(e.Doc, &r); err != nil {
		return Receipt{}, fmt.Errorf("store: entry %d: its receipt: %w", e.Seq, err)
	}
	return r, nil
}

func (r Receipt) validate() error {
	if r.ID != "" {
		if err := Name("receipt id", r.ID); err != nil {
			return err
		}
	}
	if r.Outcome != OutcomeComplete && r.Outcome != OutcomeCancelled {
		return fmt.Errorf("store: receipt outcome %q: %w: want %s or %s", r.Outcome, ErrInvalid, OutcomeComplete, OutcomeCancelled)
	}
	u := r.Usage
	if u.PromptTokens < 0 || u.CachedTokens < 0 || u.CompletionTokens < 0 || u.CachedTokens > u.PromptTokens {
		return fmt.Errorf("store: receipt usage %+v: %w: negative, or more cached than prompt tokens", u, ErrInvalidAmount)
	}
	if err := text("receipt request id", r.RequestID, MaxName); err != nil {
		return err
	}
	if err := guests("receipt", r.Route, r.Pre, r.Post); err != nil {
		return err
	}
	return texts("receipt", MaxRule, r.Kind, r.Model, r.Adapter, r.Reason, r.RoutePlugin, r.RouteReason,
		r.Quote.Plugin, r.Quote.Version, r.Quote.Hash, r.Quote.Rule,
		r.Settle.Plugin, r.Settle.Version, r.Settle.Hash, r.Settle.Rule)
}

// Complete fills what the backend knows into a caller's receipt; see Receipt.
func (r Receipt) Complete(h OpenHold, charge MicroCredits, now time.Time) Receipt {
	r.ID = cmp.Or(r.ID, ReceiptID(h.OpID))
	r.RequestID = cmp.Or(r.RequestID, h.RequestID)
	r.Kind = cmp.Or(r.Kind, h.Kind)
	r.Model = cmp.Or(r.Model, h.Model)
	r.Adapter = cmp.Or(r.Adapter, h.Adapter)
	r.RoutePlugin = cmp.Or(r.RoutePlugin, h.RoutePlugin)
	r.RouteReason = cmp.Or(r.RouteReason, h.RouteReason)
	r.Route = cmp.Or(r.Route, h.Route)
	if r.Pre == nil {
		r.Pre = h.Pre
	}
	r.Wallet, r.Hold, r.Charge, r.Quote = h.Wallet, h.Amount, charge, h.Price
	if r.CreatedAt.IsZero() {
		r.CreatedAt = h.CreatedAt
	}
	r.CreatedAt, r.SettledAt = r.CreatedAt.UTC().Round(0), now.UTC().Round(0)
	return r
}

// Receipt is the receipt of a released hold.
func (r Release) Receipt(h OpenHold, now time.Time) Receipt {
	return Receipt{Outcome: OutcomeReleased, Reason: r.Reason}.Complete(h, 0, now)
}
