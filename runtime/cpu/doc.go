// Package cpu runs BitNet checkpoints on the processor, straight on the kernels.
//
// A Model is the engine's forward pass: ternary weights times int8 activations
// (W1.58A8) with exact integer sums, grouped-query attention over a KV cache in
// blocks, and for each row the delta of its own LoRA adapter, computed from the
// float input of the linear and never merged into the weights.
//
//	checkpoint, err := checkpoint.Open(dir)
//	model, err := cpu.New(checkpoint, cpu.Options{Head: cpu.HeadInt8})
//	engine, err := engine.New(model, tokenizer, engine.Options{})
//
// What it computes for a row is the same to the last bit whatever else is in
// the batch, however a prompt was cut into chunks, and for every number of
// threads and every kernel level.
//
// # Caveats
//
// Packed weights stay in the checkpoint's memory (for a file: its pages), so
// the checkpoint must stay open until Close. Forward runs in one goroutine at a
// time. KV blocks are allocated when first used and then kept.
package cpu
