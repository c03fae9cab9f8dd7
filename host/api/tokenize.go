package api

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/store"
)

func (s *server) tokenRoutes() []route {
	return []route{
		{method: "POST", path: "/tokenize", family: openai, tag: "openai", say: "the tokens of a text or a chat", who: wallet,
			body: tokenizeRequest{}, answer: tokens{}, handle: s.tokenize},
		{method: "POST", path: "/detokenize", family: openai, tag: "openai", say: "the text of tokens", who: wallet,
			body: detokenizeRequest{}, answer: detokenized{}, handle: s.detokenize},
	}
}

// tokenizeRequest is vLLM's. Special tokens written out in a prompt count as
// such; in messages they are text, as in a chat.
type tokenizeRequest struct {
	Model        string         `json:"model"`
	Prompt       *string        `json:"prompt"`
	Messages     []inputMessage `json:"messages"`
	Tools        []inputTool    `json:"tools"`
	AddSpecial   *bool          `json:"add_special_tokens"`    // of a prompt; true when left out
	AddAssistant *bool          `json:"add_generation_prompt"` // of a chat; true when left out
	TokenStrings bool           `json:"return_token_strs"`
}

type tokens struct {
	Count    int      `json:"count"`
	MaxModel int      `json:"max_model_len"`
	Tokens   []int    `json:"tokens"`
	Strings  []string `json:"token_strs,omitempty"` // when asked for
}

type detokenizeRequest struct {
	Model  string `json:"model"`
	Tokens []int  `json:"tokens"`
}

type detokenized struct {
	Prompt string `json:"prompt"`
}

// tokenize answers with the tokens that a completion would be given.
func (s *server) tokenize(w http.ResponseWriter, r *http.Request) error {
	var body tokenizeRequest
	if err := s.read(w, r, &body); err != nil {
		return err
	}
	return s.withModel(r, body.Model, func(m *pipeline.Model) error {
		ids, err := body.encode(m)
		if err != nil {
			return err
		}
		answer := tokens{Count: len(ids), MaxModel: m.Generator.Context(), Tokens: ids}
		if body.TokenStrings {
			answer.Strings = make([]string, len(ids))
			for i, id := range ids {
				text, _ := m.Tokenizer.Bytes(id)
				answer.Strings[i] = readable(text)
			}
		}
		return writeJSON(w, http.StatusOK, answer)
	})
}

func (b *tokenizeRequest) encode(m *pipeline.Model) ([]int, error) {
	if (b.Prompt == nil) == (b.Messages == nil) {
		return nil, field(invalid, "prompt", "one of prompt and messages must be given")
	}
	if b.Prompt != nil {
		ids := m.Tokenizer.Encode(*b.Prompt, true)
		if or(b.AddSpecial, true) {
			ids = m.Tokenizer.Frame(ids)
		}
		return ids, nil
	}
	chat := completionRequest{Messages: b.Messages, Tools: b.Tools}
	t, err := chat.tools()
	if err != nil {
		return nil, err
	}
	turns, err := turns(b.Messages)
	if err != nil {
		return nil, err
	}
	ids, err := m.Tokenizer.EncodeChat(messagesOf(turns, t.tools), or(b.AddAssistant, true))
	if err != nil {
		return nil, fmt.Errorf("api: tokenize: %w: %w", pipeline.ErrMessages, err)
	}
	return ids, nil
}

// detokenize answers with the text of tokens, special ones by their names, so
// that it undoes tokenize.
func (s *server) detokenize(w http.ResponseWriter, r *http.Request) error {
	var body detokenizeRequest
	if err := s.read(w, r, &body); err != nil {
		return err
	}
	if body.Tokens == nil {
		return field(invalid, "tokens", "tokens must be a list of token ids")
	}
	return s.withModel(r, body.Model, func(m *pipeline.Model) error {
		var text strings.Builder
		for i, id := range body.Tokens {
			bytes, ok := m.Tokenizer.Bytes(id)
			if !ok {
				return field(invalid, "tokens", "tokens[%d] is %d, which the vocabulary does not have", i, id)
			}
			text.WriteString(bytes)
		}
		return writeJSON(w, http.StatusOK, detokenized{readable(text.String())})
	})
}

// withModel lends f the model that serves. Nobody pays, so no wallet need be
// named: in open mode anyone may ask, else every key that may read.
func (s *server) withModel(r *http.Request, id string, f func(*pipeline.Model) error) error {
	if !s.Open {
		if _, err := s.identify(r, store.ScopeRead, ""); err != nil {
			return err
		}
	}
	if s.Borrow == nil || s.Pipeline == nil {
		return &apiError{kind: unavailable}
	}
	if _, _, err := s.Pipeline.Resolve(id); err != nil {
		return err
	}
	m, release, err := s.Borrow()
	if err != nil {
		return err
	}
	defer release()
	return f(m)
}
