package main

import (
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/pluginkit"
)

func newPluginTest(c *common) *cobra.Command {
	var update bool
	var cases string
	cmd := &cobra.Command{
		Use:   "test [FOLDER]",
		Short: "Run a plugin's golden cases in the host's sandbox",
		Long: `Test loads plugin.wasm as a host would, with the same checks, limits and
self-tests, and asks it every case of testdata/*.txt: a request as JSON, a line
"-- want --", and the answer it must give, or "error: " and a part of the error.

Only the wall clock is generous, so that no test fails because the machine is
busy: a call that took longer than a host allows is marked "late". FUEL is the
work of the call, about one unit an instruction, the same on every machine;
MEMORY the guest's linear memory after it.`,
		Example: "  r3mes plugin test my-router\n  r3mes plugin test my-router --update   # accept what it answers now",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			all, box, err := c.openCases(cmd, folderOf(args), cases)
			if err != nil {
				return err
			}
			defer box.Close()
			// The first call of a fresh guest is its slowest and no measure of the rest.
			warm := box.Question()
			warm.Hook, warm.Input = all[0].Hook, string(all[0].Request)
			box.Run(cmd.Context(), warm)

			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "CASE\tHOOK\tRESULT\tTIME\tFUEL\tMEMORY")
			failed := 0
			results := pluginkit.RunCases(cmd.Context(), box.Run, box.Question(), all, func(r pluginkit.Result) {
				cost, result := box.Last(), "pass"
				switch {
				case r.Problem != nil && update:
					result = "updated"
				case r.Problem != nil:
					result = "FAIL"
					failed++
				case cost.Duration > box.Deadline(r.Case.Hook):
					result = "late"
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\n", r.Case.Name, r.Case.Hook, result, cost.Duration.Round(time.Microsecond), cost.Fuel, describeBytes(cost.MemoryBytes))
			})
			if err := w.Flush(); err != nil {
				return err
			}
			return concludeCases(cmd, results, failed, update)
		},
	}
	cmd.Flags().BoolVar(&update, "update", false, "rewrite the wanted half of cases that do not pass")
	cmd.Flags().StringVar(&cases, "cases", "", "folder of the cases (default: testdata in the plugin's)")
	return cmd
}

func concludeCases(cmd *cobra.Command, results []pluginkit.Result, failed int, update bool) error {
	for _, r := range results {
		if r.Problem == nil {
			continue
		}
		if !update {
			fmt.Fprintf(cmd.ErrOrStderr(), "%s: %v\n", r.Case.Path, r.Problem)
		} else if err := r.Case.Rewrite(r.Output, guestWords(r.Failure)); err != nil {
			return err
		}
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%d passed, %d failed\n", len(results)-failed, failed)
	if failed > 0 {
		return fmt.Errorf("%d of %d cases failed: %w", failed, len(results), errReported)
	}
	return nil
}

// guestWords is the innermost error, without the names of plugin and hook that
// a case need not repeat.
func guestWords(err error) error {
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return err
}
