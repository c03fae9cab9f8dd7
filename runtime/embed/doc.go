// Package embed turns a text into a vector, so that texts about the same thing
// have a high cosine. Routing uses it to find the adapter whose examples are
// nearest to a prompt.
//
//	e := embed.Default()
//	near := embed.Cosine(e.Embed("how do I sort a list"), e.Embed("sorting an array in Go"))
//
// [Static] is the embedder in the binary: a table of one vector for each token,
// distilled from all-MiniLM-L6-v2 (see _distill and NOTICE). Embedding a prompt
// takes microseconds and no model file. [Encoder] is a BERT, such as
// all-MiniLM-L6-v2 itself, loaded from a folder; embedding a prompt takes some
// milliseconds:
//
//	e, err := embed.Load(os.DirFS(".cache/minilm/all-MiniLM-L6-v2"), embed.Options{})
//	defer e.Close()
//
// Both have the same methods. Embed is for one text. Who must know the exact
// number of tokens before the work begins, to price it, takes Encode and then
// EmbedTokens, which many texts share and a context can stop.
//
// [WordPiece] is the tokenizer of BERT's uncased models.
//
// Caveats:
//   - A sum of tokens knows no word order and no negation: "dog bites man" is "man
//     bites dog".
//   - The table knows Latin script only. Other texts have the zero vector.
//   - An Encoder reads the first 256 tokens or so of a text; see Limit.
//   - Cosines of two embedders can not be compared; thresholds belong to one.
package embed
