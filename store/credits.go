package store

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// MicroCredits is an amount of money: 1,000,000 of them are one credit. In
// JSON it is an integer.
type MicroCredits int64

// Credit is one credit.
const Credit MicroCredits = 1_000_000

const creditDecimals = 6

// Add returns m + n, or ErrInvalidAmount when the sum leaves int64.
func (m MicroCredits) Add(n MicroCredits) (MicroCredits, error) {
	sum := m + n
	if (n > 0 && sum < m) || (n < 0 && sum > m) {
		return 0, fmt.Errorf("store: add %d and %d: %w: overflow", int64(m), int64(n), ErrInvalidAmount)
	}
	return sum, nil
}

// Mul returns m × n for non-negative factors, or ErrInvalidAmount when a factor
// is negative or the product leaves int64.
func (m MicroCredits) Mul(n int64) (MicroCredits, error) {
	if m < 0 || n < 0 {
		return 0, fmt.Errorf("store: multiply %d by %d: %w: negative", int64(m), n, ErrInvalidAmount)
	}
	high, low := bits.Mul64(uint64(m), uint64(n))
	if high != 0 || low > 1<<63-1 {
		return 0, fmt.Errorf("store: multiply %d by %d: %w: overflow", int64(m), n, ErrInvalidAmount)
	}
	return MicroCredits(low), nil
}

// String writes m in credits, exactly and without trailing zeros: "12.5". The
// text is also a valid JSON number, for answers that show credits as decimals.
func (m MicroCredits) String() string {
	sign, abs := "", uint64(m)
	if m < 0 {
		sign, abs = "-", -uint64(m)
	}
	whole, part := abs/uint64(Credit), abs%uint64(Credit)
	if part == 0 {
		return sign + strconv.FormatUint(whole, 10)
	}
	decimals := strings.TrimRight(fmt.Sprintf("%0*d", creditDecimals, part), "0")
	return sign + strconv.FormatUint(whole, 10) + "." + decimals
}

// ParseCredits reads credits as a person writes them: digits, with at most six
// decimals after a point. No sign, no exponent, no separators.
func ParseCredits(text string) (MicroCredits, error) {
	whole, decimals, pointed := strings.Cut(text, ".")
	if !digits(whole) || (pointed && !digits(decimals)) || len(decimals) > creditDecimals {
		return 0, fmt.Errorf("store: parse credits %q: %w: want digits with at most %d decimals", text, ErrInvalidAmount, creditDecimals)
	}
	padded := decimals + strings.Repeat("0", creditDecimals-len(decimals))
	n, err := strconv.ParseInt(whole+padded, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("store: parse credits %q: %w: too large", text, ErrInvalidAmount)
	}
	return MicroCredits(n), nil
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
