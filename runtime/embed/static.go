package embed

import (
	_ "embed"
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

// maxText is how much of a text is embedded, in bytes. The model it was distilled
// from reads 128 tokens; topics do not wait for longer than this.
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

// Embed returns the vector of text, of length 1; of zeros when no token of the
// text is known (no text, or a script other than Latin), so that its cosine with
// anything is 0. Only the first 16 KiB are read. The same text gives the same bits
// on every machine.
func (s *Static) Embed(text string) []float32 {
	sum := make([]float32, s.table.dim)
	for _, token := range s.pieces.Encode(head(text)) {
		if token < len(s.table.scale) {
			s.table.add(sum, token)
		}
	}
	return scaleToOne(sum)
}

// head returns the beginning of text, cut between characters.
func head(text string) string {
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
