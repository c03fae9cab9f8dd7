package embed

import (
	"context"
	_ "embed"
	"fmt"
	"math"
	"sync"
	"unicode/utf8"
)

//go:embed table.bin
var tableFile []byte

// Default returns the embedded embedder. It is built on the first call (some
// 20 ms); all calls return the same one.
var Default = sync.OnceValue(func() *Static {
	t, err := parseTable(tableFile)
	if err != nil {
		panic(err) // the file is ours: `make distill` makes it
	}
	return newStatic(t)
})

// maxText is how much of a text Embed reads, in bytes.
const maxText = 16 << 10

// Static embeds a text as the sum of its tokens' vectors. It is immutable and safe
// for concurrent use.
type Static struct {
	table  *table
	pieces *WordPiece
}

func newStatic(t *table) *Static {
	return &Static{table: t, pieces: newWordPiece(t.vocab, len(t.vocab))}
}

// Dim returns the length of the vectors.
func (s *Static) Dim() int { return s.table.dim }

// Name returns what the embedder is called beside models that are loaded.
func (s *Static) Name() string { return "r3mes-static" }

// Limit returns how many tokens of a text are read. A sum needs no limit, a price
// does: this is what the longest text of Embed may have, no token being shorter
// than a byte.
func (s *Static) Limit() int { return maxText }

// Encode returns all tokens of a text, the unknown ones too. Never nil.
func (s *Static) Encode(text string) []int { return s.pieces.Encode(text) }

// Embed returns the vector of text, of length 1; of zeros when no token of the
// text is known (no text, or a script other than Latin), so that its cosine with
// anything is 0. Only the first 16 KiB are read. The same text gives the same bits
// on every machine.
func (s *Static) Embed(text string) []float32 { return s.sum(s.Encode(Head(text))) }

// EmbedTokens returns the vector of each list of tokens, which are as Encode
// returns them; of a list longer than Limit the rest is left out. The error is
// ctx's, which is looked at before each list, or names a token that is not of the
// vocabulary.
func (s *Static) EmbedTokens(ctx context.Context, lists [][]int) ([][]float32, error) {
	vectors := make([][]float32, len(lists))
	for i, list := range lists {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("embed: %w", context.Cause(ctx))
		}
		for _, id := range list {
			if id < 0 || id > len(s.table.vocab) { // one more than the vocabulary is unknown
				return nil, fmt.Errorf("embed: text %d: token %d, the vocabulary has %d", i, id, len(s.table.vocab))
			}
		}
		vectors[i] = s.sum(list[:min(len(list), s.Limit())])
	}
	return vectors, nil
}

// sum adds the vectors of the known tokens and scales to length one.
func (s *Static) sum(list []int) []float32 {
	sum := make([]float32, s.table.dim)
	for _, token := range list {
		if token < len(s.table.scale) {
			s.table.add(sum, token)
		}
	}
	return scaleToOne(sum)
}

// Head returns the first 16 KiB of text, cut between characters: topics do not wait
// for longer than this.
func Head(text string) string {
	if len(text) <= maxText {
		return text
	}
	end := maxText
	for end > maxText-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// scaleToOne divides v by its length, unless that is 0.
func scaleToOne(v []float32) []float32 {
	sum := 0.0
	for _, x := range v {
		sum += float64(float64(x) * float64(x))
	}
	if sum > 0 {
		scale := float32(1 / math.Sqrt(sum))
		for i := range v {
			v[i] *= scale
		}
	}
	return v
}

// Cosine returns the cosine of two vectors of length 1 (or 0), as Embed gives
// them: their dot product. It panics if their dimensions differ.
func Cosine(a, b []float32) float64 {
	if len(a) != len(b) {
		panic("embed: cosine of vectors of different dimensions")
	}
	sum := 0.0
	for i, x := range a {
		sum += float64(float64(x) * float64(b[i]))
	}
	return sum
}
