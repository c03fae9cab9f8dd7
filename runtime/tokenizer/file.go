package tokenizer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Limits on what a file may ask for. Llama 3's tokenizer.json has 9 MB and
// 128,256 ids; the largest published vocabularies have about 262,000.
const (
	maxFile   = 64 << 20
	maxID     = 1 << 22
	maxToken  = 1 << 12 // bytes of one added token
	maxConfig = 4 << 20
)

// file mirrors tokenizer.json. Every key is known: one that is not would change
// the meaning of the rest.
type file struct {
	Version       string          `json:"version"`
	Truncation    json.RawMessage `json:"truncation"`
	Padding       json.RawMessage `json:"padding"`
	AddedTokens   []added         `json:"added_tokens"`
	Normalizer    *typed          `json:"normalizer"`
	PreTokenizer  *typed          `json:"pre_tokenizer"`
	PostProcessor *typed          `json:"post_processor"`
	Decoder       *typed          `json:"decoder"`
	Model         model           `json:"model"`
}

type model struct {
	Type                    string         `json:"type"`
	Dropout                 *float64       `json:"dropout"`
	UnkToken                *string        `json:"unk_token"`
	ContinuingSubwordPrefix *string        `json:"continuing_subword_prefix"`
	EndOfWordSuffix         *string        `json:"end_of_word_suffix"`
	FuseUnk                 bool           `json:"fuse_unk"` // of no effect without unk_token
	ByteFallback            bool           `json:"byte_fallback"`
	IgnoreMerges            bool           `json:"ignore_merges"`
	Vocab                   map[string]int `json:"vocab"`
	Merges                  []mergeText    `json:"merges"`
}

// mergeText is one merge, written ["a","b"] or, in older files, "a b".
type mergeText [2]string

func (m *mergeText) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		var parts []string
		if err := json.Unmarshal(data, &parts); err != nil {
			return err
		}
		if len(parts) != 2 {
			return fmt.Errorf("merge %.60s has %d parts, want 2", data, len(parts))
		}
		copy(m[:], parts)
		return nil
	}
	var line string
	if err := json.Unmarshal(data, &line); err != nil {
		return err
	}
	left, right, ok := strings.Cut(line, " ")
	if !ok || strings.Contains(right, " ") {
		return fmt.Errorf("merge %.60q is not two tokens with a space between", line)
	}
	*m = mergeText{left, right}
	return nil
}

// typed is one step of the pipeline: its type, and the whole of it.
type typed struct {
	Type string
	raw  json.RawMessage
}

func (t *typed) UnmarshalJSON(data []byte) error {
	var head struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return err
	}
	t.Type, t.raw = head.Type, slices.Clone(data)
	return nil
}

// settings decodes the step into v and refuses keys that v does not have.
func (t *typed) settings(v any) error {
	dec := json.NewDecoder(bytes.NewReader(t.raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("%s: %w", t.Type, err)
	}
	return nil
}

// parse builds a tokenizer from the bytes of tokenizer.json, without a chat
// template.
func parse(data []byte) (*Tokenizer, error) {
	var f file
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("text after the end of the object")
	}
	if err := errors.Join(f.checkPipeline(), f.Model.check()); err != nil {
		return nil, err
	}
	b, err := f.Model.build()
	if err != nil {
		return nil, err
	}
	t := &Tokenizer{bpe: b}
	if err := t.addTokens(f.Model.Vocab, f.AddedTokens); err != nil {
		return nil, err
	}
	t.prefix, t.suffix, err = f.frame(t)
	return t, err
}

// checkPipeline refuses by name each step that would do something we do not.
func (f *file) checkPipeline() error {
	var errs []error
	refuse := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	for name, raw := range map[string]json.RawMessage{"truncation": f.Truncation, "padding": f.Padding} {
		if len(raw) > 0 && string(raw) != "null" {
			refuse("%s is not supported, want null", name)
		}
	}
	if f.Normalizer != nil {
		refuse("normalizer %q is not supported, want none", f.Normalizer.Type)
	}
	if err := checkSplit(f.PreTokenizer); err != nil {
		errs = append(errs, err)
	}
	switch {
	case f.Decoder == nil:
		refuse("no decoder, want ByteLevel")
	case f.Decoder.Type != "ByteLevel":
		refuse("decoder %q is not supported, want ByteLevel", f.Decoder.Type)
	}
	return errors.Join(errs...)
}

