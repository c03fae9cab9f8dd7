// Package server puts the parts together: ledger, model, adapters, plugins,
// engine, pipeline and HTTP, and takes them down in the order in which nothing
// is lost.
//
//	s, err := server.Open(ctx, cfg, server.Options{Demo: demo, Embedder: embed.Default()})
//	if err != nil { … }
//	err = s.Run(ctx) // until ctx ends
//
// Open binds the address first, so that a second server fails at once, and
// serves from Run on. The data folder holds ledger/ (one process at a time),
// wallet.key, plugins/, models/ and config/ (what operators did), trust/, secrets/,
// audit/, cache/, logs/ when asked for, and run/admin.sock, on which the operator's commands reach a server that holds
// the ledger.
//
// # Shutdown
//
// When Run's context ends: no new requests (503), and WebSockets without a chat
// are closed; running answers finish, for at most the grace time; what still runs
// is cancelled and its hold released; sockets and connections, plugins, model and ledger are closed, in this order. Hurry ends
// the grace time.
package server
