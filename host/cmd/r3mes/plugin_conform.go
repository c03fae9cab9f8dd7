package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/pluginkit"
)

func newPluginConform(c *common) *cobra.Command {
	var host, cases string
	var serve bool
	cmd := &cobra.Command{
		Use:   "conform [PLUGIN...]",
		Short: "Hold plugins, or another host, against the contract",
		Long: `Conform asks each plugin, a folder or a .wasm file, its golden cases, and then the
same cases with their keys in another order, escaped, spread out and with keys it
does not know: the answers must not change. They must be what the contract's
JSON Schemas allow and the same when asked again, and what is no request must be
an error.

With --host it judges another host by the same plugins. COMMAND is a program
that reads questions from its standard input, one JSON object a line,

  {"module": path, "hook": name, "input": text, "config": object, "grants": [names]}

and answers each with a line {"output": text} or {"error": text}. With --serve
this host is that program.`,
		Example: `  r3mes plugin conform my-router
  r3mes plugin conform --host './my-host --conformance' bin/plugins/*`,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case serve && (host != "" || len(args) > 0):
				return errors.New("--serve reads its questions from standard input: give no plugin and no --host")
			case serve:
				boxes := &pluginkit.Sandboxes{}
				defer boxes.Close()
				return pluginkit.Serve(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout(), boxes.Run)
			case len(args) == 0:
				args = []string{"."}
			}
			broken := 0
			for _, path := range args {
				n, err := conformPlugin(cmd, c, path, cases, host)
				if err != nil {
					return fmt.Errorf("%s: %w", path, err)
				}
				broken += n
			}
			if broken > 0 {
				return fmt.Errorf("the contract was broken %d times: %w", broken, errReported)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&host, "host", "", "judge the host behind this command instead of this one")
	cmd.Flags().StringVar(&cases, "cases", "", "folder of the golden cases (default: testdata beside the module)")
	cmd.Flags().BoolVar(&serve, "serve", false, "answer another kit's questions with this host")
	return cmd
}

// conformPlugin returns how often the contract was broken.
func conformPlugin(cmd *cobra.Command, c *common, path, cases, host string) (int, error) {
	all, box, err := c.openCases(cmd, path, cases)
	if err != nil {
		return 0, err
	}
	defer box.Close()
	run := pluginkit.Runner(box.Run)
	if host != "" {
		other, err := pluginkit.StartCommand(cmd.Context(), host, cmd.ErrOrStderr())
		if err != nil {
			return 0, err
		}
		defer other.Close()
		run = other.Run
	}
	report, err := pluginkit.Conform(cmd.Context(), run, box.Question(), all)
	for _, f := range report.Findings {
		fmt.Fprintf(cmd.OutOrStdout(), "%s: %s: %s\n", f.Rule, f.Case, f.Problem)
	}
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s: %d calls, %d findings\n", box.Info().Name, report.Calls, len(report.Findings))
	return len(report.Findings), nil
}
