package ptx

import (
	"encoding/binary"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/r3mes/r3mes/runtime/sample"
)

// drawn is a row, and how its token is drawn.
type drawn struct {
	logits                           []float32
	temperature, topK, topP, uniform float32
}

var (
	infinite = float32(math.Inf(1))
	notANum  = float32(math.NaN())
)

// token is the row's in plain Go, by sorting.
func (d drawn) token() int {
	best, largest := -1, negativeInfinity
	for i, l := range d.logits {
		if l > largest {
			best, largest = i, l
		}
	}
	if best < 0 || largest == infinite || !(d.temperature > 0) {
		return best
	}
	weights := d.weights(largest)
	var order []int // likeliest first
	for i, w := range weights {
		if w > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case d.logits[a] > d.logits[b]:
			return -1
		case d.logits[a] < d.logits[b]:
			return 1
		}
		return 0
	})
	if d.topK < float32(len(order)) {
		order = d.throughEquals(order, max(1, int(d.topK)))
	}
	if d.topP < 1 {
		order = d.throughEquals(order, fewest(order, weights, d.topP))
	}
	return firstAbove(order, weights, d.uniform)
}

// weights are those of all tokens, to the bit.
func (d drawn) weights(largest float32) (weights []uint64) {
	factor := min(float32(math.Log2E)/d.temperature, math.MaxFloat32)
	for _, l := range d.logits {
		power := float32(l-largest) * factor
		if !(power > leastPower) {
			power = leastPower
		}
		weights = append(weights, uint64(math.RoundToEven(float64(float32(math.Exp2(float64(power))))*(1<<weightBits))))
	}
	return weights
}

// throughEquals are so many, and all that equal the last.
func (d drawn) throughEquals(order []int, n int) []int {
	for n < len(order) && d.logits[order[n]] == d.logits[order[n-1]] {
		n++
	}
	return order[:n]
}

// fewest is how many of the likeliest have the part of the weight.
func fewest(order []int, weights []uint64, part float32) int {
	need, sum := portion(order, weights, part), uint64(0)
	for n, i := range order {
		if sum += weights[i]; new(big.Float).SetUint64(sum).Cmp(need) >= 0 {
			return n + 1
		}
	}
	return len(order)
}

// firstAbove is the first token, in the order of the vocabulary, at which the sum of
// weights is above the part.
func firstAbove(order []int, weights []uint64, part float32) int {
	target, sum := portion(order, weights, part), uint64(0)
	for _, i := range slices.Sorted(slices.Values(order)) {
		if sum += weights[i]; new(big.Float).SetUint64(sum).Cmp(target) > 0 {
			return i
		}
	}
	return -2
}

// portion is exactly the part of the sum of weights.
func portion(order []int, weights []uint64, part float32) *big.Float {
	sum := uint64(0)
	for _, i := range order {
		sum += weights[i]
	}
	return new(big.Float).SetPrec(100).Mul(new(big.Float).SetUint64(sum), big.NewFloat(float64(part)))
}

// draw runs the kernel on rows of one length.
func draw(t *testing.T, rows []drawn) (tokens []int) {
	t.Helper()
	return launchDraw(t, kernelOf(t, Draw{Rows: len(rows), Vocab: len(rows[0].logits)}), operandsOf(rows))
}

func operandsOf(rows []drawn) [][]byte {
	var logits, temperature, topK, topP, uniform []float32
	for _, r := range rows {
		logits = append(logits, r.logits...)
		temperature, topK = append(temperature, r.temperature), append(topK, r.topK)
		topP, uniform = append(topP, r.topP), append(uniform, r.uniform)
	}
	return [][]byte{floatBytes(logits), floatBytes(temperature), floatBytes(topK), floatBytes(topP), floatBytes(uniform)}
}

