package embed

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/r3mes/r3mes/kernels/threads"
	"github.com/r3mes/r3mes/runtime/checkpoint/safetensors"
)

// Encoder is a BERT that embeds sentences: the mean of the last layer over all
// tokens, scaled to length one, as sentence-transformers does it for
// all-MiniLM-L6-v2. Safe for concurrent use.
type Encoder struct {
	name   string
	pieces *WordPiece
	begin  int // [CLS]
	end    int // [SEP]
	model  *bert

	// turn holds one token while a pass computes: the pool and its space serve
	// one at a time.
	turn  chan struct{}
	pool  *threads.Pool
	space space
}

// Options of an Encoder.
type Options struct {
	Name    string // what Name returns
	Threads int    // that compute together; 0: one a CPU
}

// Load reads a model from a folder with config.json, model.safetensors and
// tokenizer.json, and sentence_bert_config.json and 1_Pooling/config.json if they
// are there: what the model's publisher has, or `make minilm` makes. Every weight
// is checked to be finite. The error names the file and what to mend in it. Close
// the encoder after use.
func Load(files fs.FS, o Options) (*Encoder, error) {
	e := &Encoder{name: o.Name, turn: make(chan struct{}, 1)}
	if err := e.load(files); err != nil {
		return nil, fmt.Errorf("embed: load: %w", err)
	}
	e.pool = threads.New(o.Threads)
	e.space = newSpace(e.model.shape)
	return e, nil
}

func (e *Encoder) load(files fs.FS) error {
	s, err := readShape(files)
	if err != nil {
		return err
	}
	if err := e.loadTokenizer(files, s); err != nil {
		return fmt.Errorf("tokenizer.json: %w", err)
	}
	const name = "model.safetensors"
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	file, err := safetensors.Parse(name, data)
	if err != nil {
		return err
	}
	if e.model, err = loadBERT(s, file); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (e *Encoder) loadTokenizer(files fs.FS, s shape) error {
	data, err := fs.ReadFile(files, "tokenizer.json")
	if err != nil {
		return errors.Unwrap(err) // the caller names the file
	}
	if e.pieces, err = parseWordPiece(data); err != nil {
		return err
	}
	if n := len(e.pieces.whole) + len(e.pieces.inside); n > s.vocab {
		return fmt.Errorf("%d tokens, the model embeds %d: they do not belong together", n, s.vocab)
	}
	begin, hasBegin := e.pieces.whole["[CLS]"]
	end, hasEnd := e.pieces.whole["[SEP]"]
	if !hasBegin || !hasEnd {
		return errors.New("no token [CLS] or [SEP]")
	}
	e.begin, e.end = int(begin), int(end)
	return nil
}

// Name returns the name that Load was given.
func (e *Encoder) Name() string { return e.name }

// Dim returns the length of the vectors.
func (e *Encoder) Dim() int { return e.model.hidden }

// Limit returns how many tokens of a text are read, [CLS] and [SEP] included.
func (e *Encoder) Limit() int { return e.model.limit }

// Encode returns all tokens of a text, [CLS] and [SEP] around them. Never nil.
func (e *Encoder) Encode(text string) []int {
	pieces := e.pieces.Encode(text)
	ids := make([]int, 0, len(pieces)+2)
	ids = append(ids, e.begin)
	ids = append(ids, pieces...)
	return append(ids, e.end)
}

// Embed returns the vector of the beginning of text: of as many tokens as Limit
// says, and of 16 KiB at most.
func (e *Encoder) Embed(text string) []float32 {
	vectors, err := e.EmbedTokens(context.Background(), [][]int{e.Encode(Head(text))})
	if err != nil {
		panic(err) // tokens of Encode, and a context that does not end
	}
	return vectors[0]
}

// EmbedTokens returns one vector of length one for each list of tokens, which are
// as Encode returns them; of a list longer than Limit the tokens before the end
// are left out. A vector depends on its own tokens only: not on the other lists,
// the number of threads, or the machine.
//
// Texts are computed some at a time, and between two of these passes other
// callers have their turn, so that a short text does not wait for a long list.
// The error is ctx's, or names a token that is not of the vocabulary.
func (e *Encoder) EmbedTokens(ctx context.Context, lists [][]int) ([][]float32, error) {
	for i, list := range lists {
		if err := e.check(list); err != nil {
			return nil, fmt.Errorf("embed: text %d: %w", i, err)
		}
	}
	vectors := make([][]float32, 0, len(lists))
	for len(vectors) < len(lists) {
		some := e.some(lists[len(vectors):])
		next, err := e.pass(ctx, some)
		if err != nil {
			return nil, fmt.Errorf("embed: %w", err)
		}
		vectors = append(vectors, next...)
	}
	return vectors, nil
}

func (e *Encoder) check(list []int) error {
	if len(list) == 0 {
		return errors.New("no tokens")
	}
	for _, id := range list {
		if id < 0 || id >= e.model.vocab {
			return fmt.Errorf("token %d, the vocabulary has %d", id, e.model.vocab)
		}
	}
	return nil
}

// some returns the first lists, cut to the limit, that one pass takes: at least
// one, and no more tokens than the longest text has.
func (e *Encoder) some(lists [][]int) [][]int {
	var taken [][]int
	total := 0
	for _, list := range lists {
		list = e.cut(list)
		if total += len(list); total > e.model.limit {
			break
		}
		taken = append(taken, list)
	}
	return taken
}

// cut leaves out the tokens beyond the limit, but not the end mark.
func (e *Encoder) cut(list []int) []int {
	if len(list) <= e.model.limit {
		return list
	}
	short := append([]int{}, list[:e.model.limit]...)
	short[len(short)-1] = list[len(list)-1]
	return short
}

// pass waits for its turn and computes.
func (e *Encoder) pass(ctx context.Context, lists [][]int) ([][]float32, error) {
	select {
	case e.turn <- struct{}{}:
		defer func() { <-e.turn }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	return e.model.forward(ctx, e.pool, &e.space, lists)
}

// Close waits for the pass that computes and ends the threads. The encoder still
// works afterwards, on its callers' goroutines.
func (e *Encoder) Close() {
	e.turn <- struct{}{}
	defer func() { <-e.turn }()
	e.pool.Close()
}
