package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/server"
)

func newPlugin(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "plugin",
		Short: "Write, check, load and watch WebAssembly plugins",
		Long: `new, build, test, lint, bench, sign, replay, diff and conform are for authors and
need no server. The others are for operators. ` + howLive,
	}
	l := newLive(c, cmd)
	return group(cmd, newPluginNew(), newPluginBuild(), newPluginTest(c), newPluginLint(c), newPluginBench(c), newPluginSign(),
		newPluginReplay(c), newPluginDiff(c), newPluginConform(c),
		newPluginLoad(l), newPluginList(l), newPluginShow(l), newPluginRemove(l), newPluginVerify(l), newPluginActivate(l),
		newPluginRollback(l), newPluginCanary(l), newPluginShadow(l), newPluginPromote(l), newPluginGrant(l), newPluginConfig(l),
		newPluginBind(l), newPluginLogs(l), newPluginMetrics(l), newPluginDifferences(l))
}

// listFolder loads the plugins of a folder and lists them.
func (l *live) listFolder(cmd *cobra.Command, folder string) error {
	cfg, _, err := l.load(nil)
	if err != nil {
		return err
	}
	cfg.Plugins.Dir = folder
	list, err := loadPlugins(cmd.Context(), cfg)
	if err != nil {
		return err
	}
	rows(cmd.OutOrStdout(), "NAME|VERSION|HOOKS (ORDER)|GRANTED|HASH|DESCRIPTION", func(row func(...any)) {
		for _, p := range list {
			hooks := make([]string, len(p.Hooks))
			for i, h := range p.Hooks {
				hooks[i] = fmt.Sprintf("%s (%d)", h.Hook, h.Position+1)
			}
			row(p.Name, p.Version, strings.Join(hooks, " "), orNone(p.Granted), short(p.Hash), p.Description)
		}
	})
	return nil
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
