package store

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"
)

// Limits of the texts that callers give.
const (
	MaxName   = 128  // wallets, operation ids, request ids, receipt ids, tiers
	MaxReason = 512  // reasons
	MaxRule   = 1024 // each text of a price rule, a model or adapter name, a route reason
	MaxGuests = 16   // plugins of one hook on a receipt
)

// A PriceRule says which plugin, in which version, priced a request by which
// rule. Hash is the rule's or module's hash; it is also in the journal entry.
type PriceRule struct {
	Plugin  string `json:"plugin,omitempty"`
	Version string `json:"version,omitempty"`
	Hash    string `json:"hash,omitempty"`
	Rule    string `json:"rule,omitempty"`
}

// A Guest is a plugin, in one version, that had a hand in a request.
type Guest struct {
	Plugin  string `json:"plugin"`
	Version string `json:"version"`
	Hash    string `json:"hash"` // of the module
}

// A TopUp gives Amount > 0 to a wallet, which it creates when it is new.
type TopUp struct {
	OpID   string       `json:"op_id"`
	Wallet string       `json:"wallet"`
	Amount MicroCredits `json:"amount"`
	Reason string       `json:"reason,omitempty"`
}

// A Hold sets Amount >= 0 aside before work starts. Kind, Model, Adapter and
// the route are optional: they describe the request on the receipt of a
// release, when no settle comes.
type Hold struct {
	OpID        string       `json:"op_id"`
	Wallet      string       `json:"wallet"`
	Amount      MicroCredits `json:"amount"`
	RequestID   string       `json:"request_id,omitempty"`
	Price       PriceRule    `json:"price"`
	Kind        string       `json:"kind,omitempty"`
	Model       string       `json:"model,omitempty"`
	Adapter     string       `json:"adapter,omitempty"`
	RoutePlugin string       `json:"route_plugin,omitempty"`
	RouteReason string       `json:"route_reason,omitempty"`
	Route       *Guest       `json:"route,omitempty"` // RoutePlugin in full; nil: no plugin chose
	Pre         []Guest      `json:"pre,omitempty"`   // asked about the messages, in order
}

// A Settle ends the hold OpID with a charge of 0 <= Charge <= hold. Of the
// receipt the caller gives what it knows; see Receipt.
type Settle struct {
	OpID    string       `json:"op_id"`
	Charge  MicroCredits `json:"charge"`
	Receipt Receipt      `json:"receipt"`
}

// A Release ends the hold OpID without a charge.
type Release struct {
	OpID   string `json:"op_id"`
	Reason string `json:"reason"`
}

// An OpenHold is a hold that nothing has ended yet.
type OpenHold struct {
	Hold
	Seq       uint64    `json:"seq"`
	CreatedAt time.Time `json:"created_at"`
}

// An Operation is what became of an operation id: the way to learn, after
// ErrOutcomeUnknown and a reopen, whether the operation happened.
type Operation struct {
	OpID      string `json:"op_id"`
	Kind      Kind   `json:"kind"` // KindTopUp or KindHold
	Seq       uint64 `json:"seq"`
	State     string `json:"state"`                // of a hold: Open, Settled, Released; "" for a top-up
	EndSeq    uint64 `json:"end_seq,omitempty"`    // of a hold's settle or release
	ReceiptID string `json:"receipt_id,omitempty"` // of an ended hold
	Wallet    string `json:"wallet"`
}

// Validate reports the first thing no backend accepts.
func (t TopUp) Validate() error {
	if err := names("top-up", t.OpID, t.Wallet); err != nil {
		return err
	}
	if t.Amount <= 0 {
		return fmt.Errorf("store: top-up %q: %w: %d is not positive", t.OpID, ErrInvalidAmount, int64(t.Amount))
	}
	return text("top-up reason", t.Reason, MaxReason)
}

