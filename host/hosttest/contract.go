package hosttest

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	pathpkg "path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/r3mes/r3mes/host/api"
)

// contract holds every answer of a test server to the OpenAPI document, of
// whatever test: a status, a media type or a field that the document does not
// have fails the test that met it.
func contract(t testing.TB) func(http.Handler) http.Handler {
	d, err := document()
	if err != nil {
		t.Fatal(err)
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			path, known := d.pattern(r.Method, r.URL.Path)
			if !known || r.URL.RawPath != "" || r.Method == http.MethodHead {
				next.ServeHTTP(w, r)
				return
			}
			seen := &witness{ResponseWriter: w}
			next.ServeHTTP(seen, r)
			if err := d.check(path, r.Method, seen); err != nil {
				t.Errorf("contract: %s %s answered %d: %v", r.Method, path, seen.status, err)
			}
		})
	}
}

// witness remembers an answer that is JSON.
type witness struct {
	http.ResponseWriter
	status int
	json   bool
	body   bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (w *witness) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
		w.json = w.media() == "application/json"
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *witness) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	if w.json {
		w.body.Write(b)
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *witness) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *witness) media() string {
	media, _, err := mime.ParseMediaType(w.Header().Get("Content-Type"))
	if err != nil {
		return ""
	}
	return media
}

// spec is the document, ready to be asked.
type spec struct {
	paths    map[string]any
	compiler *jsonschema.Compiler

	mu      sync.Mutex
	schemas map[string]*jsonschema.Schema
}

const location = "openapi.json"

var document = sync.OnceValues(func() (*spec, error) {
	text, err := api.Document("test", true)
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	d := &spec{paths: doc.(map[string]any)["paths"].(map[string]any), compiler: jsonschema.NewCompiler(), schemas: map[string]*jsonschema.Schema{}}
	return d, d.compiler.AddResource(location, doc)
})

// pattern returns the path of the document that a request is for: of several
// that match, the one whose words come first, as the server's router chooses. A
// path that another spelling would clean is no route's, and only R3MES routes are
// below /api.
func (d *spec) pattern(method, path string) (found string, ok bool) {
	below, is := strings.CutPrefix(path, "/api")
	if is && (strings.HasPrefix(below, "/admin/") || strings.HasPrefix(below, "/v1/")) {
		return "", false
	}
	for _, p := range []string{path, below} {
		if pathpkg.Clean(p) != p {
			continue
		}
		for candidate, methods := range d.paths {
			if methods.(map[string]any)[strings.ToLower(method)] == nil || !matches(candidate, p) {
				continue
			}
			if !ok || slices.Compare(parameters(candidate), parameters(found)) > 0 {
				found, ok = candidate, true
			}
		}
		if ok {
			return found, true
		}
	}
	return "", false
}

func matches(pattern, path string) bool {
	return slices.EqualFunc(strings.Split(pattern, "/"), strings.Split(path, "/"), func(want, got string) bool {
		return want == got || (strings.HasPrefix(want, "{") && got != "")
	})
}

// parameters are the places of a pattern's parameters: those of a pattern whose words
// come first are later.
func parameters(pattern string) (places []int) {
	for i, word := range strings.Split(pattern, "/") {
		if strings.HasPrefix(word, "{") {
			places = append(places, i)
		}
	}
	return places
}

// check compares an answer with what the document says.
func (d *spec) check(path, method string, w *witness) error {
	if w.status == 0 || w.status == http.StatusSwitchingProtocols || w.status == http.StatusNotModified {
		return nil // the client left before, or no answer with a body
	}
	responses := d.paths[path].(map[string]any)[strings.ToLower(method)].(map[string]any)["responses"].(map[string]any)
	status := strconv.Itoa(w.status)
	said, ok := responses[status].(map[string]any)
	if !ok {
		status = "default"
		said = responses[status].(map[string]any)
	}
	content, _ := said["content"].(map[string]any)
	media := w.media()
	if _, ok := content[media]; !ok {
		return fmt.Errorf("content type %q is not in the document, which has %v", media, content)
	}
	if !w.json {
		return nil
	}
	schema, err := d.schema(strings.Join([]string{"paths", path, strings.ToLower(method), "responses", status, "content", media, "schema"}, "\x00"))
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(&w.body)
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// schema compiles the schema at a place of the document, whose steps are apart
// by NUL.
func (d *spec) schema(place string) (*jsonschema.Schema, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if s, ok := d.schemas[place]; ok {
		return s, nil
	}
	pointer := strings.NewReplacer("~", "~0", "/", "~1", "\x00", "/").Replace(place)
	s, err := d.compiler.Compile(location + "#/" + escape(pointer))
	if err == nil {
		d.schemas[place] = s
	}
	return s, err
}

// escape makes a JSON pointer a part of a URL.
func escape(pointer string) string {
	return strings.NewReplacer("%", "%25", "{", "%7B", "}", "%7D").Replace(pointer)
}
