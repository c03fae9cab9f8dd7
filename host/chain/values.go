package chain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
)

// Int is an integer of the chain's JSON, which writes 64 bits as strings; a
// number is read too.
type Int int64

// UnmarshalJSON implements json.Unmarshaler. null and "" are 0.
func (n *Int) UnmarshalJSON(body []byte) error {
	text, err := scalar(body)
	if err != nil || text == "" {
		return err
	}
	v, err := strconv.ParseInt(text, 10, 64)
	*n = Int(v)
	return err
}

// Decimal is a decimal number of the chain's JSON, a string or a number.
type Decimal float64

// UnmarshalJSON implements json.Unmarshaler. null and "" are 0.
func (d *Decimal) UnmarshalJSON(body []byte) error {
	text, err := scalar(body)
	if err != nil || text == "" {
		return err
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v-v != 0 { // NaN and infinities are no numbers
		return fmt.Errorf("%.40q is no number", text)
	}
	*d = Decimal(v)
	return nil
}

// Amount is an integer of any size: tokens in their smallest unit. In JSON it is
// a number. The zero value is 0.
type Amount struct{ n big.Int }

// UnmarshalJSON reads a string or a number. null and "" are 0.
func (a *Amount) UnmarshalJSON(body []byte) error {
	text, err := scalar(body)
	if err != nil || text == "" {
		return err
	}
	if len(text) > maxDigits {
		return fmt.Errorf("a number of %d digits", len(text))
	}
	if _, ok := a.n.SetString(text, 10); !ok {
		return fmt.Errorf("%q is no integer", text)
	}
	return nil
}

const maxDigits = 80

// MarshalJSON writes all digits.
func (a Amount) MarshalJSON() ([]byte, error) { return []byte(a.n.String()), nil }

// String writes all digits.
func (a Amount) String() string { return a.n.String() }

// Cmp compares a with b as cmp.Compare does.
func (a Amount) Cmp(b Amount) int { return a.n.Cmp(&b.n) }

// Div returns the integer part of a divided by n; the largest int64 when that is
// beyond int64.
func (a Amount) Div(n int64) int64 {
	var q big.Int
	if q.Quo(&a.n, big.NewInt(n)); !q.IsInt64() {
		return 1<<63 - 1
	}
	return q.Int64()
}

// scalar returns the text of a JSON string, number or null.
func scalar(body []byte) (string, error) {
	if bytes.Equal(body, []byte("null")) {
		return "", nil
	}
	if len(body) > 0 && body[0] == '"' {
		var text string
		err := json.Unmarshal(body, &text)
		return text, err
	}
	return string(body), nil
}
