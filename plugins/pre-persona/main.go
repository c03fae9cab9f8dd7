// Command pre-persona is a guest that gives a chat the system prompt of its adapter.
package main

import "github.com/r3mes/r3mes/sdk"

//go:wasmexport r3mes_pre
func ExportPre() int32 { return sdk.ServePre(pre) }

func main() {}