// checkSplit accepts exactly Sequence[Split(llama3Split, Isolated), ByteLevel].
func checkSplit(p *typed) error {
	if p == nil {
		return errors.New("no pre_tokenizer, want the Llama-3 split and ByteLevel")
	}
	if p.Type != "Sequence" {
		return fmt.Errorf("pre_tokenizer %q is not supported, want a Sequence of Split and ByteLevel", p.Type)
	}
	var seq struct {
		Type          string  `json:"type"`
		PreTokenizers []typed `json:"pretokenizers"`
	}
	if err := p.settings(&seq); err != nil {
		return fmt.Errorf("pre_tokenizer: %w", err)
	}
	var names []string
	for _, step := range seq.PreTokenizers {
		names = append(names, step.Type)
	}
	if !slices.Equal(names, []string{"Split", "ByteLevel"}) {
		return fmt.Errorf("pre_tokenizer Sequence of %q is not supported, want Split and ByteLevel", names)
	}
	var split struct {
		Type    string `json:"type"`
		Pattern struct {
			Regex  *string `json:"Regex"`
			String *string `json:"String"`
		} `json:"pattern"`
		Behavior string `json:"behavior"`
		Invert   bool   `json:"invert"`
	}
	if err := seq.PreTokenizers[0].settings(&split); err != nil {
		return fmt.Errorf("pre_tokenizer: %w", err)
	}
	if split.Pattern.Regex == nil || *split.Pattern.Regex != llama3Split {
		return errors.New("pre_tokenizer Split has a pattern other than Llama 3's: not supported")
	}
	if split.Behavior != "Isolated" || split.Invert {
		return fmt.Errorf("pre_tokenizer Split with behavior %q, invert %v is not supported, want Isolated, false", split.Behavior, split.Invert)
	}
	level := byteLevel{UseRegex: true}
	if err := seq.PreTokenizers[1].settings(&level); err != nil {
		return fmt.Errorf("pre_tokenizer: %w", err)
	}
	if level.AddPrefixSpace || level.UseRegex {
		return fmt.Errorf("pre_tokenizer ByteLevel with add_prefix_space %v, use_regex %v is not supported, want false, false", level.AddPrefixSpace, level.UseRegex)
	}
	return nil
}

type byteLevel struct {
	Type           string `json:"type"`
	AddPrefixSpace bool   `json:"add_prefix_space"`
	TrimOffsets    bool   `json:"trim_offsets"` // we give no offsets
	UseRegex       bool   `json:"use_regex"`
}

func (m *model) check() error {
	switch {
	case m.Type != "BPE" && m.Type != "": // the oldest files leave it out
		return fmt.Errorf("model %q is not supported, want BPE", m.Type)
	case m.Dropout != nil && *m.Dropout != 0:
		return fmt.Errorf("model dropout %v is not supported, want none", *m.Dropout)
	case m.UnkToken != nil:
		return fmt.Errorf("model unk_token %q is not supported, want none", *m.UnkToken)
	case m.ContinuingSubwordPrefix != nil && *m.ContinuingSubwordPrefix != "":
		return fmt.Errorf("model continuing_subword_prefix %q is not supported, want none", *m.ContinuingSubwordPrefix)
	case m.EndOfWordSuffix != nil && *m.EndOfWordSuffix != "":
		return fmt.Errorf("model end_of_word_suffix %q is not supported, want none", *m.EndOfWordSuffix)
	case m.ByteFallback:
		return errors.New("model byte_fallback is not supported, want false")
	}
	return nil
}

// build makes the merge tables from the vocabulary.
func (m *model) build() (*bpe, error) {
	b := &bpe{
		ids:          make(map[string]int32, len(m.Vocab)),
		merges:       make([]merge, 0, len(m.Merges)),
		rank:         make(map[uint64]int32, len(m.Merges)),
		ignoreMerges: m.IgnoreMerges,
	}
	for token, id := range m.Vocab {
		if id < 0 || id >= maxID {
			return nil, fmt.Errorf("token %.60q has id %d (limit %d)", token, id, maxID)
		}
		if s, ok := tokenBytes(token); ok {
			b.ids[s] = int32(id)
		}
	}
	for i := range b.byteID {
		id, ok := b.ids[string([]byte{byte(i)})]
		if !ok {
			return nil, fmt.Errorf("vocabulary lacks the byte %#02x (%q)", i, byteRune[i])
		}
		b.byteID[i] = id
	}
	for rank, parts := range m.Merges {
		mg, err := m.merge(parts)
		if err != nil {
			return nil, fmt.Errorf("merge %d: %w", rank, err)
		}
		b.merges = append(b.merges, mg)
		b.rank[pair(mg.left, mg.right)] = int32(rank)
	}
	return b, nil
}

