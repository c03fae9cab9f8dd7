package api

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/runtime/sample"
	"github.com/r3mes/r3mes/runtime/tokenizer"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// Inference is what the routes below /inference ask of the model's side. A nil
// Engine means that no model is served.
type Inference struct {
	Engine  func() engine.Stats
	Uses    func() lora.Uses
	Preload func(adapter string) error      // brings an adapter's weights into memory
	Warm    func(ctx context.Context) error // computes one token, for nobody
}

func (s *server) inferenceRoutes() []route {
	return []route{
		{
			method: "POST", path: "/inference/generate", tag: "inference", say: "one answer, with how it was made", who: wallet, limit: limitChat,
			body: generateRequest{}, answer: generateAnswer{}, media: []string{eventStream}, handle: s.generate,
		},
		{
			method: "POST", path: "/inference/generate/stream", tag: "inference", say: "one answer as server-sent events, piece by piece", who: wallet, limit: limitChat,
			body: generateRequest{}, media: []string{eventStream}, handle: s.generateStream,
		},
		{method: "GET", path: "/inference/health", tag: "inference", say: "how the model's side does", limit: limitNone, answer: inferenceHealth{}, failing: inferenceHealth{}, handle: s.inferenceHealth},
		{method: "GET", path: "/inference/health/ready", tag: "inference", say: "whether answers can be made", limit: limitNone, answer: inferenceReady{}, handle: s.inferenceReady},
		{method: "GET", path: "/inference/health/live", tag: "inference", say: "whether the process answers", limit: limitNone, answer: inferenceLive{}, handle: s.inferenceLive},
		{method: "GET", path: "/inference/metrics", tag: "inference", say: "numbers of the model's side as JSON", limit: limitNone, answer: inferenceMetrics{}, handle: s.inferenceMetrics},
		{method: "POST", path: "/inference/pipeline/warmup", tag: "inference", say: "compute a token, so that the first request need not wait for memory", who: operator, answer: warmupAnswer{}, handle: s.warmup},
		{method: "POST", path: "/inference/adapters/preload", tag: "inference", say: "bring adapters into memory", who: operator, body: []string{}, answer: preloadAnswer{}, handle: s.preload},
	}
}

// Limits of a request to generate.
const (
	maxPrompt      = 32_000 // characters
	maxGenerate    = 4096   // tokens
	usualGenerate  = 512
	maxGenerateTop = 100 // of top_k
)

// inferenceMode is where answers are made: in this process.
const inferenceMode = "local"

// generateRequest is the body of /inference/generate. skip_rag is taken and
// does nothing: there is no retrieval to skip.
type generateRequest struct {
	Prompt       string   `json:"prompt"`
	Wallet       string   `json:"wallet_address"`
	MaxTokens    *int     `json:"max_tokens"`
	Temperature  *float64 `json:"temperature"`
	TopP         *float64 `json:"top_p"`
	TopK         *int     `json:"top_k"`
	SkipRAG      bool     `json:"skip_rag"`
	ForceExperts []string `json:"force_experts"`
	Stream       bool     `json:"stream"`
}

// request validates the body.
func (b *generateRequest) request() (pipeline.Request, error) {
	req := pipeline.Request{
		Kind: sdk.KindCompletion, Messages: []tokenizer.Message{{Role: "user", Content: b.Prompt}}, MaxTokens: or(b.MaxTokens, usualGenerate),
		Sampling: sample.Params{Temperature: or(b.Temperature, .7), TopP: or(b.TopP, .9), TopK: or(b.TopK, 50), Seed: seed()},
	}
	switch n := utf8.RuneCountInString(b.Prompt); {
	case n < 1 || n > maxPrompt:
		return req, field(invalid, "prompt", "prompt must have 1 to %d characters, has %d", maxPrompt, n)
	case req.MaxTokens < 1 || req.MaxTokens > maxGenerate:
		return req, field(invalid, "max_tokens", "max_tokens must be between 1 and %d", maxGenerate)
	case !(req.Sampling.Temperature >= 0 && req.Sampling.Temperature <= 2):
		return req, field(invalid, "temperature", "temperature must be between 0 and 2")
	case !(req.Sampling.TopP >= 0 && req.Sampling.TopP <= 1):
		return req, field(invalid, "top_p", "top_p must be between 0 and 1")
	case req.Sampling.TopK < 0 || req.Sampling.TopK > maxGenerateTop:
		return req, field(invalid, "top_k", "top_k must be between 0 and %d", maxGenerateTop)
	case slices.Contains(b.ForceExperts, ""):
		return req, field(invalid, "force_experts", "force_experts must be names of adapters")
	}
	if req.Sampling.TopP == 0 {
		req.Sampling.Temperature = 0 // the most likely token alone, where the sampler's 0 keeps all
	}
	if len(b.ForceExperts) > 0 {
		req.Adapter = b.ForceExperts[0]
	}
	return req, nil
}

