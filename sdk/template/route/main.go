// Command route sends a prompt to the adapter whose examples mean the most
// similar thing, if it is similar enough. It is what `r3mes plugin new
// --hook route` starts from: change what you like.
package main

import "github.com/r3mes/r3mes/sdk"

//go:wasmexport r3mes_route
func ExportRoute() int32 { return sdk.ServeRoute(route) }

func main() {}

// config is what the operator may set; manifest.toml holds its schema.
type config struct {
	Threshold float64 `json:"threshold"`
}

// route is asked once per request. Abstaining leaves the choice to the next
// plugin of the chain.
func route(r sdk.RouteRequest) (sdk.RouteResponse, error) {
	c, err := sdk.Config[config](r.Envelope)
	if err != nil {
		return sdk.RouteResponse{}, err
	}
	answer, best := sdk.RouteResponse{Abstain: true}, c.Threshold
	for _, a := range r.Adapters {
		if a.Similarity >= best {
			best = a.Similarity
			answer = sdk.RouteResponse{Adapter: a.Name, Reason: "most similar: " + a.Description}
		}
	}
	return answer, nil
}
