package sdk

// How a guest reads requests. Keys that a request does not have are passed
// over, so that a newer host can ask an older guest.

// Request is what the hooks of this contract are asked: RouteRequest and its
// siblings.
type Request[T any] interface {
	*T
	readMember(r *reader, key string) bool
}

// readRequest reads the whole of text into req.
func readRequest[T any, R Request[T]](text []byte, req R) error {
	r := reader{text: string(text)}
	r.object(func(key string) bool { return req.readMember(&r, key) })
	r.end()
	return r.err
}

func (e *Envelope) readMember(r *reader, key string) bool {
	switch key {
	case "contract":
		readInt(r, &e.Contract)
	case "request_id":
		r.readText(&e.RequestID)
	case "hook":
		r.readText(&e.Hook)
	case "kind":
		r.readText(&e.Kind)
	case "plugin_config":
		r.readRaw(&e.PluginConfig)
	case "wallet_hash":
		r.readText(&e.WalletHash)
	default:
		return false
	}
	return true
}

func (m *Message) readMember(r *reader, key string) bool {
	switch key {
	case "role":
		r.readText(&m.Role)
	case "content":
		r.readText(&m.Content)
	default:
		return false
	}
	return true
}

func (a *Adapter) readMember(r *reader, key string) bool {
	switch key {
	case "name":
		r.readText(&a.Name)
	case "description":
		r.readText(&a.Description)
	case "similarity":
		r.readFloat(&a.Similarity)
	case "loaded":
		r.readBool(&a.Loaded)
	default:
		return false
	}
	return true
}

func (q *RouteRequest) readMember(r *reader, key string) bool {
	switch key {
	case "adapters":
		readList(r, &q.Adapters, (*Adapter).readMember)
	case "messages":
		readList(r, &q.Messages, (*Message).readMember)
	default:
		return q.Envelope.readMember(r, key)
	}
	return true
}

func (w *Work) readMember(r *reader, key string) bool {
	switch key {
	case "model":
		r.readText(&w.Model)
	case "adapter":
		r.readText(&w.Adapter)
	case "prompt_tokens":
		readInt(r, &w.PromptTokens)
	case "max_tokens":
		readInt(r, &w.MaxTokens)
	case "n":
		readInt(r, &w.N)
	case "wallet_tier":
		r.readText(&w.WalletTier)
	case "volume_30d_tokens":
		readInt(r, &w.Volume30dTokens)
	case "time_bucket":
		readInt(r, &w.TimeBucket)
	default:
		return false
	}
	return true
}

func (q *QuoteRequest) readMember(r *reader, key string) bool {
	return q.Work.readMember(r, key) || q.Envelope.readMember(r, key)
}

func (q *Quote) readMember(r *reader, key string) bool {
	switch key {
	case "ceiling_microcredits":
		readInt(r, &q.CeilingMicrocredits)
	case "rule":
		r.readText(&q.Rule)
	default:
		return false
	}
	return true
}

func (u *Usage) readMember(r *reader, key string) bool {
	switch key {
	case "prompt_tokens":
		readInt(r, &u.PromptTokens)
	case "cached_tokens":
		readInt(r, &u.CachedTokens)
	case "completion_tokens":
		readInt(r, &u.CompletionTokens)
	default:
		return false
	}
	return true
}

func (q *SettleRequest) readMember(r *reader, key string) bool {
	switch key {
	case "quote_request":
		r.object(func(key string) bool { return q.Work.readMember(r, key) })
	case "quote":
		r.object(func(key string) bool { return q.Quote.readMember(r, key) })
	case "usage":
		r.object(func(key string) bool { return q.Usage.readMember(r, key) })
	case "outcome":
		r.readText(&q.Outcome)
	default:
		return q.Envelope.readMember(r, key)
	}
	return true
}

func (a *BoundAdapter) readMember(r *reader, key string) bool {
	switch key {
	case "name":
		r.readText(&a.Name)
	case "metadata":
		r.readStrings(&a.Metadata)
	default:
		return false
	}
	return true
}

func (q *PreRequest) readMember(r *reader, key string) bool {
	switch key {
	case "adapter":
		r.object(func(key string) bool { return q.Adapter.readMember(r, key) })
	case "messages":
		readList(r, &q.Messages, (*Message).readMember)
	default:
		return q.Envelope.readMember(r, key)
	}
	return true
}

func (q *PostRequest) readMember(r *reader, key string) bool {
	switch key {
	case "adapter":
		r.object(func(key string) bool { return q.Adapter.readMember(r, key) })
	case "seq":
		readInt(r, &q.Seq)
	case "index":
		readInt(r, &q.Index)
	case "piece":
		r.readText(&q.Piece)
	case "end":
		r.readBool(&q.End)
	case "state":
		r.readText(&q.State)
	default:
		return q.Envelope.readMember(r, key)
	}
	return true
}
