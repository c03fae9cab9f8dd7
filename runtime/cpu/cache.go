package cpu

// cache is the memory behind the engine's KV block ids: for each block
// [layers, 2, blockTokens, kvDim] keys (0) and values (1), float32. All blocks
// have addresses from the start; one that was never used has no memory.
type cache struct {
	layers, blockTokens, kvDim int

	floats []float32 // [blocks, layers, 2, blockTokens, kvDim]
	used   []bool    // blocks that were ever written
}

// blockFloats returns the length of one block.
func (c *cache) blockFloats() int { return c.layers * 2 * c.span() }

// span is the length of one layer's keys or values in a block.
func (c *cache) span() int { return c.blockTokens * c.kvDim }

// allocate makes room for blocks.
func (c *cache) allocate(mem *memory, blocks int) (err error) {
	c.used = make([]bool, blocks)
	c.floats, err = mem.floats(blocks * c.blockFloats())
	return err
}

// keys returns a block's keys of one layer, [blockTokens, kvDim].
func (c *cache) keys(id int32, layer int) []float32 {
	at := int(id)*c.blockFloats() + 2*layer*c.span()
	return c.floats[at : at+c.span()]
}

// values returns a block's values of one layer, [blockTokens, kvDim].
func (c *cache) values(id int32, layer int) []float32 {
	at := int(id)*c.blockFloats() + (2*layer+1)*c.span()
	return c.floats[at : at+c.span()]
}

// touched returns the bytes of the blocks that were ever used.
func (c *cache) touched() int64 {
	n := int64(0)
	for _, used := range c.used {
		if used {
			n += 4 * int64(c.blockFloats())
		}
	}
	return n
}
