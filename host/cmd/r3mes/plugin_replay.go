package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginkit"
	"github.com/r3mes/r3mes/sdk"
)

func newPluginReplay(c *common) *cobra.Command {
	var plugin, hook string
	cmd := &cobra.Command{
		Use:   "replay RECORDING [FOLDER]",
		Short: "Ask a plugin what a live host was asked, and compare",
		Long: `Replay reads the calls that a host recorded, asks the plugin in the folder each
of them in the sandbox, and shows where it answers otherwise than the plugin
that was serving then.

A host records when plugins.record names a file, and what users wrote only with
plugins.record_prompts = true.`,
		Example: "  r3mes serve --set plugins.record=calls.jsonl\n  r3mes plugin replay calls.jsonl my-router",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			box, err := c.openSandbox(cmd, folderOf(args[1:]))
			if err != nil {
				return err
			}
			defer box.Close()
			if plugin == "" {
				plugin = box.Manifest().Name
			}
			calls, err := pluginkit.ReadRecordings(args[0], plugin, hook)
			if err != nil {
				return err
			}
			if len(calls) == 0 {
				return fmt.Errorf("%s holds no call of plugin %q: choose another with --plugin", args[0], plugin)
			}
			var d differences
			for _, r := range calls {
				q := box.Question()
				q.Hook, q.Input = r.Hook, r.Input
				output, err := box.Run(cmd.Context(), q)
				d.compare(cmd, r.Name(), r.Hook,
					answer{"then", []byte(r.Output), r.Error}, answer{"now", output, errorKind(err)})
			}
			return d.conclude(cmd)
		},
	}
	cmd.Flags().StringVar(&plugin, "plugin", "", "replay calls of this plugin (default: the folder's)")
	cmd.Flags().StringVar(&hook, "hook", "", "only calls of this hook")
	return cmd
}

// answer is one side's answer to a call: output, or the kind of its failure.
type answer struct {
	side    string
	output  []byte
	failure string
}

func (a answer) String() string {
	if a.failure != "" {
		return a.side + " failed: " + a.failure
	}
	return a.side + " " + string(a.output)
}

// differences counts and shows the calls that two sides answer differently.
type differences struct{ calls, differ int }

// compare shows a difference. Answers are compared as the contract reads them,
// failures by their kind.
func (d *differences) compare(cmd *cobra.Command, call, hook string, a, b answer) {
	d.calls++
	same := a.failure == b.failure
	if same && a.failure == "" {
		same = pluginhost.CheckAnswer(hook, b.output, a.output) == nil
	}
	if !same {
		d.differ++
		fmt.Fprintf(cmd.OutOrStdout(), "%s\n  %s\n  %s\n", call, a, b)
	}
}

func (d *differences) conclude(cmd *cobra.Command) error {
	fmt.Fprintf(cmd.OutOrStdout(), "%d calls, %d differ\n", d.calls, d.differ)
	if d.differ > 0 {
		return fmt.Errorf("%d of %d answers differ: %w", d.differ, d.calls, errReported)
	}
	return nil
}

// errorKind is the kind of a guest's failure, empty when there is none.
func errorKind(err error) string {
	var p *sdk.PluginError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &p):
		return p.Kind
	}
	return err.Error()
}
