// Package live keeps the WebSockets of a server: it upgrades requests, sends
// what is published to everyone who listens, and takes sockets down in order.
//
//	hub := live.New(live.Options{})
//	go hub.Run(ctx)                       // pings, until ctx ends
//	s, err := hub.Open(w, r, live.Accept{Channel: live.Blocks, Message: handle})
//	hub.Publish(live.Block{Height: 7})    // {"type": "block_update", "data": {…}}
//	err = hub.Close(ctx)                  // at shutdown
//
// A Hub knows all sockets; a Socket is one of them. It does not know who may
// listen: package api decides that, before Open or by the first message (see
// Accept.Admitted).
//
// # What a client sees
//
// JSON text frames. {"type": "ping", "timestamp"} comes every Options.Ping;
// {"type": "pong"}, or any other message, must come within Options.Pong, or the
// socket closes with 1001. Close codes are in close.go.
//
// # Slow readers
//
// Frames wait in a bounded buffer. Publish never waits: where the buffer is
// full the socket is dropped. Send waits for room, and so for the client; when
// a frame is not taken within Options.Write the socket is dropped.
//
// # Caveats
//
// http.Server.Shutdown does not know sockets: call Close. A Message function
// runs on the goroutine that reads its socket; while it does not return,
// nothing more is read. An idle socket costs one goroutine and no timer.
package live
