// Package pipeline carries one request from an authenticated call to a settled
// receipt: pin, route, encode, quote, hold, submit, stream, settle. Read Run in
// pipeline.go from top to bottom.
//
//	p, err := pipeline.New(pipeline.Parts{…})
//	outcome, err := p.Run(ctx, pipeline.Request{ID: id, Wallet: wallet, Kind: sdk.KindChat, …}, sink)
//
// Parts names everything it consumes; Sink is where the answer goes. Embed does for
// vectors what Run does for answers.
//
// # What is charged
//
// No hold, no inference; and every hold ends before Run returns. An answer that
// came to its end costs what the pricing plugin asks for its usage. An answer
// whose client went away costs the same rule for the tokens generated until
// then. An error, whoever made it, and an answer without a single token cost
// nothing: the hold is released. Settling does not depend on the client's
// context, on shutdown, or on a panic below Run.
//
// # Caveats
//
// Run blocks until the receipt is written, so call it from the goroutine that
// serves the client. To stop: Shut, drain the generator, Wait, and only then
// close the ledger.
package pipeline
