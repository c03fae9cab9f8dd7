package api

import (
	"github.com/r3mes/r3mes/host/pipeline"
	"github.com/r3mes/r3mes/host/toolcall"
	"github.com/r3mes/r3mes/runtime/engine"
)

// Statuses of a response and its items.
const (
	inProgress = "in_progress"
	completed  = "completed"
	incomplete = "incomplete"
)

// outputItem is a message or a call of a function.
type outputItem struct {
	ID     string `json:"id"`
	Type   string `json:"type"`
	Status string `json:"status"`

	// Of a message.
	Role    string       `json:"role,omitempty"`
	Content []outputText `json:"content,omitzero"`

	// Of a call.
	CallID    string  `json:"call_id,omitempty"`
	Name      string  `json:"name,omitempty"`
	Arguments *string `json:"arguments,omitempty"`
}

type outputText struct {
	Type        string         `json:"type"`
	Text        string         `json:"text"`
	Annotations []struct{}     `json:"annotations"`
	Logprobs    []tokenLogprob `json:"logprobs"`
}

func newOutputText(text string, logprobs []tokenLogprob) outputText {
	return outputText{Type: "output_text", Text: text, Annotations: []struct{}{}, Logprobs: logprobs}
}

// responseEvent is one event of a streamed response; each type has the fields
// that it needs.
type responseEvent struct {
	Type     string `json:"type"`
	Sequence int    `json:"sequence_number"`

	Response     *responseAnswer `json:"response,omitempty"`
	ItemID       string          `json:"item_id,omitempty"`
	OutputIndex  *int            `json:"output_index,omitempty"`
	ContentIndex *int            `json:"content_index,omitempty"`
	Item         *outputItem     `json:"item,omitempty"`
	Part         *outputText     `json:"part,omitempty"`
	Delta        *string         `json:"delta,omitempty"`
	Text         *string         `json:"text,omitempty"`
	Logprobs     *[]tokenLogprob `json:"logprobs,omitempty"`
	Name         string          `json:"name,omitempty"`
	Arguments    *string         `json:"arguments,omitempty"`
}

// failedEvent is the event "error".
type failedEvent struct {
	Type     string  `json:"type"`
	Sequence int     `json:"sequence_number"`
	Code     string  `json:"code"`
	Message  string  `json:"message"`
	Param    *string `json:"param"`
}

// responseWriter builds a response and, where events is set, streams each step of
// it in the order that OpenAI's clients expect:
//
//	response.created, response.in_progress
//	of each message: output_item.added, content_part.added, output_text.delta …,
//	    output_text.done, content_part.done, output_item.done
//	of each call: output_item.added, function_call_arguments.delta …,
//	    function_call_arguments.done, output_item.done
//	response.completed, .incomplete or .failed
type responseWriter struct {
	*events
	response responseAnswer
	logprobs bool // asked for
	open     bool // the last item of the output is not whole yet
	sequence int
}

// begin implements deltas.
func (w *responseWriter) begin(a pipeline.Accepted) error {
	w.response.Model = modelID(a)
	if w.events == nil {
		return nil
	}
	w.events.begin(a)
	if err := w.about("response.created"); err != nil {
		return err
	}
	return w.about("response.in_progress")
}

// text implements deltas.
func (w *responseWriter) text(_ int, text string, logprobs []engine.Logprob) error {
	if item := w.last(); !w.open || item.Type != "message" {
		if err := w.addMessage(); err != nil {
			return err
		}
	}
	item, index, part := w.last(), w.index(), 0
	item.Content[0].Text += text
	list := tokenLogprobs(logprobs)
	item.Content[0].Logprobs = append(item.Content[0].Logprobs, list...)
	if text == "" && len(list) == 0 {
		return nil
	}
	return w.send(responseEvent{Type: "response.output_text.delta", ItemID: item.ID, OutputIndex: &index, ContentIndex: &part, Delta: &text, Logprobs: &list})
}

// call implements deltas.
func (w *responseWriter) call(_ int, e toolcall.Event) error {
	if e.Name != "" {
		if err := w.addCall(e.Name); err != nil {
			return err
		}
	}
	if e.Arguments == "" {
		return nil
	}
	item, index := w.last(), w.index()
	*item.Arguments += e.Arguments
	return w.send(responseEvent{Type: "response.function_call_arguments.delta", ItemID: item.ID, OutputIndex: &index, Delta: &e.Arguments})
}

