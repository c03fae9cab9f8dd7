package tokenizer

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
)

// set changes one key, given as a path of names and indices, of a JSON object.
func set(value any, path ...any) func(map[string]any) {
	return func(root map[string]any) {
		var at any = root
		for i, p := range path {
			last := i == len(path)-1
			switch p := p.(type) {
			case string:
				if last {
					at.(map[string]any)[p] = value
				} else {
					at = at.(map[string]any)[p]
				}
			case int:
				if last {
					at.([]any)[p] = value
				} else {
					at = at.([]any)[p]
				}
			}
		}
	}
}

type object = map[string]any

// Whatever tokenizer.json asks for and we do not do is refused, by its name.
func TestRefusals(t *testing.T) {
	split := []any{"pre_tokenizer", "pretokenizers", 0}
	level := []any{"pre_tokenizer", "pretokenizers", 1}
	at := func(path []any, key any) []any { return append(append([]any{}, path...), key) }
	for name, c := range map[string]struct {
		change func(map[string]any)
		want   string
	}{
		"normalizer":             {set(object{"type": "NFC"}, "normalizer"), `normalizer "NFC"`},
		"truncation":             {set(object{"max_length": 8}, "truncation"), "truncation"},
		"padding":                {set(object{"strategy": "x"}, "padding"), "padding"},
		"unknown key":            {set(1, "surprise"), "surprise"},
		"unknown model key":      {set(1, "model", "surprise"), "surprise"},
		"no pre-tokenizer":       {set(nil, "pre_tokenizer"), "no pre_tokenizer"},
		"GPT-2 pre-tokenizer":    {set(object{"type": "ByteLevel", "use_regex": true}, "pre_tokenizer"), `pre_tokenizer "ByteLevel"`},
		"Metaspace":              {set(object{"type": "Metaspace"}, level...), `"Metaspace"`},
		"other pattern":          {set(object{"Regex": `\w+`}, at(split, "pattern")...), "pattern"},
		"string pattern":         {set(object{"String": " "}, at(split, "pattern")...), "pattern"},
		"other behavior":         {set("Removed", at(split, "behavior")...), `"Removed"`},
		"inverted":               {set(true, at(split, "invert")...), "invert true"},
		"prefix space":           {set(true, at(level, "add_prefix_space")...), "add_prefix_space true"},
		"ByteLevel with a regex": {set(true, at(level, "use_regex")...), "use_regex true"},
		"ByteLevel by default":   {set(object{"type": "ByteLevel"}, level...), "use_regex true"},
		"no decoder":             {set(nil, "decoder"), "no decoder"},
		"other decoder":          {set(object{"type": "WordPiece"}, "decoder"), `decoder "WordPiece"`},
		"other model":            {set("Unigram", "model", "type"), `model "Unigram"`},
		"dropout":                {set(0.1, "model", "dropout"), "dropout 0.1"},
		"unknown token":          {set("<unk>", "model", "unk_token"), `unk_token "<unk>"`},
		"subword prefix":         {set("##", "model", "continuing_subword_prefix"), `"##"`},
		"end of word":            {set("</w>", "model", "end_of_word_suffix"), `"</w>"`},
		"byte fallback":          {set(true, "model", "byte_fallback"), "byte_fallback"},
		"negative id":            {set(-1, "model", "vocab", "Ġthe"), "id -1"},
		"absurd id":              {set(1<<40, "model", "vocab", "Ġthe"), "limit"},
		"shared id":              {set(7, "model", "vocab", "Ġthe"), "id 7"},
		"fraction as id":         {set(1.5, "model", "vocab", "Ġthe"), "1.5"},
		"merge of three":         {set([]any{"a", "b", "c"}, "model", "merges", 0), "3 parts"},
		"merge without space":    {set("ab", "model", "merges", 0), "two tokens"},
		"merge with two spaces":  {set("a b c", "model", "merges", 0), "two tokens"},
		"merge of strangers":     {set([]any{"Ġthe", "Ġthe"}, "model", "merges", 0), `"ĠtheĠthe"`},
		"added token elsewhere": {func(root map[string]any) {
			for _, a := range root["added_tokens"].([]any) {
				if a := a.(object); a["content"] == "<tool>" {
					a["id"] = 9
				}
			}
		}, "another token's"},
		"added token moved":    {set(9, "added_tokens", 0, "id"), "the vocabulary says"},
		"empty added token":    {set("", "added_tokens", 2, "content"), "0 bytes"},
		"absurd added id":      {set(1<<30, "added_tokens", 2, "id"), "limit"},
		"other post-processor": {set(object{"type": "BertProcessing"}, "post_processor"), `"BertProcessing"`},
		"undefined token":      {set(object{}, "post_processor", "processors", 1, "special_tokens"), "not defined"},
		"no sequence":          {set([]any{}, "post_processor", "processors", 1, "single"), "0 sequences"},
		"foreign framing id":   {set([]any{99999.0}, "post_processor", "processors", 1, "special_tokens", "<|begin_of_text|>", "ids"), "99999"},
		"missing byte": {func(root map[string]any) {
			delete(root["model"].(object)["vocab"].(object), "Ń")
		}, "lacks the byte"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := edited(t, c.change)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Load = %v, want an error with %s", err, c.want)
			}
			if err != nil && !strings.HasPrefix(err.Error(), "tokenizer: load tokenizer.json: ") {
				t.Errorf("the error does not name the file: %v", err)
			}
		})
	}
}

func TestSameFileWrittenOtherwise(t *testing.T) {
	for name, change := range map[string]func(map[string]any){
		"merges as lines":          mergesAsLines,
		"empty prefix and suffix":  set("", "model", "continuing_subword_prefix"),
		"no type in model":         func(root map[string]any) { delete(root["model"].(object), "type") },
		"dropout of zero":          set(0.0, "model", "dropout"),
		"ByteLevel post-processor": set(object{"type": "ByteLevel", "trim_offsets": true}, "post_processor"),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := edited(t, change); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestBrokenFiles(t *testing.T) {
	good := goldenFile(t)
	for name, c := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"nothing there":     {fstest.MapFS{}, "tokenizer.json: open"},
		"empty":             {fstest.MapFS{"tokenizer.json": {}}, "EOF"},
		"cut":               {fstest.MapFS{"tokenizer.json": {Data: good[:len(good)/2]}}, "EOF"},
		"two objects":       {fstest.MapFS{"tokenizer.json": {Data: append(bytes.Clone(good), "{}"...)}}, "after the end"},
		"too large":         {fstest.MapFS{"tokenizer.json": {Data: bytes.Repeat([]byte(" "), maxFile+1)}}, "larger than"},
		"config not JSON":   {fstest.MapFS{"tokenizer.json": {Data: good}, "tokenizer_config.json": {Data: []byte("{")}}, "tokenizer_config.json"},
		"no default":        {fstest.MapFS{"tokenizer.json": {Data: good}, "tokenizer_config.json": {Data: []byte(`{"chat_template":[]}`)}}, "default"},
		"template a number": {fstest.MapFS{"tokenizer.json": {Data: good}, "tokenizer_config.json": {Data: []byte(`{"chat_template":1}`)}}, "chat_template"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Load(c.files); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Load = %v, want an error with %q", err, c.want)
			}
		})
	}
}
