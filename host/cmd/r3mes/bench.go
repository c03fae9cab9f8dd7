package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/kernels/cpufeat"
	"github.com/r3mes/r3mes/runtime/bench"
	"github.com/r3mes/r3mes/runtime/cpu"
)

func newBench() *cobra.Command {
	o := bench.Default()
	var model, head string
	var threads, rank int
	var jsonOnly bool
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure prefill, decode, batches and adapters on this machine",
		Long: `Bench measures what the engine computes in a second, without HTTP, money or
plugins: prefill (one prompt), decode (one answer), batch (many answers at once),
adapters (the same, each with its own LoRA adapter). It checks its own answer
against the generic kernels bit for bit. The last line of output is the report in
JSON.

Measure on an idle machine; the report shows the load it began with.`,
		Example: `  r3mes bench
  r3mes bench --model models/bitnet-b1.58-2B-4T --threads 2 --only prefill,decode
  R3MES_KERNEL=generic r3mes bench --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cpufeat.Err(); err != nil {
				return err
			}
			_, checkpoint, err := openModel([]string{model})
			if err != nil {
				return err
			}
			defer checkpoint.Close()
			m, err := cpu.New(checkpoint, cpu.Options{Threads: threads, Head: head})
			if err != nil {
				return err
			}
			defer m.Close()
			if threads == 0 {
				threads = runtime.GOMAXPROCS(0)
			}
			if limit := m.Limits().Context - 1; !cmd.Flags().Changed("prefill") && o.Prefill > limit {
				o.Prefill = limit // a default must not fail on a small model
			}
			if o.Only == nil || slices.Contains(o.Only, bench.Adapters) {
				o.Adapters = bench.RandomAdapters(checkpoint.Config, o.Sequences, rank)
			}
			if !jsonOnly {
				o.Progress = func(what string) { fmt.Fprintf(cmd.ErrOrStderr(), "\r\033[K%s", what) }
			}
			report, err := bench.Run(cmd.Context(), m, threads, o)
			if !jsonOnly {
				fmt.Fprint(cmd.ErrOrStderr(), "\r\033[K")
			}
			if err != nil {
				return err
			}
			if !jsonOnly {
				if err := benchTable(cmd, report); err != nil {
					return err
				}
			}
			return json.NewEncoder(cmd.OutOrStdout()).Encode(report)
		},
	}
	f := cmd.Flags()
	f.StringVar(&model, "model", "", "folder of a checkpoint; empty: the embedded demo model")
	f.IntVar(&threads, "threads", 0, "threads; 0: one a CPU")
	f.StringVar(&head, "head", cpu.HeadBF16, "output head: bf16 or int8")
	f.IntVar(&o.Prefill, "prefill", o.Prefill, "prompt tokens of the prefill phase")
	f.IntVar(&o.Decode, "decode", o.Decode, "tokens of the decode, batch and adapters phases")
	f.IntVar(&o.Sequences, "sequences", o.Sequences, "sequences of the batch and adapters phases")
	f.IntVar(&rank, "rank", 8, "rank of the random adapters")
	f.IntVar(&o.Repeats, "repeats", o.Repeats, "counted rounds; the median counts")
	f.StringSliceVar(&o.Only, "only", nil, "phases to run, of prefill,decode,batch,adapters")
	f.BoolVar(&jsonOnly, "json", false, "print the JSON line only")
	return cmd
}

func benchTable(cmd *cobra.Command, r bench.Report) error {
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "machine\t%s, kernel %s, %d threads, load before %s\n", r.CPU, r.Kernel, r.Threads, r.Load)
	for _, row := range []struct {
		name string
		rate float64
		note string
	}{
		{"prefill", r.PrefillRate, fmt.Sprintf("%d tokens", r.PrefillTokens)},
		{"decode", r.DecodeRate, fmt.Sprintf("%d tokens", r.DecodeTokens)},
		{"batch", r.BatchRate, fmt.Sprintf("%d sequences", r.Sequences)},
		{"adapters", r.AdaptersRate, fmt.Sprintf("%d sequences, %.2f of batch", r.Sequences, r.AdaptersRatio)},
	} {
		if row.rate > 0 {
			fmt.Fprintf(w, "%s\t%.1f tokens/s\t(%s)\n", row.name, row.rate, row.note)
		}
	}
	fmt.Fprintf(w, "memory\t%.0f MB resident\nchecked\t%s\n", r.RSS, r.Checked)
	return w.Flush()
}
