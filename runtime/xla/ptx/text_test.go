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
		"shrink_bf16": Shrink{Tokens: 2, In: 48, Rank: 4, Members: 2, Layers: 3, Layer: 1, BF16: true},
		"expand_bf16": Expand{Tokens: 2, Rank: 4, Outs: []int{32, 16}, Layers: 3, Layer: 1, Linears: 7, First: 2, BF16: true},
		"matmul":      MatMul{Tokens: 2, In: 48, Rows: 3, Scales: 4},
		"int8_matmul": Int8MatMul{Tokens: 2, In: 2608, Rows: 24},
		"norm_plain":  Norm{Tokens: 2, Width: 2560, Source: Plain, Eps: 1e-5},
		"norm_sum":    Norm{Tokens: 2, Width: 48, Source: Sum, Weight: 96, Eps: 1e-5, Normed: true},
		"norm_parts":  Norm{Tokens: 2, Width: 64, Source: Parts, HeadDim: 16, Splits: 2, Eps: 1e-5},
		"draw":        Draw{Rows: 2, Vocab: 300},
		"draw_greedy": Draw{Rows: 2, Vocab: 33, Greedy: true},
		"attention":   Attention{Tokens: 2, Heads: 4, KVHeads: 2, HeadDim: 16, Span: 5, BlockTokens: 4, Splits: 2, BF16: true},
		"shrink":      Shrink{Tokens: 2, In: 48, Rank: 4, Members: 2, Layers: 3, Layer: 1},
		"expand":      Expand{Tokens: 2, Rank: 4, Outs: []int{32, 16}, Layers: 3, Layer: 1, Linears: 7, First: 2},
		"norm_relu2":  Norm{Tokens: 2, Width: 48, Source: ReLU2, Weight: 96, Eps: 1e-5},
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
	list = append(assembledHeads(), assembledDraws()...)
	for _, tokens := range []int{1, 4, 16} {
		list = append(list, assembledAttention(tokens)...)
		list = append(list, assembledAdapters(tokens)...)
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

func assembledHeads() (list []maker) {
	for _, tokens := range []int{1, 2, 3, 4, 5, 7, 8, 16, 40, 64} {
		list = append(list,
			Int8MatMul{Tokens: tokens, In: 2560, Rows: 128256},
			Int8MatMul{Tokens: tokens, In: 2544, Rows: 50257}, // a row of a warp
			Int8MatMul{Tokens: tokens, In: 6912, Rows: 4})
	}
	return append(list, Int8MatMul{Tokens: 1, In: mostIn, Rows: mostRows}, Int8MatMul{Tokens: 64, In: mostIn, Rows: mostRows})
}

func assembledDraws() (list []maker) {
	for _, rows := range []int{1, 16} {
		list = append(list, Draw{Rows: rows, Vocab: 128256}, Draw{Rows: rows, Vocab: 128256, Greedy: true})
	}
	for _, vocab := range []int{1, 300, 50257, mostVocab} {
		list = append(list, Draw{Rows: 64, Vocab: vocab})
	}
	return list
}

// Attention and the Norm of its parts.
func assembledAttention(tokens int) (list []maker) {
	shapes := []Attention{
		{Heads: 20, KVHeads: 5, HeadDim: 128, Span: 8},
		{Heads: 20, KVHeads: 5, HeadDim: 128, Span: 256},
		{Heads: 20, KVHeads: 5, HeadDim: 128, Span: mostBlocks * mostSplits},
		{Heads: 8, KVHeads: 8, HeadDim: 128, Span: 256},
		{Heads: 12, KVHeads: 4, HeadDim: 256, Span: 256},
		{Heads: 32, KVHeads: 4, HeadDim: 256, Span: 256},
		{Heads: 8, KVHeads: 1, HeadDim: 64, Span: 256},
	}
	if tokens > 1 {
		shapes = shapes[:2]
	}
	for _, a := range shapes {
		a.Tokens, a.BlockTokens = tokens, 16
		a.Splits = Splits(a.Tokens, a.KVHeads, a.Span*a.BlockTokens)
		if a.Span > mostBlocks {
			a.Splits = mostSplits
		}
		n := Norm{Tokens: tokens, Width: a.Heads * a.HeadDim, Source: Parts, HeadDim: a.HeadDim, Splits: a.Splits, Eps: 1e-5}
		list = append(list, a, n)
		a.BF16 = true
		list = append(list, a)
	}
	widest := Norm{Tokens: tokens, Width: mostWidth, Source: Parts, HeadDim: 128, Splits: mostSplits, Eps: 1e-5, Normed: true}
	return append(list, widest)
}

func assembledAdapters(tokens int) (list []maker) {
	for _, rank := range []int{8, 16, 32} {
		for _, s := range []Shrink{{In: 2560, Members: 3}, {In: 2560, Members: 2}, {In: 2560, Members: 1}, {In: 6912, Members: 1}} {
			s.Tokens, s.Rank, s.Layers, s.Layer = tokens, rank, 30, 29
			list = append(list, s)
			s.BF16 = true
			list = append(list, s)
		}
		for _, outs := range [][]int{{2560, 640, 640}, {6912, 6912}, {2560}} {
			e := Expand{Tokens: tokens, Rank: rank, Outs: outs, Layers: 30, Layer: 29, Linears: 7, First: 4}
			list = append(list, e)
			e.BF16 = true
			list = append(list, e)
		}
	}
	for _, bf16 := range []bool{false, true} {
		list = append(list,
			Shrink{Tokens: tokens, In: mostWidth, Rank: mostRank, Members: mostMembers, Layers: mostLayers, BF16: bf16},
			Expand{Tokens: tokens, Rank: mostRank, Outs: []int{mostOuts, 16}, Layers: mostLayers, Linears: mostLinears, BF16: bf16})
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
		for _, target := range []string{"sm_80", "sm_90", "sm_100"} {
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