// generateAnswer is the whole answer. Every field is always there.
type generateAnswer struct {
	RequestID    string   `json:"request_id"`
	Text         string   `json:"text"`
	Tokens       int      `json:"tokens_generated"`
	Latency      float64  `json:"latency_ms"`
	Experts      []expert `json:"experts_used"`
	RAGUsed      bool     `json:"rag_context_used"` // there is no retrieval: false
	ModelVersion string   `json:"model_version"`
	Credits      credits  `json:"credits_used"`
}

// expert is an adapter that an answer was made with. One answer has one at
// most, so its weight is 1.
type expert struct {
	ID     string  `json:"id"`
	Weight float64 `json:"weight"`
}

// generate answers when all of it is there, or as generateStream does when the
// body asks for a stream.
func (s *server) generate(w http.ResponseWriter, r *http.Request) error {
	begin := time.Now()
	body, req, err := s.toGenerate(w, r)
	if err != nil {
		return err
	}
	if body.Stream {
		return s.generated(w, r, req)
	}
	var text collector
	out, err := s.answer(r, req, &text)
	if err != nil {
		return err
	}
	accepted(w.Header(), out.Accepted)
	experts := []expert{}
	if out.Adapter != "" {
		experts = append(experts, expert{ID: out.Adapter, Weight: 1})
	}
	return writeJSON(w, http.StatusOK, generateAnswer{
		RequestID: out.RequestID, Text: text.String(), Tokens: out.Usage.CompletionTokens, Latency: milliseconds(time.Since(begin)),
		Experts: experts, ModelVersion: modelVersion(out.Accepted), Credits: credits(out.Receipt.Charge),
	})
}

// toGenerate reads who wants what.
func (s *server) toGenerate(w http.ResponseWriter, r *http.Request) (generateRequest, pipeline.Request, error) {
	var body generateRequest
	if err := s.read(w, r, &body); err != nil {
		return body, pipeline.Request{}, err
	}
	req, err := body.request()
	if err != nil {
		return body, req, err
	}
	c, err := s.identify(r, store.ScopeChat, body.Wallet)
	req.Wallet = c.wallet
	return body, req, err
}

// modelVersion names the weights that answered.
func modelVersion(a pipeline.Accepted) string {
	return a.Model + "@" + weights(a)
}

// milliseconds is a duration to the microsecond.
func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// generateStream answers piece by piece.
func (s *server) generateStream(w http.ResponseWriter, r *http.Request) error {
	_, req, err := s.toGenerate(w, r)
	if err != nil {
		return err
	}
	return s.generated(w, r, req)
}

func (s *server) generated(w http.ResponseWriter, r *http.Request, req pipeline.Request) error {
	sink := &pieceSink{s.events(w)}
	if _, err := s.answer(r, req, sink); err != nil {
		return sink.fail(err, openai) // inside a stream an error is {"error": …} in every family
	}
	sink.done()
	return nil
}

// pieceSink sends each piece as an event of plain text.
//
// Some clients trim every event, and so lose the space before a word. Pieces
// that wait for the client together come as one (engine.Stream), which puts
// that space inside; a piece that comes alone keeps it at its start, because
// handing it to the piece before would hold that one back by a token.
type pieceSink struct{ events }

// Begin implements pipeline.Sink.
func (p *pieceSink) Begin(a pipeline.Accepted) error {
	p.begin(a)
	return nil
}

// Piece implements pipeline.Sink. A piece that reads like the end mark is sent
// in two, so that no client takes it for one.
func (p *pieceSink) Piece(piece pipeline.Piece) error {
	text := piece.Text
	if isDone(text) {
		middle := strings.Index(text, "]")
		if err := p.text(text[:middle]); err != nil {
			return err
		}
		text = text[middle:]
	}
	return p.text(text)
}

// inferenceHealth is how the model's side does. Every field but the message is
// always there.
type inferenceHealth struct {
	Status      string  `json:"status"`
	Mode        string  `json:"inference_mode"`
	Ready       bool    `json:"is_ready"`
	Healthy     bool    `json:"is_healthy"`
	Initialized bool    `json:"pipeline_initialized"`
	Loaded      bool    `json:"model_loaded"`
	Total       int64   `json:"total_requests"`
	Successful  int64   `json:"successful_requests"`
	Failed      int64   `json:"failed_requests"`
	Latency     float64 `json:"avg_latency_ms"`
	Error       string  `json:"error_message,omitempty"`
}

func (s *server) inferenceHealth(w http.ResponseWriter, r *http.Request) error {
	n := s.inferenceNumbers()
	h := inferenceHealth{
		Status: healthy, Mode: inferenceMode, Ready: true, Healthy: true, Initialized: s.Pipeline != nil, Loaded: s.BaseModel() != "",
		Total: n.Requests, Successful: n.Success, Failed: n.Failed, Latency: n.Latency,
	}
	if err := s.wellness(); err != nil {
		note(r, slog.String("error", lastLine(err)))
		h.Status, h.Ready, h.Healthy, h.Error = unhealthy, false, false, "not ready to serve"
		return writeJSON(w, http.StatusServiceUnavailable, h)
	}
	return writeJSON(w, http.StatusOK, h)
}

