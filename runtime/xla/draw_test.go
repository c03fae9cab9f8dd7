//go:build xla && cgo

package xla

import (
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/gobackend"

	"github.com/r3mes/r3mes/runtime/sample"
)

// Tokens that are chosen on the device are those that runtime/sample chooses, for
// greedy rows always, for others but for the borders of float32.
func TestDraws(t *testing.T) {
	plugin, err := openBackend(os.Getenv("R3MES_PJRT_PLUGIN"), nil, "")
	if err != nil {
		t.Fatal(err)
	}
	inGo, err := gobackend.New("ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	for name, backend := range map[string]compute.Backend{"plugin": plugin, "Go": inGo} {
		t.Run(name, func(t *testing.T) {
			defer backend.Finalize()
			for _, vocab := range []int{300, 256, 1} {
				drawAll(t, device{backend: backend}, vocab)
			}
		})
	}
}

func drawAll(t *testing.T, d device, vocab int) {
	const rows, rounds = 16, 60
	rng := rand.New(rand.NewPCG(1, 2))
	c := &chooser{vocab: vocab, programs: map[choice]*program{}}
	defer c.close()
	same, all := 0, 0
	seen := map[int]bool{}
	for round := range rounds {
		logits := make([]float32, rows*vocab)
		for i := range logits {
			logits[i] = float32(rng.NormFloat64() * 3)
		}
		logits[len(logits)-1] = float32(math.NaN())
		var params []sample.Params
		var draws [][]sample.Draw
		for i := range rows - 1 { // the last is padding
			p := sample.Params{Seed: uint64(round*rows + i)}
			if i%4 > 0 {
				p.Temperature = []float64{0.3, 1, 2.5}[i%3]
				p.TopK = []int{0, 1, 7, 50, 400}[i%5]
				p.TopP = []float64{0, 0.1, 0.9, 1}[(i/2)%4]
			}
			draw := sample.New(p, nil).Draws(nil, 1)
			if len(draw) != 1 {
				t.Fatalf("%+v is no draw", p)
			}
			params, draws = append(params, p), append(draws, draw)
		}
		buffer, err := upload(d, dtypes.Float32, logits, rows, vocab)
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.choose(d, rows, draws, buffer)
		free(buffer)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range params {
			want, err := sample.New(p, nil).Next(logits[i*vocab:(i+1)*vocab], nil)
			if err != nil {
				t.Fatal(err)
			}
			all++
			seen[want] = true
			switch {
			case int(got[i]) == want:
				same++
			case p.Temperature == 0 || p.TopK == 1:
				t.Errorf("%+v: token %d, want %d", p, got[i], want)
			}
		}
	}
	if same < all*995/1000 || len(seen) < vocab/3 {
		t.Errorf("%d of %d draws are those of runtime/sample, among %d tokens", same, all, len(seen))
	}
	t.Logf("%d of %d draws are those of runtime/sample, among %d different tokens", same, all, len(seen))
}

// A row without any number has no token, one with +Inf has that.
func TestOddLogits(t *testing.T) {
	d := device{}
	var err error
	if d.backend, err = openBackend(os.Getenv("R3MES_PJRT_PLUGIN"), nil, ""); err != nil {
		t.Fatal(err)
	}
	defer d.backend.Finalize()
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	c := &chooser{vocab: 4, programs: map[choice]*program{}}
	defer c.close()
	logits := []float32{nan, -inf, nan, -inf, 1, inf, 2, inf, 5, 5, 5, 5, -inf, -inf, 3, nan}
	buffer, err := upload(d, dtypes.Float32, logits, 4, 4)
	if err != nil {
		t.Fatal(err)
	}
	for _, temperature := range []float64{0, 1} {
		draws := make([][]sample.Draw, 4)
		for i := range draws {
			draws[i] = []sample.Draw{{Temperature: temperature, Uniform: 0.999}}
		}
		got, err := c.choose(d, 4, draws, buffer)
		if err != nil {
			t.Fatal(err)
		}
		want := []int32{-1, 1, 0, 2}
		if temperature > 0 {
			want[2] = 3
		}
		if !slices.Equal(got, want) {
			t.Errorf("temperature %v: %v, want %v", temperature, got, want)
		}
	}
}
