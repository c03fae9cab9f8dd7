package sdk

import "encoding/json"

// ServeRoute answers one route call of the host: it reads the request, asks
// answer and hands the response or the error back. The result is the export's
// return code, 0 for success.
//
// Call it from the function that exports the hook and from nowhere else:
//
//	//go:wasmexport r3mes_route
//	func ExportRoute() int32 { return sdk.ServeRoute(route) }
func ServeRoute(answer func(RouteRequest) (RouteResponse, error)) int32 {
	return serve(answer)
}

// ServeQuote is ServeRoute for the hook quote, exported as r3mes_quote.
func ServeQuote(answer func(QuoteRequest) (QuoteResponse, error)) int32 {
	return serve(answer)
}

// ServeSettle is ServeRoute for the hook settle, exported as r3mes_settle.
func ServeSettle(answer func(SettleRequest) (SettleResponse, error)) int32 {
	return serve(answer)
}

// ServePre is ServeRoute for the hook pre, exported as r3mes_pre.
func ServePre(answer func(PreRequest) (PreResponse, error)) int32 {
	return serve(answer)
}

// ServePost is ServeRoute for the hook post, exported as r3mes_post.
func ServePost(answer func(PostRequest) (PostResponse, error)) int32 {
	return serve(answer)
}

// ServeDescribe answers the optional export r3mes_describe.
func ServeDescribe(d Description) int32 {
	out, err := json.Marshal(d)
	return finish(out, err)
}

func serve[Req any, Resp Response, R Request[Req]](answer func(Req) (Resp, error)) int32 {
	out, err := Handle[Req, Resp, R](readInput(), answer)
	return finish(out, err)
}

func finish(out []byte, err error) int32 {
	if err != nil {
		writeError(err.Error())
		return 1
	}
	writeOutput(out)
	return 0
}
