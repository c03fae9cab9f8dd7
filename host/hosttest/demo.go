package hosttest

import (
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/server"
)

// Demo is the model that the binary embeds.
func Demo() server.Bundle { return Tiny() }

// Embedder is the one that the binary embeds.
func Embedder() pipeline.Embedder { return nil }
