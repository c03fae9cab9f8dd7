//go:build !(xla && cgo)

package modelhost

import (
	"errors"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/runtime/checkpoint"
)

func newXLA(*checkpoint.Model, config.Engine, int64, int, progress) (forward, error) {
	return nil, errors.New("engine.kind is xla, and this program is built without it: make build-xla")
}
