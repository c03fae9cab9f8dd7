package live

import (
	"cmp"
	"time"
)

// Options are the limits of a Hub. Zero fields take the default in brackets.
type Options struct {
	Ping  time.Duration // between two pings (30 s)
	Pong  time.Duration // in which a ping must be answered (60 s)
	Admit time.Duration // in which a socket must be admitted (10 s); see Accept.Admitted
	Write time.Duration // in which a client must take a frame (30 s)
	Bye   time.Duration // in which a client must answer a close frame (2 s)

	Sockets int // open at a time (10,000)
	Frames  int // that wait for one client (64)
	Bytes   int // of them; the last one may pass it (256 KiB)
}

func (o Options) withDefaults() Options {
	o.Ping, o.Pong = cmp.Or(o.Ping, 30*time.Second), cmp.Or(o.Pong, 60*time.Second)
	o.Admit, o.Write, o.Bye = cmp.Or(o.Admit, 10*time.Second), cmp.Or(o.Write, 30*time.Second), cmp.Or(o.Bye, 2*time.Second)
	o.Sockets, o.Frames, o.Bytes = cmp.Or(o.Sockets, 10_000), cmp.Or(o.Frames, 64), cmp.Or(o.Bytes, 256<<10)
	return o
}
