package api

import (
	"encoding/json"
	"net/http"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/sdk"
	"github.com/r3mes/r3mes/store"
)

// defaultTextTokens is OpenAI's max_tokens of a text completion that names none.
const defaultTextTokens = 16

// maxPrompts is the most prompts of a request.
const maxPrompts = 64

func (s *server) textRoutes() []route {
	return []route{{
		method: "POST", path: "/v1/completions", family: openai, tag: "openai", say: "OpenAI's text completion", who: wallet, limit: limitChat,
		body: textRequest{}, answer: textCompletion{}, media: []string{eventStream}, handle: s.textCompletions,
	}}
}

// textRequest is the body of a text completion.
type textRequest struct {
	parameters
	Prompt        json.RawMessage `json:"prompt"`
	StreamOptions streamOptions   `json:"stream_options"`
	MaxTokens     *int            `json:"max_tokens"`
	N             *int            `json:"n"`
	BestOf        *int            `json:"best_of"`
	Echo          bool            `json:"echo"`
	Logprobs      *int            `json:"logprobs"` // how many alternatives to each token
	Suffix        string          `json:"suffix"`
}

// textCompletion is a whole answer.
type textCompletion struct {
	completionHead[textChoice]
	Usage usage `json:"usage"`
}

type textChoice struct {
	Text     string        `json:"text"`
	Index    int           `json:"index"`
	Logprobs *textLogprobs `json:"logprobs"`
	Finish   *string       `json:"finish_reason"`
}

// textLogprobs are the log probabilities of a text, token by token.
type textLogprobs struct {
	Tokens  []string             `json:"tokens"`
	Logprob []float64            `json:"token_logprobs"`
	Top     []map[string]float64 `json:"top_logprobs"`
	Offset  []int                `json:"text_offset"` // where the token begins in the text, in characters
}

// textCompletions continues texts as they are, without the chat template.
func (s *server) textCompletions(w http.ResponseWriter, r *http.Request) error {
	var body textRequest
	if err := s.read(w, r, &body); err != nil {
		return err
	}
	req, err := body.request(s.Temperature)
	if err != nil {
		return err
	}
	c, err := s.identify(r, store.ScopeChat, body.Wallet)
	if err != nil {
		return err
	}
	req.Wallet, req.Kind = c.wallet, sdk.KindCompletion
	head := newHead[textChoice]("cmpl-", r)
	if !body.Stream {
		return s.wholeText(w, r, req, body.Echo, head)
	}
	sink := &textChunks{chunkStream: chunkStream[textChoice]{s.events(w), head, body.StreamOptions.IncludeUsage}, echo: body.Echo, n: req.N}
	out, err := s.answer(r, req, sink)
	if err != nil {
		return sink.fail(err, openai)
	}
	sink.end(out)
	return nil
}

// request validates the body. temperature is the default.
func (b *textRequest) request(temperature float64) (req pipeline.Request, err error) {
	err = refuse(
		ask{"suffix", b.Suffix != ""},
		ask{"best_of", b.BestOf != nil && *b.BestOf != or(b.N, 1)},
		ask{"logprobs", b.Logprobs != nil && b.Echo}, // those of a prompt are not computed
	)
	if err != nil {
		return req, err
	}
	if req, err = b.parameters.request(temperature); err != nil {
		return req, err
	}
	if req.Prompts, err = prompts(b.Prompt); err != nil {
		return req, err
	}
	if req.N, err = choices(b.N, len(req.Prompts)); err != nil {
		return req, err
	}
	if req.MaxTokens, err = atLeastOne("max_tokens", b.MaxTokens); err != nil {
		return req, err
	}
	if b.MaxTokens == nil {
		req.MaxTokens = defaultTextTokens
	}
	if b.Logprobs != nil {
		req.Logprobs, req.TopLogprobs = true, *b.Logprobs
		if req.TopLogprobs < 0 || req.TopLogprobs > maxLogprobs {
			return req, field(invalid, "logprobs", "logprobs must be between 0 and %d", maxLogprobs)
		}
	}
	return req, nil
}

