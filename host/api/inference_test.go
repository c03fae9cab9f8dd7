package api

import (
	"errors"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/store"
)

const prompt = `{"prompt":"x","wallet_address":"w"}`

func TestPiecesAreEventsThatReadersPutTogetherAgain(t *testing.T) {
	speak := func(pieces ...string) Runner {
		return runner(func(sink pipeline.Sink) (pipeline.Outcome, error) {
			err := sink.Begin(pipeline.Accepted{Model: "m", ReceiptID: "r"})
			for _, p := range pieces {
				err = errors.Join(err, sink.Piece(pipeline.Piece{Text: p}))
			}
			return pipeline.Outcome{}, err
		})
	}
	for name, c := range map[string]struct {
		pieces []string
		want   string
	}{
		"words keep their spaces":         {[]string{"a", " b ", "c"}, "data: a\n\ndata:  b \n\ndata: c\n\n"},
		"lines":                           {[]string{"a\nb\n", "\r\nc\rd"}, "data: a\ndata: b\ndata: \n\ndata: \ndata: c\ndata: d\n\n"},
		"text that looks like a field":    {[]string{"id: 5\nevent: x"}, "data: id: 5\ndata: event: x\n\n"},
		"text that looks like the end":    {[]string{"[DONE]", " [DONE]\n"}, "data: [DONE\n\ndata: ]\n\ndata:  [DONE\n\ndata: ]\ndata: \n\n"},
		"an answer without a single word": {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w, _ := do(t, Parts{Pipeline: speak(c.pieces...)}, "POST", "/inference/generate/stream", prompt)
			if got := w.Body.String(); got != c.want+"data: [DONE]\n\n" {
				t.Errorf("got %q, want %q and the end", got, c.want)
			}
		})
	}
}

func TestAnErrorInTheMiddleOfAnAnswerIsAnEvent(t *testing.T) {
	half := runner(func(sink pipeline.Sink) (pipeline.Outcome, error) {
		return pipeline.Outcome{}, errors.Join(sink.Begin(pipeline.Accepted{}), sink.Piece(pipeline.Piece{Text: "half an "}), store.ErrPoisoned)
	})
	w, _ := do(t, Parts{Pipeline: half}, "POST", "/inference/generate/stream", prompt)
	if text := w.Body.String(); !strings.HasPrefix(text, "data: half an \n\ndata: {\"error\":{") || strings.Contains(text, "[DONE]") {
		t.Errorf("%q, want the piece, an error and no end mark", text)
	}
	never := runner(func(pipeline.Sink) (pipeline.Outcome, error) { return pipeline.Outcome{}, store.ErrPoisoned })
	for _, path := range []string{"/inference/generate", "/inference/generate/stream"} {
		if w, _ := do(t, Parts{Pipeline: never}, "POST", path, prompt); w.Code != 503 || !strings.Contains(w.Body.String(), "INFERENCE_DISABLED") {
			t.Errorf("%s before the first piece: %d %s, want 503", path, w.Code, w.Body)
		}
	}
}

// TestInferenceHealthIsWholeWithoutAModel: clients read every field.
func TestInferenceHealthIsWholeWithoutAModel(t *testing.T) {
	w, _ := do(t, Parts{}, "GET", "/inference/health", "")
	const want = `{"status":"unhealthy","inference_mode":"local","is_ready":false,"is_healthy":false,"pipeline_initialized":false,"model_loaded":false,` +
		`"total_requests":0,"successful_requests":0,"failed_requests":0,"avg_latency_ms":0,"error_message":"not ready to serve"}`
	if got := strings.TrimSpace(w.Body.String()); w.Code != 503 || got != want {
		t.Errorf("%d %s, want %s", w.Code, got, want)
	}
	for path, code := range map[string]int{"/inference/health/ready": 503, "/inference/health/live": 200, "/inference/metrics": 200} {
		if w, _ := do(t, Parts{}, "GET", path, ""); w.Code != code {
			t.Errorf("%s: %d %s, want %d", path, w.Code, w.Body, code)
		}
	}
	for _, path := range []string{"/inference/pipeline/warmup", "/inference/adapters/preload"} {
		if w, _ := do(t, Parts{}, "POST", path, "[]"); w.Code != 503 {
			t.Errorf("%s: %d %s, want 503", path, w.Code, w.Body)
		}
	}
}
