// Command openai talks to R3MES with the official OpenAI client, unmodified:
// only the base URL differs. It streams an answer and prints the usage.
//
//	go run ./examples/openai -key r3mes_… "How do I write a loop in Go?"
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
)

func main() {
	url := flag.String("url", "http://127.0.0.1:8000", "server")
	key := flag.String("key", os.Getenv("R3MES_API_KEY"), "API key, made by `r3mes key create`")
	model := flag.String("model", "auto", "auto lets the routing plugin choose the adapter")
	flag.Parse()
	question := strings.Join(flag.Args(), " ")
	if question == "" {
		question = "How do I write a loop in Go?"
	}
	if err := run(context.Background(), os.Stdout, *url, *key, *model, question); err != nil {
		fmt.Fprintln(os.Stderr, "openai:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, url, key, model, question string) error {
	client := openai.NewClient(option.WithBaseURL(url+"/v1"), option.WithAPIKey(key))
	stream := client.Chat.Completions.NewStreaming(ctx, openai.ChatCompletionNewParams{
		Model:         model,
		Messages:      []openai.ChatCompletionMessageParamUnion{openai.UserMessage(question)},
		StreamOptions: openai.ChatCompletionStreamOptionsParam{IncludeUsage: openai.Bool(true)},
	})
	defer stream.Close()
	var usage openai.CompletionUsage
	for stream.Next() {
		chunk := stream.Current()
		for _, choice := range chunk.Choices {
			if _, err := io.WriteString(out, choice.Delta.Content); err != nil {
				return err
			}
		}
		if chunk.Usage.TotalTokens > 0 {
			usage = chunk.Usage
		}
	}
	if err := stream.Err(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\n[%d prompt + %d completion tokens]\n", usage.PromptTokens, usage.CompletionTokens)
	return err
}
