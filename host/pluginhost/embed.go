package pluginhost

import (
	"context"
	"encoding/binary"
	"math"

	"github.com/tetratelabs/wazero/api"

	"github.com/r3mes/r3mes/runtime/embed"
	"github.com/r3mes/r3mes/sdk"
)

// maxEmbedBytes bounds one text: the host embeds prompts of that order.
const maxEmbedBytes = 64 << 10

var embedFuncs = []hostFunc{
	{"r3mes_embed", one64, one64, embedText},
	{"r3mes_similarity", two64, []api.ValueType{api.ValueTypeF64}, similarity},
}

// embedText answers a text's vector as little-endian float32.
func embedText(s *callState, _ api.Module, stack []uint64) {
	s.need(CapEmbed)
	vector := s.embed(s.text(stack[0]))
	out := make([]byte, 0, 4*len(vector))
	for _, x := range vector {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
	}
	stack[0] = s.placed(out)
}

// similarity answers the cosine of two texts' vectors, 0 when one is zero.
func similarity(s *callState, _ api.Module, stack []uint64) {
	s.need(CapEmbed)
	a, b := s.text(stack[0]), s.text(stack[1])
	stack[0] = api.EncodeF64(embed.Cosine(s.embed(a), s.embed(b)))
}

func (s *callState) text(p uint64) string {
	b := s.memory.bytes(p)
	if len(b) > maxEmbedBytes {
		stop(sdk.ErrorTrap, "embed: text has %d bytes (limit %d)", len(b), maxEmbedBytes)
	}
	return string(b)
}

// embed waits for the vector no longer than its allowance. An embedder that
// does not heed its context is left to finish alone.
func (s *callState) embed(text string) []float32 {
	type result struct {
		vector []float32
		err    error
	}
	var got result
	done := false
	s.outside(&s.embedTime, s.version.host.limits.EmbedTime, func(ctx context.Context) {
		answer := make(chan result, 1)
		go func() {
			var r result
			r.vector, r.err = s.version.host.embed(ctx, text)
			answer <- r
		}()
		select {
		case got = <-answer:
			done = ctx.Err() == nil || got.err == nil
		case <-ctx.Done():
		}
	})
	switch {
	case !done:
		stop(sdk.ErrorDeadline, "embed: calls of one hook took longer than %v", s.version.host.limits.EmbedTime)
	case got.err != nil:
		stop(sdk.ErrorHost, "embed: the embedder failed") // its error may hold the text
	}
	return got.vector
}

// defaultEmbed is the embedder in the binary.
func defaultEmbed(_ context.Context, text string) ([]float32, error) {
	return embed.Default().Embed(text), nil
}
