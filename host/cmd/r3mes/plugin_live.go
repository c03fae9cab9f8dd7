package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/api"
)

// newPluginList lists the plugins of a server, or loads those of a folder.
func newPluginList(l *live) *cobra.Command {
	return &cobra.Command{
		Use:   "list [FOLDER]",
		Short: "List the plugins of a server, or try those of a folder",
		Long: `List shows what the server serves, how it is tried, and what is wrong. With a
folder it asks no server: it loads every plugin there in the sandbox as the
server would, and names what does not pass with the way to mend it.`,
		Example: "  r3mes plugin list\n  r3mes plugin list --json\n  r3mes plugin list bin/plugins",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				return l.listFolder(cmd, args[0])
			}
			var answer struct{ Plugins []api.Plugin }
			return l.ask(cmd, "GET", "/admin/plugins", nil, &answer, func(w io.Writer) {
				rows(w, "NAME|VERSION|ID|HOOKS (ORDER)|GRANTED|STATE", func(row func(...any)) {
					for _, p := range answer.Plugins {
						if a := p.Active; a != nil {
							row(p.Name, a.Version, short(a.ID), hooksOf(*a), orNone(a.Granted), stateOf(p))
						} else {
							row(p.Name, "", "", "", "", stateOf(p))
						}
					}
				})
			})
		},
	}
}

// hooksOf are a version's hooks with their places in the chains.
func hooksOf(v api.PluginVersion) string {
	hooks := make([]string, len(v.Hooks))
	for i, h := range v.Hooks {
		hooks[i] = fmt.Sprintf("%s (%d)", h.Hook, h.Position+1)
		if h.Fail != "" {
			hooks[i] += " for " + orNone(h.Adapters)
		}
	}
	return strings.Join(hooks, ", ")
}

// stateOf is a plugin's state in a few words.
func stateOf(p api.Plugin) string {
	var words []string
	switch {
	case p.Broken != "":
		words = append(words, "broken: "+p.Broken)
	case p.Removed:
		words = append(words, "removed")
	case p.Active == nil:
		words = append(words, "not served")
	case p.Active.Breaker != "closed":
		words = append(words, "breaker "+p.Active.Breaker)
	default:
		words = append(words, "serves")
	}
	if p.Canary != nil {
		words = append(words, fmt.Sprintf("canary %s for %d %%", p.Canary.Version, p.Percent))
	}
	if p.Shadow != nil {
		words = append(words, "shadow "+p.Shadow.Version)
	}
	return strings.Join(words, ", ")
}

func newPluginShow(l *live) *cobra.Command {
	return &cobra.Command{
		Use:     "show NAME",
		Short:   "Show one plugin: versions, hooks, grants, configuration",
		Example: "  r3mes plugin show my-router\n  r3mes plugin show my-router --json",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var p api.Plugin
			return l.ask(cmd, "GET", pluginPath(args[0]), nil, &p, func(w io.Writer) { showPlugin(w, p) })
		},
	}
}

func showPlugin(w io.Writer, p api.Plugin) {
	fmt.Fprintf(w, "%s: %s\n", p.Name, stateOf(p))
	if p.Description != "" {
		fmt.Fprintln(w, p.Description)
	}
	if p.Signer != "" {
		fmt.Fprintf(w, "the name belongs to the key %s\n", p.Signer)
	}
	if a := p.Last; a != nil {
		fmt.Fprintf(w, "last act: %s by %s at %s\n", a.Name, a.By, a.At.Format("2006-01-02 15:04:05"))
	}
	if a := p.Active; a != nil {
		fmt.Fprintf(w, "\nhooks    %s\nwanted   %s\ngranted  %s\nconfig   %s\nbreaker  %s\nlimits   %d units of fuel a call, %d pages of memory, %d of %d instances made\n",
			hooksOf(*a), orNone(a.Wanted), orNone(a.Granted), a.Config, a.Breaker, a.Fuel, a.MemoryPages, a.Instances, a.MaxInstances)
	}
	if len(p.Versions) == 0 {
		fmt.Fprintln(w, "\nIt is served from the plugins folder; the first act on it stores it.")
		return
	}
	fmt.Fprintln(w)
	rows(w, "VERSION|ID|HASH|ROLE|LOADED|BY|SIGNED", func(row func(...any)) {
		for _, v := range p.Versions {
			signed := "no"
			if v.Signer != "" {
				signed = "yes"
			}
			row(v.Version, v.ID, short(v.Hash), v.Role, v.Loaded.At.Format("2006-01-02 15:04"), v.Loaded.By, signed)
		}
	})
}

