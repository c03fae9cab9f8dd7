// Package toolcall shows the tools of a chat to a model as text, and reads the
// calls that it makes from its answer as it comes.
//
//	system += toolcall.Prompt(tools)
//	p := toolcall.NewParser(tools, toolcall.Tagged)
//	for piece := range answer {
//		for _, e := range p.Push(piece) { … }
//	}
//	for _, e := range p.End() { … }
//
// The text is the one that the Hermes and Qwen models were trained on: tools in
// <tools>, a call as <tool_call>{"name": …, "arguments": {…}}</tool_call>, what it
// returned in <tool_response>.
//
// # Caveats
//
// What a model writes by itself is not checked against a tool's parameters; only
// an answer that a grammar forced is sure to fit them. Text that looks like a
// call and is none, such as one of a tool that is not there, stays text.
package toolcall

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Tool is a function that the client offers.
type Tool struct {
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	Parameters  json.RawMessage `json:"parameters,omitempty"` // a JSON Schema; nil: none
}

// Call is one call of a tool.
type Call struct {
	Name      string
	Arguments string // JSON, as the model wrote it
}

const (
	openTag  = "<tool_call>"
	closeTag = "</tool_call>"
)

// CloseTag ends a call: as a stop string, it holds an answer to one call.
const CloseTag = closeTag

// Prompt is the system text that shows tools to a model, "" for none.
func Prompt(tools []Tool) string {
	if len(tools) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("# Tools\n\nYou may call one or more functions to assist with the user query.\n\n" +
		"You are provided with function signatures within <tools></tools> XML tags:\n<tools>\n")
	for _, t := range tools {
		b.Write(encode(struct {
			Type     string `json:"type"`
			Function Tool   `json:"function"`
		}{"function", t}))
		b.WriteByte('\n')
	}
	b.WriteString("</tools>\n\nFor each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\n" +
		openTag + "\n{\"name\": <function-name>, \"arguments\": <args-json-object>}\n" + closeTag)
	return b.String()
}

// Render is a call as the model would have written it, for a chat's history.
func Render(c Call) string {
	arguments := json.RawMessage(c.Arguments)
	if !json.Valid(arguments) {
		arguments = encode(c.Arguments) // the history is not ours to refuse
	}
	return openTag + "\n" + string(encode(struct {
		Name      string          `json:"name"`
		Arguments json.RawMessage `json:"arguments"`
	}{c.Name, arguments})) + "\n" + closeTag
}

// Response is what a call returned, for a chat's history.
func Response(content string) string {
	return "<tool_response>\n" + content + "\n</tool_response>"
}

// encode writes JSON as models know it, < and > as they are.
func encode(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // strings and JSON that was checked
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}
