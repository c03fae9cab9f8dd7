// Command post masks the digits of an answer while it is being written. It is
// what `r3mes plugin new --hook post` starts from: change what you like.
package main

import (
	"strings"

	"github.com/r3mes/r3mes/sdk"
)

//go:wasmexport r3mes_post
func ExportPost() int32 { return sdk.ServePost(post) }

func main() {}

// config is what the operator may set; manifest.toml holds its schema.
type config struct {
	Mask string `json:"mask"`
}

// post is asked for each piece of the answer. A guest that must see more before
// it decides holds text back: it leaves it out of Text, counts its bytes in
// Held, and keeps it in State, which comes back with the next piece.
func post(r sdk.PostRequest) (sdk.PostResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.PostResponse{}, err
	}
	var text strings.Builder
	for _, char := range r.Piece {
		if char >= '0' && char <= '9' {
			text.WriteString(c.Mask)
		} else {
			text.WriteRune(char)
		}
	}
	return sdk.PostResponse{Text: text.String()}, nil
}
