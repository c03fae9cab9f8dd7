package safetensors

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
)

// Entry is a tensor to be written: its description, and a function that
// writes exactly its bytes.
type Entry struct {
	Name  string
	DType DType
	Shape []int
	Data  func(w io.Writer) error
}

// Bytes makes an Entry of data that is in memory.
func Bytes(name string, dtype DType, shape []int, data []byte) Entry {
	return Entry{name, dtype, shape, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}}
}

// Write writes a file with the tensors in the given order, streaming: no
// tensor has to fit in memory. The header is padded with spaces so that the
// data start at a multiple of eight, as the reference writer does.
func Write(w io.Writer, metadata map[string]string, tensors []Entry) error {
	header, sizes, err := marshalHeader(metadata, tensors)
	if err != nil {
		return err
	}
	prefix := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	if _, err := w.Write(append(prefix, header...)); err != nil {
		return fmt.Errorf("safetensors: write header: %w", err)
	}
	for i, t := range tensors {
		c := &counter{w: w}
		if err := t.Data(c); err != nil {
			return fmt.Errorf("safetensors: write tensor %q: %w", t.Name, err)
		}
		if c.n != sizes[i] {
			return fmt.Errorf("safetensors: write tensor %q: %d bytes, shape %v wants %d", t.Name, c.n, t.Shape, sizes[i])
		}
	}
	return nil
}

func marshalHeader(metadata map[string]string, tensors []Entry) (header []byte, sizes []int, err error) {
	type entry struct {
		DType   DType  `json:"dtype"`
		Shape   []int  `json:"shape"`
		Offsets [2]int `json:"data_offsets"`
	}
	entries := map[string]any{}
	if len(metadata) > 0 {
		entries["__metadata__"] = metadata
	}
	at := 0
	for _, t := range tensors {
		size, err := shapeBytes(t.DType, t.Shape)
		if err != nil {
			return nil, nil, fmt.Errorf("safetensors: write tensor %q: %w", t.Name, err)
		}
		if _, twice := entries[t.Name]; twice {
			return nil, nil, fmt.Errorf("safetensors: write tensor %q: name used twice", t.Name)
		}
		shape := append([]int{}, t.Shape...) // never null in JSON
		entries[t.Name] = entry{t.DType, shape, [2]int{at, at + size}}
		sizes = append(sizes, size)
		at += size
	}
	if header, err = json.Marshal(entries); err != nil {
		return nil, nil, fmt.Errorf("safetensors: write header: %w", err)
	}
	for len(header)%8 != 0 {
		header = append(header, ' ')
	}
	return header, sizes, nil
}

// counter counts what passes through to w.
type counter struct {
	w io.Writer
	n int
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += n
	return n, err
}
