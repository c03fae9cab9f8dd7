package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/r3mes/r3mes/kernels/dense"
	"github.com/r3mes/r3mes/kernels/ternary"
	"github.com/r3mes/r3mes/runtime/checkpoint"
)

// GGUF value and tensor types that this writer uses.
// Source: the GGUF specification, ggml/docs/gguf.md.
const (
	ggufUint32  = 4
	ggufInt32   = 5
	ggufFloat32 = 6
	ggufBool    = 7
	ggufString  = 8
	ggufArray   = 9

	typeF32  = 0
	typeQ8_0 = 8
	typeTQ2  = 35 // TQ2_0

	ggufAlignment = 32
)

// ggufTensor is one tensor: its place in the header and the function that
// writes exactly size bytes of it.
type ggufTensor struct {
	name  string
	ne    []int // innermost dimension first
	typ   uint32
	size  int
	write func(io.Writer) error
}

// ggufWriter builds a file in the order the format wants: counts, metadata,
// tensor table, padding, data.
type ggufWriter struct {
	w       *bufio.Writer
	written int
	err     error
}

func (g *ggufWriter) Write(p []byte) (int, error) {
	n, err := g.w.Write(p)
	g.written += n
	return n, err
}

func (g *ggufWriter) put(values ...any) {
	for _, v := range values {
		if g.err != nil {
			return
		}
		if s, ok := v.(string); ok {
			g.put(uint64(len(s)))
			_, g.err = io.WriteString(g, s)
			continue
		}
		g.err = binary.Write(g, binary.LittleEndian, v)
	}
}

func (g *ggufWriter) pad() {
	for g.written%ggufAlignment != 0 {
		g.put(uint8(0))
	}
}

// writeGGUF writes the checkpoint for llama.cpp: architecture bitnet, linears
// as TQ2_0, the tied embedding as Q8_0, norms as float32 and a vocabulary of
// placeholders, which a benchmark on token ids never looks at.
func writeGGUF(path string, m *checkpoint.Model) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if e := file.Close(); err == nil {
			err = e
		}
	}()
	g := &ggufWriter{w: bufio.NewWriterSize(file, 1<<20)}
	tensors := bitnetTensors(m)
	g.header(m.Config, tensors)
	for _, t := range tensors {
		if g.err != nil {
			break
		}
		before := g.written
		g.err = t.write(g)
		if g.err == nil && g.written-before != t.size {
			return fmt.Errorf("peerbench: gguf tensor %s: wrote %d bytes, header says %d", t.name, g.written-before, t.size)
		}
		g.pad()
	}
	if g.err == nil {
		g.err = g.w.Flush()
	}
	return g.err
}

func (g *ggufWriter) header(c checkpoint.Config, tensors []ggufTensor) {
	type entry struct {
		key   string
		value func()
	}
	u32 := func(v int) func() { return func() { g.put(uint32(ggufUint32), uint32(v)) } }
	f32 := func(v float64) func() { return func() { g.put(uint32(ggufFloat32), float32(v)) } }
	str := func(v string) func() { return func() { g.put(uint32(ggufString), v) } }
	metadata := []entry{
		{"general.architecture", str("bitnet")},
		{"general.name", str("random 2B-4T shape")},
		{"general.alignment", u32(ggufAlignment)},
		{"bitnet.block_count", u32(c.Layers)},
		{"bitnet.context_length", u32(c.MaxPositions)},
		{"bitnet.embedding_length", u32(c.HiddenSize)},
		{"bitnet.feed_forward_length", u32(c.IntermediateSize)},
		{"bitnet.attention.head_count", u32(c.Heads)},
		{"bitnet.attention.head_count_kv", u32(c.KVHeads)},
		{"bitnet.attention.layer_norm_rms_epsilon", f32(float64(c.RMSEps))},
		{"bitnet.rope.dimension_count", u32(c.HeadDim)},
		{"bitnet.rope.freq_base", f32(c.RopeTheta)},
		{"bitnet.vocab_size", u32(c.VocabSize)},
		{"tokenizer.ggml.model", str("gpt2")},
		{"tokenizer.ggml.pre", str("llama-bpe")},
		{"tokenizer.ggml.tokens", func() { g.vocabulary(c.VocabSize) }},
		{"tokenizer.ggml.token_type", func() {
			g.put(uint32(ggufArray), uint32(ggufInt32), uint64(c.VocabSize))
			for range c.VocabSize {
				g.put(int32(1)) // normal
			}
		}},
		{"tokenizer.ggml.merges", func() { g.put(uint32(ggufArray), uint32(ggufString), uint64(1), "t 0") }},
		{"tokenizer.ggml.bos_token_id", u32(0)},
		{"tokenizer.ggml.eos_token_id", u32(1)},
		{"tokenizer.ggml.add_bos_token", func() { g.put(uint32(ggufBool), false) }},
	}
	g.put(uint32(0x46554747), uint32(3), uint64(len(tensors)), uint64(len(metadata)))
	for _, e := range metadata {
		g.put(e.key)
		e.value()
	}
	offset := 0
	for _, t := range tensors {
		g.put(t.name, uint32(len(t.ne)))
		for _, n := range t.ne {
			g.put(uint64(n))
		}
		g.put(t.typ, uint64(offset))
		offset += (t.size + ggufAlignment - 1) / ggufAlignment * ggufAlignment
	}
	g.pad()
}

