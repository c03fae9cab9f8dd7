// Package benchreport is where benchmarks that measure everything once write
// what they found: a text whose last line is JSON.
//
//	report := benchreport.Open(b)
//	fmt.Fprintf(report, "…")
//	json.NewEncoder(report).Encode(figures)
package benchreport

import (
	"io"
	"os"
	"testing"
)

// Variable names the file, for the make target that prints it when the
// benchmark is over.
const Variable = "R3MES_BENCH_REPORT"

// Open creates the file that Variable names, to be closed when b ends; without
// one, the report goes to standard output.
func Open(b testing.TB) io.Writer {
	b.Helper()
	path := os.Getenv(Variable)
	if path == "" {
		return os.Stdout
	}
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := f.Close(); err != nil {
			b.Error(err)
		}
	})
	return f
}
