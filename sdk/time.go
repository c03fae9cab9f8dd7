package sdk

import "time"

// TimeBucket returns the UTC hour of the week of t, 0 to 167: 0 is Monday
// 00:00 to 00:59. Prices that depend on the time see this number only, so
// that the same quote request always has the same answer.
func TimeBucket(t time.Time) int {
	t = t.UTC()
	day := (int(t.Weekday()) + 6) % 7 // time.Sunday is 0
	return day*24 + t.Hour()
}
