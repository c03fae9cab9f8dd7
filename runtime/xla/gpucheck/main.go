//go:build xla && cgo

// Command gpucheck measures a PJRT plugin's device and prints one JSON report:
// what it is, how fast memory is read, whether the KV cache is written in place,
// each form of the ternary product, and steps of a model of the 2B-4T shape with
// and without adapters.
//
//	gpucheck -pjrt /opt/pjrt/xla_cuda_plugin.so
package main

import (
	"encoding/json"
	"flag"
	"log"
	"os"
	"time"

	"github.com/r3mes/r3mes/runtime/xla"
)

func main() {
	log.SetFlags(0)
	plugin := flag.String("pjrt", os.Getenv("R3MES_PJRT_PLUGIN"), "absolute `path` of the PJRT plugin; R3MES_PJRT_PLUGIN says it too")
	small := flag.Bool("small", false, "a tiny model: whether all of it runs, not how fast")
	limit := flag.Duration("limit", 8*time.Minute, "leave out parts that would begin later")
	flag.Parse()
	report, err := xla.Check(xla.CheckOptions{Plugin: *plugin, Small: *small, Limit: *limit, Log: os.Stderr})
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		log.Fatal(err)
	}
}