// last is the item that was added last; nil: none was.
func (w *responseWriter) last() *outputItem {
	if len(w.response.Output) == 0 {
		return nil
	}
	return &w.response.Output[w.index()]
}

func (w *responseWriter) index() int { return len(w.response.Output) - 1 }

func (w *responseWriter) add(item outputItem) error {
	if err := w.closeItem(completed); err != nil {
		return err
	}
	item.Status = inProgress
	w.response.Output, w.open = append(w.response.Output, item), true
	index := w.index()
	return w.send(responseEvent{Type: "response.output_item.added", OutputIndex: &index, Item: &item})
}

func (w *responseWriter) addMessage() error {
	id := "msg_" + newID()
	if err := w.add(outputItem{ID: id, Type: "message", Role: "assistant", Content: []outputText{}}); err != nil {
		return err
	}
	empty, index, part := newOutputText("", []tokenLogprob{}), w.index(), 0
	w.last().Content = []outputText{empty}
	return w.send(responseEvent{Type: "response.content_part.added", ItemID: id, OutputIndex: &index, ContentIndex: &part, Part: &empty})
}

func (w *responseWriter) addCall(name string) error {
	empty := ""
	if err := w.add(outputItem{ID: "fc_" + newID(), Type: "function_call", CallID: callID(), Name: name, Arguments: &empty}); err != nil {
		return err
	}
	w.last().Arguments = new(string) // the one that was sent stays empty
	return nil
}

// closeItem says that the last item is whole, or as much of it as there will be.
func (w *responseWriter) closeItem(status string) error {
	if !w.open {
		return nil
	}
	w.open = false
	item, index, part := w.last(), w.index(), 0
	item.Status = status
	var err error
	if item.Type == "message" {
		whole := item.Content[0]
		err = w.send(
			responseEvent{Type: "response.output_text.done", ItemID: item.ID, OutputIndex: &index, ContentIndex: &part, Text: &whole.Text, Logprobs: &whole.Logprobs},
			responseEvent{Type: "response.content_part.done", ItemID: item.ID, OutputIndex: &index, ContentIndex: &part, Part: &whole},
		)
	} else {
		err = w.send(responseEvent{Type: "response.function_call_arguments.done", ItemID: item.ID, OutputIndex: &index, Name: item.Name, Arguments: item.Arguments})
	}
	if err != nil {
		return err
	}
	return w.send(responseEvent{Type: "response.output_item.done", OutputIndex: &index, Item: item})
}

// end completes the response. Errors are not looked at: whoever left now has the
// whole answer.
func (w *responseWriter) end(out pipeline.Outcome) {
	w.ending()
	status := completed
	switch finishReason(out.Finish) {
	case "length":
		status, w.response.Incomplete = incomplete, &responseIncomplete{"max_output_tokens"}
	case pipeline.FinishFiltered:
		status, w.response.Incomplete = incomplete, &responseIncomplete{pipeline.FinishFiltered}
	}
	if len(w.response.Output) == 0 { // an answer without text
		_ = w.addMessage()
	}
	_ = w.closeItem(status)
	u := &responseUsage{Input: out.Usage.PromptTokens, Output: out.Usage.CompletionTokens, Cost: out.Receipt.Charge}
	u.InputDetails.Cached, u.Total = out.Usage.CachedTokens, u.Input+u.Output
	w.response.Status, w.response.Usage, w.response.Model = status, u, modelID(out.Accepted)
	_ = w.about("response." + status)
}

// fail answers with err, in the stream when it has begun.
func (w *responseWriter) fail(err error) error {
	if w.events == nil || !w.begun {
		return err
	}
	e := classify(err)
	failure := failedEvent{Type: "error", Sequence: w.sequence, Code: e.code, Message: e.message()}
	if e.param != "" {
		failure.Param = &e.param
	}
	w.sequence++
	_ = w.named(failure.Type, failure)
	w.response.Status, w.response.Error = "failed", &responseError{e.code, e.message()}
	_ = w.about("response.failed")
	return nil
}

// about sends an event that holds the response as it is now.
func (w *responseWriter) about(event string) error {
	return w.send(responseEvent{Type: event, Response: &w.response})
}

// send numbers events and sends them, where the client asked for a stream.
func (w *responseWriter) send(list ...responseEvent) error {
	if w.events == nil {
		return nil
	}
	for _, e := range list {
		e.Sequence = w.sequence
		w.sequence++
		if err := w.named(e.Type, e); err != nil {
			return err
		}
	}
	return nil
}
