//go:build !wasip1

package sdk

import "embed"

// Source is the source of all the SDKs, this one included, and what new
// plugins start from: `r3mes plugin new` copies what it needs, so that a
// plugin builds without a network. It is not part of guests.
//
//go:embed *.go sdktest/*.go golden/*.go schema/*.go schema/*.json template
//go:embed rust assemblyscript zig
var Source embed.FS

//go:generate go run ./_gen
