package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/pluginbuild"
	"github.com/r3mes/r3mes/host/plugintemplate"
)

func newPluginNew() *cobra.Command {
	var lang, hook, dir string
	cmd := &cobra.Command{
		Use:   "new NAME",
		Short: "Start a plugin: source, manifest, golden cases and the SDK",
		Long: `New makes a folder with a working plugin to change: its source, its manifest with
a configuration and a self-test, golden cases, and a copy of the SDK, so that
building needs the language's compiler and no network.

Languages: go, rust, assemblyscript, zig, c.
Hooks: ` + strings.Join(plugintemplate.Hooks(), ", ") + ` (quote brings settle: whoever quotes a price settles it).`,
		Example: "  r3mes plugin new my-router\n  r3mes plugin new night-price --lang zig --hook quote",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := pluginbuild.Parse(lang)
			if err != nil {
				return err
			}
			folder := args[0]
			if dir != "" {
				folder = filepath.Join(dir, args[0])
			}
			if err := plugintemplate.New(folder, plugintemplate.Options{Name: filepath.Base(args[0]), Lang: l, Hook: hook}); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s is ready: %s for the hook %s.\n\nNext:\n  r3mes plugin build %[1]s\n  r3mes plugin test %[1]s\n", folder, l, hook)
			return nil
		},
	}
	cmd.Flags().StringVar(&lang, "lang", "go", "language: go, rust, assemblyscript, zig or c")
	cmd.Flags().StringVar(&hook, "hook", "route", "hook: "+strings.Join(plugintemplate.Hooks(), " or "))
	cmd.Flags().StringVar(&dir, "dir", "", "folder to make the plugin's folder in (default: here)")
	return cmd
}