// Validate reports the first thing no backend accepts.
func (h Hold) Validate() error {
	if err := names("hold", h.OpID, h.Wallet); err != nil {
		return err
	}
	if h.Amount < 0 {
		return fmt.Errorf("store: hold %q: %w: %d is negative", h.OpID, ErrInvalidAmount, int64(h.Amount))
	}
	if err := text("hold request id", h.RequestID, MaxName); err != nil {
		return err
	}
	if err := guests("hold", h.Route, h.Pre); err != nil {
		return err
	}
	return texts("hold", MaxRule, h.Kind, h.Model, h.Adapter, h.RoutePlugin, h.RouteReason,
		h.Price.Plugin, h.Price.Version, h.Price.Hash, h.Price.Rule)
}

// Validate reports the first thing no backend accepts. That the charge fits
// the hold is the backend's check: only it knows the hold.
func (s Settle) Validate() error {
	if err := Name("settle operation id", s.OpID); err != nil {
		return err
	}
	if s.Charge < 0 {
		return fmt.Errorf("store: settle %q: %w: %d is negative", s.OpID, ErrInvalidAmount, int64(s.Charge))
	}
	return s.Receipt.validate()
}

// Validate reports the first thing no backend accepts.
func (r Release) Validate() error {
	if err := Name("release operation id", r.OpID); err != nil {
		return err
	}
	return text("release reason", r.Reason, MaxReason)
}

// Fingerprint is the content that "same operation" means.
func (t TopUp) Fingerprint() Hash { return fingerprint(KindTopUp, t) }

// Fingerprint is the content that "same operation" means.
func (h Hold) Fingerprint() Hash { return fingerprint(KindHold, h) }

// Fingerprint is the content that "same operation" means: what the caller
// gave, before the backend completed the receipt.
func (s Settle) Fingerprint() Hash { return fingerprint(KindSettle, s) }

// Fingerprint is the content that "same operation" means.
func (r Release) Fingerprint() Hash { return fingerprint(KindRelease, r) }

// fingerprint hashes an operation's JSON. A field that a later version adds
// must be omitted when empty, so that old operations keep their fingerprint.
func fingerprint(k Kind, op any) Hash {
	body, err := json.Marshal(op)
	if err != nil {
		panic(fmt.Sprintf("store: fingerprint of %s: %v", k, err)) // plain structs always marshal
	}
	return sha256.Sum256(append([]byte{byte(k)}, body...))
}

// Name checks a wallet, operation id or other name: 1 to MaxName printable
// ASCII characters without space. what is used in the error.
func Name(what, name string) error {
	if name == "" || len(name) > MaxName {
		return fmt.Errorf("store: %s %.40q: %w: want 1 to %d characters, got %d", what, name, ErrInvalid, MaxName, len(name))
	}
	for i := range len(name) {
		if name[i] <= ' ' || name[i] > '~' {
			return fmt.Errorf("store: %s %q: %w: want printable ASCII without spaces", what, name, ErrInvalid)
		}
	}
	return nil
}

func names(what, opID, wallet string) error {
	if err := Name(what+" operation id", opID); err != nil {
		return err
	}
	return Name(what+" wallet", wallet)
}

func text(what, s string, limit int) error {
	if len(s) > limit {
		return fmt.Errorf("store: %s: %w: %d bytes (limit %d)", what, ErrInvalid, len(s), limit)
	}
	if !utf8.ValidString(s) {
		return fmt.Errorf("store: %s: %w: not UTF-8", what, ErrInvalid)
	}
	return nil
}

// guests checks the plugins of a hold or receipt.
func guests(what string, route *Guest, hooks ...[]Guest) error {
	if route != nil {
		hooks = append(hooks, []Guest{*route})
	}
	for _, list := range hooks {
		if len(list) > MaxGuests {
			return fmt.Errorf("store: %s: %w: %d plugins of one hook (limit %d)", what, ErrInvalid, len(list), MaxGuests)
		}
		for _, g := range list {
			if err := texts(what+" plugin", MaxName, g.Plugin, g.Version, g.Hash); err != nil {
				return err
			}
		}
	}
	return nil
}

func texts(what string, limit int, all ...string) error {
	for _, s := range all {
		if err := text(what, s, limit); err != nil {
			return err
		}
	}
	return nil
}
