// Package idempotency remembers the answers of requests that carry a key of
// their own, so that a request which is sent again is not carried out again.
//
//	s := idempotency.New(idempotency.Options{})
//	flight, answer, err := s.Begin(idempotency.ID{Scope: caller, Key: key}, sha256.Sum256(body))
//	if answer != nil { … } // write it: the request was answered before
//	defer flight.Abandon() // unless Finish came first
//	flight.Finish(idempotency.Answer{Status: 200, Header: header, Body: body})
//
// Answers live in this process: bounded by their number, by their bytes and by
// time. Those that are in the way go, the oldest first.
package idempotency

import (
	"cmp"
	"container/list"
	"errors"
	"net/http"
	"sync"
	"time"
)

// Errors of Begin.
var (
	// ErrInFlight: the same request is being carried out.
	ErrInFlight = errors.New("a request with this key is being carried out")
	// ErrMismatch: the key belongs to another request.
	ErrMismatch = errors.New("the key was used for another request")
)

// MaxKey is the longest key, in bytes.
const MaxKey = 255

// Valid tells whether text can be a key: 1 to MaxKey printable ASCII characters.
func Valid(text string) bool {
	if len(text) < 1 || len(text) > MaxKey {
		return false
	}
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// Options bound a Store. Zero fields take the defaults.
type Options struct {
	Answers     int              // kept; default 10,000
	Bytes       int64            // of all bodies that are kept; default 64 MiB
	AnswerBytes int64            // of one body; default 8 MiB
	Life        time.Duration    // of an answer; default 24 h
	Now         func() time.Time // default time.Now
}

// ID names a request.
type ID struct {
	Scope string // who asks: keys of different callers have nothing in common
	Key   string
}

// Answer is what a request was answered.
type Answer struct {
	Status int
	Header http.Header // those that belong to the answer; not changed any more
	// Body is nil when Large: then it was larger than Options.AnswerBytes, and
	// all that is known is that the request was carried out.
	Body  []byte
	Large bool
}

// entry is one request.
type entry struct {
	id      ID
	request [32]byte
	answer  Answer
	expires time.Time
	place   *list.Element // in finished, once it is done; nil: it is being carried out
}

// Store remembers answers. Safe for concurrent use.
type Store struct {
	options Options

	mu       sync.Mutex
	entries  map[ID]*entry
	finished *list.List // of *entry that are done, the oldest first
	bytes    int64      // of their bodies
}

// New makes an empty store.
func New(o Options) *Store {
	o.Answers = cmp.Or(o.Answers, 10_000)
	o.Bytes = cmp.Or(o.Bytes, 64<<20)
	o.AnswerBytes = min(cmp.Or(o.AnswerBytes, 8<<20), o.Bytes)
	o.Life = cmp.Or(o.Life, 24*time.Hour)
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Store{options: o, entries: map[ID]*entry{}, finished: list.New()}
}

// Limit is the most bytes of a body that is kept.
func (s *Store) Limit() int64 { return s.options.AnswerBytes }

// Begin says what to do with a request: carry it out, when flight is not nil, or
// write the answer that it had before. ErrInFlight and ErrMismatch refuse it.
// request is a digest of everything that makes it another one.
func (s *Store) Begin(id ID, request [32]byte) (flight *Flight, answer *Answer, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	e := s.entries[id]
	switch {
	case e == nil:
		e = &entry{id: id, request: request}
		s.entries[id] = e
		return &Flight{store: s, entry: e}, nil, nil
	case e.request != request:
		return nil, nil, ErrMismatch
	case e.place == nil:
		return nil, nil, ErrInFlight
	}
	return nil, &e.answer, nil
}

// expire forgets what has lived long enough. All live equally long, so the
// oldest end first.
func (s *Store) expire() {
	now := s.options.Now()
	for e := s.oldest(); e != nil && !now.Before(e.expires); e = s.oldest() {
		s.forget(e)
	}
}

func (s *Store) oldest() *entry {
	if front := s.finished.Front(); front != nil {
		return front.Value.(*entry)
	}
	return nil
}

// forget drops an entry.
func (s *Store) forget(e *entry) {
	delete(s.entries, e.id)
	if e.place != nil {
		s.finished.Remove(e.place)
		s.bytes -= int64(len(e.answer.Body))
	}
}

// Len is how many answers are kept, and Bytes how much their bodies take.
func (s *Store) Len() (answers int, bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.finished.Len(), s.bytes
}

// Flight is a request that is being carried out. It ends once, by Finish or by
// Abandon; further calls do nothing.
type Flight struct {
	store *Store
	entry *entry
	once  sync.Once
}

// Finish keeps the answer, in the place of older ones if need be.
func (f *Flight) Finish(a Answer) {
	f.once.Do(func() {
		s := f.store
		s.mu.Lock()
		defer s.mu.Unlock()
		e := f.entry
		e.answer, e.expires = a, s.options.Now().Add(s.options.Life)
		e.place = s.finished.PushBack(e)
		s.bytes += int64(len(a.Body))
		for s.finished.Len() > s.options.Answers || s.bytes > s.options.Bytes {
			s.forget(s.oldest())
		}
	})
}

// Abandon forgets the request: it had no answer to keep, and the next one with
// its key is carried out.
func (f *Flight) Abandon() {
	f.once.Do(func() {
		f.store.mu.Lock()
		defer f.store.mu.Unlock()
		f.store.forget(f.entry)
	})
}
