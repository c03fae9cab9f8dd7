package main

import (
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/server"
	"github.com/r3mes/r3mes/runtime/embed"
)

// embeddedModel is the demo model of the binary.
func embeddedModel() server.Bundle { return server.Demo() }

// embedder makes the similarities that route plugins see.
func embedder() pipeline.Embedder { return embed.Default() }
