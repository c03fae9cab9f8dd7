// Package golden reads and judges a plugin's golden cases. A case is a file
// in testdata: a whole request as JSON, a line "-- want --", and the answer the
// plugin must give, or a line "error: " with a part of the error it must
// return.
//
// Package sdktest runs cases natively under go test; `r3mes plugin test` runs
// the same files in the host's sandbox.
package golden

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/r3mes/r3mes/sdk"
)

// Case is one file of testdata.
type Case struct {
	Name    string // the file's name without its ending
	Path    string
	Hook    string // from the request's envelope
	Request []byte // JSON
	Want    []byte // JSON; nil when WantErr is set
	WantErr string // a part of the error
}

const (
	separator   = "-- want --\n"
	errorPrefix = "error: "
)

// Load reads the cases of dir, the files ending in .txt.
func Load(dir string) ([]Case, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("golden: no cases (*.txt) in %s", dir)
	}
	var cases []Case
	for _, path := range paths {
		c, err := load(path)
		if err != nil {
			return nil, fmt.Errorf("golden: %s: %w", path, err)
		}
		cases = append(cases, c)
	}
	return cases, nil
}

func load(path string) (Case, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Case{}, err
	}
	request, want, ok := strings.Cut(string(text), separator)
	if !ok {
		return Case{}, fmt.Errorf("no line %q", strings.TrimSpace(separator))
	}
	c := Case{Name: strings.TrimSuffix(filepath.Base(path), ".txt"), Path: path, Request: []byte(request)}
	var e sdk.Envelope
	if err := json.Unmarshal(c.Request, &e); err != nil {
		return Case{}, fmt.Errorf("request: %w", err)
	}
	if c.Hook = e.Hook; c.Hook == "" {
		return Case{}, fmt.Errorf("request: no %q", "hook")
	}
	want = strings.TrimSpace(want)
	if message, ok := strings.CutPrefix(want, errorPrefix); ok {
		c.WantErr = message
	} else {
		c.Want = []byte(want)
	}
	return c, nil
}

// Check compares an answer with the case's. Key order and spaces do not count.
func (c Case) Check(got []byte, err error) error {
	switch {
	case c.WantErr != "" && err == nil:
		return fmt.Errorf("%s: answered %s, want an error with %q", c.Name, got, c.WantErr)
	case c.WantErr != "":
		if !strings.Contains(err.Error(), c.WantErr) {
			return fmt.Errorf("%s: error %q, want one with %q", c.Name, err, c.WantErr)
		}
		return nil
	case err != nil:
		return fmt.Errorf("%s: error %q, want %s", c.Name, err, c.Want)
	}
	gotText, err := Canonical(got)
	if err != nil {
		return fmt.Errorf("%s: answered %q, not JSON: %w", c.Name, got, err)
	}
	wantText, err := Canonical(c.Want)
	if err != nil {
		return fmt.Errorf("%s: wanted half is not JSON: %w", c.Name, err)
	}
	if !bytes.Equal(gotText, wantText) {
		return fmt.Errorf("%s: answered %s, want %s", c.Name, gotText, wantText)
	}
	return nil
}

// Canonical writes JSON with sorted keys and without spaces, so that texts of
// the same value are equal; numbers keep their digits.
func Canonical(text []byte) ([]byte, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		return nil, err
	}
	return json.Marshal(value)
}

// Rewrite makes what the plugin answered the wanted half of the case's file.
func (c Case) Rewrite(got []byte, err error) error {
	want := string(got)
	if err != nil {
		want = errorPrefix + err.Error()
	}
	return os.WriteFile(c.Path, []byte(string(c.Request)+separator+want+"\n"), 0o644)
}
