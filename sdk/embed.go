package sdk

// Embed returns the host's sentence embedding of text: a vector whose cosine
// with another tells how near two texts are. Its length belongs to the host's
// embedder. A text has up to 64 KiB. Needs the grant "embed".
func Embed(text string) []float32 { return embedText(text) }

// Similarity returns the cosine of two texts' embeddings, −1 to 1; 0 when the
// embedder knows nothing of one of them. Needs the grant "embed".
func Similarity(a, b string) float64 { return similarity(a, b) }