type inferenceReady struct {
	Ready bool `json:"ready"`
}

// inferenceReady tells a load balancer whether to send requests here.
func (s *server) inferenceReady(w http.ResponseWriter, r *http.Request) error {
	if err := s.wellness(); err != nil {
		note(r, slog.String("error", lastLine(err)))
		return &apiError{kind: unavailable}
	}
	return writeJSON(w, http.StatusOK, inferenceReady{Ready: true})
}

type inferenceLive struct {
	Alive bool   `json:"alive"`
	Mode  string `json:"mode"`
}

func (s *server) inferenceLive(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, inferenceLive{Alive: true, Mode: inferenceMode})
}

// inferenceMetrics are numbers since the process began. The engine counts what
// reached it; the pipeline what was asked for, refusals included.
type inferenceMetrics struct {
	Requests  int64   `json:"serving_engine_requests_total"`
	Success   int64   `json:"serving_engine_requests_success"`
	Failed    int64   `json:"serving_engine_requests_failed"`
	Latency   float64 `json:"serving_engine_latency_avg_ms"`
	Ready     int     `json:"serving_engine_ready"`   // 1 or 0
	Healthy   int     `json:"serving_engine_healthy"` // 1 or 0
	Asked     int64   `json:"pipeline_total_requests"`
	ErrorRate float64 `json:"pipeline_error_rate"` // 0 to 1
	VRAM      float64 `json:"cache_vram_used_mb"`  // the engine computes in main memory: 0
	RAM       float64 `json:"cache_ram_used_mb"`   // weights of adapters
	Hits      int64   `json:"cache_hits"`
	Misses    int64   `json:"cache_misses"`
}

func (s *server) inferenceMetrics(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, s.inferenceNumbers())
}

func (s *server) inferenceNumbers() inferenceMetrics {
	var m inferenceMetrics
	if s.wellness() == nil {
		m.Ready, m.Healthy = 1, 1
	}
	if s.Inference.Engine != nil {
		st := s.Inference.Engine()
		m.Requests, m.Failed = st.Submitted, st.Finished[engine.FinishError]
		m.Success = st.Finished[engine.FinishStop] + st.Finished[engine.FinishLength]
	}
	if s.Analytics != nil {
		t := s.Analytics.Totals()
		m.Latency, m.Asked = milliseconds(t.MeanLatency()), t.Requests
		if t.Requests > 0 {
			m.ErrorRate = float64(t.Failed) / float64(t.Requests)
		}
	}
	for _, a := range s.Adapters() {
		if a.Resident {
			m.RAM += float64(a.Bytes) / (1 << 20)
		}
	}
	if s.Inference.Uses != nil {
		uses := s.Inference.Uses()
		m.Hits, m.Misses = uses.Hits, uses.Misses
	}
	return m
}

// warmupAnswer says what was done, or why nothing was.
type warmupAnswer struct {
	Status  string `json:"status"` // success or skipped
	Message string `json:"message,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// warmup computes one token when nothing was computed yet: that reads the
// model's weights into memory.
func (s *server) warmup(w http.ResponseWriter, r *http.Request) error {
	if s.Inference.Engine == nil {
		return &apiError{kind: unavailable}
	}
	if s.Inference.Engine().Steps > 0 {
		return writeJSON(w, http.StatusOK, warmupAnswer{Status: "skipped", Reason: "The model has answered before"})
	}
	if err := s.Inference.Warm(r.Context()); err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, warmupAnswer{Status: "success", Message: "The model is warm"})
}

// preloadAnswer lists what is in memory now, of what was asked for.
type preloadAnswer struct {
	Status    string   `json:"status"` // success, or skipped when nothing was asked for
	Preloaded []string `json:"preloaded"`
}

// preload brings adapters into memory, in the order of their names in the body.
// It loads none when it does not know one.
func (s *server) preload(w http.ResponseWriter, r *http.Request) error {
	var names []string
	if err := s.read(w, r, &names); err != nil {
		return err
	}
	if s.Inference.Preload == nil {
		return &apiError{kind: unavailable}
	}
	for _, name := range names {
		if !slices.ContainsFunc(s.Adapters(), func(a lora.Info) bool { return a.Name == name }) {
			return fail(unknownModel, "unknown adapter: %.64q", name)
		}
	}
	answer := preloadAnswer{Status: "skipped", Preloaded: []string{}}
	for _, name := range names {
		if slices.Contains(answer.Preloaded, name) {
			continue
		}
		if err := s.Inference.Preload(name); err != nil {
			return err
		}
		answer.Status, answer.Preloaded = "success", append(answer.Preloaded, name)
	}
	return writeJSON(w, http.StatusOK, answer)
}
