package store

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestCreditsAreWrittenExactly(t *testing.T) {
	for m, want := range map[MicroCredits]string{
		0: "0", 1: "0.000001", -1: "-0.000001", Credit: "1", 12_500_000: "12.5", -3 * Credit / 2: "-1.5", 1_000_010: "1.00001",
		math.MaxInt64: "9223372036854.775807", math.MinInt64: "-9223372036854.775808",
	} {
		if got := m.String(); got != want {
			t.Errorf("String of %d = %q, want %q", int64(m), got, want)
		}
		if !json.Valid([]byte(m.String())) {
			t.Errorf("%q is no JSON number", m)
		}
	}
}

func TestParseCredits(t *testing.T) {
	for text, want := range map[string]MicroCredits{
		"0": 0, "1000": 1000 * Credit, "0.25": 250_000, "00.000001": 1, "9223372036854.775807": math.MaxInt64,
	} {
		if got, err := ParseCredits(text); err != nil || got != want {
			t.Errorf("ParseCredits(%q) = %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", "1.0000001", "9223372036854.775808", "NaN", "Inf", " 1", "0x1", "١"} {
		if got, err := ParseCredits(text); !errors.Is(err, ErrInvalidAmount) {
			t.Errorf("ParseCredits(%q) = %d, %v, want ErrInvalidAmount", text, got, err)
		}
	}
}

func TestArithmeticNeverWraps(t *testing.T) {
	for _, c := range []struct {
		a, b MicroCredits
		ok   bool
	}{
		{math.MaxInt64, 1, false}, {math.MinInt64, -1, false}, {math.MaxInt64, math.MinInt64, true}, {math.MaxInt64 - 1, 1, true},
	} {
		if sum, err := c.a.Add(c.b); (err == nil) != c.ok || (c.ok && sum != c.a+c.b) {
			t.Errorf("%d + %d = %d, %v", c.a, c.b, sum, err)
		}
	}
	for _, c := range []struct {
		m  MicroCredits
		n  int64
		ok bool
	}{
		{math.MaxInt64, 1, true}, {math.MaxInt64, 2, false}, {1 << 32, 1 << 31, false}, {1 << 31, 1 << 31, true},
		{-1, 1, false}, {1, -1, false}, {0, math.MaxInt64, true}, {math.MaxInt64, math.MaxInt64, false},
	} {
		if product, err := c.m.Mul(c.n); (err == nil) != c.ok || (c.ok && product != c.m*MicroCredits(c.n)) {
			t.Errorf("%d × %d = %d, %v", c.m, c.n, product, err)
		}
	}
}

func TestParseReadsWhatStringWrote(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := MicroCredits(rapid.Int64Min(0).Draw(rt, "amount"))
		if got, err := ParseCredits(m.String()); err != nil || got != m {
			rt.Fatalf("ParseCredits(%q) = %d, %v, want %d", m, got, err, m)
		}
	})
}
