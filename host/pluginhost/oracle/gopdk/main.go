//go:build wasip1

// Command gopdk is the oracle's guest in Go, on Extism's own development kit:
// each export does one thing. See oracle_test.go of pluginhost for what it must
// answer. It is no folder of testdata because its module is one of go.mod's.
package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/extism/go-pdk"
)

//go:wasmexport r3mes_echo
func echo() int32 {
	pdk.Output(pdk.Input())
	return 0
}

//go:wasmexport r3mes_reverse
func reverse() int32 {
	in := slices.Clone(pdk.Input())
	slices.Reverse(in)
	pdk.Output(in)
	return 0
}

//go:wasmexport r3mes_size
func size() int32 {
	pdk.OutputString(fmt.Sprint(len(pdk.Input())))
	return 0
}

//go:wasmexport r3mes_silent
func silent() int32 { return 0 }

//go:wasmexport r3mes_fail
func fail() int32 {
	pdk.SetErrorString("declined: " + pdk.InputString())
	return 1
}

//go:wasmexport r3mes_trap
func trap() int32 { panic("as asked") }

//go:wasmexport r3mes_vars
func vars() int32 {
	pdk.SetVar("k", pdk.Input())
	out := slices.Clone(pdk.GetVar("k"))
	pdk.RemoveVar("k")
	rest := "|some"
	if pdk.GetVar("k") == nil {
		rest = "|none"
	}
	pdk.Output(append(out, rest...))
	return 0
}

//go:wasmexport r3mes_config
func config() int32 {
	value, ok := pdk.GetConfig(pdk.InputString())
	if !ok {
		value = "none"
	}
	pdk.OutputString(value)
	return 0
}

//go:wasmexport r3mes_log
func log() int32 {
	for _, level := range []pdk.LogLevel{pdk.LogTrace, pdk.LogDebug, pdk.LogInfo, pdk.LogWarn, pdk.LogError} {
		pdk.Log(level, pdk.InputString())
	}
	pdk.OutputString("logged")
	return 0
}

// lengthAt asks the host for a block's length.
func lengthAt(offset uint64) uint64 {
	m := pdk.FindMemory(offset)
	return m.Length()
}

//go:wasmexport r3mes_memory
func memory() int32 {
	m := pdk.Allocate(24)
	before := lengthAt(m.Offset())
	m.Free()
	after := lengthAt(m.Offset())
	for i := range 500 {
		q := pdk.Allocate(100 + i)
		q.Store([]byte{byte(i)})
		if i%2 == 1 {
			q.Free()
		}
	}
	last := pdk.Allocate(7)
	pdk.OutputString(fmt.Sprintf("%d,%d,%d", before, after, lengthAt(last.Offset())))
	return 0
}

type nestedInput struct {
	A struct {
		B []json.RawMessage `json:"b"`
	} `json:"a"`
}

//go:wasmexport r3mes_nested
func nested() int32 {
	var in nestedInput
	if err := pdk.InputJSON(&in); err != nil {
		pdk.SetError(err)
		return 1
	}
	var found struct {
		C string `json:"c"`
	}
	if err := json.Unmarshal(in.A.B[len(in.A.B)-1], &found); err != nil {
		pdk.SetError(err)
		return 1
	}
	if err := pdk.OutputJSON(map[string]any{"found": found}); err != nil {
		pdk.SetError(err)
		return 1
	}
	return 0
}

//go:wasmexport r3mes_unicode
func unicode() int32 {
	pdk.OutputString(pdk.InputString() + "héllo 世界 🎉")
	return 0
}

//go:wasmexport r3mes_http
func http() int32 {
	var in struct {
		URL     string            `json:"url"`
		Method  string            `json:"method"`
		Headers map[string]string `json:"headers"`
	}
	if err := pdk.InputJSON(&in); err != nil {
		pdk.SetError(err)
		return 1
	}
	r := pdk.NewHTTPRequest(pdk.MethodGet, in.URL)
	for name, value := range in.Headers {
		r.SetHeader(name, value)
	}
	answer := r.Send()
	pdk.Output(append(fmt.Appendf(nil, "%d:", answer.Status()), answer.Body()...))
	return 0
}

func main() {}
