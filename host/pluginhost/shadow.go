package pluginhost

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"sync"

	"github.com/r3mes/r3mes/sdk"
)

// What waits for the shadows of all plugins together; more is dropped and
// counted.
const (
	maxShadowQueue = 256      // questions
	maxShadowBytes = 16 << 20 // of what they ask
	maxShadowPost  = 256 << 10
)

// mode says who waits for a guest's answer.
type mode int

const (
	forRequest mode = iota // its breaker decides, and its outcome counts
	forShadow              // nobody: what it does is not seen outside
)

// A question is what one plugin with a shadow was asked in one request, and
// decided.
type question struct {
	generation     int64 // that was asked
	active, shadow *version
	hook           string
	decided        decision
	request        any // for its size and its digest
	// ask puts the question to the shadow.
	ask func(ctx context.Context) decision
}

// decision is what a guest said at one hook, without a word that could quote the
// chat.
type decision struct {
	what string // JSON; empty after a failure
	kind string // "" or one of sdk's Error… constants
}

func (d decision) String() string {
	if d.kind != "" {
		return "error: " + d.kind
	}
	return d.what
}

// questions are those of one request. Safe for concurrent use.
type questions struct {
	mu    sync.Mutex
	asked []question
	posts []*Post
}

// add notes a chain, whose links say in the end what they were asked.
func (q *questions) add(p *Post) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.posts = append(q.posts, p)
}

// compare notes what v answered, when it has a shadow, to ask that after the
// answer. req must not be changed any more; say words the response, and ask puts
// the question.
func compare[Req, Resp any](g *Generation, v *version, hook string, req Req, resp Resp, err error, say func(*version, Resp) any,
	ask func(*version, context.Context, Req, mode) (Resp, error)) {
	shadow := g.shadowOf(v, hook)
	if shadow == nil || kindOf(err) == sdk.ErrorCancelled {
		return
	}
	words := func(v *version, resp Resp, err error) decision {
		if err != nil {
			return decision{kind: kindOf(err)}
		}
		return worded(say(v, resp))
	}
	q := question{
		generation: g.number, active: v, shadow: shadow, hook: hook, request: req, decided: words(v, resp, err),
		ask: func(ctx context.Context) decision {
			resp, err := ask(shadow, ctx, req, forShadow)
			return words(shadow, resp, err)
		},
	}
	g.questions.mu.Lock()
	defer g.questions.mu.Unlock()
	g.questions.asked = append(g.questions.asked, q)
}

func worded(what any) decision {
	text, err := json.Marshal(what)
	if err != nil {
		return decision{kind: sdk.ErrorHost}
	}
	return decision{what: string(text)}
}

// shadowOf is the version that is compared with v at hook, nil for none: v is
// not active, its plugin has no shadow, or the shadow does not answer the hook.
func (g *Generation) shadowOf(v *version, hook string) *version {
	if g.questions == nil {
		return nil
	}
	l := g.lineups[v.manifest.Name]
	if l.active != v || l.shadow == nil || l.shadow.exports[hook] == "" {
		return nil
	}
	return l.shadow
}

// askShadows leaves the request's questions to be asked. The answer is out.
func (g *Generation) askShadows() {
	g.questions.mu.Lock()
	defer g.questions.mu.Unlock()
	for _, p := range g.questions.posts {
		g.questions.asked = append(g.questions.asked, p.questions(g.number)...)
	}
	for _, q := range g.questions.asked {
		g.host.askShadow(q)
	}
	g.questions.asked, g.questions.posts = nil, nil
}

// askShadow queues q while its versions are pinned, or drops it.
func (h *Host) askShadow(q question) {
	input, err := json.Marshal(q.request)
	if err != nil {
		q.shadow.differences.drop(q)
		return
	}
	size, digest := int64(len(input)), h.digest(input)
	if h.shadowBytes.Add(size) > maxShadowBytes {
		h.shadowBytes.Add(-size)
		q.shadow.differences.drop(q)
		return
	}
	q.shadow.retain()
	done := func() {
		h.shadowBytes.Add(-size)
		q.shadow.release()
	}
	queued := h.shadows.add(func() {
		defer done()
		if answer := q.ask(h.alive); h.alive.Err() == nil {
			q.shadow.differences.add(q, digest, answer)
		}
	})
	if !queued {
		q.shadow.differences.drop(q)
		done()
	}
}

// digest stands for a text on this host: equal texts have equal digests, and
// without the host's key no guess at a text can be tried.
func (h *Host) digest(text []byte) string {
	mac := h.newDigest()
	mac.Write(text)
	return digestText(mac)
}

func (h *Host) newDigest() hash.Hash { return hmac.New(sha256.New, h.options.WalletKey) }

func digestText(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)[:16]) }

