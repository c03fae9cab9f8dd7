package tokenizer

import (
	"strings"
	"testing"
)

// How fast is prose encoded, and the worst single words?
func BenchmarkEncode(b *testing.B) {
	tok := goldenTokenizer(b)
	prose := strings.Repeat("The server routes each request to an adapter, holds the credits it may cost, and streams 1,024 tokens. ", 100)
	for name, text := range map[string]string{
		"prose": prose, "one-letter": strings.Repeat("a", 100_000), "han": strings.Repeat("我能吞下玻璃而不伤身体", 300),
	} {
		b.Run("text="+name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				tok.Encode(text, true)
			}
		})
	}
}

// What does a chat cost before the engine sees it?
func BenchmarkEncodeChat(b *testing.B) {
	tok := goldenTokenizer(b)
	msgs := []Message{{"system", "Be brief."}, {"user", "What does a hold do, and when is it settled?"}}
	for b.Loop() {
		if _, err := tok.EncodeChat(msgs, true); err != nil {
			b.Fatal(err)
		}
	}
}
