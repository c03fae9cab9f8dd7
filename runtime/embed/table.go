package embed

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
)

// table is one vector for each token, as table.bin holds it:
//
//	"R3EMBED1"
//	uint32 tokens, dimensions, bytes of the vocabulary   (little-endian, as all below)
//	the vocabulary, one token a line
//	float32 scale[tokens]
//	int8 rows[tokens][dimensions]
//
// The vector of token t is scale[t] * rows[t]; its length says how much the token
// counts in a sentence.
type table struct {
	vocab []string
	dim   int
	scale []float32
	rows  []byte // int8 [tokens, dim]
}

const tableMagic = "R3EMBED1"

// parseTable checks and reads a table; rows stay in data.
func parseTable(data []byte) (*table, error) {
	rest, ok := bytes.CutPrefix(data, []byte(tableMagic))
	if !ok || len(rest) < 12 {
		return nil, errors.New("embed: load table: not a table")
	}
	tokens := uint64(binary.LittleEndian.Uint32(rest))
	dim := uint64(binary.LittleEndian.Uint32(rest[4:]))
	text := uint64(binary.LittleEndian.Uint32(rest[8:]))
	rest = rest[12:]
	if tokens == 0 || tokens > maxVocab || dim == 0 || dim > 4096 || uint64(len(rest)) != text+tokens*4+tokens*dim {
		return nil, fmt.Errorf("embed: load table: %d tokens of %d dimensions and %d bytes of vocabulary do not make %d bytes", tokens, dim, text, len(rest))
	}
	t := &table{vocab: strings.Split(string(rest[:text]), "\n"), dim: int(dim), scale: make([]float32, tokens)}
	rest = rest[text:]
	if uint64(len(t.vocab)) != tokens {
		return nil, fmt.Errorf("embed: load table: vocabulary of %d tokens, want %d", len(t.vocab), tokens)
	}
	for i := range t.scale {
		s := math.Float32frombits(binary.LittleEndian.Uint32(rest[4*i:]))
		if !(s > 0) || math.IsInf(float64(s), 0) {
			return nil, fmt.Errorf("embed: load table: scale of %q is %v", t.vocab[i], s)
		}
		t.scale[i] = s
	}
	t.rows = rest[4*tokens:]
	return t, nil
}

// add adds the vector of one token to sum.
func (t *table) add(sum []float32, token int) {
	scale := t.scale[token]
	for i, q := range t.rows[token*t.dim : (token+1)*t.dim] {
		sum[i] += float32(scale * float32(int8(q)))
	}
}