// prompts reads a text, a list of texts, the tokens of a text, or a list of those.
func prompts(raw json.RawMessage) ([]pipeline.Prompt, error) {
	var text string
	var texts []string
	var ids []int
	var lists [][]int
	var out []pipeline.Prompt
	switch {
	case !given(raw):
	case json.Unmarshal(raw, &text) == nil:
		out = []pipeline.Prompt{{Text: text}}
	case json.Unmarshal(raw, &texts) == nil:
		for _, t := range texts {
			out = append(out, pipeline.Prompt{Text: t})
		}
	case json.Unmarshal(raw, &ids) == nil:
		out = []pipeline.Prompt{{Tokens: ids}}
	case json.Unmarshal(raw, &lists) == nil:
		for _, l := range lists {
			out = append(out, pipeline.Prompt{Tokens: append([]int{}, l...)})
		}
	default:
		return nil, field(invalid, "prompt", "prompt must be a string, a list of strings, a list of token ids or a list of such lists")
	}
	if len(out) < 1 || len(out) > maxPrompts {
		return nil, field(invalid, "prompt", "prompt must be 1 to %d texts, is %d", maxPrompts, len(out))
	}
	return out, nil
}

// wholeText answers when all of it is there.
func (s *server) wholeText(w http.ResponseWriter, r *http.Request, req pipeline.Request, echo bool, head completionHead[textChoice]) error {
	var all collected
	out, err := s.answer(r, req, &parted{deltas: &all})
	if err != nil {
		return err
	}
	accepted(w.Header(), out.Accepted)
	answer := textCompletion{completionHead: head, Usage: usageOf(out)}
	answer.describe("text_completion", out.Accepted)
	for i, ended := range out.Choices {
		finish := finishReason(ended.Finish)
		c := textChoice{Index: i, Text: all.at(i).text, Finish: &finish}
		if echo {
			c.Text = out.Prompts[i/req.N] + c.Text
		}
		if req.Logprobs {
			c.Logprobs, _ = textLogprobsOf(all.at(i).logprobs, 0)
		}
		answer.Choices = append(answer.Choices, c)
	}
	return writeJSON(w, http.StatusOK, answer)
}

// textLogprobsOf writes tokens that begin at offset, and returns where they end.
func textLogprobsOf(list []engine.Logprob, offset int) (*textLogprobs, int) {
	out := &textLogprobs{Tokens: []string{}, Logprob: []float64{}, Top: []map[string]float64{}, Offset: []int{}}
	for _, l := range list {
		out.Tokens = append(out.Tokens, readable(l.Bytes))
		out.Logprob = append(out.Logprob, l.Logprob)
		out.Offset = append(out.Offset, offset)
		offset += characters(l.Bytes)
		top := make(map[string]float64, len(l.Top))
		for _, t := range l.Top {
			if name := readable(t.Bytes); top[name] == 0 { // the likelier of two that read alike
				top[name] = t.Logprob
			}
		}
		out.Top = append(out.Top, top)
	}
	return out, offset
}

// characters counts those that begin in a text, which may begin or end inside
// one.
func characters(text string) int {
	n := 0
	for i := range len(text) {
		if text[i]&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

// textChunks writes texts as server-sent events.
type textChunks struct {
	chunkStream[textChoice]
	echo    bool
	n       int         // answers to each prompt
	offsets map[int]int // where the next token of each answer begins
}

// Begin implements pipeline.Sink. It sends the prompts that are echoed.
func (t *textChunks) Begin(a pipeline.Accepted) error {
	t.open("text_completion", a)
	t.offsets = map[int]int{}
	if !t.echo {
		return nil
	}
	for i := range len(a.Prompts) * t.n {
		if err := t.chunk(textChoice{Index: i, Text: a.Prompts[i/t.n]}); err != nil {
			return err
		}
	}
	return nil
}

// Piece implements pipeline.Sink.
func (t *textChunks) Piece(p pipeline.Piece) error {
	c := textChoice{Index: p.Choice, Text: p.Text}
	if len(p.Logprobs) > 0 {
		c.Logprobs, t.offsets[p.Choice] = textLogprobsOf(p.Logprobs, t.offsets[p.Choice])
	}
	return t.chunk(c)
}

// end sends the finish reasons and closes the stream. Errors are not looked at:
// whoever left now has the whole answer.
func (t *textChunks) end(out pipeline.Outcome) {
	t.ending()
	for i, ended := range out.Choices {
		finish := finishReason(ended.Finish)
		_ = t.chunk(textChoice{Index: i, Finish: &finish})
	}
	t.close(out)
}