func (g *ggufWriter) vocabulary(n int) {
	g.put(uint32(ggufArray), uint32(ggufString), uint64(n))
	for i := range n {
		g.put(fmt.Sprintf("t%d", i))
	}
}

func bitnetTensors(m *checkpoint.Model) []ggufTensor {
	norm := func(name string, w []float32) ggufTensor {
		return ggufTensor{name + ".weight", []int{len(w)}, typeF32, 4 * len(w), func(out io.Writer) error {
			return binary.Write(out, binary.LittleEndian, w)
		}}
	}
	linear := func(name string, w ternary.Matrix) ggufTensor {
		return ggufTensor{name + ".weight", []int{w.Cols, w.Rows}, typeTQ2, w.Rows * w.Cols / 256 * 66, func(out io.Writer) error {
			return writeTQ2(out, w)
		}}
	}
	c := m.Config
	tensors := []ggufTensor{
		{"token_embd.weight", []int{c.HiddenSize, c.VocabSize}, typeQ8_0, c.VocabSize * c.HiddenSize / 32 * 34, func(out io.Writer) error {
			return writeQ8(out, m.Embedding)
		}},
		norm("output_norm", m.FinalNorm),
	}
	for i, l := range m.Layers {
		blk := fmt.Sprintf("blk.%d.", i)
		tensors = append(tensors,
			norm(blk+"attn_norm", l.InputNorm), linear(blk+"attn_q", l.Q), linear(blk+"attn_k", l.K), linear(blk+"attn_v", l.V),
			norm(blk+"attn_sub_norm", l.AttnSubNorm), linear(blk+"attn_output", l.O),
			norm(blk+"ffn_norm", l.PostAttnNorm), linear(blk+"ffn_gate", l.Gate), linear(blk+"ffn_up", l.Up),
			norm(blk+"ffn_sub_norm", l.FFNSubNorm), linear(blk+"ffn_down", l.Down))
	}
	return tensors
}

// writeTQ2 repacks rows from our layout, in which a byte holds one column of
// four rows a quarter of the matrix apart, into TQ2_0: 256 values of one row
// in 64 bytes and a half-float scale; value j = 128h + 32l + m is bits 2l of
// byte 32h + m.
func writeTQ2(out io.Writer, w ternary.Matrix) error {
	scale := halfBits(w.Scale)
	quarter := w.Rows / 4
	row := make([]byte, w.Cols/256*66)
	for r := range w.Rows {
		packed, shift := w.Packed[(r%quarter)*w.Cols:][:w.Cols], 2*(r/quarter)
		clear(row)
		for c, b := range packed {
			block, j := row[c/256*66:], c%256
			block[j/128*32+j%32] |= (b >> shift & 3) << (2 * (j % 128 / 32))
		}
		for b := 64; b < len(row); b += 66 {
			binary.LittleEndian.PutUint16(row[b:], scale)
		}
		if _, err := out.Write(row); err != nil {
			return err
		}
	}
	return nil
}

// writeQ8 writes Q8_0: 32 values share a half-float scale of max|x|/127.
func writeQ8(out io.Writer, w dense.Matrix) error {
	values := make([]float32, w.Cols)
	row := make([]byte, w.Cols/32*34)
	for r := range w.Rows {
		w.Row(values, r)
		for b := range w.Cols / 32 {
			block, dst := values[b*32:][:32], row[b*34:][:34]
			var peak float32
			for _, v := range block {
				peak = max(peak, float32(math.Abs(float64(v))))
			}
			d := peak / 127
			binary.LittleEndian.PutUint16(dst, halfBits(d))
			for i, v := range block {
				if d > 0 {
					dst[2+i] = byte(int8(math.RoundToEven(float64(v / d))))
				} else {
					dst[2+i] = 0
				}
			}
		}
		if _, err := out.Write(row); err != nil {
			return err
		}
	}
	return nil
}

// halfBits rounds a finite float32 to the nearest IEEE 754 half, ties to even.
// Scales of a benchmark model stay inside the normal range; smaller values
// become a subnormal or zero, larger ones infinity.
func halfBits(f float32) uint16 {
	bits := math.Float32bits(f)
	sign := uint16(bits >> 16 & 0x8000)
	a := math.Abs(float64(f))
	switch {
	case a >= 65520:
		return sign | 0x7c00
	case a < 1.0/16384: // subnormal: units of 2^-24
		return sign | uint16(math.RoundToEven(a*(1<<24)))
	}
	exp := int(bits>>23&0xff) - 127
	mantissa := math.RoundToEven((a/math.Ldexp(1, exp) - 1) * 1024)
	return sign | uint16((exp+15)<<10+int(mantissa)) // a carry moves into the exponent, as it should
}
