package hosttest_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/r3mes/r3mes/host/hosttest"
)

// A step is a command of a guide and what it prints, in which … stands for
// anything.
var step = regexp.MustCompile("(?s)```sh\n(.*?)```\n(?:```\n(.*?)```\n)?")

// TestHTTPGuides runs every command of every guide against a server, as a reader
// would, and compares what it prints.
func TestHTTPGuides(t *testing.T) {
	if os.Getenv("R3MES_HTTP_TESTS") == "" {
		t.Skip("make test-http sets R3MES_HTTP_TESTS")
	}
	guides, err := filepath.Glob("../api/docs/*.md")
	if err != nil || len(guides) == 0 {
		t.Fatalf("guides %v, %v", guides, err)
	}
	for _, path := range guides {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			s := hosttest.Start(t, hosttest.Options{})
			for _, m := range step.FindAllStringSubmatch(string(text), -1) {
				runStep(t, s, m[1], m[2])
			}
		})
	}
}

func runStep(t *testing.T, s *hosttest.Server, command, want string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	host := strings.TrimPrefix(s.URL, "http://")
	cmd := exec.CommandContext(ctx, "bash", "-euo", "pipefail", "-c", strings.ReplaceAll(command, "127.0.0.1:8000", host))
	cmd.Dir = t.TempDir()
	got, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s\nended with %v:\n%s", command, err, got)
		return
	}
	var pattern strings.Builder
	pattern.WriteString(`(?s)^\s*`)
	for i, part := range strings.Split(strings.TrimSpace(want), "…") {
		if i > 0 {
			pattern.WriteString(".*")
		}
		pattern.WriteString(regexp.QuoteMeta(part))
	}
	pattern.WriteString(`\s*$`)
	if !regexp.MustCompile(pattern.String()).Match(got) {
		t.Errorf("%s\nprinted\n%s\nwant\n%s", command, got, want)
	}
}

func TestTheDocumentsNeedNothingFromElsewhere(t *testing.T) {
	s := tiny(t, hosttest.Options{NoPlugins: true})
	for _, path := range []string{"/docs", "/docs/r3mes", "/docs/openai", "/docs/live", "/docs/admin"} {
		r := call(t, "GET", s.URL+path, nil)
		if r.status != 200 || !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
			t.Fatalf("%s: %d %s", path, r.status, r.header.Get("Content-Type"))
		}
		for _, outside := range []string{"<script", "src=", "url(", "@import", `href="http`, "ZgotmplZ"} {
			if strings.Contains(r.body, outside) {
				t.Errorf("%s has %q", path, outside)
			}
		}
		_, rest, _ := strings.Cut(r.body, "<style>")
		style, _, _ := strings.Cut(rest, "</style>")
		sum := sha256.Sum256([]byte(style))
		if policy := r.header.Get("Content-Security-Policy"); style == "" || !strings.Contains(policy, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
			t.Errorf("%s: the policy %q does not allow the page's own style", path, policy)
		}
	}
	if r := call(t, "GET", s.URL+"/docs", nil); !strings.Contains(r.body, "/v1/chat/completions") || !strings.Contains(r.body, "wallet_address") {
		t.Error("/docs does not list the routes with their fields")
	}
	if r := call(t, "GET", s.URL+"/docs/nothing", nil); r.status != 404 {
		t.Errorf("/docs/nothing: %d, want 404", r.status)
	}
}
