package pipeline

import (
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/runtime/engine"
	"github.com/r3mes/r3mes/store"
)

// answer is one of the answers that a request asked for.
type answer struct {
	stream *engine.Stream
	post   *pluginhost.Post // nil before the engine's first piece
	closed bool             // nothing more goes to the client
	last   time.Time        // when its last token came
}

// news is what one answer made.
type news struct {
	answer int
	piece  engine.Piece
	ended  bool // and made everything; piece is then empty
}

// follow yields what the answers make, each in its order, until all have ended.
// Whoever stops before ends them.
func follow(ctx context.Context, answers []*answer) iter.Seq[news] {
	if len(answers) == 1 {
		return followOne(ctx, answers[0])
	}
	return func(yield func(news) bool) {
		all, left := make(chan news), make(chan struct{})
		var readers sync.WaitGroup
		defer readers.Wait()
		defer func() {
			close(left)
			for _, a := range answers {
				a.stream.Cancel()
			}
		}()
		for i, a := range answers {
			readers.Go(func() {
				for more := true; more; {
					n := news{answer: i}
					n.piece, more = a.stream.Next(ctx)
					n.ended = !more
					select {
					case all <- n:
					case <-left:
						return
					}
				}
			})
		}
		for open := len(answers); open > 0; {
			n := <-all
			if n.ended {
				open--
			}
			if !yield(n) {
				return
			}
		}
	}
}

// followOne needs no goroutine.
func followOne(ctx context.Context, a *answer) iter.Seq[news] {
	return func(yield func(news) bool) {
		for more := true; more; {
			var n news
			n.piece, more = a.stream.Next(ctx)
			n.ended = !more
			if !yield(n) {
				return
			}
		}
	}
}

// cancel ends all answers: nothing more goes to the client.
func (c *chat) cancel() {
	for _, a := range c.answers {
		a.closed = true
		a.stream.Cancel()
	}
}

// withdraw ends all answers and waits until the engine has let go of them.
func (c *chat) withdraw() {
	c.cancel()
	for _, a := range c.answers {
		a.stream.Result()
	}
}

// sum writes down how the answers ended. From here on the engine uses nothing of
// the request.
func (c *chat) sum() {
	out := &c.outcome
	for i, a := range c.answers {
		result := a.stream.Result()
		choice := Choice{Finish: result.Finish, StoppedBy: a.post.StoppedBy}
		switch {
		case c.gone != nil:
			choice.Finish = engine.FinishCancelled
		case choice.StoppedBy != "":
			choice.Finish = FinishFiltered
		}
		out.Choices = append(out.Choices, choice)
		out.Usage.CompletionTokens += result.Usage.CompletionTokens
		if i%c.request.N == 0 { // the others find their prompt in the cache by its first
			out.Usage.CachedTokens += result.Usage.CachedTokens
		}
		out.Timing = span(out.Timing, result.Timing)
		c.fault(a.post.Err)
	}
	out.Finish, out.StoppedBy = out.Choices[0].Finish, out.Choices[0].StoppedBy
	if slices.ContainsFunc(out.Choices, func(ch Choice) bool { return ch.Finish == engine.FinishCancelled }) {
		out.Finish = engine.FinishCancelled
	}
}

// span joins the times of two answers that were submitted together. Zero times
// did not happen.
func span(a, b engine.Timing) engine.Timing {
	if a.Admitted == 0 || b.Admitted > 0 && b.Admitted < a.Admitted {
		a.Admitted = b.Admitted
	}
	if a.FirstToken == 0 || b.FirstToken > 0 && b.FirstToken < a.FirstToken {
		a.FirstToken = b.FirstToken
	}
	a.Total = max(a.Total, b.Total)
	return a
}

// failure is the result of the first answer that failed; zero: none did.
func (c *chat) failure() engine.Result {
	for _, a := range c.answers {
		if result := a.stream.Result(); result.Err != nil {
			return result
		}
	}
	return engine.Result{}
}

// asked are the post plugins that were asked about any answer.
func (c *chat) asked() []store.Guest {
	var all []store.Guest
	for _, a := range c.answers {
		all = merge(all, a.post.Asked())
	}
	return named(all)
}

// merge appends to a what of b is not in it.
func merge(a, b []store.Guest) []store.Guest {
	for _, g := range b {
		if !slices.Contains(a, g) {
			a = append(a, g)
		}
	}
	return a
}
