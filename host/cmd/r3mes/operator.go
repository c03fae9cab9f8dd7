package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/r3mes/r3mes/host/api"
	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/server"
	"github.com/r3mes/r3mes/store"
	"github.com/r3mes/r3mes/store/badger"
)

// operator asks the admin routes: of the server that holds the ledger, through
// its socket, or, when no server runs, of the ledger itself. Both need access
// to the data folder, which is what makes the caller the operator.
type operator struct {
	http  *http.Client
	base  string // URL of the server
	key   string // of an operator; empty: none is needed
	close func() error
}

// localBase is the URL of requests that go to this machine whatever it says.
const localBase = "http://localhost"

// remoteOperator asks a server anywhere, by the key of R3MES_API_KEY.
func remoteOperator(base string) (*operator, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, fmt.Errorf("--url %q: want http://host:port or https://host", base)
	}
	return &operator{http: &http.Client{}, base: strings.TrimSuffix(base, "/"), key: os.Getenv("R3MES_API_KEY"), close: func() error { return nil }}, nil
}

// open makes an operator for a data folder. create: the ledger may be new.
func openOperator(data string, create bool) (*operator, error) {
	dir := server.LedgerDir(data)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) && !create {
		return nil, fmt.Errorf("no ledger in %s; name the server's data folder with --data", data)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	ledger, err := badger.Open(dir, badger.Default())
	if errors.Is(err, store.ErrLocked) {
		return overSocket(data, err)
	}
	if err != nil {
		return nil, err
	}
	log, err := audit.Open(server.AuditDir(data), audit.Options{})
	if err != nil {
		return nil, errors.Join(err, ledger.Close())
	}
	handler := api.New(api.Parts{Ledger: ledger, Audit: log, LocalActor: audit.ActorCLI})
	return &operator{http: &http.Client{Transport: inProcess{handler}}, base: localBase, close: func() error { return errors.Join(log.Close(), ledger.Close()) }}, nil
}

// overSocket asks the process that has the ledger locked.
func overSocket(data string, locked error) (*operator, error) {
	o, err := socketOperator(data)
	if err != nil {
		return nil, fmt.Errorf("%w; %w: stop that process, or use the admin routes with an operator key", locked, err)
	}
	return o, nil
}

// socketOperator asks the server that runs on a data folder. The error says that
// its socket does not answer.
func socketOperator(data string) (*operator, error) {
	path := server.Socket(data)
	conn, err := net.Dial("unix", path)
	if err != nil {
		return nil, fmt.Errorf("its administration socket %s does not answer (%w)", path, err)
	}
	_ = conn.Close() // it answered
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", path)
	}}
	return &operator{http: &http.Client{Transport: transport}, base: localBase, close: func() error { transport.CloseIdleConnections(); return nil }}, nil
}

// ask sends a request and decodes its answer into v.
func (o *operator) ask(ctx context.Context, method, path string, body, v any) error {
	var sent io.Reader
	var length int64
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		sent, length = bytes.NewReader(text), int64(len(text))
	}
	return o.send(ctx, method, path, "application/json", sent, length, v)
}

// send sends a request of a known length and decodes its answer into v.
func (o *operator) send(ctx context.Context, method, path, contentType string, body io.Reader, length int64, v any) error {
	req, err := http.NewRequestWithContext(ctx, method, o.base+path, body)
	if err != nil {
		return err
	}
	req.ContentLength = length
	if body != nil {
		req.Header.Set("Content-Type", contentType)
	}
	if o.key != "" {
		req.Header.Set("X-API-Key", o.key)
	}
	resp, err := o.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Errorf("%w; R3MES_API_KEY must hold a key of scope operator: r3mes key create --wallet ops --scope operator, on the server's machine", refusal(resp))
	default:
		return refusal(resp)
	}
	return json.NewDecoder(resp.Body).Decode(v)
}

// refusal reads what the server says about a request it refused, in either
// family of bodies.
func refusal(resp *http.Response) error {
	text, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return err
	}
	var body struct {
		Error  json.RawMessage `json:"error"`
		Detail json.RawMessage `json:"detail"`
	}
	var message struct{ Message string }
	if json.Unmarshal(text, &body) == nil {
		if json.Unmarshal(body.Error, &message) == nil && message.Message != "" {
			return errors.New(message.Message)
		}
		for _, raw := range []json.RawMessage{body.Detail, body.Error} {
			var plain string
			if json.Unmarshal(raw, &plain) == nil && plain != "" {
				return errors.New(plain)
			}
		}
	}
	return fmt.Errorf("%s: %s", resp.Status, bytes.TrimSpace(text))
}

// inProcess is a transport to a handler of this process, as the operator.
type inProcess struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (t inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	rec := &recorder{header: http.Header{}, status: http.StatusOK}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	t.handler.ServeHTTP(rec, r.WithContext(api.Local(r.Context())))
	return &http.Response{
		Status: http.StatusText(rec.status), StatusCode: rec.status, Header: rec.header,
		Body: io.NopCloser(&rec.body), Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}

// recorder is a ResponseWriter in memory.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
