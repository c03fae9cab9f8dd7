// Command voices asks every adapter the same question at the same time. The
// server answers all of them in one batch, each row with its own LoRA weights.
//
//	go run ./examples/voices "What is a contract?"
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
)

func main() {
	url := flag.String("url", "http://127.0.0.1:8000", "server")
	wallet := flag.String("wallet", "remes1demo", "wallet that pays")
	adapters := flag.String("adapters", "default,coder,law", "adapters to ask")
	flag.Parse()
	question := strings.Join(flag.Args(), " ")
	if question == "" {
		question = "What is a contract?"
	}
	if err := run(context.Background(), os.Stdout, *url, *wallet, strings.Split(*adapters, ","), question); err != nil {
		fmt.Fprintln(os.Stderr, "voices:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, url, wallet string, adapters []string, question string) error {
	answers, errs := make([]string, len(adapters)), make([]error, len(adapters))
	var wg sync.WaitGroup
	for i, adapter := range adapters {
		wg.Go(func() { answers[i], errs[i] = ask(ctx, url, wallet, adapter, question) })
	}
	wg.Wait()
	for i, adapter := range adapters {
		if errs[i] != nil {
			return fmt.Errorf("adapter %s: %w", adapter, errs[i])
		}
		fmt.Fprintf(out, "%s:\n  %s\n", adapter, strings.ReplaceAll(strings.TrimSpace(answers[i]), "\n", "\n  "))
	}
	return nil
}

func ask(ctx context.Context, url, wallet, adapter, question string) (string, error) {
	body, err := json.Marshal(map[string]string{"message": question, "wallet_address": wallet, "adapter": adapter})
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/chat", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", resp.Status, text)
	}
	return string(text), err
}
