package api

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestEveryRouteIsDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, rt := range (&server{}).table() {
		name := rt.method + " " + rt.path
		if seen[name] {
			t.Errorf("%s is in the table twice", name)
		}
		seen[name] = true
		if !slices.ContainsFunc(tags, func(tag apiTag) bool { return tag.Name == rt.tag }) {
			t.Errorf("%s has the tag %q, which openapi.go does not list", name, rt.tag)
		}
		if rt.say == "" || rt.handle == nil {
			t.Errorf("%s says %q, want a line on what it does, and a handler", name, rt.say)
		}
		if rt.answer == nil && len(rt.media) == 0 && rt.frames == nil {
			t.Errorf("%s says neither what it answers nor as which media type", name)
		}
	}
	if len(Routes()) != len(seen) {
		t.Errorf("Routes has %d rows of %d", len(Routes()), len(seen))
	}
}

func TestTheDocumentIsMadeFromTheTable(t *testing.T) {
	text, err := Document("1.2.3", false)
	if err != nil {
		t.Fatal(err)
	}
	var d openAPI
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	chat := d.Paths["/chat"]["post"]
	if len(chat.Servers) != 2 || chat.Body == nil || chat.Responses["200"].Content["text/plain"].Schema == nil || len(chat.Security) != 2 {
		t.Errorf("POST /chat: %+v", chat)
	}
	if got := d.Components.Schemas["UserAnswer"].Properties["credits"].Type; got != "number" {
		t.Errorf("credits are of type %q, want number", got)
	}
	blocks := d.Paths["/ws/blocks"]["get"].Responses
	if _, plain := blocks["200"]; plain || len(blocks["101"].Content[jsonMedia].Schema.AnyOf) != 2 || d.Components.Schemas["Block"].Properties["tx_count"].Type != "integer" {
		t.Errorf("GET /ws/blocks: %+v, want frames of a block and a ping", blocks)
	}
	if d.Components.Schemas["ChatRequest"].Required != nil {
		t.Error("a request's fields are required: clients leave out what has a default")
	}
}
