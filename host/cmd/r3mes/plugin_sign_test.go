package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aead.dev/minisign"
)

// What sign writes verifies by the library, and covers module and manifest.
func TestSignaturesVerify(t *testing.T) {
	dir := t.TempDir()
	key := filepath.Join(dir, "me.key")
	wasm, manifest := []byte("\x00asm any module"), []byte("name = \"p\"\nversion = \"1.2.3\"\ncontract = { min = 1, max = 1 }\n[hooks.route]\n")
	for name, content := range map[string][]byte{"plugin.wasm": wasm, "manifest.toml": manifest} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"plugin", "sign", "--new-key", key}, {"plugin", "sign", dir, "--key", key}} {
		var out bytes.Buffer
		if status := run(context.Background(), args, nil, &out, &out); status != 0 {
			t.Fatalf("%v: %s", args, &out)
		}
	}
	public, err := minisign.PublicKeyFromFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	signature, err := os.ReadFile(filepath.Join(dir, "plugin.wasm.minisig"))
	if err != nil {
		t.Fatal(err)
	}
	if !minisign.Verify(public, wasm, signature) {
		t.Error("the signature does not verify")
	}
	if minisign.Verify(public, append(wasm, 0), signature) {
		t.Error("the signature verifies a longer module")
	}
	var s minisign.Signature
	if err := s.UnmarshalText(signature); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"p 1.2.3", fmt.Sprintf("manifest sha256:%x", sha256.Sum256(manifest))} {
		if !strings.Contains(s.TrustedComment, want) {
			t.Errorf("signed comment %q does not say %q", s.TrustedComment, want)
		}
	}
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("private key has mode %v, %v; want 0600", info.Mode(), err)
	}
}
