package tokenizer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// Message is one turn of a chat.
type Message struct {
	Role    string // lower case: system, user, assistant; letters, digits, - and _
	Content string
}

const maxRole = 64

// chatTemplate is a template with the variables it is given besides the messages.
type chatTemplate struct {
	*template
	vars map[string]any
}

// EncodeChat returns the prompt of a chat: the messages as the model's chat
// template writes them, with what Frame puts in front unless the template wrote
// that itself. With generate the template adds the beginning of the assistant's
// answer.
//
// Equal to encoding the text of transformers' apply_chat_template, except that
// special tokens are recognised only in what the template wrote: those inside a
// message's content are text. Merges across the border between template and
// content are those of the whole text.
//
// It fails when there is no template, a role is not a plain word, or the template
// refuses the messages (roles that do not alternate, as a rule), takes too long,
// or changes contents by more than trimming them: then the places of the contents
// in the text are not known, and the rule above could not be kept.
func (t *Tokenizer) EncodeChat(msgs []Message, generate bool) ([]int, error) {
	text, plain, err := t.renderChat(msgs, generate)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: chat: %w", err)
	}
	ids := t.encode(text, guard{plain})
	if len(ids) >= len(t.prefix) && slices.Equal(ids[:len(t.prefix)], t.prefix) {
		return ids, nil
	}
	return append(slices.Clone(t.prefix), ids...), nil
}

// renderChat returns the text of a chat and where in it the contents lie.
//
// The template runs twice: on the contents, and on marks in their place that
// occur nowhere else. A mark keeps its content's outer white space, so that a
// template that trims does so. The second text tells the places; putting the
// contents there must give the first, else the template did something else with
// them.
func (t *Tokenizer) renderChat(msgs []Message, generate bool) (string, []span, error) {
	if t.chat == nil {
		return "", nil, t.chatMissing
	}
	msgs, err := checkMessages(msgs)
	if err != nil {
		return "", nil, err
	}
	marks, err := newMarks(msgs, t.chat.source)
	if err != nil {
		return "", nil, err
	}
	text, err := t.chat.renderMessages(msgs, generate)
	if err != nil {
		return "", nil, err
	}
	marked, err := t.chat.renderMessages(marks.messages, generate)
	if err != nil {
		return "", nil, err
	}
	filled, plain := marks.fill(marked)
	if filled != text {
		return "", nil, errors.New("the chat template changes what the messages say: not supported")
	}
	return text, plain, nil
}

func checkMessages(msgs []Message) ([]Message, error) {
	if len(msgs) == 0 {
		return nil, errors.New("no messages")
	}
	checked := make([]Message, len(msgs))
	for i, m := range msgs {
		if !plainRole(m.Role) {
			return nil, fmt.Errorf("message %d: role %.64q, want 1 to %d letters, digits, - or _", i, m.Role, maxRole)
		}
		checked[i] = Message{m.Role, valid(m.Content)}
	}
	return checked, nil
}

func plainRole(role string) bool {
	for _, r := range role {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_') {
			return false
		}
	}
	return role != "" && len(role) <= maxRole
}

func (c *chatTemplate) renderMessages(msgs []Message, generate bool) (string, error) {
	turns, size := make(list, len(msgs)), 1<<16
	for i, m := range msgs {
		turns[i] = map[string]any{"role": m.Role, "content": m.Content}
		size += 2*len(m.Content) + 1<<10
	}
	vars := map[string]any{"messages": turns, "add_generation_prompt": generate, "tools": nil, "documents": nil}
	for name, v := range c.vars {
		vars[name] = v
	}
	return c.render(vars, size)
}

// marks stand for the contents of messages. Contents of white space only have
// none: a template may ask whether a content is empty, and nothing can hide there.
type marks struct {
	quote    string // a character that no content and no template uses
	bodies   []string
	messages []Message
}

func newMarks(msgs []Message, template string) (*marks, error) {
	m := &marks{}
	for r := '\uE000'; m.quote == ""; r++ {
		if r > '\uF8FF' {
			return nil, errors.New("the messages use every private-use character of Unicode")
		}
		used := func(msg Message) bool { return strings.ContainsRune(msg.Content, r) }
		if !slices.ContainsFunc(msgs, used) && !strings.ContainsRune(template, r) {
			m.quote = string(r)
		}
	}
	for i, msg := range msgs {
		body := strings.TrimFunc(msg.Content, pythonSpace)
		if body != "" {
			before, after, _ := strings.Cut(msg.Content, body)
			msg.Content = before + m.quote + strconv.Itoa(i) + m.quote + after
		}
		m.bodies = append(m.bodies, body)
		m.messages = append(m.messages, msg)
	}
	return m, nil
}

