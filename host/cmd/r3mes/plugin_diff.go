package main

import (
	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/pluginkit"
)

func newPluginDiff(c *common) *cobra.Command {
	var recording string
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Ask two modules the same, and show where they differ",
		Long: `Diff loads two plugins in the sandbox, folders or .wasm files with their manifest,
asks both the same requests and shows where their answers differ: the golden
cases of NEW, or the calls that a live host recorded.`,
		Example: "  r3mes plugin diff released/my-router my-router\n  r3mes plugin diff released/my-router my-router --recording calls.jsonl",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			before, err := c.openSandbox(cmd, args[0])
			if err != nil {
				return err
			}
			defer before.Close()
			after, err := c.openSandbox(cmd, args[1])
			if err != nil {
				return err
			}
			defer after.Close()
			calls, err := diffCalls(args[1], recording, before.Manifest().Name)
			if err != nil {
				return err
			}
			var d differences
			for _, call := range calls {
				a, aErr := before.Run(cmd.Context(), call.question)
				b, bErr := after.Run(cmd.Context(), call.question)
				d.compare(cmd, call.name, call.question.Hook, answer{"old", a, errorKind(aErr)}, answer{"new", b, errorKind(bErr)})
			}
			return d.conclude(cmd)
		},
	}
	cmd.Flags().StringVar(&recording, "recording", "", "file of recorded calls to ask instead of golden cases")
	return cmd
}

type namedCall struct {
	name     string
	question pluginkit.Question
}

// diffCalls are the requests of a recording, or else of the golden cases.
func diffCalls(path, recording, plugin string) ([]namedCall, error) {
	var calls []namedCall
	if recording != "" {
		recorded, err := pluginkit.ReadRecordings(recording, plugin, "")
		for _, r := range recorded {
			calls = append(calls, namedCall{r.Name(), pluginkit.Question{Hook: r.Hook, Input: r.Input}})
		}
		return calls, err
	}
	cases, err := loadCases(path, "")
	for _, c := range cases {
		calls = append(calls, namedCall{c.Name, pluginkit.Question{Hook: c.Hook, Input: string(c.Request)}})
	}
	return calls, err
}
