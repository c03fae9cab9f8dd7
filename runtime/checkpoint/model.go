package checkpoint

import (
	"errors"
	"os"
	"unsafe"

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

	place  string // the file that lists all tensors
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
		b.evict(b.data)
	}
}

// evict is Evict for the bytes of one tensor, or a part of it.
func (m *Model) evict(data []byte) {
	for _, b := range m.blobs {
		b.evict(data)
	}
}

// EvictEmbedding is Evict for the pages of Embedding alone: for a caller that
// reads it a row at a time and has its own copy of the head.
func (m *Model) EvictEmbedding() {
	if len(m.Embedding.BF16) == 0 {
		return // widened to float32: a copy, not the file
	}
	from := uintptr(unsafe.Pointer(&m.Embedding.BF16[0]))
	to := from + 2*uintptr(len(m.Embedding.BF16))
	for _, b := range m.blobs {
		if !b.mapped || len(b.data) == 0 {
			continue
		}
		start := uintptr(unsafe.Pointer(&b.data[0]))
		if from < start || to > start+uintptr(len(b.data)) {
			continue
		}
		page := uintptr(os.Getpagesize())
		lo, hi := (from-start+page-1)/page*page, (to-start)/page*page // whole pages; a mapping starts at one
		if lo < hi {
			evictPages(b.data[lo:hi])
		}
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
