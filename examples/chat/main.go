// Command chat is the smallest client: it streams one answer from POST /chat
// and prints what it cost.
//
//	make run                                   # in one terminal
//	go run ./examples/chat "What is R3MES?"    # in another
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

func main() {
	url := flag.String("url", "http://127.0.0.1:8000", "server")
	wallet := flag.String("wallet", "remes1demo", "wallet that pays; a server in open mode takes its word")
	flag.Parse()
	question := strings.Join(flag.Args(), " ")
	if question == "" {
		question = "What is R3MES?"
	}
	if err := run(context.Background(), os.Stdout, *url, *wallet, question); err != nil {
		fmt.Fprintln(os.Stderr, "chat:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, url, wallet, question string) error {
	body, err := json.Marshal(map[string]string{"message": question, "wallet_address": wallet})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/chat", strings.NewReader(string(body)))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		detail, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<10))
		return fmt.Errorf("%s: %s", resp.Status, detail)
	}
	if _, err := io.Copy(out, resp.Body); err != nil { // each piece is printed as it arrives
		return err
	}
	return printReceipt(ctx, out, url, resp.Header.Get("X-R3MES-Receipt"), wallet)
}

func printReceipt(ctx context.Context, out io.Writer, url, id, wallet string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/v1/receipts/"+id, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var receipt struct {
		Adapter            string `json:"adapter"`
		ChargeMicrocredits int64  `json:"charge_microcredits"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&receipt); err != nil {
		return fmt.Errorf("receipt %s: %w", id, err)
	}
	_, err = fmt.Fprintf(out, "[adapter %s, %d micro-credits]\n", receipt.Adapter, receipt.ChargeMicrocredits)
	return err
}
