//go:build wasip1

package sdk

import "encoding/binary"

// The part of the Extism guest ABI a hook needs. Offsets point into memory the
// host keeps for the length of one call, not into the guest's own.

//go:wasmimport extism:host/env input_length
func hostInputLength() uint64

//go:wasmimport extism:host/env input_load_u8
func hostInputLoadU8(offset uint64) uint32

//go:wasmimport extism:host/env input_load_u64
func hostInputLoadU64(offset uint64) uint64

//go:wasmimport extism:host/env alloc
func hostAlloc(length uint64) uint64

//go:wasmimport extism:host/env store_u8
func hostStoreU8(offset uint64, value uint32)

//go:wasmimport extism:host/env store_u64
func hostStoreU64(offset uint64, value uint64)

//go:wasmimport extism:host/env output_set
func hostOutputSet(offset uint64, length uint64)

//go:wasmimport extism:host/env error_set
func hostErrorSet(offset uint64)

//go:wasmimport extism:host/env log_info
func hostLogInfo(offset uint64)

// readInput copies the request out of the host's memory, eight bytes a call.
func readInput() []byte {
	in := make([]byte, hostInputLength())
	whole := len(in) &^ 7
	for i := 0; i < whole; i += 8 {
		binary.LittleEndian.PutUint64(in[i:], hostInputLoadU64(uint64(i)))
	}
	for i := whole; i < len(in); i++ {
		in[i] = byte(hostInputLoadU8(uint64(i)))
	}
	return in
}

// place copies b into a new block of the host's memory. It returns 0 when b is
// empty or the host has no room left.
func place(b []byte) uint64 {
	offset := hostAlloc(uint64(len(b)))
	if offset == 0 {
		return 0
	}
	whole := len(b) &^ 7
	for i := 0; i < whole; i += 8 {
		hostStoreU64(offset+uint64(i), binary.LittleEndian.Uint64(b[i:]))
	}
	for i := whole; i < len(b); i++ {
		hostStoreU8(offset+uint64(i), uint32(b[i]))
	}
	return offset
}

func writeOutput(out []byte) { hostOutputSet(place(out), uint64(len(out))) }

func writeError(message string) {
	if message == "" {
		message = "error without a message"
	}
	hostErrorSet(place([]byte(message)))
}

func writeLog(message string) { hostLogInfo(place([]byte(message))) }
