// Package embed turns a text into a vector, so that texts about the same thing
// have a high cosine. Routing uses it to find the adapter whose examples are
// nearest to a prompt.
//
//	e := embed.Default()
//	near := embed.Cosine(e.Embed("how do I sort a list"), e.Embed("sorting an array in Go"))
//
// [Static] is the embedder in the binary: a table of one vector for each token,
// distilled from all-MiniLM-L6-v2 (see _distill and NOTICE). Embedding a prompt
// takes microseconds and no model file. It has two methods, Embed and Dim, and a
// caller should ask for no more: the encoder itself fits behind them.
//
// [WordPiece] is the tokenizer of BERT's uncased models.
//
// Caveats:
//   - A sum of tokens knows no word order and no negation: "dog bites man" is "man
//     bites dog".
//   - The table knows Latin script only. Other texts have the zero vector.
//   - Cosines of two embedders can not be compared; thresholds belong to one.
package embed
