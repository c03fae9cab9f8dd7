package modelhost

import "github.com/r3mes/r3mes/host/pipeline"

// Count is what was asked of a base model since it was loaded, or of an adapter
// since a server that knows it was started.
type Count struct {
	Requests         int64 // that ended, however
	PromptTokens     int64
	CompletionTokens int64
}

func (c Count) plus(out pipeline.Outcome) Count {
	c.Requests++
	c.PromptTokens += int64(out.Usage.PromptTokens)
	c.CompletionTokens += int64(out.Usage.CompletionTokens)
	return c
}

// Observe counts one run of the pipeline.
func (h *Host) Observe(out pipeline.Outcome) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.current != nil {
		if _, known := h.current.have[out.Adapter]; known {
			h.counts[out.Adapter] = h.counts[out.Adapter].plus(out)
		}
	}
	for _, s := range h.inMemory() {
		if s.model.BaseModel == out.Model && s.model.Digest == out.ModelDigest {
			s.count = s.count.plus(out)
			return
		}
	}
}