func newPluginVerify(l *live) *cobra.Command {
	return &cobra.Command{
		Use:   "verify NAME [VERSION] | verify FOLDER",
		Short: "Check a stored version, or a folder, as a load does",
		Long: `Verify takes a version that the server keeps through everything that a load
checks, its signature by today's policy included, and changes nothing. With a
folder (or a .wasm file) it sends that and has it checked, before you load it.`,
		Example: "  r3mes plugin verify my-router\n  r3mes plugin verify my-router 1.1.0\n  r3mes plugin verify ./my-router",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := os.Stat(args[0]); err == nil && len(args) == 1 && strings.ContainsAny(args[0], `/.\`) {
				return l.verifyFolder(cmd, args[0])
			}
			return l.act(cmd, "verify", args[0], versionOf(args), func(w io.Writer, r api.PluginResult) {
				fmt.Fprintf(w, "%s %s (id %s) passes\n", r.Plugin, r.Version, r.ID)
			})
		},
	}
}

func (l *live) verifyFolder(cmd *cobra.Command, folder string) error {
	u, err := readUpload(folder)
	if err != nil {
		return err
	}
	name, err := u.name()
	if err != nil {
		return fmt.Errorf("%s: %w", folder, err)
	}
	return l.upload(cmd, pluginPath(name, "verify"), u, "passes, and is not loaded")
}

// versionOf is the body that names the version of args[1], if any.
func versionOf(args []string) map[string]any {
	if len(args) < 2 {
		return map[string]any{}
	}
	return map[string]any{"version": args[1]}
}

// act sends one act and says what became of it.
func (l *live) act(cmd *cobra.Command, verb, plugin string, body map[string]any, say func(w io.Writer, r api.PluginResult)) error {
	var r api.PluginResult
	return l.ask(cmd, "POST", pluginPath(plugin, verb), body, &r, func(w io.Writer) {
		if r.Unchanged && verb != "verify" {
			fmt.Fprintf(w, "%s %s serves already, nothing changed\n", r.Plugin, r.Version)
		} else {
			say(w, r)
		}
		warn(cmd.ErrOrStderr(), r)
	})
}

// serves says which version serves after an act.
func serves(w io.Writer, r api.PluginResult) {
	fmt.Fprintf(w, "%s %s (id %s) serves\n", r.Plugin, r.Version, r.ID)
}

func newPluginActivate(l *live) *cobra.Command {
	return &cobra.Command{
		Use:   "activate NAME [VERSION]",
		Short: "Serve a version that the server keeps",
		Long: `Activate serves a version from the next request on; running ones end with the
version that they began with. VERSION is an id, the beginning of one, or the
version of a manifest (r3mes plugin show lists them); without it, the newest.`,
		Example: "  r3mes plugin activate my-router\n  r3mes plugin activate my-router 1.1.0",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return l.act(cmd, "activate", args[0], versionOf(args), serves)
		},
	}
}

func newPluginRollback(l *live) *cobra.Command {
	var steps int
	cmd := &cobra.Command{
		Use:   "rollback NAME",
		Short: "Serve the version before again, at once",
		Long: `Rollback serves the version that served before, or with --steps 2 the one before
that. Both are kept compiled, so it takes no longer than the next request. Other
plugins are not touched.`,
		Example: "  r3mes plugin rollback my-router\n  r3mes plugin rollback my-router --steps 2",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return l.act(cmd, "rollback", args[0], map[string]any{"steps": steps}, serves)
		},
	}
	cmd.Flags().IntVar(&steps, "steps", 1, "how many versions back, 1 or 2")
	return cmd
}

func newPluginCanary(l *live) *cobra.Command {
	var percent int
	var off bool
	cmd := &cobra.Command{
		Use:   "canary NAME [VERSION] --percent N",
		Short: "Serve a share of the wallets by another version",
		Long: `Canary serves N percent of the wallets by VERSION, always the same ones, so that
nobody's requests are mixed. Without VERSION it changes the share of the canary
that there is. Compare the two with r3mes plugin metrics; end it with promote, or
with --off, which ends a shadow too.`,
		Example: `  r3mes plugin canary my-router 1.1.0 --percent 5
  r3mes plugin canary my-router --percent 50
  r3mes plugin canary my-router --off`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if off {
				return l.act(cmd, "canary", args[0], map[string]any{"off": true}, withdrawn)
			}
			if !cmd.Flags().Changed("percent") {
				return errors.New("which share? Give --percent 0 to 100, or --off")
			}
			body := versionOf(args)
			body["percent"] = percent
			return l.act(cmd, "canary", args[0], body, func(w io.Writer, r api.PluginResult) {
				fmt.Fprintf(w, "the canary of %s serves %d %% of the wallets\n", r.Plugin, percent)
			})
		},
	}
	cmd.Flags().IntVar(&percent, "percent", 0, "share of the wallets, 0 to 100")
	cmd.Flags().BoolVar(&off, "off", false, "end it")
	return cmd
}

func withdrawn(w io.Writer, r api.PluginResult) {
	fmt.Fprintf(w, "%s has neither a canary nor a shadow any more\n", r.Plugin)
}

func newPluginShadow(l *live) *cobra.Command {
	var off bool
	cmd := &cobra.Command{
		Use:   "shadow NAME [VERSION]",
		Short: "Ask another version after each answer, and compare",
		Long: `Shadow asks VERSION, or the newest, after each answer what the active version was
asked. It decides nothing, writes nothing and reaches no network; r3mes plugin
differences shows where it would have decided otherwise. End it with promote, or
with --off, which ends a canary too.`,
		Example: "  r3mes plugin shadow my-router 1.1.0\n  r3mes plugin differences my-router\n  r3mes plugin shadow my-router --off",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if off {
				return l.act(cmd, "shadow", args[0], map[string]any{"off": true}, withdrawn)
			}
			return l.act(cmd, "shadow", args[0], versionOf(args), func(w io.Writer, r api.PluginResult) {
				fmt.Fprintf(w, "%s %s (id %s) is asked after each answer\n", r.Plugin, r.Version, r.ID)
			})
		},
	}
	cmd.Flags().BoolVar(&off, "off", false, "end it")
	return cmd
}

func newPluginPromote(l *live) *cobra.Command {
	return &cobra.Command{
		Use:     "promote NAME",
		Short:   "Make the canary, or the shadow, the version that serves",
		Example: "  r3mes plugin promote my-router",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return l.act(cmd, "promote", args[0], map[string]any{}, serves)
		},
	}
}

func newPluginGrant(l *live) *cobra.Command {
	var none bool
	cmd := &cobra.Command{
		Use:   "grant NAME GRANT…",
		Short: "Say what a plugin may reach",
		Long: `Grant replaces all that a plugin may reach, and serves the version that this
makes. It gets what its manifest asks for, you grant, and plugins.ceiling allows.

  prompt log config metrics embed clock random      the whole capability
  kv                                                1,000 keys, 1 MiB
  kv:keys=5000 bytes=4194304                        another quota
  http:GET|POST api.example.com:443                 methods, host, port
  secrets:api-key                                   one secret`,
		Example: `  r3mes plugin grant my-router log "kv:keys=5000 bytes=4194304"
  r3mes plugin grant my-router --none`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			grants := args[1:]
			if none == (len(grants) > 0) {
				return errors.New("name all grants, or take them away with --none")
			}
			return l.act(cmd, "grant", args[0], map[string]any{"grants": append([]string{}, grants...)}, serves)
		},
	}
	cmd.Flags().BoolVar(&none, "none", false, "take all away")
	return cmd
}

func newPluginConfig(l *live) *cobra.Command {
	var defaults bool
	cmd := &cobra.Command{
		Use:   "config NAME KEY=VALUE…",
		Short: "Configure a plugin",
		Long: `Config replaces what is laid over the manifest's defaults, and serves the version
that this makes. A value that is JSON is that (10, true, ["a"]), anything else a
text. The plugin's schema decides what is allowed.`,
		Example: "  r3mes plugin config route-semantic threshold=0.8\n  r3mes plugin config route-semantic --defaults",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if defaults == (len(args) > 1) {
				return errors.New("give all values as KEY=VALUE, or go back to the manifest's with --defaults")
			}
			values, err := pairs(args[1:])
			if err != nil {
				return err
			}
			return l.act(cmd, "config", args[0], map[string]any{"config": values}, serves)
		},
	}
	cmd.Flags().BoolVar(&defaults, "defaults", false, "go back to the manifest's defaults")
	return cmd
}

