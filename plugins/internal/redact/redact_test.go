package redact

import (
	"strings"
	"testing"
)

func all(t testing.TB) Masker {
	t.Helper()
	m, err := New([]string{Email, Card, Key})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMask(t *testing.T) {
	for text, want := range map[string]string{
		"":                                        "",
		"write to ann.o+x@mail.example.org!":      "write to [email]!",
		"a@b, a@b.c and @x":                       "a@b, a@b.c and @x",
		"card 4111 1111 1111 1111.":               "card [card].",
		"card 4111-1111-1111-1111":                "card [card]",
		"4111111111111111":                        "[card]",
		"4111 1111 1111 1112":                     "4111 1111 1111 1112", // check digit
		"room 12 4111 1111 1111 1111 now":         "room 12 [card] now",
		"4111 1111 1111 1111 5500 0000 0000 0004": "[card] [card]",
		"4111  1111 1111 1111":                    "4111  1111 1111 1111", // two spaces: two numbers
		"phone 030 1234567":                       "phone 030 1234567",
		"sk-abcdefghijklmnop0123":                 "[key]",
		"task-abcdefghijklmnop0123":               "task-abcdefghijklmnop0123",
		"sk-short":                                "sk-short",
		"über: münch@köln.de, x@köln.de":          "über: münch@köln.de, x@köln.de",
		"邮件a@b.com。":                              "邮件[email]。",
	} {
		if got := all(t).Mask(text); got != want {
			t.Errorf("Mask(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestKindsAreChosen(t *testing.T) {
	m, err := New([]string{Card})
	if err != nil || m.Mask("a@b.com 4111111111111111") != "a@b.com [card]" {
		t.Errorf("%q, %v", m.Mask("a@b.com 4111111111111111"), err)
	}
	if _, err := New([]string{"iban"}); err == nil || !strings.Contains(err.Error(), `"iban"`) {
		t.Errorf("error %v, want one that names the kind", err)
	}
}

func TestHoldBackIsBounded(t *testing.T) {
	m := all(t)
	var out, rest string
	for range 10 * MaxHold {
		masked, left := m.Next(rest+"a", false)
		out, rest = out+masked, left
		if len(rest) > MaxHold {
			t.Fatalf("%d bytes held back", len(rest))
		}
	}
	if masked, _ := m.Next(rest, true); out+masked != strings.Repeat("a", 10*MaxHold) {
		t.Error("text was lost")
	}
}

// However the text is cut, the same is masked; cut into single bytes, that is
// into characters' parts too.
func FuzzTheCutDoesNotMatter(f *testing.F) {
	for _, text := range []string{"mail ann@example.org 4111 1111 1111 1111 sk-abcdefghijklmnop0123 über", "12 4111 1111 1111 1111 3 4", strings.Repeat("a1", 1500) + "@b.com"} {
		f.Add(text, uint64(0x9e3779b97f4a7c15))
	}
	f.Fuzz(func(t *testing.T, text string, cuts uint64) {
		text = strings.ToValidUTF8(text, "\uFFFD")
		m := all(t)
		var out, rest string
		runes := []rune(text)
		for i := 0; i < len(runes); {
			n := min(1+int(cuts>>(i%60)&7), len(runes)-i)
			masked, left := m.Next(rest+string(runes[i:i+n]), false)
			out, rest, i = out+masked, left, i+n
		}
		masked, rest := m.Next(rest, true)
		if got, want := out+masked, m.Mask(text); got != want || rest != "" {
			t.Errorf("in pieces %q, at once %q", got, want)
		}
	})
}