func kernelOf(t *testing.T, m maker) Kernel {
	t.Helper()
	k, err := m.Kernel()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func launchDraw(t *testing.T, k Kernel, operands [][]byte) (tokens []int) {
	t.Helper()
	result := make([]byte, 4*k.Grid[0])
	if err := launch(k, operands, [][]byte{result}); err != nil {
		t.Fatal(err)
	}
	for word := range slices.Chunk(result, 4) {
		tokens = append(tokens, int(int32(binary.LittleEndian.Uint32(word))))
	}
	return tokens
}

// likeliest are the tokens of a greedy kernel.
func likeliest(t *testing.T, rows int, logits []float32) []int {
	t.Helper()
	k := kernelOf(t, Draw{Rows: rows, Vocab: len(logits) / rows, Greedy: true})
	return launchDraw(t, k, [][]byte{floatBytes(logits)})
}

// checkDraw runs the kernel, whose tokens must be those of plain Go.
func checkDraw(t *testing.T, rows []drawn) {
	t.Helper()
	checkTokens(t, rows, draw(t, rows))
}

func checkTokens(t *testing.T, rows []drawn, tokens []int) {
	t.Helper()
	for i, r := range rows {
		if want := r.token(); tokens[i] != want {
			t.Errorf("%d logits, temperature %g, top_k %g, top_p %g, uniform %g: token %d, must be %d",
				len(r.logits), r.temperature, r.topK, r.topP, r.uniform, tokens[i], want)
		}
	}
}

const lastUniform = 1 - 0x1p-24

// wishes are how to draw from logits, in many ways.
func wishes(r *rand.Rand, logits []float32, n int) (rows []drawn) {
	of := func(x ...float32) float32 { return x[r.IntN(len(x))] }
	vocab := float32(len(logits))
	for range n {
		rows = append(rows, drawn{logits,
			of(0.01, 0.3, 1, 1, 3, 100),
			of(1, 2, 7, 50, 50, float32(math.Floor(float64(0.9*vocab)))+1, vocab, infinite, infinite),
			of(1e-9, 0.1, 0.5, 0.9, 0.999, 1, infinite, infinite),
			of(0, lastUniform, r.Float32(), r.Float32(), r.Float32())})
	}
	return rows
}

func TestDraw(t *testing.T) {
	for _, vocab := range []int{1, 2, 31, 64, 256, 300, 1027, 5000, 4099} {
		r := rand.New(rand.NewPCG(uint64(vocab), 1))
		logits := randomFloats(r, vocab, 3)
		logits[r.IntN(vocab)] = notANum
		logits[0] = 1 // and so not the only one
		checkDraw(t, wishes(r, logits, 10))
	}
}

// Logits of few values, so that there are equals at every border.
func TestDrawEquals(t *testing.T) {
	for _, vocab := range []int{30, 300, 5000} {
		r := rand.New(rand.NewPCG(uint64(vocab), 2))
		logits := randomFloats(r, vocab, 2)
		for i, l := range logits {
			logits[i] = float32(math.Round(float64(l)))
		}
		checkDraw(t, wishes(r, logits, 12))
		for i := range logits {
			logits[i] = float32(math.Copysign(0, float64(i%3)-1)) // all equal
		}
		checkDraw(t, wishes(r, logits, 6))
	}
}

// Logits that are far apart, or in order, or mostly missing.
func TestDrawSpread(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	const vocab = 3000
	huge, rising, few, masked := make([]float32, vocab), make([]float32, vocab), make([]float32, vocab), make([]float32, vocab)
	for i := range vocab {
		huge[i] = float32(r.NormFloat64()) * 1e38
		rising[i] = float32(i) / 500
		few[i], masked[i] = negativeInfinity, -1e9
		if i%700 == 3 {
			few[i], masked[i] = r.Float32(), 1e-9*r.Float32()
		}
	}
	for _, logits := range [][]float32{huge, rising, few, masked} {
		checkDraw(t, wishes(r, logits, 8))
	}
}

// In a row that rises, the uniform number 0 draws the token at the border.
func TestDrawBorders(t *testing.T) {
	logits := make([]float32, 5000)
	for i := range logits {
		logits[i] = float32(i) / 2000
	}
	var rows []drawn
	for _, topK := range []float32{1, 100, 2000, 2600, 4000, 4400, 4900, infinite} {
		rows = append(rows, drawn{logits, 0.08, topK, infinite, 0})
	}
	for _, topP := range []float32{1e-9, 0.5, 0.999, lastUniform} {
		rows = append(rows, drawn{logits, 0.08, 4000, topP, 0}, drawn{logits, 5, infinite, topP, 0}, drawn{logits, 5, 4600, topP, 0})
	}
	checkDraw(t, rows)
}

// A part that is less than one above the weight of the first token needs the second.
func TestDrawRoundsUp(t *testing.T) {
	d := drawn{[]float32{0, float32(math.Log(65537.0 / (1 << weightBits)))}, 1, infinite, lastUniform, lastUniform}
	if w := d.weights(0); w[0] != 1<<weightBits || w[1] != 65537 {
		t.Fatalf("weights %d", w)
	}
	if d.token() != 1 {
		t.Errorf("token %d", d.token())
	}
	checkDraw(t, []drawn{d})
}

func TestDrawOddRows(t *testing.T) {
	row := func(logits ...float32) []drawn {
		return []drawn{{logits, 0, 3, 0.5, 0.5}, {logits, 1, infinite, infinite, lastUniform}, {logits, 1, 2, 0.9, lastUniform},
			{logits, -1, 2, 0.9, 0.9}, {logits, infinite, infinite, infinite, 0.5}, {logits, 1e-45, infinite, 0.9, 0.5}}
	}
	zero := float32(math.Copysign(0, -1))
	for _, logits := range [][]float32{
		{notANum, negativeInfinity, notANum, negativeInfinity},
		{notANum}, {negativeInfinity}, {infinite}, {0},
		{1, infinite, 2, infinite},
		{5, 5, 5, 5},
		{negativeInfinity, negativeInfinity, 3, notANum},
		{-1, zero, 0, -1}, {0, zero, 0},
		{-math.MaxFloat32, math.MaxFloat32, 1},
	} {
		rows := row(logits...)
		checkDraw(t, rows)
		want := drawn{logits: logits}.token()
		if got := likeliest(t, 1, logits); got[0] != want {
			t.Errorf("%v: the likeliest token is %d, must be %d", logits, got[0], want)
		}
	}
}

// Numbers that make no sense still draw a token, and the last is not run past.
func TestDrawOddNumbers(t *testing.T) {
	logits := []float32{1, 2, 3, 2, 1}
	for _, r := range []drawn{
		{logits, 1, 0, infinite, 0.5}, {logits, 1, -3, infinite, 0.5}, {logits, 1, notANum, notANum, 0.5},
		{logits, 1, infinite, 0, 0.5}, {logits, 1, infinite, -1, 0.5}, {logits, 1, 2.9, 0.5, 0.5},
		{logits, 1, infinite, infinite, 1}, {logits, 1, infinite, infinite, 2}, {logits, 1, infinite, infinite, notANum},
		{logits, notANum, infinite, infinite, 0.5},
	} {
		if got := draw(t, []drawn{r})[0]; got < 0 || got >= len(logits) {
			t.Errorf("%v: token %d", r, got)
		}
	}
}

func TestGreedyDraw(t *testing.T) {
	for _, vocab := range []int{1, 31, 256, 5000, 70001, 128256} {
		r := rand.New(rand.NewPCG(uint64(vocab), 4))
		const rows = 2
		logits := randomFloats(r, rows*vocab, 3)
		got := likeliest(t, rows, logits)
		for row := range rows {
			if want := (drawn{logits: logits[row*vocab:][:vocab]}).token(); got[row] != want {
				t.Errorf("vocabulary of %d: token %d, must be %d", vocab, got[row], want)
			}
		}
	}
}

// A vocabulary of the 2B model, whose row is not read for digits.
func TestDrawLargeVocabulary(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	logits := randomFloats(r, 128256, 2.5)
	rows := []drawn{
		{logits, 0.7, 40, 0.95, 0.6},
		{logits, 1, infinite, infinite, 0.7},
		{logits, 0.5, infinite, 0.9, 0.99},
	}
	k := kernelOf(t, Draw{Rows: len(rows), Vocab: len(logits)})
	k.Text = strings.Replace(k.Text, "\nrow:\n", "\nrow:\n\ttrap;\n", 1)
	checkTokens(t, rows, launchDraw(t, k, operandsOf(rows)))
}

// Segments that a block does not read at once.
func TestDrawLongSegments(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 5))
	logits := randomFloats(r, 33001, 3)
	if p := (Draw{Rows: 1, Vocab: len(logits)}).plan(); p.threads >= warp*p.rounds {
		t.Errorf("%d threads read %d pieces at once", p.threads, warp*p.rounds)
	}
	var rows []drawn
	for i := range 4 {
		rows = append(rows, drawn{logits, 2, infinite, infinite, r.Float32()/8 + float32(i)/4})
	}
	checkDraw(t, rows)
}

