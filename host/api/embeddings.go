package api

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"log/slog"
	"math"
	"net/http"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/store"
)

// Embedder carries out requests for embeddings. *pipeline.Pipeline is one.
type Embedder interface {
	Embed(ctx context.Context, req pipeline.EmbedRequest) (pipeline.Embeddings, error)
	// EmbedModel returns the model's id, empty for none, and its dimensions.
	EmbedModel() (name string, dim int)
}

func (s *server) embeddingRoutes() []route {
	return []route{{
		method: "POST", path: "/v1/embeddings", family: openai, tag: "openai", say: "vectors of texts", who: wallet, limit: limitChat,
		body: embeddingRequest{}, answer: embeddingList{}, handle: s.embeddings,
	}}
}

// maxInputs is the most texts of one request, as OpenAI has it.
const maxInputs = 2048

// embeddingRequest is the body of POST /v1/embeddings.
type embeddingRequest struct {
	Model          string          `json:"model"`
	Input          json.RawMessage `json:"input"`
	EncodingFormat string          `json:"encoding_format"`
	Dimensions     *int            `json:"dimensions"`
	Wallet         string          `json:"wallet_address"`
	// TruncatePrompt -1 reads only the beginning of long texts, as vLLM has it.
	TruncatePrompt *int `json:"truncate_prompt_tokens"`
}

type embeddingList struct {
	Object string         `json:"object"`
	Data   []embedding    `json:"data"`
	Model  string         `json:"model"`
	Usage  embeddingUsage `json:"usage"`
}

type embedding struct {
	Object string `json:"object"`
	Index  int    `json:"index"`
	// Embedding is a list of numbers, or with encoding_format base64 their
	// little-endian float32 bytes.
	Embedding any `json:"embedding"`
}

type embeddingUsage struct {
	Prompt int                `json:"prompt_tokens"`
	Total  int                `json:"total_tokens"`
	Cost   store.MicroCredits `json:"cost_microcredits"`
}

// embeddings is OpenAI's route for vectors.
func (s *server) embeddings(w http.ResponseWriter, r *http.Request) error {
	var body embeddingRequest
	if err := s.read(w, r, &body); err != nil {
		return err
	}
	if s.Embedder == nil {
		return &apiError{kind: unavailable}
	}
	req, err := body.request(s.Embedder.EmbedModel())
	if err != nil {
		return err
	}
	c, err := s.identify(r, store.ScopeChat, body.Wallet)
	if err != nil {
		return err
	}
	req.ID, req.Wallet = requestID(r), c.wallet
	out, err := s.Embedder.Embed(r.Context(), req)
	note(r, slog.Int("prompt_tokens", out.Tokens), slog.Int("texts", len(req.Inputs)), slog.Int64("charge_microcredits", int64(out.Receipt.Charge)))
	if out.Plugins != nil {
		note(r, slog.String("plugins", lastLine(out.Plugins)))
	}
	if err != nil {
		return err
	}
	accepted(w.Header(), out.Accepted)
	return writeJSON(w, http.StatusOK, embeddingList{
		Object: "list", Data: written(out.Vectors, body.EncodingFormat == "base64"), Model: out.Model,
		Usage: embeddingUsage{Prompt: out.Tokens, Total: out.Tokens, Cost: out.Receipt.Charge},
	})
}

// request validates the body for a model of dim dimensions.
func (b *embeddingRequest) request(model string, dim int) (pipeline.EmbedRequest, error) {
	req := pipeline.EmbedRequest{Model: b.Model}
	switch b.EncodingFormat {
	case "", "float", "base64":
	default:
		return req, field(invalid, "encoding_format", "encoding_format must be float or base64")
	}
	if b.Dimensions != nil && *b.Dimensions != dim {
		return req, field(unsupported, "dimensions", "dimensions must be %d: the vectors of %s can not be shortened", dim, model)
	}
	if b.TruncatePrompt != nil {
		if *b.TruncatePrompt != -1 {
			return req, field(unsupported, "truncate_prompt_tokens", "truncate_prompt_tokens must be -1, which reads as much as the model can")
		}
		req.Truncate = true
	}
	var err error
	req.Inputs, err = inputs(b.Input)
	return req, err
}

// inputs reads a text or a list of texts.
func inputs(raw json.RawMessage) ([]string, error) {
	var one string
	if !given(raw) {
		return nil, field(invalid, "input", "input must be a text, or a list of 1 to %d texts", maxInputs)
	}
	if json.Unmarshal(raw, &one) == nil {
		raw = json.RawMessage("[" + string(raw) + "]")
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil, field(invalid, "input", "input must be a text, or a list of 1 to %d texts", maxInputs)
	}
	if len(list) > maxInputs {
		return nil, field(invalid, "input", "input must have at most %d texts, has %d", maxInputs, len(list))
	}
	texts := make([]string, len(list))
	for i, entry := range list {
		if err := inputText(i, entry, &texts[i]); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func inputText(i int, entry json.RawMessage, text *string) error {
	if c := entry[0]; c == '[' || c == '-' || c >= '0' && c <= '9' {
		return field(unsupported, "input", "input is a list of tokens, which belong to another model's vocabulary: send texts")
	}
	if string(entry) == "null" || json.Unmarshal(entry, text) != nil {
		return field(invalid, "input", "input[%d] must be a text", i)
	}
	if *text == "" {
		return field(invalid, "input", "input[%d] is empty", i)
	}
	return nil
}

// written are vectors as the answer has them.
func written(vectors [][]float32, packed bool) []embedding {
	list := make([]embedding, len(vectors))
	for i, v := range vectors {
		list[i] = embedding{Object: "embedding", Index: i, Embedding: v}
		if packed {
			list[i].Embedding = pack(v)
		}
	}
	return list
}

// pack is base64 of little-endian float32.
func pack(v []float32) string {
	bytes := make([]byte, 0, 4*len(v))
	for _, x := range v {
		bytes = binary.LittleEndian.AppendUint32(bytes, math.Float32bits(x))
	}
	return base64.StdEncoding.EncodeToString(bytes)
}
