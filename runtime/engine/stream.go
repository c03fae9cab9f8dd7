package engine

import (
	"context"
	"sync"
)

// Stream is the answer of one request as it comes. One goroutine reads it.
type Stream struct {
	cancel context.CancelFunc // ends the request
	wake   chan struct{}      // holds one token when there may be news
	done   chan struct{}      // closed when result is set

	mu       sync.Mutex
	text     []byte    // not taken yet
	tokens   int       // not taken yet
	logprobs []Logprob // not taken yet
	result   Result
}

func newStream(cancel context.CancelFunc) *Stream {
	return &Stream{cancel: cancel, wake: make(chan struct{}, 1), done: make(chan struct{})}
}

// Next waits for text and returns it; what came since the last call comes as
// one piece. It returns false when the answer has ended and everything was
// read. It also returns false when ctx ends first: a reader that stops waiting
// has left, so the request is cancelled.
func (s *Stream) Next(ctx context.Context) (Piece, bool) {
	for {
		if p, ok := s.take(); ok {
			return p, true
		}
		select {
		case <-s.wake:
		case <-s.done:
			// The last piece was put before done was closed.
			return s.take()
		case <-ctx.Done():
			s.cancel()
			return Piece{}, false
		}
	}
}

// Result waits until the request has left the engine and says how it ended.
// From then on the engine uses nothing of the request, its adapter included.
func (s *Stream) Result() Result {
	<-s.done
	return s.result
}

// Done is closed when the request has left the engine.
func (s *Stream) Done() <-chan struct{} { return s.done }

// Cancel ends the request; it leaves the engine in the current step.
func (s *Stream) Cancel() { s.cancel() }

// put adds to what Next returns. It never blocks: what is not read is kept, at
// most the text and log probabilities of MaxTokens tokens.
func (s *Stream) put(p Piece) {
	if p.Text == "" && p.Tokens == 0 && len(p.Logprobs) == 0 {
		return
	}
	s.mu.Lock()
	s.text = append(s.text, p.Text...)
	s.tokens += p.Tokens
	s.logprobs = append(s.logprobs, p.Logprobs...)
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *Stream) take() (Piece, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.text) == 0 && s.tokens == 0 && len(s.logprobs) == 0 {
		return Piece{}, false
	}
	p := Piece{Text: string(s.text), Tokens: s.tokens, Logprobs: s.logprobs}
	s.text, s.tokens, s.logprobs = s.text[:0], 0, nil
	return p, true
}

// end sets the result. The engine calls it exactly once, last of all.
func (s *Stream) end(r Result) {
	s.cancel() // releases the context's resources
	s.result = r
	close(s.done)
}
