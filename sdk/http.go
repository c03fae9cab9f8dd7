package sdk

// HTTPRequest is one request of a plugin.
type HTTPRequest struct {
	URL    string
	Method string // empty: GET
	// Headers of the request. A value may hold {{secret:name}}: the host puts
	// the secret there, and the plugin never sees it.
	Headers map[string]string
	Body    []byte
}

// HTTPResponse is the answer to an HTTPRequest.
type HTTPResponse struct {
	Status  int
	Headers map[string]string // names in lower case, several values joined by ","
	Body    []byte
}

// HTTP makes a request and follows redirects. The operator grants host, port
// and method ("http:GET api.example.com:443"), for each redirect too; addresses
// that are not public are refused. A request that is refused, fails, or takes
// longer than 2 seconds ends the call with an error, which the failure policy
// of the hook answers: an error status is not such a failure. Bodies have up to
// 256 KiB. The hooks quote and settle cannot make requests.
//
// The error is about the answer's headers, or in tests the fake host's.
func HTTP(r HTTPRequest) (HTTPResponse, error) { return httpDo(r) }
