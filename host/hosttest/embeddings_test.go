package hosttest_test

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/hosttest"
	"github.com/r3mes/r3mes/runtime/embed"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// bert is a small random embedder of 60 dimensions that reads 32 tokens.
const bert = "../../runtime/embed/testdata/bert"

type vectors struct {
	Data []struct {
		Index     int
		Embedding json.RawMessage
	}
	Model string
	Usage struct {
		Prompt int                `json:"prompt_tokens"`
		Total  int                `json:"total_tokens"`
		Cost   store.MicroCredits `json:"cost_microcredits"`
	}
}

func embeddings(t *testing.T, s *hosttest.Server, body object) (vectors, reply) {
	t.Helper()
	body["wallet_address"] = s.Wallet
	got := call(t, "POST", s.URL+"/v1/embeddings", body)
	var v vectors
	if err := json.Unmarshal([]byte(got.body), &v); err != nil || got.status != 200 {
		t.Fatalf("%v: %d %s", body, got.status, got.body)
	}
	return v, got
}

func floats(t *testing.T, raw json.RawMessage) (list []float32) {
	t.Helper()
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// packed is how a client reads encoding_format base64.
func packed(t *testing.T, raw json.RawMessage) (list []float32) {
	t.Helper()
	var bytes []byte
	if err := json.Unmarshal(raw, &bytes); err != nil { // encoding/json knows base64
		t.Fatal(err)
	}
	for ; len(bytes) >= 4; bytes = bytes[4:] {
		list = append(list, math.Float32frombits(binary.LittleEndian.Uint32(bytes)))
	}
	if len(bytes) != 0 {
		t.Fatalf("%d bytes left of %s", len(bytes), base64.StdEncoding.EncodeToString(bytes))
	}
	return list
}

func TestEmbeddingsAreServedAndPaid(t *testing.T) {
	s := tiny(t, hosttest.Options{})
	e := embed.Default()
	texts := []string{"Can my landlord keep the deposit?", "漢字", "How do I sort a list?"}
	before := micro(t, balance(t, s, s.Wallet))
	got, reply := embeddings(t, s, object{"input": texts, "model": e.Name()})
	tokens := 0
	for i, text := range texts {
		tokens += len(e.Encode(text))
		if got.Data[i].Index != i || !slices.Equal(floats(t, got.Data[i].Embedding), e.Embed(text)) {
			t.Errorf("text %d: index %d, or another vector", i, got.Data[i].Index)
		}
	}
	if got.Model != e.Name() || got.Usage.Prompt != tokens || got.Usage.Total != tokens {
		t.Errorf("model %q, usage %+v, want %d tokens", got.Model, got.Usage, tokens)
	}
	receipt := receiptOf(t, s, reply.header.Get("X-R3MES-Receipt"))
	if receipt.Kind != sdk.KindEmbedding || receipt.Usage != (store.Usage{PromptTokens: tokens}) || receipt.Quote.Plugin != "price-tokens" || receipt.Model != e.Name() {
		t.Errorf("receipt %+v", receipt)
	}
	if fell := before - micro(t, balance(t, s, s.Wallet)); fell != receipt.Charge || got.Usage.Cost != receipt.Charge || receipt.Charge <= 0 {
		t.Errorf("the balance fell by %d, the answer says %d, the receipt %d", fell, got.Usage.Cost, receipt.Charge)
	}

	one, _ := embeddings(t, s, object{"input": texts[0], "encoding_format": "base64", "dimensions": e.Dim()})
	if len(one.Data) != 1 || !slices.Equal(packed(t, one.Data[0].Embedding), e.Embed(texts[0])) {
		t.Error("base64 gives another vector")
	}
}

// Every pricing guest prices a request without an answer.
func TestEmbeddingsAreOfferedToEachPricingPlugin(t *testing.T) {
	prices := []string{"price-flat", "price-tiered", "price-tokens"}
	for _, price := range prices {
		if _, err := os.Stat("../../plugins/" + price); err != nil {
			continue
		}
		t.Run(price, func(t *testing.T) {
			s := tiny(t, hosttest.Options{Config: func(c *config.Config) {
				c.Plugins.Enabled = []string{price}
				c.Plugins.Disabled = slices.DeleteFunc(slices.Clone(prices), func(p string) bool { return p == price })
			}})
			got, reply := embeddings(t, s, object{"input": []string{"a text", "another"}})
			receipt := receiptOf(t, s, reply.header.Get("X-R3MES-Receipt"))
			if receipt.Quote.Plugin != price || receipt.Settle.Plugin != price || receipt.Clamped || got.Usage.Cost != receipt.Charge {
				t.Errorf("receipt %+v, want a price by %s", receipt, price)
			}
		})
	}
}

func TestAnEmbedderFromAFolder(t *testing.T) {
	s := tiny(t, hosttest.Options{Config: func(c *config.Config) { c.Embed.Model = bert }})
	if i := s.Info.Embedder; i.Name != "bert" || i.Dim != 60 || i.Static {
		t.Errorf("the server says it serves %+v", i)
	}
	e, err := embed.Load(os.DirFS(bert), embed.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	got, _ := embeddings(t, s, object{"input": "the long day"})
	if got.Model != "bert" || got.Usage.Prompt != 5 || !slices.Equal(floats(t, got.Data[0].Embedding), e.Embed("the long day")) {
		t.Errorf("%s, %+v, or another vector", got.Model, got.Usage)
	}
	// Beyond what the model reads, only who asks for it gets less.
	long := strings.Repeat("the long day ", 20)
	refused := call(t, "POST", s.URL+"/v1/embeddings", object{"input": []string{"the", long}, "wallet_address": s.Wallet})
	if refused.status != 400 || !strings.Contains(refused.body, "context_length_exceeded") || !strings.Contains(refused.body, "input[1] has 62 tokens, the model reads 32") {
		t.Errorf("%d %s", refused.status, refused.body)
	}
	if got, _ = embeddings(t, s, object{"input": long, "truncate_prompt_tokens": -1}); got.Usage.Prompt != 32 {
		t.Errorf("%d tokens of a text that was cut, want 32", got.Usage.Prompt)
	}
	// Routing goes by the same vectors: an example's own words are its nearest.
	chat := call(t, "POST", s.URL+"/chat", object{"message": "Can my landlord keep the deposit?", "wallet_address": s.Wallet})
	if chat.header.Get("X-R3MES-Adapter") != "law" {
		t.Errorf("adapter %q, want law", chat.header.Get("X-R3MES-Adapter"))
	}
}

func TestEmbeddingShapes(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true, Embedder: keywords{}})
	many := make([]string, 2049)
	for i := range many {
		many[i] = "x"
	}
	with := func(more object) object {
		body := object{"input": "code", "wallet_address": s.Wallet}
		for k, v := range more {
			body[k] = v
		}
		return body
	}
	shapes(t, s, "embeddings", []shape{
		{"GET", "/v1/models/keywords", nil},
		{"POST", "/v1/embeddings", with(object{"input": []string{"code", "law"}})},
		{"POST", "/v1/embeddings", with(object{"encoding_format": "base64", "model": "keywords", "dimensions": 3, "user": "u"})},
		{"POST", "/v1/embeddings", with(object{"model": "text-embedding-3-small"})},
		{"POST", "/v1/embeddings", with(object{"model": "tiny"})},
		{"POST", "/v1/embeddings", with(object{"dimensions": 2})},
		{"POST", "/v1/embeddings", with(object{"encoding_format": "hex"})},
		{"POST", "/v1/embeddings", with(object{"truncate_prompt_tokens": 7})},
		{"POST", "/v1/embeddings", with(object{"input": ""})},
		{"POST", "/v1/embeddings", with(object{"input": []string{}})},
		{"POST", "/v1/embeddings", with(object{"input": []any{"code", nil}})},
		{"POST", "/v1/embeddings", with(object{"input": []int{1, 2}})},
		{"POST", "/v1/embeddings", with(object{"input": [][]int{{1, 2}}})},
		{"POST", "/v1/embeddings", with(object{"input": object{}})},
		{"POST", "/v1/embeddings", with(object{"wallet_address": "w1"})},
		{"POST", "/v1/embeddings", object{"input": "code"}},
	})
	got := call(t, "POST", s.URL+"/v1/embeddings", with(object{"input": many}))
	if got.status != 400 || !strings.Contains(got.body, "at most 2048 texts, has 2049") {
		t.Errorf("2049 inputs: %d %s", got.status, got.body)
	}
}
