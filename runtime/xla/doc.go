// Package xla runs the forward pass as a GoMLX graph on a PJRT plugin: CUDA
// where there is a GPU, and the processor elsewhere, so that the program sent to
// a GPU is proven without one. It is an engine.Model, as runtime/cpu is.
//
// It needs cgo and is built with the tag xla alone; without the tag the package
// is empty and the server stays pure Go:
//
//	m, err := xla.New(checkpoint, xla.Options{Plugin: "/opt/pjrt/xla_cuda_plugin.so"})
//	if err != nil { ... }
//	defer m.Close()
//	e, err := engine.New(m, tokenizer, engine.Options{})
//
// graph.go is the mathematics; programs.go compiles it for the shapes that
// steps come in, and step.go cuts a step into such shapes. ahead.go chooses several
// tokens in one program, and kernels.go has CUDA kernels of package ptx do what XLA
// needs many for. Weights, adapters and the KV cache live on the device; the cache is
// written in place.
//
// # Caveats
//
// Float sums have XLA's order, so logits agree with runtime/cpu within a bound
// and not bit for bit, and a row's last bits may depend on the shape of the
// program that computed it. What is quantised is exact.
//
// A plugin is C++ in this process: one that aborts takes the server with it.
package xla
