// Command peerbench compares the CPU engine with llama.cpp in one run, on the
// same random checkpoint of the bitnet-b1.58-2B-4T shape: `make bench-peers`.
//
// It writes the checkpoint and its GGUF twin (TQ2_0 linears, Q8_0 head),
// installs llama.cpp from the npm registry, and times both sides in turn
// (ours, theirs, theirs, ours) with the same number of threads. The last line
// is JSON. Nothing else should run on the machine meanwhile: llama.cpp's
// threads spin, and collapse when another process takes a core.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/runtime/bench"
	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/checkpoint/checkpointtest"
)

//go:embed peer.mjs
var peerScript []byte

// The peer, exactly: llama.cpp 0.5.0 built for every x86 level.
var peerPackages = []string{"node-llama-cpp@3.22.1", "@node-llama-cpp/linux-x64@3.22.1"}

type options struct {
	r3mes           string
	dir             string
	threads         int
	prefill, decode int
	repeats         int
	peerCPU         string
}

func main() {
	var o options
	flag.StringVar(&o.r3mes, "r3mes", "bin/r3mes", "our binary")
	flag.StringVar(&o.dir, "dir", ".cache/peerbench", "where checkpoints and the peer are kept (2.5 GB); later runs reuse them")
	flag.IntVar(&o.threads, "threads", runtime.NumCPU(), "threads for both sides")
	flag.IntVar(&o.prefill, "prefill", 512, "prompt tokens")
	flag.IntVar(&o.decode, "decode", 64, "greedy tokens")
	flag.IntVar(&o.repeats, "repeats", 3, "counted rounds of each process; the median is taken")
	flag.StringVar(&o.peerCPU, "peer-cpu", "", "keep only this build of the peer, e.g. haswell for its AVX2 path")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "peerbench:", err)
		os.Exit(1)
	}
}

// figures is one process's result.
type figures struct {
	Prefill float64 `json:"prefill_tok_s"`
	Decode  float64 `json:"decode_tok_s"`
	RSS     float64 `json:"rss_mb"`
	Kernel  string  `json:"kernel,omitempty"`
}

func run(ctx context.Context, o options, out io.Writer) error {
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return err
	}
	model, gguf := filepath.Join(o.dir, "bitnet-2b-4t-random"), filepath.Join(o.dir, "bitnet-2b-4t-random.gguf")
	if err := prepareModels(model, gguf); err != nil {
		return err
	}
	if err := installPeer(ctx, o); err != nil {
		return fmt.Errorf("install llama.cpp from npm: %w", err)
	}
	var ours, theirs []figures
	for _, turn := range []string{"ours", "theirs", "theirs", "ours"} {
		fmt.Fprintf(os.Stderr, "timing %s …\n", turn)
		var f figures
		var err error
		if turn == "ours" {
			f, err = runOurs(ctx, o, model)
			ours = append(ours, f)
		} else {
			f, err = runPeer(ctx, o, gguf)
			theirs = append(theirs, f)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", turn, err)
		}
	}
	return report(out, o, mean(ours), mean(theirs))
}

// prepareModels writes what is missing. A finished file is renamed into
// place, so an interrupted run leaves nothing that looks complete.
func prepareModels(model, gguf string) error {
	if _, err := os.Stat(model); errors.Is(err, os.ErrNotExist) {
		fmt.Fprintln(os.Stderr, "writing a random 2B-4T-shaped checkpoint (1.2 GB) …")
		tmp := model + ".partial"
		if err := os.RemoveAll(tmp); err != nil {
			return err
		}
		if err := checkpointtest.WriteRandom(tmp, checkpointtest.Shape2B4T(), 1); err != nil {
			return err
		}
		if err := os.Rename(tmp, model); err != nil {
			return err
		}
	}
	if _, err := os.Stat(gguf); err == nil {
		return nil
	}
	fmt.Fprintln(os.Stderr, "writing the same weights as GGUF, TQ2_0 …")
	m, err := checkpoint.Open(model)
	if err != nil {
		return err
	}
	defer m.Close()
	if err := writeGGUF(gguf+".partial", m); err != nil {
		return err
	}
	return os.Rename(gguf+".partial", gguf)
}

func installPeer(ctx context.Context, o options) error {
	if _, err := os.Stat(filepath.Join(o.dir, "node_modules", "node-llama-cpp")); err != nil {
		fmt.Fprintln(os.Stderr, "installing", strings.Join(peerPackages, " "), "…")
		args := append([]string{"install", "--prefix", o.dir, "--no-fund", "--no-audit", "--ignore-scripts", "--omit=optional"}, peerPackages...)
		cmd := exec.CommandContext(ctx, "npm", args...)
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(o.dir, "peer.mjs"), peerScript, 0o644)
}