// Tokens are those of runtime/sample, but for what float32 rounds.
func TestDrawLikeSample(t *testing.T) {
	same, all := 0, 0
	seen := map[int]bool{}
	for round, vocab := range []int{300, 256, 31, 100, 64} {
		const n = 60
		r := rand.New(rand.NewPCG(uint64(round), 6))
		var rows []drawn
		var want []int
		for i := range n {
			logits := randomFloats(r, vocab, 3)
			p := sample.Params{Seed: uint64(round*n + i), Temperature: []float64{0.3, 1, 2.5}[i%3],
				TopK: []int{0, 1, 7, 50, 400}[i%5], TopP: []float64{0, 0.1, 0.9, 1}[(i/2)%4]}
			token, err := sample.New(p, nil).Next(logits, nil)
			if err != nil {
				t.Fatal(err)
			}
			rows, want = append(rows, asked(p, logits)), append(want, token)
		}
		for i, got := range draw(t, rows) {
			if all++; got == want[i] {
				same++
			}
			seen[got] = true
		}
	}
	t.Logf("%d of %d, among %d tokens", same, all, len(seen))
	if same < all {
		t.Errorf("%d of %d tokens are those of runtime/sample", same, all)
	}
}

// asked is what the kernel is told for the first token.
func asked(p sample.Params, logits []float32) drawn {
	d := sample.New(p, nil).Draws(nil, 1)[0]
	row := drawn{logits, float32(d.Temperature), infinite, infinite, min(float32(d.Uniform), lastUniform)}
	if d.TopK > 0 {
		row.topK = float32(d.TopK)
	}
	if d.TopP > 0 {
		row.topP = float32(d.TopP)
	}
	return row
}

// The same every time, in any row.
func TestDrawRepeats(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	row := drawn{randomFloats(r, 600, 3), 1.5, 100, 0.9, 0.4}
	tokens := draw(t, []drawn{row, row, row})
	if again := draw(t, []drawn{row}); tokens[0] != again[0] || tokens[1] != again[0] || tokens[2] != again[0] {
		t.Errorf("tokens %v, and then %v", tokens, again)
	}
}

func TestDrawErrors(t *testing.T) {
	for want, d := range map[string]Draw{
		"ptx: draw: 0 rows, must be 1 to 65535":                  {Vocab: 1},
		"ptx: draw: 65536 rows, must be 1 to 65535":              {Rows: 65536, Vocab: 1},
		"ptx: draw: vocabulary of 0, must be 1 to 1048576":       {Rows: 1},
		"ptx: draw: vocabulary of 1048577, must be 1 to 1048576": {Rows: 1, Vocab: 1<<20 + 1, Greedy: true},
	} {
		if _, err := d.Kernel(); err == nil || err.Error() != want {
			t.Errorf("error %v, must be %s", err, want)
		}
	}
}
