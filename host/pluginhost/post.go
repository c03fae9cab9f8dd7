package pluginhost

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// maxPiece is the most text that one post call is handed, in bytes; more comes
// in several calls.
const maxPiece = 8 << 10

// Post is the chain of post plugins that one answer runs through. For one
// goroutine; use it while its Generation is pinned.
//
// What the client gets: pieces in order, each once through every plugin of the
// chain. When a plugin fails open, the text that it held back comes out
// unchanged, followed by the piece it failed on, and the plugin is asked no more
// for this answer; the plugins after it see that text like any other. So every
// byte of the answer was either spoken for by a response of the plugin (passed
// on, replaced or dropped) or passes as it is, never both.
type Post struct {
	links []*postLink
	// StoppedBy names the plugin that stopped the answer; empty: none did.
	StoppedBy string
	// Err joins the *sdk.PluginError of every plugin that failed open.
	Err error
}

// postLink is one plugin's place in a chain, with what the host keeps for it.
type postLink struct {
	version *version
	request sdk.PostRequest // the next one, but for Piece and End
	held    string          // input that no response spoke for yet
	failed  bool            // failed open: passes everything
	span    *hookSpan       // of all its calls
	mode    mode
	trace   *postTrace // for a shadow; nil: none
}

// Posts reports whether any post plugin is bound to the adapter.
func (g *Generation) Posts(adapter sdk.BoundAdapter) bool {
	return slices.ContainsFunc(g.chains[sdk.HookPost], func(v *version) bool { return v.serves(sdk.HookPost, adapter.Name) })
}

// Post makes the chain of the plugins that are bound to the adapter, for the
// answer seq of a request, counted from 0. The caller fills the envelope as for
// Route, and closes the chain when the answer has ended.
func (g *Generation) Post(e sdk.Envelope, adapter sdk.BoundAdapter, seq int64) *Post {
	p := &Post{}
	for _, v := range g.chains[sdk.HookPost] {
		if v.serves(sdk.HookPost, adapter.Name) {
			request := sdk.PostRequest{Envelope: v.envelope(e, sdk.HookPost), Adapter: boundAdapter(adapter), Seq: seq}
			p.links = append(p.links, &postLink{version: v, request: request, trace: g.traced(v, request)})
		}
	}
	if g.questions != nil {
		g.questions.add(p)
	}
	return p
}

// Asked are the plugins that answered at least once, in order.
func (p *Post) Asked() []store.Guest {
	var asked []store.Guest
	for _, l := range p.links {
		if l.request.Index > 0 {
			asked = append(asked, l.version.guest())
		}
	}
	return asked
}

// Push sends the next piece of the answer through the chain and returns what
// the client gets now, which may be nothing. The last piece, which may be
// empty, has end set. When stop is true, StoppedBy is set, text is the answer's
// last, and Push must not be called again.
//
// The error is the *sdk.PluginError of a plugin that fails closed, or wraps
// ctx's error: then the answer ends with an error, and what was held back must
// not be sent.
func (p *Post) Push(ctx context.Context, piece string, end bool) (text string, stop bool, err error) {
	text = strings.ToValidUTF8(piece, "\uFFFD")
	for _, l := range p.links {
		if text == "" && !end {
			break
		}
		var stopped bool
		if text, stopped, err = p.pass(ctx, l, text, end); err != nil {
			return "", false, err
		}
		if stopped {
			p.StoppedBy, stop, end = l.version.manifest.Name, true, true
		}
	}
	return text, stop, nil
}

// Close says that no more pieces come, whether or not the end was among them.
func (p *Post) Close() {
	for _, l := range p.links {
		l.span.end(sdk.ErrorCancelled)
	}
}

// pass sends text through one link in calls of bounded size.
func (p *Post) pass(ctx context.Context, l *postLink, text string, end bool) (out string, stop bool, err error) {
	if l.failed {
		return text, false, nil
	}
	for rest := text; ; {
		chunk := truncate(rest, maxPiece)
		rest = rest[len(chunk):]
		resp, err := l.ask(ctx, chunk, end && rest == "")
		switch {
		case err != nil && l.version.failsOpen(sdk.HookPost, err):
			p.Err = errors.Join(p.Err, err)
			l.failed = true
			return out + l.held + chunk + rest, false, nil
		case err != nil:
			return "", false, err
		case resp.Stop:
			return out + resp.Text, true, nil
		}
		out += resp.Text
		if rest == "" {
			return out, false, nil
		}
	}
}

// ask makes one call and keeps what the guest holds back.
func (l *postLink) ask(ctx context.Context, piece string, end bool) (sdk.PostResponse, error) {
	input := l.held + piece
	l.request.Piece, l.request.End = piece, end
	resp, err := ask(l.traced(ctx), l.version, l.mode, l.request.Envelope, l.request, func(resp sdk.PostResponse) error {
		return checkPost(resp, input, end)
	})
	l.trace.add(piece, end, resp, err)
	if err != nil {
		l.span.end(kindOf(err))
		return resp, err
	}
	if end || resp.Stop {
		l.span.end(spanOK)
	}
	l.held = input[len(input)-int(resp.Held):]
	l.request.State = resp.State
	l.request.Index++
	return resp, nil
}

// checkPost refuses answers that would lose text or fill the host's memory.
func checkPost(resp sdk.PostResponse, input string, end bool) error {
	switch {
	case resp.Held < 0 || resp.Held > int64(len(input)):
		return fmt.Errorf("held is %d, the input not spoken for has %d bytes", resp.Held, len(input))
	case resp.Held > 0 && !utf8.RuneStart(input[len(input)-int(resp.Held)]):
		return fmt.Errorf("held is %d, which is in the middle of a character", resp.Held)
	case resp.Held > 0 && (end || resp.Stop):
		return fmt.Errorf("held is %d at the end of the answer, must be 0", resp.Held)
	case len(resp.State) > sdk.MaxState:
		return fmt.Errorf("state has %d bytes (limit %d)", len(resp.State), sdk.MaxState)
	}
	return nil
}
