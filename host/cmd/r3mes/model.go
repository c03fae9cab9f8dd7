package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/runtime/checkpoint"
	"github.com/r3mes/r3mes/runtime/tokenizer"
)

func newModel(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "model",
		Short: "Look at base models, and operate that of a server",
		Long: `List, load and unload operate the base model of a server that runs, without a
restart; inspect asks no server.

` + howLive,
	}
	l := newLive(c, cmd)
	return group(cmd, newModelInspect(), newModelList(l), newModelLoad(l), newModelUnload(l))
}

func newModelInspect() *cobra.Command {
	return &cobra.Command{
		Use:   "inspect [FOLDER]",
		Short: "Check a checkpoint and its tokenizer, and print what they are",
		Long: `Inspect loads a BitNetForCausalLM checkpoint as the server would, with every
check, and prints its shape, size and digest. Without a folder it inspects the
embedded demo model.`,
		Example: "  r3mes model inspect\n  r3mes model inspect models/bitnet-b1.58-2B-4T",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			files, m, err := openModel(args)
			if err != nil {
				return err
			}
			defer m.Close()
			c := m.Config
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			row := func(name, format string, values ...any) {
				fmt.Fprintf(w, "%s\t"+format+"\n", append([]any{name}, values...)...)
			}
			row("architecture", "%s, %s, %s", checkpoint.Architecture, c.Scheme, c.Activation)
			row("layers", "%d", c.Layers)
			row("hidden, intermediate", "%d, %d", c.HiddenSize, c.IntermediateSize)
			row("heads, KV heads", "%d, %d of %d", c.Heads, c.KVHeads, c.HeadDim)
			row("vocabulary", "%d, head tied %v", c.VocabSize, c.TieEmbeddings)
			row("context", "%d tokens, rope theta %v", c.MaxPositions, c.RopeTheta)
			row("end tokens", "%v", c.EOS)
			row("memory", "%s", megabytes(m.Bytes()))
			row("digest", "%s", m.Digest)
			tok, err := tokenizer.Load(files)
			if err != nil {
				row("tokenizer", "refused")
				return errors.Join(w.Flush(), err)
			}
			row("tokenizer", "%d tokens", tok.VocabSize())
			return w.Flush()
		},
	}
}

// openModel opens the checkpoint that the arguments name, or the embedded one.
func openModel(args []string) (fs.FS, *checkpoint.Model, error) {
	if len(args) == 0 || args[0] == "" {
		files := embeddedModel().Model
		if files == nil {
			return nil, nil, errors.New("this program has no embedded model; name a folder")
		}
		m, err := checkpoint.OpenFS(files)
		return files, m, err
	}
	m, err := checkpoint.Open(args[0])
	return os.DirFS(args[0]), m, err
}
