// Command post-redact is a guest that masks addresses, card numbers and keys in answers while they are written.
package main

import "github.com/r3mes/r3mes/sdk"

//go:wasmexport r3mes_post
func ExportPost() int32 { return sdk.ServePost(post) }

func main() {}
