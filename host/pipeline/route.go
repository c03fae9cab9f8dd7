package pipeline

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/r3mes/r3mes/runtime/embed"
	"github.com/r3mes/r3mes/runtime/lora"
	"github.com/r3mes/r3mes/sdk"
)

// choose returns the adapter's name, empty for none. routed: by plugins, not
// by the client.
func (c *chat) choose(ctx context.Context) (name string, routed bool, err error) {
	if c.request.Adapter != "" {
		c.decision.Reason = "the request names the adapter"
		return c.request.Adapter, false, nil
	}
	name, auto, err := c.resolve(c.request.Model)
	if err != nil || !auto {
		c.decision.Reason = "the request names the model"
		return name, false, err
	}
	list := c.Adapters.List()
	c.decision = c.plugins.Route(ctx, sdk.RouteRequest{
		Envelope: c.envelope(), Adapters: c.catalogue(ctx, list, c.question()), Messages: c.messages(),
	})
	c.fault(c.decision.Err)
	return c.decision.Adapter, true, nil
}

// shortQuestion is how many words a message needs to be understood without the
// one before it: "tell me more" says nothing about the field.
const shortQuestion = 4

// question is the text that similarities are measured on: the last message of
// the user, with the one before when the last is short.
func (c *chat) question() string {
	var asked []string
	for _, m := range c.request.Messages {
		if m.Role == "user" {
			asked = append(asked, m.Content)
		}
	}
	if len(asked) == 0 {
		return ""
	}
	last := asked[len(asked)-1]
	if len(asked) > 1 && len(strings.Fields(last)) < shortQuestion {
		return asked[len(asked)-2] + " " + last
	}
	return last
}

func (c *chat) messages() []sdk.Message {
	out := make([]sdk.Message, len(c.request.Messages))
	for i, m := range c.request.Messages {
		out[i] = sdk.Message{Role: m.Role, Content: m.Content}
	}
	return out
}

// catalogue describes the adapters to route plugins.
func (c *chat) catalogue(ctx context.Context, list []lora.Info, question string) []sdk.Adapter {
	var q []float32
	if c.Embedder != nil && question != "" {
		vectors, err := embedTexts(ctx, c.Embedder, question)
		if err == nil {
			q = vectors[0]
		}
		c.fault(err)
	}
	out := make([]sdk.Adapter, len(list))
	for i, info := range list {
		out[i] = sdk.Adapter{Name: info.Name, Description: info.Description, Loaded: info.Resident}
		if q != nil {
			out[i].Similarity = c.examples.nearest(ctx, c.Embedder, info, q)
		}
	}
	return out
}

// exampleCache keeps the embeddings of every adapter's example prompts, which
// change only when the adapter does.
type exampleCache struct {
	mu     sync.Mutex
	byName map[string]embedded
}

type embedded struct {
	digest   string
	examples []string
	vectors  [][]float32
}

// nearest is the largest cosine of q to one of the adapter's examples, 0
// without examples or when ctx ends first. All vectors have length one.
func (e *exampleCache) nearest(ctx context.Context, embedder Embedder, info lora.Info, q []float32) float64 {
	vectors := e.vectors(ctx, embedder, info)
	if len(vectors) == 0 {
		return 0
	}
	best := -1.0
	for _, v := range vectors {
		best = max(best, embed.Cosine(v, q))
	}
	return min(best, 1)
}

func (e *exampleCache) vectors(ctx context.Context, embedder Embedder, info lora.Info) [][]float32 {
	e.mu.Lock()
	defer e.mu.Unlock()
	have, ok := e.byName[info.Name]
	if ok && have.digest == info.Digest && slices.Equal(have.examples, info.Examples) {
		return have.vectors
	}
	vectors, err := embedTexts(ctx, embedder, info.Examples...)
	if err != nil {
		return nil
	}
	have = embedded{digest: info.Digest, examples: info.Examples, vectors: vectors}
	if e.byName == nil {
		e.byName = map[string]embedded{}
	}
	e.byName[info.Name] = have
	return have.vectors
}

// keep forgets the adapters that are not in list.
func (e *exampleCache) keep(list []lora.Info) {
	e.mu.Lock()
	defer e.mu.Unlock()
	maps.DeleteFunc(e.byName, func(name string, _ embedded) bool {
		return !slices.ContainsFunc(list, func(a lora.Info) bool { return a.Name == name })
	})
}
