// Command price-tokens is a guest that prices by the tokens of a request.
package main

import "github.com/r3mes/r3mes/sdk"

//go:wasmexport r3mes_quote
func ExportQuote() int32 { return sdk.ServeQuote(quote) }

//go:wasmexport r3mes_settle
func ExportSettle() int32 { return sdk.ServeSettle(settle) }

func main() {}
