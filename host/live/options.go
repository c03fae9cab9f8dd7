package live

import "time"

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
	or(&o.Ping, 30*time.Second)
	or(&o.Pong, 60*time.Second)
	or(&o.Admit, 10*time.Second)
	or(&o.Write, 30*time.Second)
	or(&o.Bye, 2*time.Second)
	or(&o.Sockets, 10_000)
	or(&o.Frames, 64)
	or(&o.Bytes, 256<<10)
	return o
}

func or[T comparable](v *T, otherwise T) {
	var zero T
	if *v == zero {
		*v = otherwise
	}
}
