package hosttest

import (
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/server"
	"github.com/r3mes/r3mes/runtime/embed"
)

// Demo is the model that the binary embeds.
func Demo() server.Bundle { return server.Demo() }

// Embedder is the one that the binary embeds.
func Embedder() pipeline.Embedder { return embed.Default() }
