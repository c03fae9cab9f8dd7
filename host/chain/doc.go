// Package chain reads a blockchain and gives the miners of its blocks their
// credits: a client of the Cosmos REST API, a client of Tendermint's JSON-RPC
// with its WebSocket, and a file of blocks.
//
//	c, err := chain.Open(chain.Options{RPCURL: "http://localhost:26657", Ledger: ledger, Credit: true})
//	if err != nil { … }
//	go c.Run(ctx) // until ctx ends
//	blocks, total, err := c.Blocks(10)
//
// A [Chain] watches the newest block, keeps the last [Kept] of them, and credits
// every block once, from where it stopped before. A nil *Chain is a host without
// a chain: it knows nothing, and says so without an error.
//
// Everything here is bounded: answers in size, requests by the caller's context
// and by ten seconds a try, tries by three, a dead endpoint by a circuit breaker.
// A request for an answer never waits for the chain.
//
// # Caveats
//
// A node is trusted: whoever answers at rpc_url decides who gets credits. Point
// it to your own. Errors hold the node's address and go to the log only.
package chain
