package cpu

import (
	"fmt"
	"unsafe"
)

// memory holds a model's large buffers outside of Go's heap. They have no
// pointers and live as long as the model; on the heap, the collector would let
// garbage grow to their size before it collects. Pages that are not touched
// take no memory.
type memory struct {
	maps [][]byte
}

// take returns n zero bytes, aligned for any element.
func (m *memory) take(n int) ([]byte, error) {
	if n == 0 {
		return nil, nil
	}
	b, err := mapMemory(n)
	if err != nil {
		return nil, fmt.Errorf("cpu: %d MB of memory: %w", n>>20, err)
	}
	m.maps = append(m.maps, b)
	return b, nil
}

// floats returns n zeros.
func (m *memory) floats(n int) ([]float32, error) {
	b, err := m.take(4 * n)
	if err != nil || n == 0 {
		return nil, err
	}
	return unsafe.Slice((*float32)(unsafe.Pointer(&b[0])), n), nil
}

// int8s returns n zeros.
func (m *memory) int8s(n int) ([]int8, error) {
	b, err := m.take(n)
	if err != nil || n == 0 {
		return nil, err
	}
	return unsafe.Slice((*int8)(unsafe.Pointer(&b[0])), n), nil
}

// free gives everything back; no buffer may be used afterwards.
func (m *memory) free() {
	for _, b := range m.maps {
		unmapMemory(b)
	}
	m.maps = nil
}
