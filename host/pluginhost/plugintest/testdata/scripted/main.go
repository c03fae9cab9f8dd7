// Command scripted is a guest for tests of the hooks pre and post: its
// configuration says what it does.
package main

import (
	"errors"
	"strings"

	"github.com/r3mes/r3mes/sdk"
)

type config struct {
	Tag      string `json:"tag"`       // pre: appended to the last message; empty: abstain
	From     string `json:"from"`      // post: letters replaced …
	To       string `json:"to"`        // … by this
	FailAt   string `json:"fail_at"`   // input that makes it fail
	Panic    bool   `json:"panic"`     // fail by a trap
	StopAt   string `json:"stop_at"`   // pre: refuse; post: stop before this
	Hold     int64  `json:"hold"`      // post: a lie about what is held back
	Keep     bool   `json:"keep"`      // post: hold back at the end too
	Eager    bool   `json:"eager"`     // post: release every piece at once
	EndFails bool   `json:"end_fails"` // post: fail at the end
	State    int    `json:"state"`     // post: bytes of state too many
	Spell    string `json:"spell"`     // post: the answer is this, three bytes for each piece, the rest at the end
}

//go:wasmexport r3mes_pre
func ExportPre() int32 { return sdk.ServePre(pre) }

//go:wasmexport r3mes_post
func ExportPost() int32 { return sdk.ServePost(post) }

func main() {}

func (c config) fail(text string) error {
	if c.FailAt == "" || !strings.Contains(text, c.FailAt) {
		return nil
	}
	if c.Panic {
		panic("as configured")
	}
	return errors.New("cannot bear: " + text)
}

func pre(r sdk.PreRequest) (sdk.PreResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.PreResponse{}, err
	}
	last := &r.Messages[len(r.Messages)-1]
	if err := c.fail(last.Content); err != nil {
		return sdk.PreResponse{}, err
	}
	if c.StopAt != "" && strings.Contains(last.Content, c.StopAt) {
		return sdk.PreResponse{Refuse: true, Reason: "no " + c.StopAt + " for " + r.Adapter.Name + r.Adapter.Metadata["persona"]}, nil
	}
	last.Content += c.Tag
	return sdk.PreResponse{Abstain: c.Tag == "", Messages: r.Messages}, nil
}

// post releases whole words and holds back the word that is being written.
func post(r sdk.PostRequest) (sdk.PostResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.PostResponse{}, err
	}
	if err := c.fail(r.Piece); err != nil {
		return sdk.PostResponse{}, err
	}
	if r.End && c.EndFails {
		return sdk.PostResponse{}, errors.New("cannot bear the end")
	}
	if c.Spell != "" {
		return c.spell(r), nil
	}
	text := r.State + r.Piece
	cut := len(text)
	if !r.End && !c.Eager || r.End && c.Keep {
		cut = strings.LastIndex(text, " ") + 1
	}
	out := sdk.PostResponse{Text: text[:cut], State: text[cut:] + strings.Repeat("x", c.State), Held: int64(len(text)-cut) + c.Hold}
	if c.From != "" {
		out.Text = strings.ReplaceAll(out.Text, c.From, c.To)
	}
	if before, _, ok := strings.Cut(out.Text, c.StopAt); ok && c.StopAt != "" {
		return sdk.PostResponse{Text: before, Stop: true}, nil
	}
	return out, nil
}

func (c config) spell(r sdk.PostRequest) sdk.PostResponse {
	from := min(int(3*r.Index), len(c.Spell))
	to := min(from+3, len(c.Spell))
	if r.End {
		to = len(c.Spell)
	}
	return sdk.PostResponse{Text: c.Spell[from:to]}
}
