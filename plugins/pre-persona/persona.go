package main

import "github.com/r3mes/r3mes/sdk"

// config is the plugin's configuration; manifest.toml holds its schema.
type config struct {
	Personas    map[string]string `json:"personas"` // by adapter; "" is the base model alone
	MetadataKey string            `json:"metadata_key"`
	Existing    string            `json:"existing"`
}

// pre puts the adapter's system prompt before the chat: the operator's from the
// configuration, else the adapter's own from its metadata, else none.
func pre(r sdk.PreRequest) (sdk.PreResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.PreResponse{}, err
	}
	persona, ok := c.Personas[r.Adapter.Name]
	if !ok {
		persona = r.Adapter.Metadata[c.MetadataKey]
	}
	messages, existing := r.Messages, ""
	if len(messages) > 0 && messages[0].Role == "system" {
		existing, messages = messages[0].Content, messages[1:]
	}
	switch {
	case persona == "", existing != "" && c.Existing == "keep":
		return sdk.PreResponse{Abstain: true}, nil
	case existing != "" && c.Existing == "join":
		persona += "\n\n" + existing
	}
	return sdk.PreResponse{Messages: append([]sdk.Message{{Role: "system", Content: persona}}, messages...)}, nil
}
