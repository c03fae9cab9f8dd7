// Command route-canary is a guest that sends a share of the wallets to another adapter.
package main

import "github.com/r3mes/r3mes/sdk"

//go:wasmexport r3mes_route
func ExportRoute() int32 { return sdk.ServeRoute(route) }

func main() {}