func (m *model) merge(parts mergeText) (merge, error) {
	id := func(token string) (int32, error) {
		id, ok := m.Vocab[token]
		if !ok {
			return 0, fmt.Errorf("%.60q is not in the vocabulary", token)
		}
		return int32(id), nil
	}
	left, err1 := id(parts[0])
	right, err2 := id(parts[1])
	result, err3 := id(parts[0] + parts[1])
	return merge{left, right, result}, errors.Join(err1, err2, err3)
}

// frame reads what the post-processor puts before and after a single text.
func (f *file) frame(t *Tokenizer) (prefix, suffix []int, err error) {
	if f.PostProcessor == nil {
		return nil, nil, nil
	}
	steps := []typed{*f.PostProcessor}
	if f.PostProcessor.Type == "Sequence" {
		var seq struct {
			Type       string  `json:"type"`
			Processors []typed `json:"processors"`
		}
		if err := f.PostProcessor.settings(&seq); err != nil {
			return nil, nil, fmt.Errorf("post_processor: %w", err)
		}
		steps = seq.Processors
	}
	for _, step := range steps {
		switch {
		case step.Type == "ByteLevel": // only moves offsets, of which we give none
		case step.Type == "TemplateProcessing" && prefix == nil && suffix == nil:
			if prefix, suffix, err = templateProcessing(&step, t); err != nil {
				return nil, nil, fmt.Errorf("post_processor: %w", err)
			}
		default:
			return nil, nil, fmt.Errorf("post_processor %q is not supported here, want ByteLevel and at most one TemplateProcessing", step.Type)
		}
	}
	return prefix, suffix, nil
}

// templateProcessing reads the "single" template: special tokens around one $A.
func templateProcessing(step *typed, t *Tokenizer) (prefix, suffix []int, err error) {
	type part struct {
		ID     string `json:"id"`
		TypeID int    `json:"type_id"`
	}
	var p struct {
		Type   string `json:"type"`
		Single []struct {
			SpecialToken *part `json:"SpecialToken"`
			Sequence     *part `json:"Sequence"`
		} `json:"single"`
		Pair          json.RawMessage `json:"pair"` // for two texts, which we never encode
		SpecialTokens map[string]struct {
			ID     string   `json:"id"`
			IDs    []int    `json:"ids"`
			Tokens []string `json:"tokens"`
		} `json:"special_tokens"`
	}
	if err := step.settings(&p); err != nil {
		return nil, nil, err
	}
	sequences := 0
	for _, item := range p.Single {
		switch {
		case item.Sequence != nil && item.SpecialToken == nil:
			sequences++
			continue
		case item.SpecialToken == nil || item.Sequence != nil:
			return nil, nil, errors.New("TemplateProcessing: an item is neither SpecialToken nor Sequence")
		}
		ids := p.SpecialTokens[item.SpecialToken.ID].IDs
		if len(ids) == 0 {
			return nil, nil, fmt.Errorf("TemplateProcessing: special token %.60q is not defined", item.SpecialToken.ID)
		}
		for _, id := range ids {
			if _, ok := t.token(id); !ok {
				return nil, nil, fmt.Errorf("TemplateProcessing: special token %.60q has id %d, which is not in the vocabulary", item.SpecialToken.ID, id)
			}
		}
		if sequences == 0 {
			prefix = append(prefix, ids...)
		} else {
			suffix = append(suffix, ids...)
		}
	}
	if sequences != 1 {
		return nil, nil, fmt.Errorf("TemplateProcessing: single has %d sequences, want 1", sequences)
	}
	return prefix, suffix, nil
}

// readFile reads a whole file of at most limit bytes.
func readFile(fsys fs.FS, name string, limit int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("larger than %d bytes", limit)
	}
	return data, nil
}
