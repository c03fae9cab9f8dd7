package idempotency

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func digest(text string) [32]byte { return sha256.Sum256([]byte(text)) }

func TestOneAnswerForOneKey(t *testing.T) {
	s := New(Options{})
	id := ID{"wallet", "key"}
	flight, answer, err := s.Begin(id, digest("a"))
	if flight == nil || answer != nil || err != nil {
		t.Fatalf("first: %v %v %v, want to carry it out", flight, answer, err)
	}
	if _, _, err := s.Begin(id, digest("a")); !errors.Is(err, ErrInFlight) {
		t.Errorf("again, in flight: %v", err)
	}
	if _, _, err := s.Begin(id, digest("b")); !errors.Is(err, ErrMismatch) {
		t.Errorf("another request, in flight: %v", err)
	}
	if other, _, err := s.Begin(ID{"other", "key"}, digest("b")); other == nil || err != nil {
		t.Errorf("the key of another wallet: %v", err)
	}
	flight.Finish(Answer{Status: 200, Body: []byte("text")})
	flight.Abandon() // does nothing
	if _, got, err := s.Begin(id, digest("a")); err != nil || got == nil || string(got.Body) != "text" {
		t.Errorf("again: %v %v, want the answer", got, err)
	}
	if _, _, err := s.Begin(id, digest("b")); !errors.Is(err, ErrMismatch) {
		t.Errorf("another request: %v", err)
	}
}

func TestAnAbandonedRequestIsCarriedOutAgain(t *testing.T) {
	s := New(Options{})
	flight, _, _ := s.Begin(ID{"w", "k"}, digest("a"))
	flight.Abandon()
	flight.Finish(Answer{}) // does nothing
	if again, answer, err := s.Begin(ID{"w", "k"}, digest("other")); again == nil || answer != nil || err != nil {
		t.Errorf("again: %v %v %v, want to carry it out", again, answer, err)
	}
}

func TestAnswersAreBoundedByNumberBytesAndTime(t *testing.T) {
	now := time.Unix(0, 0)
	s := New(Options{Answers: 3, Bytes: 10, Life: time.Hour, Now: func() time.Time { return now }})
	if s.Limit() != 10 {
		t.Errorf("one answer may have %d bytes of 10", s.Limit())
	}
	put := func(key, body string) {
		t.Helper()
		flight, _, err := s.Begin(ID{"w", key}, digest(key))
		if err != nil {
			t.Fatal(err)
		}
		flight.Finish(Answer{Body: []byte(body)})
	}
	kept := func() string {
		s.mu.Lock()
		defer s.mu.Unlock()
		var keys []string
		for e := s.finished.Front(); e != nil; e = e.Next() {
			keys = append(keys, e.Value.(*entry).id.Key)
		}
		if len(keys) != len(s.entries) {
			t.Errorf("%d answers, %d entries", len(keys), len(s.entries))
		}
		return strings.Join(keys, " ")
	}
	for i := range 4 {
		put(fmt.Sprint(i), "x")
	}
	if got := kept(); got != "1 2 3" {
		t.Errorf("kept %q, want the last three", got)
	}
	put("big", "12345678")
	if got := kept(); got != "2 3 big" {
		t.Errorf("kept %q, want three", got)
	}
	put("bigger", "123456789")
	if got := kept(); got != "bigger" {
		t.Errorf("kept %q, want what fits into 10 bytes", got)
	}
	now = now.Add(time.Hour)
	if flight, _, err := s.Begin(ID{"w", "bigger"}, digest("another")); flight == nil || err != nil {
		t.Errorf("after its life: %v, want to carry it out", err)
	}
	if n, bytes := s.Len(); n != 0 || bytes != 0 {
		t.Errorf("%d answers of %d bytes are left", n, bytes)
	}
}

func TestKeysAreBounded(t *testing.T) {
	for key, want := range map[string]bool{
		"": false, "a": true, "6f1e…": false, "with space": true, "tab\t": false, "line\n": false,
		strings.Repeat("k", MaxKey): true, strings.Repeat("k", MaxKey+1): false,
	} {
		if Valid(key) != want {
			t.Errorf("Valid(%q) = %v", key, !want)
		}
	}
}

// Many send the same keys at once: each is carried out by one of them at a time,
// and, once it is done, by nobody.
func TestHammer(t *testing.T) {
	s := New(Options{})
	const keys, workers = 20, 8
	var carried [keys]atomic.Int64
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := range 50 * keys {
				n := (i + w) % keys
				flight, answer, err := s.Begin(ID{"w", fmt.Sprint(n)}, digest(fmt.Sprint(n)))
				switch {
				case flight != nil && i%7 == 0:
					flight.Abandon()
				case flight != nil:
					carried[n].Add(1)
					flight.Finish(Answer{Body: []byte(fmt.Sprint(n))})
				case answer != nil && string(answer.Body) != fmt.Sprint(n):
					t.Errorf("key %d has the answer %q", n, answer.Body)
				case err != nil && !errors.Is(err, ErrInFlight):
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for n := range keys {
		if got := carried[n].Load(); got != 1 {
			t.Errorf("key %d was carried out %d times", n, got)
		}
	}
}
