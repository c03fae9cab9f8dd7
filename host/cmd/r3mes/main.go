// Command r3mes serves a ternary language model with LoRA adapters for credits.
//
//	r3mes serve                  # serve on http://127.0.0.1:8000
//	r3mes chat                   # talk to it
//	r3mes help                   # everything else
//
// One file a command; each command's --help shows examples.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/config"
)

// version is set by the linker, see the Makefile.
var version = "dev"

func main() { os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run executes one command line and returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintf(stderr, "r3mes: %v\n", err)
		return 1
	}
	return 0
}

// common holds the flags of every command that reads the configuration.
type common struct {
	file string
	data string
	set  []string
}

func newRoot() *cobra.Command {
	c := &common{}
	root := &cobra.Command{
		Use:   "r3mes",
		Short: "A ternary language model with LoRA adapters, served for credits",
		Long: `R3MES serves a BitNet b1.58 model with many LoRA adapters at once and charges
credits for each answer. WebAssembly plugins choose the adapter and the price.`,
		Example: `  r3mes serve                       serve the embedded demo model on http://127.0.0.1:8000
  r3mes chat "What is R3MES?"       ask it one question
  r3mes doctor                      check this machine and the configuration`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	flags := root.PersistentFlags()
	flags.StringVar(&c.file, "config", os.Getenv("R3MES_CONFIG"), "TOML file of the configuration (or R3MES_CONFIG)")
	flags.StringVar(&c.data, "data", "", "data folder (data.dir)")
	flags.StringArrayVar(&c.set, "set", nil, "set any configuration key, as in --set engine.threads=2")
	root.AddCommand(
		newServe(c), newChat(c), newModel(c), newAdapter(c), newPlugin(c), newTrust(c), newSecret(c), newAudit(c), newConfig(c), newKey(c), newCredit(c), newLedger(c), newChain(c),
		newBench(), newDoctor(c), newVersion(),
	)
	return root
}

// group completes a command that only holds others: alone it shows its help,
// with a word that is none of them it fails.
func group(cmd *cobra.Command, commands ...*cobra.Command) *cobra.Command {
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return fmt.Errorf("unknown command %q for %q; `%s --help` lists them", args[0], cmd.CommandPath(), cmd.CommandPath())
		}
		return cmd.Help()
	}
	cmd.Args = cobra.ArbitraryArgs
	cmd.AddCommand(commands...)
	return cmd
}

// load reads the configuration. flags are those of the command by key.
func (c *common) load(flags map[string]string) (config.Config, []string, error) {
	all := map[string]string{}
	for _, pair := range c.set {
		key, value, ok := strings.Cut(pair, "=")
		if !ok {
			return config.Config{}, nil, fmt.Errorf("--set %q: want key=value", pair)
		}
		all[key] = value
	}
	if c.data != "" {
		all["data.dir"] = c.data
	}
	for key, value := range flags {
		all[key] = value
	}
	return config.Load(config.Sources{File: c.file, Env: os.Environ(), Flags: all})
}

// errReported is a failure that was already told in full.
var errReported = errors.New("see above")
