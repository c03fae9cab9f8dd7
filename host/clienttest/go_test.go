package clienttest

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/responses"
	"github.com/openai/openai-go/v3/shared"

	"github.com/r3mes/r3mes/host/hosttest"
)

// goClient is the official Go client.
func goClient(s *hosttest.Server, key string) openai.Client {
	return openai.NewClient(option.WithBaseURL(s.URL+"/v1"), option.WithAPIKey(key), option.WithMaxRetries(0))
}

func question() openai.ChatCompletionNewParams {
	return openai.ChatCompletionNewParams{
		Model:       "auto",
		Messages:    []openai.ChatCompletionMessageParamUnion{openai.UserMessage("What is R3MES?")},
		Temperature: openai.Float(0),
	}
}

// weather is the schema of a tool's arguments.
var weather = shared.FunctionParameters{
	"type": "object", "properties": map[string]any{"city": map[string]any{"type": "string", "maxLength": 20}, "unit": map[string]any{"enum": []string{"C", "F"}}},
	"required": []string{"city", "unit"}, "additionalProperties": false,
}

func TestGoClientCompletesAndStreams(t *testing.T) {
	s := start(t)
	client, params := goClient(s, s.Key), question()
	plain, err := client.Chat.Completions.New(t.Context(), params)
	if err != nil {
		t.Fatal(err)
	}
	params.StreamOptions = openai.ChatCompletionStreamOptionsParam{IncludeUsage: openai.Bool(true)}
	all := accumulate(t, client, params)
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

// accumulate streams a completion to its end.
func accumulate(t *testing.T, client openai.Client, params openai.ChatCompletionNewParams) openai.ChatCompletionAccumulator {
	t.Helper()
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
	return all
}

func TestGoClientGetsSeveralAnswersWithLogprobs(t *testing.T) {
	s := start(t)
	params := question()
	params.Model, params.N, params.MaxTokens = "r3mes-demo", openai.Int(2), openai.Int(6)
	params.Logprobs, params.TopLogprobs = openai.Bool(true), openai.Int(1)
	client := goClient(s, s.Key)
	answer, err := client.Chat.Completions.New(t.Context(), params)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range answer.Choices {
		var spelled []byte
		for _, token := range c.Logprobs.Content {
			for _, b := range token.Bytes {
				spelled = append(spelled, byte(b))
			}
		}
		if int(c.Index) != i || string(spelled) != c.Message.Content || len(spelled) == 0 {
			t.Errorf("choice %d is %q, its tokens spell %q", c.Index, c.Message.Content, spelled)
		}
	}
	if len(answer.Choices) != 2 {
		t.Errorf("%d choices, want 2", len(answer.Choices))
	}
}

func TestGoClientForcesACallAndASchema(t *testing.T) {
	s := start(t)
	client, params := goClient(s, s.Key), question()
	params.Temperature, params.MaxTokens = openai.Float(1), openai.Int(300)
	params.Tools = []openai.ChatCompletionToolUnionParam{openai.ChatCompletionFunctionTool(shared.FunctionDefinitionParam{Name: "get_weather", Parameters: weather})}
	params.ToolChoice = openai.ChatCompletionToolChoiceOptionUnionParam{OfAuto: openai.String("required")}
	all := accumulate(t, client, params)
	calls := all.Choices[0].Message.ToolCalls
	var arguments struct{ City, Unit string }
	if len(calls) != 1 || calls[0].Function.Name != "get_weather" || json.Unmarshal([]byte(calls[0].Function.Arguments), &arguments) != nil || arguments.Unit != "C" && arguments.Unit != "F" {
		t.Errorf("calls %+v, want one of get_weather in C or F", calls)
	}
	params = question()
	params.Temperature, params.MaxTokens = openai.Float(1), openai.Int(300)
	params.ResponseFormat = openai.ChatCompletionNewParamsResponseFormatUnion{OfJSONSchema: &shared.ResponseFormatJSONSchemaParam{
		JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{Name: "weather", Schema: weather, Strict: openai.Bool(true)},
	}}
	answer, err := client.Chat.Completions.New(t.Context(), params)
	if err != nil {
		t.Fatal(err)
	}
	if text := answer.Choices[0].Message.Content; json.Unmarshal([]byte(text), &arguments) != nil || arguments.Unit == "" {
		t.Errorf("content %q does not fit the schema", text)
	}
}

func TestGoClientStreamsAResponse(t *testing.T) {
	s := start(t)
	client := goClient(s, s.Key)
	params := responses.ResponseNewParams{Model: "auto", Input: responses.ResponseNewParamsInputUnion{OfString: openai.String("What is R3MES?")}, Temperature: openai.Float(0)}
	whole, err := client.Responses.New(t.Context(), params)
	if err != nil {
		t.Fatal(err)
	}
	stream := client.Responses.NewStreaming(t.Context(), params)
	defer stream.Close()
	var text, last string
	for stream.Next() {
		event := stream.Current()
		if event.Type == "response.output_text.delta" {
			text += event.Delta
		}
		last = event.Type
	}
	if err := stream.Err(); err != nil {
		t.Fatal(err)
	}
	if text == "" || text != whole.OutputText() || last != "response.completed" {
		t.Errorf("streamed %q to %s, whole %q", text, last, whole.OutputText())
	}
}

func TestGoClientEmbeds(t *testing.T) {
	s := start(t)
	client := goClient(s, s.Key)
	answer, err := client.Embeddings.New(t.Context(), openai.EmbeddingNewParams{Model: "r3mes-static", Input: openai.EmbeddingNewParamsInputUnion{OfArrayOfStrings: []string{"a contract", "a loop"}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(answer.Data) != 2 || len(answer.Data[0].Embedding) < 2 {
		t.Errorf("embeddings %+v, want two vectors", answer.Data)
	}
}

func TestGoClientUnderstandsErrors(t *testing.T) {
	s := start(t)
	ask := func(key, model string) (int, string) {
		client, params := goClient(s, key), question()
		params.Model = model
		_, err := client.Chat.Completions.New(t.Context(), params)
		var apiError *openai.Error
		if !errors.As(err, &apiError) {
			t.Fatalf("error %v, want an API error", err)
		}
		return apiError.StatusCode, apiError.Code
	}
	if status, code := ask("r3mes_wrong", "auto"); status != 401 || code != "invalid_api_key" {
		t.Errorf("bad key: %d %s, want 401 invalid_api_key", status, code)
	}
	if status, code := ask(s.Key, "no-such-model"); status != 404 || code != "model_not_found" {
		t.Errorf("bad model: %d %s, want 404 model_not_found", status, code)
	}
}
