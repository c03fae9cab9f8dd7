// Command post-json is a guest that makes of an answer one JSON value.
package main

import "github.com/r3mes/r3mes/sdk"

//go:wasmexport r3mes_post
func ExportPost() int32 { return sdk.ServePost(post) }

func main() {}
