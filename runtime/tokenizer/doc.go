// Package tokenizer turns text into token ids and back, exactly as the model's
// own tokenizer.json says.
//
// It implements one family: byte-level BPE with the Llama-3 split, which is
// what BitNet checkpoints are published with. Whatever else a tokenizer.json
// asks for (a normalizer, another model, another split) is refused by name at
// [Load]: a tokenizer that is nearly right produces text that is nearly right.
//
//	tok, err := tokenizer.Load(os.DirFS("bitnet-2B-4T"))
//	ids, err := tok.EncodeChat([]tokenizer.Message{{Role: "user", Content: "Hello"}}, true)
//	dec := tok.NewDecoder()
//	fmt.Print(dec.Next(id)) // whole characters only
//
// The main types are [Tokenizer], immutable and safe for concurrent use, and
// [Decoder], one for each stream of tokens.
//
// Caveats:
//   - Encode adds nothing around the text; [Tokenizer.Frame] adds what the file's
//     post-processor says (the begin-of-text token, as a rule), EncodeChat does
//     so by itself.
//   - EncodeChat recognises special tokens only where the template wrote them.
//     A user who types <|eot_id|> gets those characters, not the end of the turn.
//   - Letters and numbers are those of Unicode 16, as in the reference, whatever
//     the Unicode version of the Go release; see class.go.
package tokenizer
