//go:build xla && cgo

package xla

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/go-xla/pjrt"

	"github.com/r3mes/r3mes/runtime/xla/pjrtbackend"
)

// device is one device of a plugin, and what lies in its memory.
type device struct {
	backend compute.Backend // of a plugin; in tests GoMLX's own in Go too
	number  compute.DeviceNum
}

// oldestAPI is the oldest minor version of the PJRT API that is let in. Functions
// that an older plugin's table does not have would be called all the same. 0.106
// and 0.115 are tested; of a newer one the self-test decides.
const oldestAPI = 100

// openBackend loads a plugin from its file and makes a client. XLA keeps what it
// compiled in the folder cache, if that is not empty.
func openBackend(path string, create map[string]any, cache string) (*pjrtbackend.Backend, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("xla: there is no PJRT plugin at %s: install one and give its absolute path", path)
	case err != nil:
		return nil, fmt.Errorf("xla: plugin: %w", err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("xla: plugin %s is no file", path)
	}
	if err := setFlags(path, cache); err != nil {
		return nil, err
	}
	plugin, err := pjrt.GetPlugin(path)
	if err != nil {
		return nil, fmt.Errorf("xla: %s is no PJRT plugin that works here: %w", path, err)
	}
	if plugin == nil { // go-xla wraps no error where the plugin gives no table
		return nil, fmt.Errorf("xla: %s gives no PJRT API", path)
	}
	if major, minor := plugin.Version(); major != 0 || minor < oldestAPI {
		return nil, fmt.Errorf("xla: %s speaks PJRT API %d.%d, this program 0.%d and newer of 0: take a plugin of that time", path, major, minor, oldestAPI)
	}
	backend, err := pjrtbackend.New(plugin, pjrt.NamedValuesMap(create))
	if err != nil {
		return nil, fmt.Errorf("xla: plugin %s: %w", path, err)
	}
	if backend.NumDevices() == 0 {
		backend.Finalize()
		return nil, fmt.Errorf("xla: plugin %s has no device", path)
	}
	return backend, nil
}

// upload copies data to the device.
func upload[T any](d device, t dtypes.DType, data []T, dims ...int) (compute.Buffer, error) {
	b, err := d.backend.BufferFromFlatData(d.number, data, shapes.Make(t, dims...))
	if err != nil {
		return nil, fmt.Errorf("xla: to the device: %w", err)
	}
	return b, nil
}

// zeros makes a tensor of zeros on the device.
func zeros(d device, t tensor) (compute.Buffer, error) {
	b, err := d.backend.BufferFromFlatData(d.number, dtypes.MakeAnySlice(t.kind, t.shape().Size()), t.shape())
	if err != nil {
		return nil, fmt.Errorf("xla: to the device: %w", err)
	}
	return b, nil
}

// download copies a buffer to dst.
func download[T any](dst []T, b compute.Buffer) error {
	if err := b.ToFlatData(dst); err != nil {
		return fmt.Errorf("xla: from the device: %w", err)
	}
	return nil
}

// freeAll gives back what lies on devices.
func freeAll(all []placed) {
	for _, one := range all {
		for _, b := range one {
			free(b)
		}
	}
}

// free gives buffers back. One that cannot be is lost with the client.
func free(buffers ...compute.Buffer) {
	for _, b := range slices.DeleteFunc(buffers, func(b compute.Buffer) bool { return b == nil }) {
		_ = b.Finalize()
	}
}
