// Command pre-redact is a guest that masks addresses, card numbers and keys before the model sees them.
package main

import "github.com/r3mes/r3mes/sdk"

//go:wasmexport r3mes_pre
func ExportPre() int32 { return sdk.ServePre(pre) }

func main() {}
