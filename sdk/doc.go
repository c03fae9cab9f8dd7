// Package sdk is what the author of a plugin imports: the requests and
// responses of every hook, and the few functions that carry them between a
// WebAssembly guest and its host. It uses the standard library only.
//
// A plugin is a Go program without a main loop. For each hook it answers it
// has one ordinary function and one line that exports it:
//
//	package main
//
//	import "github.com/r3mes/r3mes/sdk"
//
//	// flat asks one credit for every request, whatever its length.
//	func flat(sdk.QuoteRequest) (sdk.QuoteResponse, error) {
//		return sdk.QuoteResponse{CeilingMicrocredits: 1_000_000, Rule: "flat"}, nil
//	}
//
//	func charge(r sdk.SettleRequest) (sdk.SettleResponse, error) {
//		return sdk.SettleResponse{ChargeMicrocredits: r.Quote.CeilingMicrocredits, Rule: "flat"}, nil
//	}
//
//	//go:wasmexport r3mes_quote
//	func ExportQuote() int32 { return sdk.ServeQuote(flat) }
//
//	//go:wasmexport r3mes_settle
//	func ExportSettle() int32 { return sdk.ServeSettle(charge) }
//
//	func main() {}
//
// Build it with
//
//	GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -o plugin.wasm .
//
// and put a manifest.toml beside it. The functions flat and charge are plain
// Go: test them with go test, or with the two-part files of package sdktest.
//
// # The wire
//
// The host calls an export r3mes_<hook> on the Extism guest ABI with the
// request as JSON and reads the response as JSON, so any language with an
// Extism development kit can answer. Keys come in the order of the struct
// fields, the envelope first. That order is fixed within a contract version,
// yet a guest must not rely on it, and must ignore keys it does not know.
// Package schema holds a JSON Schema of every message.
//
// # Caveats
//
// Nothing outlives a call: any instance may serve any call, and the host drops
// an instance when it likes. Goroutines do not run between calls. For quote
// and settle the clock stands still and random numbers repeat, so the same
// request has the same price everywhere. Sleeping does not pause: the clock
// does not move during a call.
//
// A price must not depend on the order of a map: Go shuffles it from a state
// that lives as long as the instance. Sort the keys.
package sdk
