// Package sample chooses the next token from a model's logits, and finds stop
// strings in the text that comes out.
//
//	s := sample.New(sample.Params{Temperature: 0.7, TopP: 0.9, Seed: 42}, prompt)
//	id, err := s.Next(logits, nil)
//
// The main types are [Params], the wishes of one request; [Sampler], which keeps
// what one sequence has said so far; and [StopMatcher]. [Measure] gives the log
// probabilities of the model's own distribution.
//
// The order is fixed: bias, penalties, mask, temperature, top-k, top-p, min-p,
// draw. The draw for step i depends on the seed and i alone, and every sum is
// taken in a fixed order with an exponential of our own (see exp.go), so equal
// logits give equal tokens on every machine, whatever runs beside them.
//
// Caveats:
//   - The zero Params is greedy, not "temperature 1".
//   - A Sampler belongs to one sequence; it is not safe for concurrent use.
//   - Sampling amplifies: two engines whose logits differ in the last bit agree on
//     nearly all tokens, not on all.
package sample
