// Package pluginhost loads WebAssembly plugins, keeps them in a sandbox, and
// asks them the server's questions: which adapter serves a request, what the
// model is shown of it, what it may cost, what of the answer goes out, what it
// did cost.
//
//	host, err := pluginhost.Open(ctx, pluginhost.Options{Dir: "plugins"})
//	…
//	g := host.Pin(walletHash) // one generation for the whole request
//	defer g.Release()
//	decision := g.Route(ctx, sdk.RouteRequest{…})
//	chat, err := g.Pre(ctx, sdk.PreRequest{…})
//	quote := g.Quote(ctx, sdk.QuoteRequest{…})
//	answer := g.Post(envelope, adapter, 0)
//	text, stop, err := answer.Push(ctx, piece, false)
//	settlement := g.Settle(ctx, quote, sdk.SettleRequest{…})
//
// A Host holds a current generation: an immutable list of plugin versions, in
// chains by hook, of which Pin gives a request its view. Route, Quote and Settle
// never fail: where plugins do, the fallback of the hook decides and the answer
// carries the error for the log. Pre and Post fail where a plugin does whose
// manifest says fail = "closed".
// Guests speak the Extism ABI, so any Extism development kit can build them;
// package sdk is ours.
//
// # Versions
//
// An operator changes what is served while it is served. Prepare takes a module
// with its manifest and settings through the whole load pipeline; the Candidate
// that comes out is handed to Activate, Canary (some wallets, always the same) or
// Shadow (asked after the answer, decides nothing), and those on trial can be
// promoted. Each act publishes a generation in which that one plugin differs.
// The two versions that served before stay compiled and warm for Rollback.
//
//	candidate, err := host.Prepare(ctx, pluginhost.Source{Wasm: …}, pluginhost.Settings{Grants: …})
//	defer candidate.Close()
//	generation, err := host.Canary(candidate, 5)
//	generation, err = host.Promote("price-flat")
//	generation, err = host.Rollback("price-flat", 1)
//
// Two things the host does by itself, and tells Options.Changed. A version that
// replaces another, and a canary, is on probation for its first calls: when too
// many fail, the version before serves again, or the canary is withdrawn. And a
// version that fails several times in a row is not asked for a while; one call on
// a fresh instance then tries it. Until then its hooks fall back, and the error's
// kind is "breaker".
//
// # The sandbox
//
// A guest has its own memory up to a page limit, a share of host memory for
// one call, fuel, a deadline, and the functions it was granted. Fuel (package
// fuel) bounds the work of a call, in units of about one instruction; it is the
// same on a busy machine as on an idle one. The deadline bounds the time, and is
// looked at every 64 Ki units, some 50 µs. Any error, trap or overrun costs the
// instance: the next call gets another. Input and output are capped and their
// ranges checked. Time and random numbers are fixed by the request unless
// granted otherwise, and always for prices.
//
// # Grants
//
// A plugin reaches nothing outside its sandbox but what its manifest asks for,
// the operator grants and the host's ceiling allows. All three write one line
// for each thing:
//
//	prompt log config metrics embed clock random      the whole capability
//	kv                                                1,000 keys, 1 MiB
//	kv:keys=5000 bytes=4194304                        another quota
//	http:GET|POST api.example.com:443                 methods, host, port
//	http:GET intern.example:8443 net=10.0.0.0/8       and this range, though it is not public
//	secrets:api-key                                   one secret
//
// Work of the host for a guest is bounded for itself and does not count in the
// hook's deadline. Prices get neither kv nor http, since they must follow from
// the request alone.
//
// # Logs
//
// Host.Logs holds the newest lines that a plugin logged and printed under the
// grant "log", and its failed calls; Generation.Stats its numbers. Nothing that
// a plugin says is kept once it sees the chat: of its lines there is only that
// they were written.
//
// # Caveats
//
// Compiling is bounded by limits on the module and its parts (package fuel): a
// hostile one of 8 MiB can take seconds of one processor to load, though it
// hinders no request.
//
// The deadline is wall time: on a machine whose processors are all busy a good
// guest can miss it. Then the hook falls back, and the error says "deadline".
package pluginhost
