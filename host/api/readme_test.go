package api

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the README's table of routes")

const (
	readme      = "../../README.md"
	routesBegin = "<!-- routes: made by make routes -->\n"
	routesEnd   = "<!-- end of routes -->\n"
)

// TestTheReadmeListsTheRoutes holds the README's table to the table of routes.
func TestTheReadmeListsTheRoutes(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), routesBegin)
	old, after, closed := strings.Cut(rest, routesEnd)
	if !found || !closed {
		t.Fatalf("%s lacks %q or %q", readme, routesBegin, routesEnd)
	}
	want := readmeRoutes()
	if *update {
		if err := os.WriteFile(readme, []byte(before+routesBegin+want+routesEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if old != want {
		t.Error("the README's table of routes is old: run make routes")
	}
}

// readmeRoutes writes one row a route.
func readmeRoutes() string {
	var text strings.Builder
	text.WriteString("| route | for | what |\n|---|---|---|\n")
	for _, r := range Routes() {
		alias := ""
		if r.Alias {
			alias = " ᵃ"
		}
		fmt.Fprintf(&text, "| `%s %s`%s | %s | %s |\n", r.Method, r.Path, alias, r.Who, strings.ReplaceAll(r.Say, "|", "\\|"))
	}
	return text.String()
}
