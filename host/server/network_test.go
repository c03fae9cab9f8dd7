package server

import (
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/chain"
)

func TestBlockTimeIsTheMeanOverHeights(t *testing.T) {
	at := func(height int64, seconds int) chain.Block {
		return chain.Block{Height: height, Time: time.Unix(int64(1_000_000+seconds), 0)}
	}
	if got := blockTime([]chain.Block{at(12, 15), at(11, 8), at(9, 0)}); got == nil || *got != 5 {
		t.Errorf("block time %v, want 5", got)
	}
	for name, blocks := range map[string][]chain.Block{
		"no block": nil, "one block": {at(1, 0)}, "a block without time": {at(2, 5), {Height: 1}}, "a clock that went back": {at(2, 0), at(1, 5)}, "one height twice": {at(2, 5), at(2, 0)},
	} {
		if got := blockTime(blocks); got != nil {
			t.Errorf("%s: %v, want not known", name, *got)
		}
	}
}
