// Command route-semantic is a guest that sends a prompt to the adapter whose
// examples mean the most similar thing.
package main

import "github.com/r3mes/r3mes/sdk"

//go:wasmexport r3mes_route
func ExportRoute() int32 { return sdk.ServeRoute(route) }

func main() {}
