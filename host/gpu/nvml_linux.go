//go:build (amd64 || arm64) && !nogpu

package gpu

import (
	"bytes"
	"errors"
	"fmt"
	"unsafe"

	"github.com/ebitengine/purego"
)

// libraries are where NVML is: under the name that every driver installs, and
// where Kubernetes puts it without telling the loader.
var libraries = []string{"libnvidia-ml.so.1", "/usr/local/nvidia/lib64/libnvidia-ml.so.1"}

// A result is NVML's nvmlReturn_t; 0 is success.
type result int32

// A device is NVML's opaque handle of one GPU.
type device uintptr

// memory1 and memory2 are NVML's nvmlMemory_t and nvmlMemory_v2_t, in bytes. The
// second tells what the driver keeps for itself; the first counts it as used. _ is
// what is free.
type memory1 struct{ total, _, used uint64 }

type memory2 struct {
	version                  uint32
	total, reserved, _, used uint64
}

// memory2Version is NVML_STRUCT_VERSION(Memory, 2): the size and the version.
const memory2Version = uint32(unsafe.Sizeof(memory2{})) | 2<<24

// utilization is nvmlUtilization_t, in percent; _ is the memory's.
type utilization struct{ gpu, _ uint32 }

// NVML is the open management library. Safe for concurrent use.
// Source: NVIDIA's nvml.h, of which these are the calls that have not changed
// since driver 410.
type NVML struct {
	handle uintptr

	initialize  func() result
	shutdown    func() result
	errorString func(result) string
	count       func(*uint32) result
	byIndex     func(uint32, *device) result
	name        func(device, *byte, uint32) result
	memory      func(device, *memory1) result
	memoryV2    func(device, *memory2) result // nil: the driver is older
	utilization func(device, *utilization) result
	temperature func(device, uint32, *uint32) result
}

// Open loads the library; ErrNone when there is none.
func Open() (*NVML, error) {
	var errs []error
	for _, path := range libraries {
		n, err := open(path)
		if !errors.Is(err, ErrNone) {
			return n, err
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

func open(path string) (*NVML, error) {
	handle, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, fmt.Errorf("gpu: %w: %w", ErrNone, err)
	}
	n := &NVML{handle: handle}
	if err := n.bind(); err != nil {
		return nil, errors.Join(err, purego.Dlclose(handle))
	}
	if err := n.check("initialize", n.initialize()); err != nil {
		return nil, errors.Join(err, purego.Dlclose(handle))
	}
	return n, nil
}

// bind looks the calls up.
func (n *NVML) bind() error {
	for _, f := range []struct {
		symbol string
		fn     any
	}{
		{"nvmlInit_v2", &n.initialize}, {"nvmlShutdown", &n.shutdown}, {"nvmlErrorString", &n.errorString},
		{"nvmlDeviceGetCount_v2", &n.count}, {"nvmlDeviceGetHandleByIndex_v2", &n.byIndex}, {"nvmlDeviceGetName", &n.name},
		{"nvmlDeviceGetMemoryInfo", &n.memory}, {"nvmlDeviceGetUtilizationRates", &n.utilization}, {"nvmlDeviceGetTemperature", &n.temperature},
	} {
		address, err := purego.Dlsym(n.handle, f.symbol)
		if err != nil {
			return fmt.Errorf("gpu: %w: %w", ErrNone, err)
		}
		purego.RegisterFunc(f.fn, address)
	}
	if address, err := purego.Dlsym(n.handle, "nvmlDeviceGetMemoryInfo_v2"); err == nil {
		purego.RegisterFunc(&n.memoryV2, address)
	}
	return nil
}

func (n *NVML) check(act string, r result) error {
	if r == 0 {
		return nil
	}
	return fmt.Errorf("gpu: %s: %s (NVML error %d)", act, n.errorString(r), int32(r))
}

// List lists the GPUs that this program may see. One that does not answer is
// left out, and the error says so.
func (n *NVML) List() ([]Device, error) {
	var count uint32
	if err := n.check("count devices", n.count(&count)); err != nil {
		return nil, err
	}
	var devices []Device
	var errs []error
	for i := range count {
		d, err := n.read(i)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		devices = append(devices, d)
	}
	return devices, errors.Join(errs...)
}

// nameSize is NVML_DEVICE_NAME_V2_BUFFER_SIZE.
const nameSize = 96

// read asks one GPU. Name and memory must be told; load and temperature are not
// by GPUs that are split (MIG).
func (n *NVML) read(index uint32) (Device, error) {
	d := Device{Index: int(index)}
	var handle device
	if err := n.check(fmt.Sprintf("device %d", index), n.byIndex(index, &handle)); err != nil {
		return d, err
	}
	name := make([]byte, nameSize)
	if err := n.check(fmt.Sprintf("name of device %d", index), n.name(handle, &name[0], nameSize)); err != nil {
		return d, err
	}
	name, _, _ = bytes.Cut(name, []byte{0})
	d.Name = string(name)
	if err := n.readMemory(handle, &d); err != nil {
		return d, err
	}
	var load utilization
	if n.utilization(handle, &load) == 0 {
		d.Utilization = float64(load.gpu)
	}
	const gpuSensor = 0 // NVML_TEMPERATURE_GPU
	var celsius uint32
	if n.temperature(handle, gpuSensor, &celsius) == 0 {
		d.Temperature = float64(celsius)
	}
	return d, nil
}

func (n *NVML) readMemory(handle device, d *Device) error {
	if n.memoryV2 != nil {
		m := memory2{version: memory2Version}
		if n.memoryV2(handle, &m) == 0 {
			d.Total, d.Used, d.Reserved = m.total, m.used, m.reserved
			return nil
		}
	}
	var m memory1
	err := n.check(fmt.Sprintf("memory of device %d", d.Index), n.memory(handle, &m))
	d.Total, d.Used = m.total, m.used
	return err
}

// Close unloads the library. No call may be running or follow.
func (n *NVML) Close() error {
	return errors.Join(n.check("shut down", n.shutdown()), purego.Dlclose(n.handle))
}
