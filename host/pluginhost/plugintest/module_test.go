package plugintest

import (
	"encoding/hex"
	"strings"
	"testing"
)

func TestModuleBytes(t *testing.T) {
	m := &Module{}
	m.Export("f", m.Func([]byte{I32}, Const32(-1)))
	const want = "0061736d01000000" + // preamble
		"0105" + "01" + "6000017f" + // one type: () → i32
		"0302" + "01" + "00" + // one function of type 0
		"0705" + "01" + "0166" + "0000" + // exported as f
		"0a08" + "01" + "06" + "01027e" + "417f" + "0b" // two i64 locals; i32.const −1; end
	if got := hex.EncodeToString(m.Bytes()); got != want {
		t.Errorf("module\n%s, want\n%s", got, want)
	}
}

func TestManifestPutsKeysBeforeTables(t *testing.T) {
	text := Manifest("p", []string{"route"}, "[limits]\nmemory_pages = 1", `capabilities = ["log"]`)
	if strings.Index(text, "capabilities") > strings.Index(text, "[hooks.route]") || !strings.Contains(text, "[limits]") {
		t.Errorf("manifest\n%s", text)
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int64]string{0: "00", 63: "3f", 64: "c000", -1: "7f", -64: "40", -65: "bf7f", -1 << 63: "8080808080808080807f"} {
		if got := hex.EncodeToString(sleb(n)); got != want {
			t.Errorf("%d is encoded as %s, want %s", n, got, want)
		}
	}
}
