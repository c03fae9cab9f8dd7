//go:build xla && cgo

// Copyright 2023-2026 The GoMLX Authors. SPDX-License-Identifier: Apache-2.0
// Changed for R3MES: see NOTICE.

// Package pjrtbackend is GoMLX's backend for PJRT plugins, a copy of go-xla's
// compute/xla with what R3MES needs beside it; NOTICE lists the changes.
package pjrtbackend

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/go-xla/pjrt"
	xlashapes "github.com/gomlx/go-xla/types/shapes"
	"github.com/pkg/errors"
)

// BackendName is the name of the backend.
const BackendName = "xla"

// AliasName is the name of a parameter whose buffer the program writes its
// output'th result into: together with donating the buffer in Execute, that is
// what makes an update happen in place.
func AliasName(output int, name string) string { return fmt.Sprintf(aliasName, output) + name }

const aliasName = "alias%d_"

// New returns a backend on a loaded plugin, whose client gets the options.
func New(plugin *pjrt.Plugin, options pjrt.NamedValuesMap) (*Backend, error) {
	client, err := plugin.NewClient(options)
	if err != nil {
		return nil, errors.WithMessagef(err, "backend %q: client of plugin %s", BackendName, plugin.Path())
	}
	return &Backend{
		plugin: plugin, client: client, platform: strings.ToLower(client.Platform()), pluginName: plugin.Path(),
		capabilities: Capabilities.Clone(), numDevices: len(client.AddressableDevices()),
	}, nil
}

// NewTextOnly returns a backend without a plugin, on which programs for a
// platform ("cpu", "cuda") can be built and read, not compiled.
func NewTextOnly(platform string, devices int) *Backend {
	return &Backend{platform: platform, pluginName: "none", capabilities: Capabilities.Clone(), numDevices: devices, textOnly: true}
}

// Version is that of the plugin's PJRT API.
func (backend *Backend) Version() (major, minor int) { return backend.plugin.Version() }

// Client is the backend's PJRT client.
func (backend *Backend) Client() *pjrt.Client { return backend.client }

// Platform is what the plugin calls its devices, in lower case: "cpu", "cuda".
func (backend *Backend) Platform() string { return backend.platform }

// IsCUDA tells whether the devices are NVIDIA's, by what the client says and not
// by the name of a file.
func (backend *Backend) IsCUDA() bool { return backend.platform == "cuda" }

// IsCPU tells whether the devices are the processor.
func (backend *Backend) IsCPU() bool { return backend.platform == "cpu" }

// ShapeToXLA converts a GoMLX shape to a go-xla shape.
func ShapeToXLA(shape shapes.Shape) xlashapes.Shape {
	if !shape.Ok() || shape.IsTuple() {
		return xlashapes.Invalid()
	}
	return xlashapes.Make(shape.DType, slices.Clone(shape.Dimensions)...)
}

// ShapeFromXLA converts a go-xla shape to a GoMLX shape.
func ShapeFromXLA(shape xlashapes.Shape) shapes.Shape {
	if !shape.Ok() || shape.IsTuple() {
		return shapes.Invalid()
	}
	return shapes.Make(shape.DType, slices.Clone(shape.Dimensions)...)
}

// Aliases is how many bytes of a compiled program's results lie in the buffers of
// its donor parameters.
func (e *Executable) Aliases() int64 { return e.exec.OnDeviceMemoryUsageStats.Aliases }

// Memory is what a program takes on a device beside its inputs: results that
// alias nothing, scratch and code.
func (e *Executable) Memory() int64 {
	m := e.exec.OnDeviceMemoryUsageStats
	return m.Outputs - m.Aliases + m.Temporary + m.GeneratedCode
}

// Pointer is where a buffer lies in its device's memory. For tests that prove
// that a result is written in place.
func (b *Buffer) Pointer() (uintptr, error) {
	p, err := b.pjrtBuffer.UnsafePointer()
	return uintptr(p), err
}

// Text is the program in StableHLO, of a backend that NewTextOnly made.
func (e *Executable) Text() string { return e.text }
