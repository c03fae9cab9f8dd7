// Command hostile is a guest that misbehaves as its configuration says.
package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/r3mes/r3mes/sdk"
)

type config struct {
	Mode string `json:"mode"`
}

var eaten [][]byte

func route(r sdk.RouteRequest) (sdk.RouteResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.RouteResponse{}, err
	}
	switch c.Mode {
	case "panic":
		panic("the guest lost its mind")
	case "error":
		return sdk.RouteResponse{}, errors.New("the guest declines")
	case "spin":
		for {
		}
	case "sleep":
		time.Sleep(time.Hour)
	case "eat":
		for {
			eaten = append(eaten, make([]byte, 1<<20))
		}
	case "exit":
		os.Exit(3)
	case "look":
		sdk.Log("logged")
		fmt.Println("printed")
		return sdk.RouteResponse{Reason: fmt.Sprint(len(os.Args), " ", len(os.Environ()), " ", time.Now().UTC().Year())}, nil
	}
	return sdk.RouteResponse{Reason: "behaved"}, nil
}

//go:wasmexport r3mes_route
func ExportRoute() int32 { return sdk.ServeRoute(route) }

func main() {}
