package api

import (
	"bytes"
	"mime/multipart"
	"strings"
	"testing"
)

// Whatever arrives, reading it neither panics nor keeps more than the limits,
// and what it accepts has a module.
func FuzzUpload(f *testing.F) {
	const boundary, moduleLimit = "b", 64
	form := func(parts ...string) []byte {
		var text bytes.Buffer
		w := multipart.NewWriter(&text)
		_ = w.SetBoundary(boundary) // a valid one
		for i := 0; i < len(parts); i += 2 {
			part, err := w.CreateFormField(parts[i])
			if err != nil {
				f.Fatal(err)
			}
			_, _ = part.Write([]byte(parts[i+1])) // to memory
		}
		_ = w.Close() // to memory
		return text.Bytes()
	}
	f.Add(form("module", "wasm", "manifest", "name = 1", "signature", "s", "settings", `{"config":{"a":1e400},"grants":["log"],"adapters":[]}`, "activate", "false"))
	f.Add(form("module", strings.Repeat("x", 65)))
	f.Add(form("module", "a", "module", "b"))
	f.Add(form("settings", `{"config":null}`))
	f.Add([]byte("--b\r\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		u, err := readParts(multipart.NewReader(bytes.NewReader(body), boundary), moduleLimit)
		if err != nil {
			return
		}
		if len(u.Module) == 0 || len(u.Module) > moduleLimit || len(u.Signature) > maxSignaturePart {
			t.Errorf("accepted %+v", u)
		}
	})
}
