// Command _gen writes the typed half of the SDKs for Rust, AssemblyScript, Zig,
// C and JavaScript from the JSON Schemas of the contract: `go generate
// ./sdk/...`, run in the folder sdk.
package main

import (
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	c, err := readContract("schema")
	if err != nil {
		log.Fatal(err)
	}
	for path, write := range map[string]func(*contract) string{
		"rust/src/contract.rs":             rust,
		"assemblyscript/r3mes/contract.ts": assemblyScript,
		"zig/r3mes.zig":                    zig,
		"zig/r3mes_contract.h":             c99,
		"javascript/r3mes.d.ts":            typeScript,
	} {
		if err := os.WriteFile(filepath.FromSlash(path), []byte(write(c)), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
