package sdk

import (
	"encoding/json"
	"errors"
	"fmt"
)

// abstention is the whole answer of a plugin that abstains.
const abstention = `{"abstain":true}`

// routeAnswer and quoteAnswer are the wire forms of answers that do not
// abstain. Pointers tell a missing key from a zero.
type routeAnswer struct {
	Abstain  bool    `json:"abstain,omitempty"`
	Adapter  *string `json:"adapter"`
	Priority int     `json:"priority"`
	Reason   string  `json:"reason"`
}

type quoteAnswer struct {
	Abstain bool   `json:"abstain,omitempty"`
	Ceiling *int64 `json:"ceiling_microcredits"`
	Rule    string `json:"rule"`
}

type settleAnswer struct {
	Charge *int64 `json:"charge_microcredits"`
	Rule   string `json:"rule"`
}

// preRefusal, preAnswer and postAnswer are wire forms too.
type preRefusal struct {
	Refuse bool   `json:"refuse"`
	Reason string `json:"reason"`
}

type preAnswer struct {
	Messages []Message `json:"messages"`
}

type postAnswer struct {
	Text  *string `json:"text"`
	Held  int64   `json:"held"`
	State string  `json:"state"`
	Stop  bool    `json:"stop"`
}

// MarshalJSON writes {"abstain":true} or {"adapter":…,"priority":…,"reason":…};
// no adapter is null.
func (r RouteResponse) MarshalJSON() ([]byte, error) {
	return r.appendJSON(nil), nil
}

func (r RouteResponse) appendJSON(b []byte) []byte {
	if r.Abstain {
		return append(b, abstention...)
	}
	b = appendMember(append(b, '{'), "adapter")
	if r.Adapter == "" {
		b = append(b, "null"...)
	} else {
		b = appendText(b, r.Adapter)
	}
	b = appendIntMember(b, "priority", int64(r.Priority))
	return append(appendTextMember(b, "reason", r.Reason), '}')
}

// UnmarshalJSON reads what MarshalJSON writes. An answer that neither abstains
// nor has the key "adapter" is an error: it is more often a bug than a wish
// for the base model.
func (r *RouteResponse) UnmarshalJSON(data []byte) error {
	var a routeAnswer
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	if a.Abstain {
		*r = RouteResponse{Abstain: true}
		return nil
	}
	if err := requireKey(data, "adapter"); err != nil {
		return err
	}
	*r = RouteResponse{Priority: a.Priority, Reason: a.Reason}
	if a.Adapter != nil {
		r.Adapter = *a.Adapter
	}
	return nil
}

func requireKey(object []byte, key string) error {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(object, &keys); err != nil {
		return err
	}
	if _, ok := keys[key]; !ok {
		return fmt.Errorf(`sdk: answer has neither "abstain": true nor %q`, key)
	}
	return nil
}

// MarshalJSON writes {"abstain":true} or {"ceiling_microcredits":…,"rule":…}.
func (q QuoteResponse) MarshalJSON() ([]byte, error) {
	return q.appendJSON(nil), nil
}

func (q QuoteResponse) appendJSON(b []byte) []byte {
	if q.Abstain {
		return append(b, abstention...)
	}
	b = appendIntMember(append(b, '{'), "ceiling_microcredits", q.CeilingMicrocredits)
	return append(appendTextMember(b, "rule", q.Rule), '}')
}

// UnmarshalJSON reads what MarshalJSON writes. An answer that neither abstains
// nor has a ceiling is an error: a missing price is not a price of zero.
func (q *QuoteResponse) UnmarshalJSON(data []byte) error {
	var a quoteAnswer
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	if a.Abstain {
		*q = QuoteResponse{Abstain: true}
		return nil
	}
	if a.Ceiling == nil {
		return errors.New(`sdk: answer has neither "abstain": true nor "ceiling_microcredits"`)
	}
	*q = QuoteResponse{CeilingMicrocredits: *a.Ceiling, Rule: a.Rule}
	return nil
}

func (s SettleResponse) appendJSON(b []byte) []byte {
	b = appendIntMember(append(b, '{'), "charge_microcredits", s.ChargeMicrocredits)
	return append(appendTextMember(b, "rule", s.Rule), '}')
}

// UnmarshalJSON refuses an answer without a charge.
func (s *SettleResponse) UnmarshalJSON(data []byte) error {
	var a settleAnswer
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	if a.Charge == nil {
		return errors.New(`sdk: answer has no "charge_microcredits"`)
	}
	*s = SettleResponse{ChargeMicrocredits: *a.Charge, Rule: a.Rule}
	return nil
}

// MarshalJSON writes {"abstain":true}, {"refuse":true,"reason":…} or
// {"messages":…}.
func (p PreResponse) MarshalJSON() ([]byte, error) {
	return p.appendJSON(nil), nil
}

func (p PreResponse) appendJSON(b []byte) []byte {
	switch {
	case p.Abstain:
		return append(b, abstention...)
	case p.Refuse:
		b = appendBoolMember(append(b, '{'), "refuse", true)
		return append(appendTextMember(b, "reason", p.Reason), '}')
	}
	b = append(appendMember(append(b, '{'), "messages"), '[')
	for i, m := range p.Messages {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendTextMember(append(b, '{'), "role", m.Role)
		b = append(appendTextMember(b, "content", m.Content), '}')
	}
	return append(b, ']', '}')
}

// UnmarshalJSON reads what MarshalJSON writes. An answer without a message that
// neither abstains nor refuses is an error: nobody means an empty prompt.
func (p *PreResponse) UnmarshalJSON(data []byte) error {
	var a struct {
		Abstain bool `json:"abstain"`
		preRefusal
		preAnswer
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	switch {
	case a.Abstain:
		*p = PreResponse{Abstain: true}
	case a.Refuse:
		*p = PreResponse{Refuse: true, Reason: a.Reason}
	case len(a.Messages) == 0:
		return errors.New(`sdk: answer has neither "abstain": true nor "refuse": true nor "messages"`)
	default:
		*p = PreResponse{Messages: a.Messages}
	}
	return nil
}

func (p PostResponse) appendJSON(b []byte) []byte {
	b = appendTextMember(append(b, '{'), "text", p.Text)
	b = appendIntMember(b, "held", p.Held)
	b = appendTextMember(b, "state", p.State)
	return append(appendBoolMember(b, "stop", p.Stop), '}')
}

// UnmarshalJSON refuses an answer without a text: a guest that drops a piece
// says so.
func (p *PostResponse) UnmarshalJSON(data []byte) error {
	var a postAnswer
	if err := json.Unmarshal(data, &a); err != nil {
		return err
	}
	if a.Text == nil {
		return errors.New(`sdk: answer has no "text"`)
	}
	*p = PostResponse{Text: *a.Text, Held: a.Held, State: a.State, Stop: a.Stop}
	return nil
}

// Response is what the hooks of this contract answer: RouteResponse and its
// siblings.
type Response interface {
	appendJSON(b []byte) []byte
}

// Handle decodes one request, asks answer, and encodes the response: what
// ServeRoute and its siblings do, on bytes. Keys of the request that Req does
// not have are ignored, so that a newer host can ask an older guest.
//
// It is for tests and for guests that bring their own ABI.
func Handle[Req any, Resp Response, R Request[Req]](request []byte, answer func(Req) (Resp, error)) ([]byte, error) {
	var req Req
	if err := readRequest(request, R(&req)); err != nil {
		return nil, fmt.Errorf("sdk: decode request: %w", err)
	}
	resp, err := answer(req)
	if err != nil {
		return nil, err
	}
	return resp.appendJSON(nil), nil
}
