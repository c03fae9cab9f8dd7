//go:build !wasip1

package sdk

import (
	"errors"
	"sync"
)

// call is the one emulated call in progress; see Emulate.
var call struct {
	sync.Mutex
	input, output []byte
	err           error
	logs          []string
}

// Emulate runs serve, a hook's export, as a host would: it hands over input
// and returns what the guest answered. It exists in native builds only, where
// there is no host, and is for tests. Calls run one at a time.
func Emulate(input []byte, serve func() int32) (output []byte, err error) {
	call.Lock()
	defer call.Unlock()
	call.input, call.output, call.err, call.logs = input, nil, nil, nil
	if rc := serve(); rc != 0 && call.err == nil {
		return nil, errors.New("sdk: export failed without an error")
	}
	return call.output, call.err
}

func readInput() []byte         { return call.input }
func writeOutput(out []byte)    { call.output = out }
func writeError(message string) { call.err = errors.New(message) }
func writeLog(message string)   { call.logs = append(call.logs, message) }
