package ptx

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the texts in testdata")

type maker interface{ Kernel() (Kernel, error) }

// Texts of small kernels, so that a review shows what a change makes of them.
func TestGolden(t *testing.T) {
	for name, m := range map[string]maker{
		"matmul":     MatMul{Tokens: 2, In: 48, Rows: 3, Scales: 4},
		"norm_plain": Norm{Tokens: 2, Width: 2560, Source: Plain, Eps: 1e-5},
		"norm_sum":   Norm{Tokens: 2, Width: 48, Source: Sum, Weight: 96, Eps: 1e-5, Normed: true},
		"norm_relu2": Norm{Tokens: 2, Width: 48, Source: ReLU2, Weight: 96, Eps: 1e-5},
	} {
		k, err := m.Kernel()
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", name+".ptx")
		if *update {
			if err := os.WriteFile(file, []byte(k.Text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if k.Text != string(want) {
			t.Errorf("%s differs: go test -run Golden -update, and look at the difference", file)
		}
	}
}

// Kernels of BitNet b1.58 2B4T, and the largest that there are.
func assembled() (list []maker) {
	for _, tokens := range []int{1, 4, 16} {
		for _, m := range []MatMul{
			{In: 2560, Rows: 640},
			{In: 2560, Rows: 960},
			{In: 2560, Rows: 3456},
			{In: 6912, Rows: 640},
			{In: mostIn, Rows: 4096},
		} {
			m.Tokens = tokens
			list = append(list, m)
		}
		for _, width := range []int{16, 2560, 6912, mostWidth} {
			for _, source := range []Source{Plain, Sum, ReLU2} {
				list = append(list, Norm{Tokens: tokens, Width: width, Source: source, Eps: 1e-5, Normed: source == Sum})
			}
		}
	}
	return list
}

// NVIDIA's assembler takes every kernel, and needs no memory for registers.
func TestAssemble(t *testing.T) {
	assembler := os.Getenv("R3MES_PTXAS")
	if assembler == "" {
		t.Skip("R3MES_PTXAS names no ptxas")
	}
	for _, m := range assembled() {
		k, err := m.Kernel()
		if err != nil {
			t.Fatal(err)
		}
		for _, target := range []string{"sm_80", "sm_90"} {
			assemble(t, assembler, k, target)
		}
	}
}

func assemble(t *testing.T, assembler string, k Kernel, target string) {
	t.Helper()
	dir := t.TempDir()
	source := filepath.Join(dir, "kernel.ptx")
	if err := os.WriteFile(source, []byte(k.Text), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(assembler, "-v", "-arch="+target, "-o", filepath.Join(dir, "kernel.cubin"), source).CombinedOutput()
	report := string(out)
	if err != nil || !strings.Contains(report, " 0 bytes spill stores, 0 bytes spill loads") {
		t.Errorf("%s for %s: %v\n%s", k.Name, target, err, report)
		return
	}
	_, used, _ := strings.Cut(report, "Used ")
	registers, _, _ := strings.Cut(used, ",")
	t.Logf("%s for %s: %s, grid %v, block %d", k.Name, target, registers, k.Grid, k.Block[0])
}
