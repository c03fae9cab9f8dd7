package main

import (
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
)

func newPluginBench(c *common) *cobra.Command {
	var calls int
	var cases string
	cmd := &cobra.Command{
		Use:   "bench [FOLDER]",
		Short: "Measure a plugin's calls in the host's sandbox",
		Long: `Bench asks a plugin each of its golden cases many times, in one warm instance,
and prints what the calls took in the guest: half of them less than P50, all but
one in a hundred less than P99. A host gives up at DEADLINE, or when the guest has
done work for BUDGET units of fuel, about one an instruction, and falls back.
Every answer is compared with the first one.`,
		Example: "  r3mes plugin bench my-router\n  r3mes plugin bench my-router --calls 100000",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			all, box, err := c.openCases(cmd, folderOf(args), cases)
			if err != nil {
				return err
			}
			defer box.Close()
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "CASE\tHOOK\tCALLS\tP50\tP99\tMAX\tDEADLINE\tFUEL\tBUDGET\tMEMORY")
			q := box.Question()
			for _, golden := range all {
				if golden.WantErr != "" {
					continue // an error costs the instance: what follows would measure its making
				}
				q.Hook, q.Input = golden.Hook, string(golden.Request)
				took := make([]time.Duration, 0, calls)
				var first string
				for i := range calls {
					answer, err := box.Run(cmd.Context(), q)
					if err != nil {
						return fmt.Errorf("%s: call %d: %w", golden.Name, i+1, err)
					}
					if i == 0 {
						first = string(answer)
					} else if string(answer) != first {
						return fmt.Errorf("%s: call %d answered %s, the first one %s: a plugin must answer the same", golden.Name, i+1, answer, first)
					}
					took = append(took, box.Last().Duration)
				}
				slices.Sort(took)
				fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%s\t%s\t%d\t%d\t%s\n", golden.Name, golden.Hook, calls,
					at(took, 0.5), at(took, 0.99), at(took, 1), box.Deadline(golden.Hook), box.Last().Fuel, box.Info().Fuel, describeBytes(box.Last().MemoryBytes))
			}
			return w.Flush()
		},
	}
	cmd.Flags().IntVar(&calls, "calls", 2000, "calls of each case")
	cmd.Flags().StringVar(&cases, "cases", "", "folder of the cases (default: testdata in the plugin's)")
	cmd.PreRunE = func(*cobra.Command, []string) error {
		if calls < 1 {
			return fmt.Errorf("--calls is %d, must be at least 1", calls)
		}
		return nil
	}
	return cmd
}

// at is the duration below which the share of sorted ones lies.
func at(sorted []time.Duration, share float64) time.Duration {
	i := min(int(share*float64(len(sorted))), len(sorted)-1)
	return sorted[i].Round(100 * time.Nanosecond)
}
