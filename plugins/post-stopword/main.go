// Command post-stopword is a guest that ends an answer before a configured word.
package main

import "github.com/r3mes/r3mes/sdk"

//go:wasmexport r3mes_post
func ExportPost() int32 { return sdk.ServePost(post) }

func main() {}
