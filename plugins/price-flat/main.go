// Command price-flat is a guest that asks the same price for every request.
package main

import "github.com/r3mes/r3mes/sdk"

//go:wasmexport r3mes_quote
func ExportQuote() int32 { return sdk.ServeQuote(quote) }

//go:wasmexport r3mes_settle
func ExportSettle() int32 { return sdk.ServeSettle(settle) }

func main() {}
