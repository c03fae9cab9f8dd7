// Package engine runs many requests on one model at once.
//
// Submit puts a request into a bounded queue and returns a Stream of text. One
// goroutine, the one that called Run, owns everything that changes: it makes
// steps until it is told to stop. A step is
//
//	schedule  drop the cancelled, admit from the queue (fair by wallet, as far
//	          as KV blocks reach), choose which tokens to feed
//	forward   one Model.Forward over prefill chunks and decodes together, each
//	          row with its own adapter
//	sample    one token for every row whose prompt is finished
//	deliver   text to the row's Stream, or the end of it
//
// The types to know: Engine, Request, Stream, and Model, which is what the
// engine needs of a forward pass (runtime/cpu is one).
//
//	e, err := engine.New(model, tok, engine.Options{})
//	go e.Run(ctx)
//	s, err := e.Submit(ctx, engine.Request{ID: "1", Wallet: "w", Prompt: ids, MaxTokens: 64})
//	for {
//		piece, ok := s.Next(ctx)
//		if !ok {
//			break
//		}
//		fmt.Print(piece.Text)
//	}
//	result := s.Result()
//
// # Caveats
//
// A request's context is its life: when it ends, the sequence leaves in the
// step that is being made and its blocks are free. A Stream that nobody reads
// costs memory for its text, never time: the engine does not wait for readers.
// An adapter must stay loaded until Result has returned. A model that panics
// ends the engine for good: every request fails, Ready reports why, and only a
// new Engine on a new Model may continue.
package engine
