//go:build !(xla && cgo)

package modelhost

import (
	"errors"

	"github.com/r3mes/r3mes/runtime/checkpoint"
)

func newXLA(*checkpoint.Model, Options, int, progress) (forward, error) {
	return nil, errors.New("engine.kind is xla, and this program is built without it: make build-xla")
}
