// Package schema holds a JSON Schema (draft 2020-12) of every message of the
// plugin contract: <hook>.request.json and <hook>.response.json. Typed kits in
// other languages are made from them, and hosts and guests are checked against
// them.
//
// The properties stand in the order of the wire. Properties that a schema does
// not name are allowed, because a later minor host may send them.
package schema

import (
	"embed"
	"fmt"
)

//go:embed *.json
var files embed.FS

// Of returns the schema of one message, for example Of("route", "request").
func Of(hook, direction string) ([]byte, error) {
	text, err := files.ReadFile(hook + "." + direction + ".json")
	if err != nil {
		return nil, fmt.Errorf("schema: no %s of hook %q", direction, hook)
	}
	return text, nil
}