func newPluginBind(l *live) *cobra.Command {
	var none, manifest bool
	cmd := &cobra.Command{
		Use:   "bind NAME ADAPTER…",
		Short: "Say whose requests a pre or post plugin serves",
		Long: `Bind replaces the adapters whose requests a pre or post plugin serves, and serves
the version that this makes. "*" is every request, "" the base model's.`,
		Example: `  r3mes plugin bind pre-redact "*"
  r3mes plugin bind post-json coder law
  r3mes plugin bind post-json --none`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			body := map[string]any{"adapters": append([]string{}, args[1:]...)}
			switch given := len(args) > 1; {
			case given && (none || manifest), none && manifest, !given && !none && !manifest:
				return errors.New("name the adapters, or give --none, or --manifest to leave it to the manifest")
			case manifest:
				body = map[string]any{"manifest": true}
			}
			return l.act(cmd, "bind", args[0], body, serves)
		},
	}
	cmd.Flags().BoolVar(&none, "none", false, "nobody's")
	cmd.Flags().BoolVar(&manifest, "manifest", false, "what the manifest says")
	return cmd
}

func newPluginRemove(l *live) *cobra.Command {
	return &cobra.Command{
		Use:   "remove NAME",
		Short: "Stop serving a plugin, and forget it",
		Long: `Remove ends all versions of a plugin and removes its files and its pairs; running
requests end with what they began with. One that lies in the plugins folder stays
out until load or activate brings it back.`,
		Example: "  r3mes plugin remove my-router",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return l.ask(cmd, "DELETE", pluginPath(args[0]), nil, &struct{}{}, func(w io.Writer) {
				fmt.Fprintf(w, "%s is removed\n", args[0])
			})
		},
	}
}
