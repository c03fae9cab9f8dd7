package ratelimit

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// A Rate is how many requests one name may make in any window of that length.
// The zero Rate has no limit.
type Rate struct {
	Count  int
	Window time.Duration
}

// Off is how a configuration writes the zero Rate.
const Off = "off"

var (
	rateText = regexp.MustCompile(`^(\d{1,9}) ?(?:/|per) ?(?:(\d{1,5}) ?)?(second|minute|hour|day)s?$`)
	units    = map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour}
)

// longest is the longest window.
const longest = 24 * time.Hour

// Parse reads "10/minute", "10 per minute", "5/10 seconds" or "off".
func Parse(text string) (Rate, error) {
	if text == Off {
		return Rate{}, nil
	}
	m := rateText.FindStringSubmatch(text)
	if m == nil {
		return Rate{}, fmt.Errorf("ratelimit: %q: want a count and a window such as \"10/minute\", or %q", text, Off)
	}
	count, _ := strconv.Atoi(m[1]) // nine digits
	times := 1
	if m[2] != "" {
		times, _ = strconv.Atoi(m[2])
	}
	r := Rate{Count: count, Window: time.Duration(times) * units[m[3]]}
	if r.Count < 1 || r.Window < time.Second || r.Window > longest {
		return Rate{}, fmt.Errorf("ratelimit: %q: want at least one request in a window of 1 second to 1 day", text)
	}
	return r, nil
}

// String says the rate as error texts do: 10 per 1 minute.
func (r Rate) String() string {
	if r.Count == 0 {
		return Off
	}
	for _, unit := range []string{"day", "hour", "minute", "second"} {
		if n := r.Window / units[unit]; n > 0 && r.Window%units[unit] == 0 {
			return fmt.Sprintf("%d per %d %s", r.Count, n, unit)
		}
	}
	return fmt.Sprintf("%d per %s", r.Count, r.Window)
}
