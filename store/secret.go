package store

import (
	"fmt"
	"log/slog"
)

const redacted = "[redacted]"

// A Secret is text that must not reach a log, an error or an answer by
// accident: every way of printing it, also from inside another struct, gives
// "[redacted]" or nothing. The zero value holds "".
type Secret struct {
	// A function, because fmt prints the fields of unexported struct members
	// without asking them: of a function it can only print the address.
	reveal func() string
}

// NewSecret hides text.
func NewSecret(text string) Secret { return Secret{func() string { return text }} }

// Reveal returns the text, for the one place that shows it to its owner.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// String returns "[redacted]".
func (Secret) String() string { return redacted }

// GoString returns "[redacted]".
func (Secret) GoString() string { return redacted }

// Format writes "[redacted]" for every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// MarshalText writes "[redacted]", in JSON too.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue logs "[redacted]".
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

var (
	_ fmt.Formatter  = Secret{}
	_ slog.LogValuer = Secret{}
	_ fmt.GoStringer = Secret{}
)
