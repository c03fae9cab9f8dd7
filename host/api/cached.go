package api

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/r3mes/r3mes/host/cache"
	"github.com/r3mes/r3mes/store"
)

// cached is how the answers of a GET route are kept. The zero value: they are
// not.
type cached struct {
	kind cache.Kind
	// tags are what its answers are made from; in them {wallet} stands for the
	// path's wallet. Whoever changes that calls Touch.
	tags []string
}

// ofWallet is the cache's tag of the wallet in the path.
var ofWallet = cache.Wallet("{wallet}")

// remembered answers from the cache where it can. Who may not read a wallet is
// refused before, and an answer about a wallet is kept for the caller alone. A
// handler whose answers are kept looks at path and query only, and sets no
// header but Content-Type.
func (s *server) remembered(rt route, h handler) handler {
	if rt.cache.kind == 0 || s.Cache == nil {
		return h
	}
	return func(w http.ResponseWriter, r *http.Request) error {
		q := cache.Question{Name: asked(rt, r), Kind: rt.cache.kind}
		for _, tag := range rt.cache.tags {
			q.Tags = append(q.Tags, strings.ReplaceAll(tag, "{wallet}", param(r, "wallet")))
		}
		if rt.who != public {
			if _, err := s.forWallet(r, store.ScopeRead, param(r, "wallet")); err != nil {
				return err
			}
			q.Private, q.Name = true, q.Name+"\x00"+asker(r)
		}
		kept, hit, err := s.Cache.Get(r.Context(), q, func(ctx context.Context) ([]byte, bool, error) {
			made := &recorder{header: http.Header{}}
			err := h(made, r.WithContext(ctx))
			return made.pack(), made.status == http.StatusOK, err
		})
		if err != nil {
			return err
		}
		w.Header().Set("X-Cache", "MISS")
		if hit {
			w.Header().Set("X-Cache", "HIT")
		}
		return unpack(w, kept)
	}
}

// asker tells who asks from all others that may.
func asker(r *http.Request) string {
	switch key := credential(r); {
	case isLocal(r.Context()):
		return "local"
	case key != "":
		return keyName(key)
	}
	return "open" // anyone, as far as open mode knows
}

// asked is what a request asks: the route, its path's parameters, and what it
// says of the query that the route knows. What else stands in a query makes no
// other answer, and so no other entry.
func asked(rt route, r *http.Request) string {
	parts := append([]string{rt.path}, chi.RouteContext(r.Context()).URLParams.Values...)
	said := r.URL.Query()
	for _, q := range rt.query {
		parts = append(parts, said.Get(q.name))
	}
	return strings.Join(parts, "\x00")
}

// recorder takes what a handler answers.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *recorder) Header() http.Header { return a.header }

func (a *recorder) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *recorder) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// pack makes an answer one piece: status in two bytes, content type, a zero
// byte, body.
func (a *recorder) pack() []byte {
	packed := binary.BigEndian.AppendUint16(nil, uint16(a.status))
	return slices.Concat(packed, []byte(a.header.Get("Content-Type")), []byte{0}, a.body.Bytes())
}

// unpack writes an answer that pack packed.
func unpack(w http.ResponseWriter, packed []byte) error {
	if len(packed) < 3 {
		return fmt.Errorf("api: a kept answer of %d bytes", len(packed))
	}
	media, body, _ := bytes.Cut(packed[2:], []byte{0})
	w.Header().Set("Content-Type", string(media))
	w.WriteHeader(int(binary.BigEndian.Uint16(packed)))
	_, _ = w.Write(body)
	return nil
}