// fill puts the contents in the place of their marks. It returns the text so far
// at the first mark that is not one of ours, which then equals no whole text.
func (m *marks) fill(marked string) (string, []span) {
	var b strings.Builder
	var plain []span
	for {
		before, rest, found := strings.Cut(marked, m.quote)
		b.WriteString(before)
		if !found {
			return b.String(), plain
		}
		number, after, _ := strings.Cut(rest, m.quote)
		i, err := strconv.Atoi(number)
		if err != nil || i < 0 || i >= len(m.bodies) || m.bodies[i] == "" {
			return b.String(), plain
		}
		start := b.Len()
		b.WriteString(m.bodies[i])
		plain = append(plain, span{start, b.Len()})
		marked = after
	}
}

// chatConfig is what we read of tokenizer_config.json, which is full of keys that
// only steer the Python class.
type chatConfig struct {
	ChatTemplate json.RawMessage `json:"chat_template"`
	BOS          specialToken    `json:"bos_token"`
	EOS          specialToken    `json:"eos_token"`
	PAD          specialToken    `json:"pad_token"`
	UNK          specialToken    `json:"unk_token"`
}

// specialToken is written as its text, or as an object with the text in it.
type specialToken string

func (s *specialToken) UnmarshalJSON(data []byte) error {
	if data[0] != '{' {
		return json.Unmarshal(data, (*string)(s))
	}
	var object struct {
		Content string `json:"content"`
	}
	err := json.Unmarshal(data, &object)
	*s = specialToken(object.Content)
	return err
}

// loadChat finds the chat template: chat_template.jinja, else the one in
// tokenizer_config.json, else BitNet's.
func (t *Tokenizer) loadChat(fsys fs.FS) error {
	var cfg chatConfig
	switch data, err := readFile(fsys, "tokenizer_config.json", maxConfig); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("tokenizer_config.json: %w", err)
	default:
		if err := json.Unmarshal(data, &cfg); err != nil {
			return fmt.Errorf("tokenizer_config.json: %w", err)
		}
	}
	source, err := cfg.template()
	if err != nil {
		return fmt.Errorf("tokenizer_config.json: %w", err)
	}
	switch data, err := readFile(fsys, "chat_template.jinja", maxTemplate); {
	case err == nil:
		source = string(data)
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("chat_template.jinja: %w", err)
	}
	if source == "" {
		if _, ok := t.ID("<|eot_id|>"); !ok {
			t.chatMissing = errors.New("the model has no chat template")
			return nil
		}
		source = bitnetTemplate
	}
	compiled, err := compileTemplate(source)
	if err != nil {
		return err
	}
	t.chat = &chatTemplate{compiled, cfg.vars()}
	return nil
}

// template returns the source, "" when there is none. The key holds one template
// or a list of named ones, of which "default" is for chats.
func (c *chatConfig) template() (string, error) {
	raw := c.ChatTemplate
	if len(raw) == 0 || string(raw) == "null" {
		return "", nil
	}
	var source string
	if raw[0] == '"' {
		err := json.Unmarshal(raw, &source)
		return source, err
	}
	var named []struct {
		Name     string `json:"name"`
		Template string `json:"template"`
	}
	if err := json.Unmarshal(raw, &named); err != nil {
		return "", fmt.Errorf("chat_template: %w", err)
	}
	for _, n := range named {
		if n.Name == "default" {
			return n.Template, nil
		}
	}
	return "", errors.New(`chat_template: none of the named templates is "default"`)
}

// vars are the variables of the special tokens that are defined.
func (c *chatConfig) vars() map[string]any {
	vars := map[string]any{}
	for name, tok := range map[string]specialToken{"bos_token": c.BOS, "eos_token": c.EOS, "pad_token": c.PAD, "unk_token": c.UNK} {
		if tok != "" {
			vars[name] = string(tok)
		}
	}
	return vars
}
