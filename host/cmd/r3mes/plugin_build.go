package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/pluginbuild"
)

func newPluginBuild() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "build [FOLDER]",
		Short: "Compile a plugin's source to plugin.wasm",
		Long: `Build finds the language by the folder's files (Cargo.toml, *.go, *.ts, *.zig,
*.c) and compiles with its compiler from PATH: go, cargo, asc, or zig for Zig
and C. Nothing is fetched.`,
		Example: "  r3mes plugin build my-router\n  r3mes plugin build . --output ../plugins/my-router/plugin.wasm",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := folderOf(args)
			module := out
			if module == "" {
				module = filepath.Join(dir, "plugin.wasm")
			}
			if err := pluginbuild.Build(cmd.Context(), dir, module); err != nil {
				return err
			}
			wasm, err := os.ReadFile(module)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %d bytes, sha256 %x\n", module, len(wasm), sha256.Sum256(wasm))
			return nil
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "where the module goes (default: plugin.wasm in the folder)")
	return cmd
}

// folderOf is the plugin a command is about: its argument, or here.
func folderOf(args []string) string {
	if len(args) == 0 {
		return "."
	}
	return args[0]
}
