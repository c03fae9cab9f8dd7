// Package checkpoint reads BitNet base models: config.json and the safetensors
// files of a BitNetForCausalLM as published on Hugging Face.
//
// Open maps the files and returns a Model whose packed ternary matrices and
// embeddings are views on the mapping, so a model costs memory only for the
// pages that are used. Three forms of the linear layers are read (see Scheme):
// packed with a direct or with an inverse scale, and float masters, which are
// quantised at load.
//
//	m, err := checkpoint.Open("models/bitnet-b1.58-2B-4T")
//	if err != nil { ... }
//	defer m.Close()
//	ternary.MatMul(pool, y, m.Layers[0].Q, &q)
//
// Every byte is checked once at load. A model that Open returns has exactly
// the tensors that its configuration calls for, in their shapes, finite, and
// no linear that is empty or constant; whatever is not so is refused with the
// file, the tensor and the reason. Published checkpoints have been damaged in
// just these ways.
//
// # Caveats
//
// The meaning of weight_scale depends on quantization_config.linear_class: a
// wrong reading still gives fluent nonsense, because norms hide most of it.
// Matrix.Scale is always the direct meaning.
//
// After Close the matrices point to unmapped memory; a read is a fault. So is
// a read after another process has truncated a mapped file: replace model
// files by renaming, never in place.
package checkpoint
