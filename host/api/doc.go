// Package api is the HTTP side: it authenticates, decodes and validates a
// request, hands it to the pipeline, and writes what comes back.
//
//	handler := api.New(api.Parts{…})
//	http.ListenAndServe("127.0.0.1:8000", handler)
//
// One file a resource; routes.go is the list of all. Handlers return errors;
// errors.go is the one table that gives them a status and a body. There are two
// families of bodies: R3MES ({"detail": …}) and OpenAI ({"error": {…}}), which
// the admin routes share.
//
// # Who is calling
//
// A key in X-API-Key, else in Authorization: Bearer, else, in open mode only, a
// wallet named in path or body. A request that came through the administration
// socket (see Local) is the operator's. Keys in URLs are refused: URLs end up
// in logs.
//
// # WebSockets
//
// live.go upgrades and says who may listen; livechat.go is /ws/chat, whose chats
// are requests like any other: counted, admitted, held and settled one by one.
// The sockets themselves are package live's.
//
// # Operators
//
// The routes below /admin are for a key with the scope operator, the
// administration socket, and in open mode for anyone. They refuse fields that do
// not exist. Who did what is in the audit log; see audited and package pluginops.
//
// # What stands before a handler
//
// The client's address (address.go), the request's id and log line, security
// headers and origins (guard.go), then for the route the rate limit (limits.go),
// which is counted before a byte of the body is read, and for a GET whose answers
// are kept the cache (cached.go), which asks first who may read them.
//
// # Caveats
//
// Open mode believes every caller, so the handler refuses requests whose Host
// or Origin is not loopback: a web page that resolves its own name to
// 127.0.0.1 could otherwise spend the visitor's credits. Whoever listens must
// still listen on loopback only; package config refuses anything else.
package api
