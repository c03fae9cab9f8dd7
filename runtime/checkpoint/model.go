package checkpoint

import (
	"errors"

	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/kernels/ternary"
)

// Model is a base model, ready to compute with. It is read-only and safe for
// concurrent use until Close.
type Model struct {
	Config    Config
	Embedding dense.Matrix // [VocabSize, HiddenSize]
	Head      dense.Matrix // [VocabSize, HiddenSize]; the same data as Embedding when tied
	FinalNorm []float32    // [HiddenSize]
	Layers    []Layer      // [Config.Layers]

	// Digest is a SHA-256 in hex over the configuration and every tensor's
	// name, type, shape and bytes. It does not depend on how tensors are
	// distributed over files or ordered in them.
	Digest string

	bytes  int64
	blobs  []*blob
	closed bool
}

// Layer is one transformer block:
//
//	h += O·AttnSubNorm(attention of Q, K, V of InputNorm(h))
//	h += Down·FFNSubNorm(relu(Gate·u)² * Up·u), u = PostAttnNorm(h)
type Layer struct {
	InputNorm    []float32 // [hidden]
	PostAttnNorm []float32 // [hidden]
	AttnSubNorm  []float32 // [hidden]
	FFNSubNorm   []float32 // [intermediate]

	Q, O     ternary.Matrix // [hidden, hidden]
	K, V     ternary.Matrix // [kvHeads*headDim, hidden]
	Gate, Up ternary.Matrix // [intermediate, hidden]
	Down     ternary.Matrix // [hidden, intermediate]
}

// Bytes returns the size of all tensors as they are held: packed linears,
// embeddings in their file type unless that was float16, norms as float32.
func (m *Model) Bytes() int64 { return m.bytes }

// Evict tells the operating system that the mapped pages may leave memory
// now. They come back from the file when they are next touched, so it is safe
// at any time; it pays after a copy was made of a large tensor that will not
// be read again. A model that is not mapped stays as it is.
func (m *Model) Evict() {
	for _, b := range m.blobs {
		b.evict()
	}
}

// Close unmaps the files. The model must not be used afterwards; a second
// Close does nothing.
func (m *Model) Close() error {
	if m.closed {
		return nil
	}
	m.closed = true
	var errs []error
	for _, b := range m.blobs {
		errs = append(errs, b.close())
	}
	return errors.Join(errs...)
}
