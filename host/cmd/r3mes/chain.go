package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

func newChain(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "chain",
		Short: "See how a server follows its blockchain",
		Long: `A server follows the chain that chain.rpc_url, chain.rest_url or chain.json_path
name, and gives 100 credits to the miner of each block, once.

` + howLive,
	}
	l := newLive(c, cmd)
	return group(cmd, newChainStatus(l))
}

func newChainStatus(l *live) *cobra.Command {
	return &cobra.Command{
		Use:     "status",
		Short:   "Show the chain's height and how many blocks wait for their credit",
		Example: "  r3mes chain status",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var answer struct {
				Configured bool
				Height     *int64 `json:"block_height"`
				Lag        *int64 `json:"lag_blocks"`
			}
			return l.ask(cmd, "GET", "/health/blockchain", nil, &answer, func(out io.Writer) {
				if !answer.Configured {
					fmt.Fprintln(out, "no chain is configured; see chain.rpc_url in r3mes serve --help")
					return
				}
				rows(out, "HEIGHT|BLOCKS TO LOOK AT", func(row func(cells ...any)) { row(known(answer.Height), known(answer.Lag)) })
			})
		},
	}
}

// known writes a number, nothing for one that is not known.
func known(n *int64) string {
	if n == nil {
		return ""
	}
	return fmt.Sprint(*n)
}
