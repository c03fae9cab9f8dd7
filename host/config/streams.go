package config

import "time"

// Streams is what keeps a connection open that answers piece by piece or tells of
// events.
type Streams struct {
	Heartbeat time.Duration `koanf:"heartbeat" help:"silence after which an event stream says that it is alive, so that proxies keep it open"`
	Ping      time.Duration `koanf:"ping" help:"time between two pings of a WebSocket"`
	Pong      time.Duration `koanf:"pong" help:"time in which a WebSocket's client must answer a ping"`
	Auth      time.Duration `koanf:"auth" help:"time in which a WebSocket's client must say who it is, with auth.mode = key"`
	Sockets   int           `koanf:"sockets" help:"WebSockets open at a time"`
	Frames    int           `koanf:"frames" help:"frames that may wait for a WebSocket's client before it is dropped"`
	Chats     int           `koanf:"chats" help:"answers at a time on one WebSocket"`
}

func defaultStreams() Streams {
	return Streams{
		Heartbeat: 15 * time.Second, Ping: 30 * time.Second, Pong: time.Minute, Auth: 10 * time.Second,
		Sockets: 10_000, Frames: 64, Chats: 16,
	}
}

func (l Streams) validate(v *problems) {
	for _, d := range []struct {
		key   string
		value time.Duration
	}{
		{"live.heartbeat", l.Heartbeat}, {"live.ping", l.Ping}, {"live.pong", l.Pong}, {"live.auth", l.Auth},
	} {
		if d.value <= 0 {
			v.add(d.key, "is %s, must be positive", d.value)
		}
	}
	for _, n := range []struct {
		key   string
		value int
	}{{"live.sockets", l.Sockets}, {"live.frames", l.Frames}, {"live.chats", l.Chats}} {
		if n.value < 1 {
			v.add(n.key, "is %d, must be at least 1", n.value)
		}
	}
}
