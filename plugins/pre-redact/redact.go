package main

import (
	"github.com/r3mes/r3mes/plugins/internal/redact"
	"github.com/r3mes/r3mes/sdk"
)

// config is the plugin's configuration; manifest.toml holds its schema.
type config struct {
	Kinds []string `json:"kinds"`
}

// pre masks every message; it abstains when there is nothing to mask.
func pre(r sdk.PreRequest) (sdk.PreResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.PreResponse{}, err
	}
	m, err := redact.New(c.Kinds)
	if err != nil {
		return sdk.PreResponse{}, err
	}
	out := sdk.PreResponse{Abstain: true}
	for _, message := range r.Messages {
		masked := m.Mask(message.Content)
		out.Abstain = out.Abstain && masked == message.Content
		out.Messages = append(out.Messages, sdk.Message{Role: message.Role, Content: masked})
	}
	return out, nil
}
