// Package redis is what several hosts share: counters of rate limits, and
// answers with the versions that drop them.
//
//	c, err := redis.Open(redis.Options{URL: url, Prefix: "r3mes:", Ledger: id})
//	defer c.Close()
//	limits := ratelimit.New(rates, c)
//
// Nothing waits for the server longer than Options.Wait, and Open works without
// it. The first call that fails turns the client off: until the server
// answers again, which is asked every second beside the requests, all methods
// return ErrDown at once and their callers do without.
//
// # Caveats
//
// One server, or one primary that a proxy finds; not a cluster, because a script
// counts several names together. While a host cannot reach the server, what it
// writes does not drop other hosts' answers until it is back: then it drops all.
package redis
