package live

import "github.com/coder/websocket"

// Code is the reason of a close frame (RFC 6455, section 7.4).
type Code int

// The codes that a server of ours closes with, beside those of the protocol
// itself (1002, 1007 and 1009 for frames that break its rules).
const (
	CodeGoingAway    Code = Code(websocket.StatusGoingAway)       // 1001: the server stops, or no pong came
	CodeUnsupported  Code = Code(websocket.StatusUnsupportedData) // 1003: a binary message
	CodeInvalidText  Code = Code(websocket.StatusInvalidFramePayloadData)
	CodeSlow         Code = Code(websocket.StatusPolicyViolation) // 1008: the client does not read fast enough
	CodeInternal     Code = Code(websocket.StatusInternalError)   // 1011: a bug of ours
	CodeAuthRequired Code = 4001                                  // no credentials came in time
	CodeBadToken     Code = 4003                                  // the credentials are wrong, or do not suffice
)
