package main

import (
	"github.com/r3mes/r3mes/plugins/internal/redact"
	"github.com/r3mes/r3mes/sdk"
)

// config is the plugin's configuration; manifest.toml holds its schema.
type config struct {
	Kinds []string `json:"kinds"`
}

// post masks the whole segments and holds back the one that is being written,
// at most redact.MaxHold bytes, as its state.
func post(r sdk.PostRequest) (sdk.PostResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.PostResponse{}, err
	}
	m, err := redact.New(c.Kinds)
	if err != nil {
		return sdk.PostResponse{}, err
	}
	text, rest := m.Next(r.State+r.Piece, r.End)
	return sdk.PostResponse{Text: text, State: rest, Held: int64(len(rest))}, nil
}
