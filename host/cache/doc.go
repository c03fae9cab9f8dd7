// Package cache keeps answers until their time is over or what they were made
// from changes.
//
//	c := cache.New(cache.Options{MaxBytes: 32 << 20})
//	body, hit, err := c.Get(ctx, cache.Question{Name: "/blocks?limit=10", Tags: []string{cache.Blocks}, Kind: cache.BlockList}, fill)
//	c.Touch(ctx, cache.Blocks) // after a write, before its caller hears of it
//
// What an answer was made from is named by tags. Its tags' versions are read
// before it is made and compared whenever it is asked for, so an answer that
// was made while somebody wrote is never served after the write's Touch.
//
// With Shared, versions are shared by all hosts: a Touch anywhere drops an answer
// everywhere. Public answers are shared as well; private ones stay in the process
// that made them.
//
// # Caveats
//
// While Shared does not answer, a process knows of its own writes only, so it
// keeps answers for a second at most. A write without a Touch is served late.
package cache
