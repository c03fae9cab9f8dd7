package pluginhost

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/r3mes/r3mes/store"
)

// ErrUnknownSecret is what Options.Secrets returns for a name that it does not
// have.
var ErrUnknownSecret = errors.New("unknown secret")

// noSecrets is the Secrets of a host that was given none.
func noSecrets(string) (store.Secret, error) { return store.Secret{}, ErrUnknownSecret }

// secretMark is how a guest names a secret inside a header's value.
var secretMark = regexp.MustCompile(`\{\{secret:([^{}]*)\}\}`)

// secretFiller replaces the marks of one request and remembers the values, so
// that they can be taken out of whatever comes back.
type secretFiller struct {
	version *version
	values  [][]byte
}

// errNotGranted is the error of a secret that the plugin may not use.
var errNotGranted = errors.New("not granted")

// fill replaces every mark in a header's value. No error holds a secret.
func (f *secretFiller) fill(value string) (string, error) {
	var failed error
	filled := secretMark.ReplaceAllStringFunc(value, func(mark string) string {
		text, err := f.find(secretMark.FindStringSubmatch(mark)[1])
		if failed == nil {
			failed = err
		}
		return text
	})
	if failed != nil {
		return "", failed
	}
	return filled, nil
}

func (f *secretFiller) find(name string) (string, error) {
	shown := printable(truncate(name, 64))
	if !f.version.access.secrets[name] {
		return "", fmt.Errorf("secret %q is %w: it needs the grant %q", shown, errNotGranted, "secrets:"+shown)
	}
	secret, err := f.version.host.secrets(name)
	if errors.Is(err, ErrUnknownSecret) {
		return "", fmt.Errorf("secret %q does not exist on this host", shown)
	} else if err != nil {
		return "", fmt.Errorf("secret %q cannot be read", shown) // err may hold a part of it
	}
	text := secret.Reveal()
	if text == "" || strings.ContainsAny(text, "\r\n\x00") {
		return "", fmt.Errorf("secret %q is empty or has more than one line, which no header can hold", shown)
	}
	f.values = append(f.values, []byte(text))
	return text, nil
}

// hide takes the secrets out of text that goes back to the guest or into an
// error.
func (f *secretFiller) hide(text []byte) []byte {
	for _, value := range f.values {
		text = bytes.ReplaceAll(text, value, []byte("[redacted]"))
	}
	return text
}
