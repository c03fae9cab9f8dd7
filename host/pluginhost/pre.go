package pluginhost

import (
	"context"
	"errors"
	"fmt"

	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// PreDecision is what the pre plugins made of a chat.
type PreDecision struct {
	// Messages are those that the model sees; the request's own, not a copy, when
	// nobody rewrote them.
	Messages []sdk.Message
	// Refused: Plugin wants no answer given. Reason is for the client; it may
	// quote the chat, so it belongs in no log.
	Refused bool
	Reason  string
	// Plugin, Version and Hash name the guest that refused.
	Plugin, Version, Hash string
	// Asked are the plugins that answered, in order; who failed open is not one.
	Asked []store.Guest
	// Err joins the *sdk.PluginError of every plugin that failed open.
	Err error
}

// errWithheld stands for the words of a guest that has seen the chat: they may
// quote it, and errors reach logs.
var errWithheld = errors.New("the guest answered with an error; its words are withheld, for it has seen the chat")

// Pre asks the pre plugins that are bound to req.Adapter in chain order. Each
// gets the messages as the one before left them, until one refuses.
//
// A plugin that fails open is passed over. The error is the *sdk.PluginError of
// one that fails closed, or wraps ctx's error when the caller went away: then
// the chat must not be answered. The caller fills the envelope as for Route,
// Adapter and Messages.
func (g *Generation) Pre(ctx context.Context, req sdk.PreRequest) (PreDecision, error) {
	d := PreDecision{Messages: req.Messages}
	req.Adapter = boundAdapter(req.Adapter)
	for _, v := range g.chains[sdk.HookPre] {
		if !v.serves(sdk.HookPre, req.Adapter.Name) {
			continue
		}
		req.Messages = d.Messages
		resp, err := v.pre(ctx, req, forRequest)
		compare(g, v, sdk.HookPre, req, resp, err, sayPre, (*version).pre)
		switch {
		case err != nil && v.failsOpen(sdk.HookPre, err):
			d.Err = errors.Join(d.Err, err)
			continue
		case err != nil:
			return d, err
		}
		d.Asked = append(d.Asked, v.guest())
		switch {
		case resp.Refuse:
			d.Refused, d.Reason = true, tidy(resp.Reason)
			d.Plugin, d.Version, d.Hash = v.manifest.Name, v.manifest.Version, v.hash
			return d, nil
		case !resp.Abstain:
			d.Messages = resp.Messages
		}
	}
	return d, nil
}

func (v *version) pre(ctx context.Context, req sdk.PreRequest, m mode) (sdk.PreResponse, error) {
	req.Envelope = v.envelope(req.Envelope, sdk.HookPre)
	return ask(ctx, v, m, req.Envelope, req, func(resp sdk.PreResponse) error {
		for i, m := range resp.Messages {
			if m.Role != "system" && m.Role != "user" && m.Role != "assistant" {
				return fmt.Errorf("messages[%d].role must be system, user or assistant", i)
			}
		}
		return nil
	})
}

// boundAdapter sees to it that metadata is an object on the wire.
func boundAdapter(a sdk.BoundAdapter) sdk.BoundAdapter {
	if a.Metadata == nil {
		a.Metadata = map[string]string{}
	}
	return a
}

// failsOpen says that the request goes on without v after err. A caller that
// went away is not v's failure and no policy's matter.
func (v *version) failsOpen(hook string, err error) bool {
	var p *sdk.PluginError
	return v.manifest.Hooks[hook].Fail == FailOpen && !(errors.As(err, &p) && p.Kind == sdk.ErrorCancelled)
}
