// Package demo is the model that the binary carries: a small ternary language
// model of our own and its adapters default, coder and law, in the formats in
// which any other model would be loaded. MODEL_CARD.md says what it can do and
// what it cannot.
//
//	model, err := checkpoint.OpenFS(demo.Model())
//	tok, err := tokenizer.Load(demo.Model())
//	coder, err := lora.Load(sub, "coder", model.Config) // sub is the folder coder of demo.Adapters()
//
// The files are made by `make demo` (_train/) and committed.
package demo

import (
	"embed"
	"io/fs"
)

//go:embed model
//go:embed adapters
var files embed.FS

// Model returns the model's folder: config.json, generation_config.json,
// model.safetensors, tokenizer.json and tokenizer_config.json.
func Model() fs.FS { return folder("model") }

// Adapters returns a folder that holds one PEFT folder for each adapter.
func Adapters() fs.FS { return folder("adapters") }

func folder(name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil {
		panic("demo: " + err.Error()) // the name is a constant; fs.Sub refuses only invalid ones
	}
	return sub
}
