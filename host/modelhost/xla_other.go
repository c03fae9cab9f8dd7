//go:build !(xla && cgo)

package modelhost

import (
	"errors"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/lora"
)

func (h *Host) newXLA(*checkpoint.Model, *lora.Registry, progress) (forward, error) {
	return nil, errors.New("engine.kind is xla, and this program is built without it: make build-xla")
}