// Decisions as they are compared. The reason of a route is left out: it is prose,
// and may quote the chat.
type (
	routeSaid struct {
		Abstain  bool   `json:"abstain"`
		Adapter  string `json:"adapter"`
		Priority int    `json:"priority"`
	}
	quoteSaid struct {
		Abstain bool   `json:"abstain"`
		Ceiling int64  `json:"ceiling_microcredits"`
		Rule    string `json:"rule"`
	}
	settleSaid struct {
		Charge int64  `json:"charge_microcredits"`
		Rule   string `json:"rule"`
	}
	preSaid struct {
		Abstain  bool   `json:"abstain"`
		Refuse   bool   `json:"refuse"`
		Messages int    `json:"messages"`
		Bytes    int    `json:"bytes"`
		Digest   string `json:"digest"` // of the messages
	}
	postSaid struct {
		Bytes  int    `json:"bytes"`
		Digest string `json:"digest"` // of the text
		Stop   bool   `json:"stop"`
	}
)

func sayRoute(_ *version, r sdk.RouteResponse) any {
	return routeSaid{Abstain: r.Abstain, Adapter: r.Adapter, Priority: boundPriority(r.Priority)}
}

func sayQuote(v *version, r sdk.QuoteResponse) any {
	return quoteSaid{Abstain: r.Abstain, Ceiling: r.CeilingMicrocredits, Rule: v.words(r.Rule)}
}

func saySettle(v *version, r sdk.SettleResponse) any {
	return settleSaid{Charge: r.ChargeMicrocredits, Rule: v.words(r.Rule)}
}

func sayPre(v *version, r sdk.PreResponse) any {
	said := preSaid{Abstain: r.Abstain, Refuse: r.Refuse, Messages: len(r.Messages)}
	mac := v.host.newDigest()
	encoder := json.NewEncoder(mac)
	for _, m := range r.Messages {
		said.Bytes += len(m.Content)
		_ = encoder.Encode(m) // strings into a hash: neither fails
	}
	said.Digest = digestText(mac)
	return said
}

// postTrace is what one link of a post chain was handed, for its shadow.
type postTrace struct {
	active, shadow *version
	first          sdk.PostRequest // but for Piece and End
	pieces         []postPiece
	bytes          int
	said           postSaid
	text           hash.Hash // of the active version's
	kind           string    // of the error that ended it
}

type postPiece struct {
	Text string
	End  bool
}

// traced begins a trace, nil when v has no shadow.
func (g *Generation) traced(v *version, first sdk.PostRequest) *postTrace {
	shadow := g.shadowOf(v, sdk.HookPost)
	if shadow == nil {
		return nil
	}
	return &postTrace{active: v, shadow: shadow, first: first, text: v.host.newDigest()}
}

// add notes one call of the active version.
func (t *postTrace) add(piece string, end bool, resp sdk.PostResponse, err error) {
	if t == nil {
		return
	}
	if t.bytes += len(piece); t.bytes <= maxShadowPost {
		t.pieces = append(t.pieces, postPiece{piece, end})
	}
	t.kind = kindOf(err)
	t.said.add(t.text, resp)
}

func (s *postSaid) add(text hash.Hash, resp sdk.PostResponse) {
	s.Bytes += len(resp.Text)
	s.Stop = s.Stop || resp.Stop
	text.Write([]byte(resp.Text))
}

// questions are those of the chain's links with a shadow: one for each answer,
// since a guest's state is its own.
func (p *Post) questions(generation int64) []question {
	var list []question
	for _, l := range p.links {
		t := l.trace
		if t == nil || len(t.pieces) == 0 || t.kind == sdk.ErrorCancelled {
			continue
		}
		q := question{
			generation: generation, active: t.active, shadow: t.shadow, hook: sdk.HookPost,
			request: t.pieces, decided: decision{kind: t.kind}, ask: t.ask,
		}
		if t.bytes > maxShadowPost {
			q.shadow.differences.drop(q)
			continue
		}
		if t.kind == "" {
			t.said.Digest = digestText(t.text)
			q.decided = worded(t.said)
		}
		list = append(list, q)
	}
	return list
}

// ask hands the shadow the same pieces.
func (t *postTrace) ask(ctx context.Context) decision {
	first := t.first
	first.Envelope = t.shadow.envelope(first.Envelope, sdk.HookPost)
	l := postLink{version: t.shadow, request: first, mode: forShadow}
	var said postSaid
	text := t.shadow.host.newDigest()
	for _, piece := range t.pieces {
		resp, err := l.ask(ctx, piece.Text, piece.End)
		if err != nil {
			return decision{kind: cmp.Or(kindOf(err), sdk.ErrorHost)}
		}
		said.add(text, resp)
		if resp.Stop {
			break
		}
	}
	said.Digest = digestText(text)
	return worded(said)
}