func runOurs(ctx context.Context, o options, model string) (figures, error) {
	cmd := exec.CommandContext(ctx, o.r3mes, "bench", "--model", model, "--json",
		"--threads", strconv.Itoa(o.threads), "--prefill", strconv.Itoa(o.prefill),
		"--decode", strconv.Itoa(o.decode), "--repeats", strconv.Itoa(o.repeats), "--only", "prefill,decode", "--head", "int8")
	return lastJSON(cmd)
}

func runPeer(ctx context.Context, o options, gguf string) (figures, error) {
	restore, err := keepPeerBuild(o)
	if err != nil {
		return figures{}, err
	}
	defer restore()
	abs, err := filepath.Abs(gguf)
	if err != nil {
		return figures{}, err
	}
	cmd := exec.CommandContext(ctx, "node", "peer.mjs", abs, strconv.Itoa(o.threads), strconv.Itoa(o.prefill), strconv.Itoa(o.decode), strconv.Itoa(o.repeats))
	cmd.Dir = o.dir
	return lastJSON(cmd)
}

// keepPeerBuild hides the peer's other CPU builds, so that its own dispatch
// picks the one asked for; restore brings them back.
func keepPeerBuild(o options) (restore func(), err error) {
	restore = func() {}
	if o.peerCPU == "" {
		return restore, nil
	}
	builds, err := filepath.Glob(filepath.Join(o.dir, "node_modules/@node-llama-cpp/linux-x64/bins/*/libggml-cpu-*.so"))
	if err != nil {
		return restore, err
	}
	if !slices.ContainsFunc(builds, func(b string) bool { return filepath.Base(b) == "libggml-cpu-"+o.peerCPU+".so" }) {
		return restore, fmt.Errorf("the peer has no build %q: %v", o.peerCPU, builds)
	}
	var hidden []string
	restore = func() {
		for _, b := range hidden {
			_ = os.Rename(b+".hidden", b)
		}
	}
	for _, b := range builds {
		if filepath.Base(b) == "libggml-cpu-"+o.peerCPU+".so" {
			continue
		}
		if err := os.Rename(b, b+".hidden"); err != nil {
			restore()
			return func() {}, err
		}
		hidden = append(hidden, b)
	}
	return restore, nil
}

// lastJSON runs a program and decodes the last line it prints.
func lastJSON(cmd *exec.Cmd) (figures, error) {
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return figures{}, fmt.Errorf("%s: %w", filepath.Base(cmd.Path), err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	var f figures
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &f); err != nil {
		return figures{}, fmt.Errorf("%s: last line is not JSON: %w", filepath.Base(cmd.Path), err)
	}
	if f.Prefill <= 0 || f.Decode <= 0 {
		return figures{}, fmt.Errorf("%s: no figures in %q", filepath.Base(cmd.Path), lines[len(lines)-1])
	}
	return f, nil
}

func mean(runs []figures) figures {
	m := figures{Kernel: runs[0].Kernel}
	for _, r := range runs {
		m.Prefill += r.Prefill / float64(len(runs))
		m.Decode += r.Decode / float64(len(runs))
		m.RSS = max(m.RSS, r.RSS)
	}
	return m
}

func report(out io.Writer, o options, ours, theirs figures) error {
	peer := "llama.cpp 0.5.0 TQ2_0, Q8_0 head"
	if o.peerCPU != "" {
		peer += ", " + o.peerCPU + " build"
	}
	fmt.Fprintf(out, "machine: %s, %d threads, load before %s\n\n", cpufeat.CPU(), o.threads, bench.LoadAverage())
	fmt.Fprintf(out, "| bitnet-b1.58-2B-4T shape, random weights | prefill %d tok/s | decode %d tok/s | resident MB |\n|---|---|---|---|\n", o.prefill, o.decode)
	fmt.Fprintf(out, "| %s | %.1f | %.1f | %.0f |\n", peer, theirs.Prefill, theirs.Decode, theirs.RSS)
	fmt.Fprintf(out, "| R3MES, kernel %s, int8 head | %.1f | %.1f | %.0f |\n", ours.Kernel, ours.Prefill, ours.Decode, ours.RSS)
	fmt.Fprintf(out, "| ratio | %.2f | %.2f | %.2f |\n\n", ours.Prefill/theirs.Prefill, ours.Decode/theirs.Decode, ours.RSS/theirs.RSS)
	return json.NewEncoder(out).Encode(map[string]any{
		"cpu": cpufeat.CPU(), "kernel": ours.Kernel, "threads": o.threads, "peer": peer,
		"decode_ratio": round(ours.Decode / theirs.Decode), "prefill_ratio": round(ours.Prefill / theirs.Prefill), "rss_mb": round(ours.RSS),
		"ours": ours, "theirs": theirs,
	})
}

func round(x float64) float64 { return float64(int(x*100+0.5)) / 100 }
