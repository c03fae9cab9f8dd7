// Package ratelimit counts requests by name, such as a client's address, and
// says when there are too many.
//
//	l := ratelimit.New(ratelimit.Rates{Chat: rate}, nil)
//	d := l.Take(ctx, ratelimit.Chat, "ip:192.0.2.7", "key:5f1d…")
//	if !d.OK { … } // try again in d.Retry
//
// A request counts for a window's length, in sixtieths of it, so a name never
// has more than its count in any 59/60 of a window, and learns to the second
// when it may come again. A request that is refused counts for nobody.
//
// # Caveats
//
// Counters are bounded: when more than 65,536 names came in one window, the one
// that was silent longest is forgotten. Without Shared each process counts alone,
// and so it does while what is shared does not answer.
package ratelimit
