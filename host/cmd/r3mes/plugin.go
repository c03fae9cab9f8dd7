package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/server"
)

func newPlugin(c *common) *cobra.Command {
	cmd := &cobra.Command{Use: "plugin", Short: "Write, check and look at WebAssembly plugins"}
	return group(cmd, &cobra.Command{
		Use:   "list [FOLDER]",
		Short: "Load the plugins of a folder in the sandbox, and list them",
		Long: `List loads every plugin as the server would: manifest, imports, configuration and
self-tests are checked, and what does not pass is named with the way to mend it.
Without a folder it takes plugins.dir, or the plugins beside this binary.`,
		Example: "  r3mes plugin list\n  r3mes plugin list bin/plugins",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, _, err := c.load(nil)
			if err != nil {
				return err
			}
			if len(args) == 1 {
				cfg.Plugins.Dir = args[0]
			}
			list, err := loadPlugins(cmd.Context(), cfg)
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "NAME\tVERSION\tHOOKS (ORDER)\tGRANTED\tHASH\tDESCRIPTION")
			for _, p := range list {
				hooks := make([]string, len(p.Hooks))
				for i, h := range p.Hooks {
					hooks[i] = fmt.Sprintf("%s (%d)", h.Hook, h.Position+1)
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%.12s\t%s\n", p.Name, p.Version, strings.Join(hooks, " "), orNone(p.Granted), p.Hash, p.Description)
			}
			return w.Flush()
		},
	}, newPluginNew(), newPluginBuild(), newPluginTest(c), newPluginLint(c), newPluginBench(c), newPluginSign(),
		newPluginReplay(c), newPluginDiff(c), newPluginConform(c))
}

// loadPlugins loads the configured plugins, lists and closes them.
func loadPlugins(ctx context.Context, cfg config.Config) ([]pluginhost.Info, error) {
	dir := cfg.Plugins.Dir
	if dir == "" {
		dir = pluginsBesideBinary()
	}
	// Compiling takes seconds, so a server's cache is used, but none is made.
	cache := server.PluginCache(cfg.Data.Dir)
	if _, err := os.Stat(cache); err != nil {
		cache = ""
	}
	h, err := pluginhost.Open(ctx, pluginhost.Options{
		Dir: dir, CacheDir: cache, Disabled: cfg.Plugins.Disabled, Config: cfg.Plugins.Config, Grants: cfg.Plugins.Grants,
	})
	if err != nil {
		return nil, err
	}
	return h.List(), h.Close()
}
