package server

import (
	"net/http"
	"time"
)

// protocols are HTTP/1.1 and, on the same port, HTTP/2 without TLS for clients
// that know beforehand (RFC 9113, section 3.3). WebSockets are upgrades, which
// HTTP/2 does not have.
func protocols() *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP1(true)
	p.SetUnencryptedHTTP2(true)
	return p
}

// otherFiles is what a server keeps open beside sockets: connections of ordinary
// requests, the store's files, plugins.
const otherFiles = 1000

// http2 bounds what one HTTP/2 connection may cost: many requests come over it,
// so what net/http allows a connection of HTTP/1.1 is not enough.
func http2(write time.Duration) *http.HTTP2Config {
	return &http.HTTP2Config{
		MaxConcurrentStreams:          250,
		MaxReceiveBufferPerConnection: 1 << 20, // of bodies that handlers have not read
		MaxReceiveBufferPerStream:     256 << 10,
		WriteByteTimeout:              write,
		SendPingTimeout:               time.Minute, // a connection that says nothing is asked
		PingTimeout:                   15 * time.Second,
	}
}
