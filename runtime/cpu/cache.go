package cpu

// cache is the memory behind the engine's KV block ids: per block one slice
// [layers, 2, blockTokens, kvDim] of keys (0) and values (1), float32.
type cache struct {
	layers, blockTokens, kvDim int
	blocks                     [][]float32 // nil until first used
}

func newCache(layers, blockTokens, kvDim, blocks int) *cache {
	return &cache{layers, blockTokens, kvDim, make([][]float32, blocks)}
}

// blockBytes returns the memory of one block.
func (c *cache) blockBytes() int64 { return 4 * int64(c.layers) * 2 * int64(c.span()) }

// span is the length of one layer's keys or values in a block.
func (c *cache) span() int { return c.blockTokens * c.kvDim }

// ensure allocates block id if it has no memory yet.
func (c *cache) ensure(id int32) {
	if c.blocks[id] == nil {
		c.blocks[id] = make([]float32, c.layers*2*c.span())
	}
}

// keys returns a block's keys of one layer, [blockTokens, kvDim].
func (c *cache) keys(id int32, layer int) []float32 {
	at := layer * 2 * c.span()
	return c.blocks[id][at : at+c.span()]
}

// values returns a block's values of one layer, [blockTokens, kvDim].
func (c *cache) values(id int32, layer int) []float32 {
	at := (layer*2 + 1) * c.span()
	return c.blocks[id][at : at+c.span()]
}

// allocated returns the bytes that blocks hold.
func (c *cache) allocated() int64 {
	n := int64(0)
	for _, b := range c.blocks {
		n += 4 * int64(len(b))
	}
	return n
}
