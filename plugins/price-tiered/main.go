// Command price-tiered is a guest that prices by volume and by time of the week.
package main

import "github.com/r3mes/r3mes/sdk"

//go:wasmexport r3mes_quote
func ExportQuote() int32 { return sdk.ServeQuote(quote) }

//go:wasmexport r3mes_settle
func ExportSettle() int32 { return sdk.ServeSettle(settle) }

func main() {}
