package embed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// maxVocab bounds the ids of a tokenizer.json; BERT's uncased one has 30,522.
const maxVocab = 1 << 20

// LoadWordPiece reads the tokenizer.json of a BERT uncased model, such as
// all-MiniLM-L6-v2. Truncation, padding and the tokens put around a text are the
// caller's business and are not looked at. Whatever else the file asks for and we
// do not do is refused by name.
func LoadWordPiece(data []byte) (*WordPiece, error) {
	w, err := parseWordPiece(data)
	if err != nil {
		return nil, fmt.Errorf("embed: load tokenizer.json: %w", err)
	}
	return w, nil
}

func parseWordPiece(data []byte) (*WordPiece, error) {
	var f struct {
		Normalizer struct {
			Type               string `json:"type"`
			CleanText          bool   `json:"clean_text"`
			HandleChineseChars bool   `json:"handle_chinese_chars"`
			StripAccents       *bool  `json:"strip_accents"` // null: as lowercase
			Lowercase          bool   `json:"lowercase"`
		} `json:"normalizer"`
		PreTokenizer struct {
			Type string `json:"type"`
		} `json:"pre_tokenizer"`
		Model struct {
			Type     string         `json:"type"`
			Unknown  string         `json:"unk_token"`
			Prefix   string         `json:"continuing_subword_prefix"`
			MaxChars int            `json:"max_input_chars_per_word"`
			Vocab    map[string]int `json:"vocab"`
		} `json:"model"`
	}
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&f); err != nil {
		return nil, err
	}
	n, m := f.Normalizer, f.Model
	switch {
	case n.Type != "BertNormalizer":
		return nil, fmt.Errorf("normalizer %q is not supported, want BertNormalizer", n.Type)
	case !n.CleanText || !n.HandleChineseChars || !n.Lowercase || n.StripAccents != nil && !*n.StripAccents:
		return nil, errors.New("normalizer BertNormalizer is not the uncased one: not supported")
	case f.PreTokenizer.Type != "BertPreTokenizer":
		return nil, fmt.Errorf("pre_tokenizer %q is not supported, want BertPreTokenizer", f.PreTokenizer.Type)
	case m.Type != "WordPiece":
		return nil, fmt.Errorf("model %q is not supported, want WordPiece", m.Type)
	case m.Prefix != "##" || m.MaxChars != maxWord:
		return nil, fmt.Errorf("model with prefix %q and words up to %d is not supported, want ## and %d", m.Prefix, m.MaxChars, maxWord)
	}
	unknown, ok := m.Vocab[m.Unknown]
	if !ok {
		return nil, fmt.Errorf("unknown token %.60q is not in the vocabulary", m.Unknown)
	}
	vocab, err := byID(m.Vocab)
	if err != nil {
		return nil, err
	}
	return newWordPiece(vocab, unknown), nil
}

// byID turns a vocabulary round; its ids must be 0 to its size.
func byID(vocab map[string]int) ([]string, error) {
	if len(vocab) > maxVocab {
		return nil, fmt.Errorf("vocabulary of %d tokens (limit %d)", len(vocab), maxVocab)
	}
	list, seen := make([]string, len(vocab)), make([]bool, len(vocab))
	for token, id := range vocab {
		if id < 0 || id >= len(list) || seen[id] {
			return nil, fmt.Errorf("token %.60q has id %d: ids must be 0 to %d, each once", token, id, len(list)-1)
		}
		list[id], seen[id] = token, true
	}
	return list, nil
}
