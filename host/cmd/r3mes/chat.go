package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strings"

	"github.com/spf13/cobra"

	"github.com/r3mes/r3mes/host/config"
	"github.com/r3mes/r3mes/host/server"
	"github.com/r3mes/r3mes/store"
)

func newChat(c *common) *cobra.Command {
	t := &talk{}
	var embedded bool
	cmd := &cobra.Command{
		Use:   "chat [QUESTION]",
		Short: "Talk to a server, or to the embedded model without one",
		Long: `Chat sends what you type to a running server and prints the answer as it is made,
with the adapter that gave it and what it cost. With a question as argument it
asks that and ends. With --embedded it needs no server: the model runs in this
process, with a ledger that is thrown away at the end.

The wallet of --wallet pays, which a server in open mode believes; otherwise give
a key by --key or R3MES_API_KEY. An empty line or Ctrl-D ends the chat; Ctrl-C
ends an answer.`,
		Example: `  r3mes chat
  r3mes chat "How do I write a loop in Go?"
  r3mes chat --embedded --model coder
  R3MES_API_KEY=r3mes_… r3mes chat --url https://r3mes.example`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			t.out = cmd.OutOrStdout()
			question := strings.Join(args, " ")
			if !embedded {
				return t.run(cmd.Context(), cmd.InOrStdin(), question)
			}
			return withServer(cmd.Context(), c, cmd.ErrOrStderr(), func(ctx context.Context, url string) error {
				t.url = url
				return t.run(ctx, cmd.InOrStdin(), question)
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&t.url, "url", orEnv("R3MES_URL", "http://127.0.0.1:8000"), "server (or R3MES_URL)")
	f.StringVar(&t.model, "model", "auto", "auto, the base model, or an adapter")
	f.StringVar(&t.wallet, "wallet", orEnv("R3MES_WALLET", server.DemoWallet), "wallet that pays in open mode (or R3MES_WALLET)")
	f.StringVar(&t.key, "key", "", "API key; better set R3MES_API_KEY, which other users of this machine cannot see")
	f.IntVar(&t.maxTokens, "max-tokens", 0, "tokens of an answer; 0: the server's default")
	f.Float64Var(&t.temperature, "temperature", -1, "sampling temperature, 0 to 2; -1: the server's default")
	f.BoolVar(&embedded, "embedded", false, "run the model in this process")
	return cmd
}

func orEnv(name, otherwise string) string { return cmp.Or(os.Getenv(name), otherwise) }

// withServer runs a server of its own while f talks to it.
func withServer(ctx context.Context, c *common, stderr io.Writer, f func(ctx context.Context, url string) error) error {
	data, err := os.MkdirTemp("", "r3mes-chat-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data)
	cfg, _, err := c.load(map[string]string{"data.dir": data, "server.listen": "127.0.0.1:0", "auth.mode": config.ModeOpen, "log.level": "error", "log.files": "false"})
	if err != nil {
		return err
	}
	written, err := openLogs(cfg, stderr)
	if err != nil {
		return err
	}
	s, err := server.Open(ctx, cfg, server.Options{
		Demo: embeddedModel(), Embedder: embedder(), Plugins: pluginsBesideBinary(), Version: version, Log: written.Server(),
	})
	if err != nil {
		return err
	}
	serving, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- s.Run(serving) }()
	err = f(ctx, s.URL())
	stop()
	return errors.Join(err, <-ended)
}

// talk is one conversation.
type talk struct {
	out         io.Writer
	url         string
	model       string
	wallet      string
	key         string
	maxTokens   int
	temperature float64
	history     []turn
}

type turn struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

func (t *talk) run(ctx context.Context, in io.Reader, question string) error {
	if question != "" {
		return t.ask(ctx, question)
	}
	lines := bufio.NewScanner(in)
	for {
		fmt.Fprint(t.out, "> ")
		if !lines.Scan() || strings.TrimSpace(lines.Text()) == "" {
			fmt.Fprintln(t.out)
			return lines.Err()
		}
		if err := t.ask(ctx, lines.Text()); err != nil {
			return err
		}
	}
}

// ask sends one question with what was said before, and prints the answer as
// it comes. Ctrl-C ends the answer, not the chat.
func (t *talk) ask(ctx context.Context, question string) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	t.history = append(t.history, turn{"user", question})
	resp, err := t.send(ctx)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, cost, err := t.print(resp.Body)
	fmt.Fprintln(t.out)
	if err != nil && ctx.Err() == nil {
		return err
	}
	t.history = append(t.history, turn{"assistant", answer})
	adapter := resp.Header.Get("X-R3MES-Adapter")
	if adapter == "" {
		adapter = "none"
	}
	fmt.Fprintf(t.out, "[adapter %s, %s, receipt %s]\n", adapter, cost, resp.Header.Get("X-R3MES-Receipt"))
	return nil
}

func (t *talk) send(ctx context.Context) (*http.Response, error) {
	body := map[string]any{
		"model": t.model, "messages": t.history, "stream": true, "wallet_address": t.wallet,
		"stream_options": map[string]any{"include_usage": true},
	}
	if t.maxTokens > 0 {
		body["max_tokens"] = t.maxTokens
	}
	if t.temperature >= 0 {
		body["temperature"] = t.temperature
	}
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimRight(t.url, "/")+"/v1/chat/completions", bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if key := cmp.Or(t.key, os.Getenv("R3MES_API_KEY")); key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%w; is a server running? `r3mes serve` starts one, --embedded needs none", err)
	}
	if resp.StatusCode != http.StatusOK {
		defer resp.Body.Close()
		return nil, refusal(resp)
	}
	return resp, nil
}

// print reads the events of an answer and prints their text. cost is what the
// last one says.
func (t *talk) print(events io.Reader) (answer, cost string, err error) {
	var text strings.Builder
	cost = "charged for what was generated"
	lines := bufio.NewScanner(events)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		if data == "[DONE]" {
			return text.String(), cost, nil
		}
		var chunk struct {
			Choices []struct{ Delta struct{ Content string } }
			Usage   *struct {
				Cost store.MicroCredits `json:"cost_microcredits"`
			}
			Error *struct{ Message string }
		}
		if err := json.Unmarshal([]byte(data), &chunk); err != nil {
			return text.String(), cost, fmt.Errorf("answer: %w", err)
		}
		if chunk.Error != nil {
			return text.String(), cost, errors.New(chunk.Error.Message)
		}
		for _, c := range chunk.Choices {
			text.WriteString(c.Delta.Content)
			fmt.Fprint(t.out, c.Delta.Content)
		}
		if chunk.Usage != nil {
			cost = credits(chunk.Usage.Cost)
		}
	}
	return text.String(), cost, errors.Join(errors.New("the answer broke off"), lines.Err())
}
