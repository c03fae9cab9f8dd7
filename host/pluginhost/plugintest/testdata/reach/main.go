// Command reach is a guest that uses everything it can be granted, as its
// request says: each adapter of the catalogue is one step, its name the
// function and its description the arguments, joined by "|". The reason of its
// answer is what the steps said.
package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/r3mes/r3mes/sdk"
)

func route(r sdk.RouteRequest) (sdk.RouteResponse, error) {
	var said []string
	for _, a := range r.Adapters {
		args := append(strings.Split(a.Description, "|"), "", "")
		text, err := step(a.Name, args)
		if err != nil {
			return sdk.RouteResponse{}, err
		}
		said = append(said, text)
	}
	return sdk.RouteResponse{Reason: strings.Join(said, "; ")}, nil
}

func step(name string, args []string) (string, error) {
	switch name {
	case "get":
		return string(sdk.KVGet(args[0])), nil
	case "set":
		seconds, _ := strconv.Atoi(args[2])
		return fmt.Sprint(sdk.KVSet(args[0], []byte(args[1]), time.Duration(seconds)*time.Second)), nil
	case "add":
		delta, err := strconv.ParseInt(args[1], 10, 64)
		if err != nil {
			return "", err
		}
		return fmt.Sprint(sdk.KVAdd(args[0], delta)), nil
	case "embed":
		return fmt.Sprint(len(sdk.Embed(args[0]))), nil
	case "similarity":
		return fmt.Sprintf("%.3f", sdk.Similarity(args[0], args[1])), nil
	case "metric":
		delta, err := strconv.ParseFloat(args[1], 64)
		if err != nil {
			return "", err
		}
		sdk.MetricAdd(args[0], delta)
		return "added", nil
	case "http":
		request := sdk.HTTPRequest{URL: args[0]}
		if args[1] != "" {
			request.Headers = map[string]string{"X-Key": args[1]}
		}
		answer, err := sdk.HTTP(request)
		return fmt.Sprintf("%d %s %s", answer.Status, answer.Body, answer.Headers["x-echo"]), err
	case "flood":
		return "", flood(args[0])
	}
	return "", fmt.Errorf("no step %q", name)
}

// flood makes one kind of host call without end.
func flood(what string) error {
	for i := 0; ; i++ {
		switch what {
		case "set":
			sdk.KVSet(fmt.Sprint("k", i), make([]byte, 1000), 0)
		case "add":
			sdk.KVAdd("n", 1)
		case "get":
			sdk.KVGet("n")
		case "embed":
			sdk.Embed("a text that is embedded again and again")
		case "metric":
			sdk.MetricAdd("asked_total", 1)
		case "log":
			sdk.Log("again")
		case "http":
			sdk.HTTP(sdk.HTTPRequest{URL: what})
		default:
			return fmt.Errorf("no flood of %q", what)
		}
	}
}

//go:wasmexport r3mes_route
func exportRoute() int32 { return sdk.ServeRoute(route) }

func main() {}
