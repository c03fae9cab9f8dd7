package clienttest

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"github.com/r3mes/r3mes/host/hosttest"
)

// The JavaScript side, exactly: the client and the Node release that runs it.
var npmPackages = []string{"openai@7.57.0", "node@22.23.3"}

func start(t *testing.T) *hosttest.Server {
	t.Helper()
	if os.Getenv("R3MES_CLIENT_TESTS") == "" {
		t.Skip("needs the npm registry: run `make test-clients`")
	}
	return hosttest.Start(t, hosttest.Options{})
}

func TestGoClientCompletesAndStreams(t *testing.T) {
	s := start(t)
	client := openai.NewClient(option.WithBaseURL(s.URL+"/v1"), option.WithAPIKey(s.Key), option.WithMaxRetries(0))
	params := openai.ChatCompletionNewParams{
		Model:       "auto",
		Messages:    []openai.ChatCompletionMessageParamUnion{openai.UserMessage("What is R3MES?")},
		Temperature: openai.Float(0),
	}
	plain, err := client.Chat.Completions.New(t.Context(), params)
	if err != nil {
		t.Fatal(err)
	}
	params.StreamOptions = openai.ChatCompletionStreamOptionsParam{IncludeUsage: openai.Bool(true)}
	stream := client.Chat.Completions.NewStreaming(t.Context(), params)
	defer stream.Close()
	var all openai.ChatCompletionAccumulator
	for stream.Next() {
		if !all.AddChunk(stream.Current()) {
			t.Fatalf("the client could not add chunk %s", stream.Current().RawJSON())
		}
	}
	if err := stream.Err(); err != nil {
		t.Fatal(err)
	}
	if got, want := all.Choices[0].Message.Content, plain.Choices[0].Message.Content; got != want || got == "" {
		t.Errorf("streamed %q, plain %q, want the same answer", got, want)
	}
	if all.Usage.TotalTokens != plain.Usage.TotalTokens || plain.Usage.CompletionTokens < 1 {
		t.Errorf("streamed usage %+v, plain %+v, want the same", all.Usage, plain.Usage)
	}
	if finish := all.Choices[0].FinishReason; finish != "stop" {
		t.Errorf("finish reason %q, want stop", finish)
	}
}

func TestGoClientUnderstandsErrors(t *testing.T) {
	s := start(t)
	ask := func(key, model string) int {
		client := openai.NewClient(option.WithBaseURL(s.URL+"/v1"), option.WithAPIKey(key), option.WithMaxRetries(0))
		_, err := client.Chat.Completions.New(t.Context(), openai.ChatCompletionNewParams{
			Model: model, Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage("hello")},
		})
		var apiError *openai.Error
		if !errors.As(err, &apiError) {
			t.Fatalf("error %v, want an API error", err)
		}
		return apiError.StatusCode
	}
	if got := ask("r3mes_wrong", "auto"); got != 401 {
		t.Errorf("bad key: status %d, want 401", got)
	}
	if got := ask(s.Key, "no-such-model"); got != 404 {
		t.Errorf("bad model: status %d, want 404", got)
	}
}

// jsReport is what openai.mjs prints.
type jsReport struct {
	Models            []string
	Chunks            int
	Finish            string
	Text, Plain       string
	PlainFinish       string
	Usage, PlainUsage struct{ Prompt_tokens, Completion_tokens, Total_tokens int }
	BadKey, BadModel  *struct {
		Name   string
		Status int
		Code   string
	}
}

func TestJavaScriptClientCompletesAndStreams(t *testing.T) {
	s := start(t)
	dir := installNpm(t)
	cmd := exec.CommandContext(t.Context(), filepath.Join(dir, "node_modules", "node", "bin", "node"), "openai.mjs")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "R3MES_URL="+s.URL, "R3MES_API_KEY="+s.Key)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("openai.mjs: %v", err)
	}
	var r jsReport
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	for _, want := range []string{"coder", "law"} {
		if !slices.ContainsFunc(r.Models, func(id string) bool { return strings.Contains(id, want) }) {
			t.Errorf("models %v, want %s among them", r.Models, want)
		}
	}
	if r.Text == "" || r.Text != r.Plain {
		t.Errorf("streamed %q, plain %q, want the same answer", r.Text, r.Plain)
	}
	if r.Chunks < 3 || r.Finish != "stop" || r.PlainFinish != "stop" {
		t.Errorf("%d chunks, finish %q and %q, want several and stop", r.Chunks, r.Finish, r.PlainFinish)
	}
	if r.Usage != r.PlainUsage || r.Usage.Completion_tokens < 1 || r.Usage.Total_tokens != r.Usage.Prompt_tokens+r.Usage.Completion_tokens {
		t.Errorf("usage %+v streamed, %+v plain", r.Usage, r.PlainUsage)
	}
	if r.BadKey == nil || r.BadKey.Name != "AuthenticationError" || r.BadKey.Code != "invalid_api_key" {
		t.Errorf("a bad key gave %+v, want an AuthenticationError", r.BadKey)
	}
	if r.BadModel == nil || r.BadModel.Name != "NotFoundError" || r.BadModel.Code != "model_not_found" {
		t.Errorf("a bad model gave %+v, want a NotFoundError", r.BadModel)
	}
}

// installNpm puts the pinned packages and the script into a folder that stays
// between runs, outside the module.
func installNpm(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(cache, "r3mes-clienttest", strings.NewReplacer("@", "-", ".", "_").Replace(strings.Join(npmPackages, "-")))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "installed")); err != nil {
		args := append([]string{"install", "--prefix", dir, "--no-fund", "--no-audit"}, npmPackages...)
		if out, err := exec.CommandContext(t.Context(), "npm", args...).CombinedOutput(); err != nil {
			t.Fatalf("npm install %v: %v\n%s", npmPackages, err, out)
		}
		if err := os.WriteFile(filepath.Join(dir, "installed"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	script, err := os.ReadFile("openai.mjs")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "openai.mjs"), script, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}
