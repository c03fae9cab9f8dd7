package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"aead.dev/minisign"
	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/plugintrust"
)

// signPassword names the environment variable that unlocks a signing key: on
// the command line everybody could read it.
const signPassword = "MINISIGN_PASSWORD"

func newPluginSign() *cobra.Command {
	var keyFile, newKey string
	cmd := &cobra.Command{
		Use:   "sign [FOLDER]",
		Short: "Sign a plugin, or make a signing key",
		Long: `Sign writes plugin.wasm.minisig beside plugin.wasm, a minisign signature whose
signed comment names the plugin, its version and the digest of its manifest.
Whoever has the public key can check it, with minisign too.

With --new-key it makes a key pair instead: FILE, which stays with you, and
FILE.pub, for the operators who are to trust your plugins. If ` + signPassword + `
is set, it locks the new key and unlocks a locked one.`,
		Example: "  r3mes plugin sign --new-key me.key\n  r3mes plugin sign my-router --key me.key",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case newKey != "" && (keyFile != "" || len(args) > 0):
				return errors.New("--new-key stands alone: sign in a second step")
			case newKey != "":
				return makeKey(cmd, newKey)
			case keyFile == "":
				return errors.New("which key? Give --key FILE, or make one with --new-key FILE")
			}
			return signPlugin(cmd, folderOf(args), keyFile)
		},
	}
	cmd.Flags().StringVar(&keyFile, "key", "", "file of the private key")
	cmd.Flags().StringVar(&newKey, "new-key", "", "make a key pair: this file, and the same with .pub")
	return cmd
}

func makeKey(cmd *cobra.Command, path string) error {
	public, private, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	text, err := private.MarshalText()
	if password := os.Getenv(signPassword); password != "" {
		text, err = minisign.EncryptKey(password, private)
	}
	if err != nil {
		return err
	}
	publicText, err := public.MarshalText()
	if err != nil {
		return err
	}
	for _, f := range []struct {
		path string
		text []byte
		mode os.FileMode
	}{{path, text, 0o600}, {path + ".pub", publicText, 0o644}} {
		if err := writeNew(f.path, append(f.text, '\n'), f.mode); err != nil {
			return err
		}
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s: private key, keep it\n%s.pub: public key %s\n", path, path, public)
	return nil
}

// writeNew never replaces a file: it may be somebody's only key.
func writeNew(path string, content []byte, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}

func signPlugin(cmd *cobra.Command, dir, keyFile string) error {
	key, err := readKey(keyFile)
	if err != nil {
		return err
	}
	m, err := pluginhost.ReadManifest(dir)
	if err != nil {
		return err
	}
	module := filepath.Join(dir, "plugin.wasm")
	wasm, err := os.ReadFile(module)
	if err != nil {
		return fmt.Errorf("%w: run r3mes plugin build %s", err, dir)
	}
	manifest, err := pluginhost.ManifestFile(dir)
	if err != nil {
		return err
	}
	comment := plugintrust.Subject{Name: m.Name, Version: m.Version, Manifest: manifest}.Comment()
	signature := minisign.SignWithComments(key, wasm, comment, "signature of plugin.wasm by minisign key "+fmt.Sprintf("%016X", key.ID()))
	if err := os.WriteFile(module+".minisig", signature, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s.minisig: %s, key %016X\n", module, comment, key.ID())
	return nil
}

func readKey(path string) (minisign.PrivateKey, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return minisign.PrivateKey{}, err
	}
	if minisign.IsEncrypted(text) {
		password := os.Getenv(signPassword)
		if password == "" {
			return minisign.PrivateKey{}, fmt.Errorf("%s is locked: set %s", path, signPassword)
		}
		key, err := minisign.DecryptKey(password, text)
		if err != nil {
			return key, fmt.Errorf("%s: %w: is %s the password that locked it?", path, err, signPassword)
		}
		return key, nil
	}
	var key minisign.PrivateKey
	if err := key.UnmarshalText(text); err != nil {
		return key, fmt.Errorf("%s is no minisign private key: %w", path, err)
	}
	return key, nil
}
