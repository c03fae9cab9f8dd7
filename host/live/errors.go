package live

import "errors"

var (
	// ErrClosed: the socket, or the hub, is closed or closing.
	ErrClosed = errors.New("live: closed")
	// ErrFull: as many sockets are open as may be.
	ErrFull = errors.New("live: too many sockets are open")
	// ErrUpgrade: the request is no WebSocket upgrade that can be served.
	ErrUpgrade = errors.New("live: not upgraded")
)
