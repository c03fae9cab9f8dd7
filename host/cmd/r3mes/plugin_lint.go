package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginkit"
)

func newPluginLint(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "lint [FOLDER]",
		Short: "Check everything a host checks, and good manners",
		Long: `Lint makes every check of a load: manifest, imports, exports, configuration,
compilation and self-tests. What would be refused is an error. Beyond that it
warns of what a host accepts and an operator regrets: hooks without a golden
case, no self-test, a configuration that takes any key, a capability that
the module never uses, debug sections that only make it larger.`,
		Example: "  r3mes plugin lint my-router",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := folderOf(args)
			box, err := c.openSandbox(cmd, path)
			if err != nil {
				return err
			}
			defer box.Close()
			wasm, err := os.ReadFile(box.Question().Module)
			if err != nil {
				return err
			}
			report, err := pluginhost.Inspect(wasm)
			if err != nil {
				return err
			}
			warnings := lintPlugin(box.Manifest(), report, path)
			for _, w := range warnings {
				fmt.Fprintf(cmd.OutOrStdout(), "warning: %s\n", w)
			}
			info := box.Info()
			fmt.Fprintf(cmd.OutOrStdout(), "%s %s would be served; %d warnings\n", info.Name, info.Version, len(warnings))
			return nil
		},
	}
}

// lintPlugin returns what is allowed and not good.
func lintPlugin(m *pluginhost.Manifest, module pluginhost.ModuleReport, path string) []string {
	var warnings []string
	warn := func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }
	if m.Description == "" {
		warn("manifest: no description: operators see it in lists")
	}
	if len(m.SelfTests) == 0 {
		warn("manifest: no [[selftest]]: a host cannot tell that the plugin works before it serves it")
	}
	if len(m.Config.Schema) > 0 && !strings.Contains(string(m.Config.Schema), `"additionalProperties":false`) {
		warn("manifest: config.schema takes any key: set additionalProperties = false, so that a misspelt one is refused")
	}
	for _, wish := range m.Capabilities {
		kind, _, _ := strings.Cut(wish, ":")
		names := pluginhost.CapabilityImports(wish)
		used := slices.ContainsFunc(module.Imports, func(i string) bool {
			_, name, _ := strings.Cut(i, ".")
			return slices.Contains(names, name)
		})
		if len(names) > 0 && !used {
			warn("manifest: asks for %q and the module imports none of %s", kind, strings.Join(names, ", "))
		}
	}
	cases, err := loadCases(path, "")
	if err != nil {
		warn("%s holds no golden cases", pluginkit.TestData(path))
	}
	covered := map[string]bool{}
	for _, c := range cases {
		covered[c.Hook] = true
	}
	for hook := range m.Hooks {
		if err == nil && !covered[hook] {
			warn("%s holds no golden case for the hook %s", pluginkit.TestData(path), hook)
		}
	}
	debug := 0
	for name, size := range module.Custom {
		if name == "name" || strings.HasPrefix(name, ".debug") {
			debug += size
		}
	}
	if debug > 0 {
		warn("%s: %s of debug sections that no host reads", filepath.Base(path), describeBytes(int64(debug)))
	}
	slices.Sort(warnings)
	return warnings
}
