// Command pre gives a chat a system prompt, unless it has one. It is what
// `r3mes plugin new --hook pre` starts from: change what you like.
package main

import "github.com/r3mes/r3mes/sdk"

//go:wasmexport r3mes_pre
func ExportPre() int32 { return sdk.ServePre(pre) }

func main() {}

// config is what the operator may set; manifest.toml holds its schema.
type config struct {
	Prompt string `json:"prompt"`
}

// pre is asked before the model sees the chat. Abstaining leaves it as it is;
// Refuse would end the request with a reason for the client.
func pre(r sdk.PreRequest) (sdk.PreResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.PreResponse{}, err
	}
	if r.Messages[0].Role == "system" {
		return sdk.PreResponse{Abstain: true}, nil
	}
	prompt := sdk.Message{Role: "system", Content: c.Prompt}
	return sdk.PreResponse{Messages: append([]sdk.Message{prompt}, r.Messages...)}, nil
}
