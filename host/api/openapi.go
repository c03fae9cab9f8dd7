package api

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/r3mes/r3mes/host/chain"
	"github.com/r3mes/r3mes/host/live"
	"github.com/r3mes/r3mes/store"
)

// openAPI is an OpenAPI document, as far as ours uses the format.
// Source: https://spec.openapis.org/oas/v3.1.1.html.
type openAPI struct {
	Version    string                          `json:"openapi"`
	Info       apiInfo                         `json:"info"`
	Servers    []apiServer                     `json:"servers"`
	Tags       []apiTag                        `json:"tags"`
	Paths      map[string]map[string]operation `json:"paths"`
	Components components                      `json:"components"`
}

type apiInfo struct {
	Title       string `json:"title"`
	Version     string `json:"version"`
	Description string `json:"description"`
}

type apiServer struct {
	URL string `json:"url"`
}

type apiTag struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

type components struct {
	Schemas         map[string]*jsonschema.Schema `json:"schemas"`
	SecuritySchemes map[string]securityScheme     `json:"securitySchemes"`
}

type securityScheme struct {
	Type   string `json:"type"`
	In     string `json:"in,omitempty"`
	Name   string `json:"name,omitempty"`
	Scheme string `json:"scheme,omitempty"`
}

type operation struct {
	ID         string                 `json:"operationId"`
	Tags       []string               `json:"tags"`
	Summary    string                 `json:"summary"`
	Servers    []apiServer            `json:"servers,omitempty"`
	Security   []map[string][]string  `json:"security,omitempty"`
	Parameters []apiParameter         `json:"parameters,omitempty"`
	Body       *requestBody           `json:"requestBody,omitempty"`
	Responses  map[string]apiResponse `json:"responses"`
}

type apiParameter struct {
	Name        string             `json:"name"`
	In          string             `json:"in"`
	Description string             `json:"description,omitempty"`
	Required    bool               `json:"required"`
	Schema      *jsonschema.Schema `json:"schema"`
}

type requestBody struct {
	Required bool                   `json:"required"`
	Content  map[string]mediaSchema `json:"content"`
}

type apiResponse struct {
	Description string                 `json:"description"`
	Content     map[string]mediaSchema `json:"content,omitempty"`
}

type mediaSchema struct {
	Schema *jsonschema.Schema `json:"schema"`
}

const jsonMedia = "application/json"

// about is the document's own text.
const about = `Three families on one port. R3MES routes answer below / and below /api, with errors like {"detail": …}; ` +
	`OpenAI routes are below /v1, those of operators below /admin, both with errors like {"error": {…}}. ` +
	`A key goes into X-API-Key or Authorization: Bearer, never into a URL. Every answer carries X-Request-ID.`

// tags are the groups of routes, in the order of the documents.
var tags = []apiTag{
	{"chat", "Answers of the model, as the original R3MES clients ask for them."},
	{"inference", "Answers, probes and numbers of the original inference service."},
	{"openai", "What OpenAI's clients speak."},
	{"wallets", "Credits, receipts and history."},
	{"keys", "API keys."},
	{"auth", "Login with a wallet's signature."},
	{"chain", "Blocks, miners, validators."},
	{"miners", "What miners report."},
	{"live", "WebSocket channels."},
	{"config", "Settings of the server."},
	{"health", "Probes and numbers."},
	{"adapters", "LoRA adapters, for operators."},
	{"models", "Base models, for operators."},
	{"plugins", "WebAssembly plugins, for operators."},
	{"trust", "Keys that plugins are signed with."},
	{"secrets", "What plugins may send and not see."},
	{"ledger", "The books."},
	{"audit", "Who did what."},
}

// document builds the OpenAPI document of a table. A strict one also says that
// answers have no other fields than it names, which holds for this version of
// the server and is no promise to clients.
func document(table []route, version string, strict bool) (openAPI, error) {
	d := openAPI{
		Version: "3.1.0", Info: apiInfo{"R3MES", cmp.Or(version, "unknown"), about}, Servers: []apiServer{{"/"}}, Tags: used(table),
		Paths: map[string]map[string]operation{},
		Components: components{
			Schemas:         map[string]*jsonschema.Schema{r3mesErrorName: r3mesErrorSchema(), openaiErrorName: openaiErrorSchema()},
			SecuritySchemes: map[string]securityScheme{"key": {Type: "apiKey", In: "header", Name: "X-API-Key"}, "bearer": {Type: "http", Scheme: "bearer"}},
		},
	}
	b := builder{schemas: d.Components.Schemas, strict: strict}
	for _, rt := range table {
		path := b.path(rt)
		if d.Paths[path] == nil {
			d.Paths[path] = map[string]operation{}
		}
		op, err := b.operation(rt)
		if err != nil {
			return d, fmt.Errorf("api: openapi: %s %s: %w", rt.method, rt.path, err)
		}
		d.Paths[path][strings.ToLower(rt.method)] = op
	}
	return d, nil
}

// used are the tags that a table has.
func used(table []route) []apiTag {
	return slices.DeleteFunc(slices.Clone(tags), func(t apiTag) bool {
		return !slices.ContainsFunc(table, func(rt route) bool { return rt.tag == t.Name })
	})
}

// builder makes operations and collects the schemas that they name.
type builder struct {
	schemas map[string]*jsonschema.Schema
	strict  bool
}

var pathParameter = regexp.MustCompile(`\{([a-z_]+)(:[^}]*)?\}`)

// path is a chi pattern as OpenAPI writes it.
func (b builder) path(rt route) string { return pathParameter.ReplaceAllString(rt.path, "{$1}") }

var notWord = regexp.MustCompile(`[^A-Za-z0-9]+`)

func (b builder) operation(rt route) (operation, error) {
	op := operation{
		ID:   strings.Trim(notWord.ReplaceAllString(strings.ToLower(rt.method)+rt.path, "_"), "_"),
		Tags: []string{rt.tag}, Summary: rt.say, Responses: map[string]apiResponse{},
	}
	if len(rt.paths()) > 1 {
		op.Servers = []apiServer{{"/"}, {"/api"}}
	}
	if rt.who != public {
		op.Security = []map[string][]string{{"key": {}}, {"bearer": {}}}
	}
	for _, m := range pathParameter.FindAllStringSubmatch(rt.path, -1) {
		op.Parameters = append(op.Parameters, apiParameter{Name: m[1], In: "path", Required: true, Schema: &jsonschema.Schema{Type: "string"}})
	}
	for _, q := range rt.query {
		op.Parameters = append(op.Parameters, apiParameter{Name: q.name, In: "query", Description: q.say, Schema: q.schema()})
	}
	if rt.paid() {
		op.Parameters = append(op.Parameters, apiParameter{
			Name: idempotencyHeader, In: "header", Schema: &jsonschema.Schema{Type: "string"},
			Description: "the request is carried out once, however often it is sent with this key; 1 to 255 printable ASCII characters",
		})
	}
	var err error
	if op.Body, err = b.body(rt); err != nil {
		return op, err
	}
	if rt.frames != nil {
		op.Responses["101"], err = b.socket(rt)
	} else {
		op.Responses["200"], err = b.answer(rt)
	}
	op.Responses["default"] = b.failure(rt)
	if rt.failing != nil && err == nil {
		var schema *jsonschema.Schema
		schema, err = b.named(rt.failing, false)
		op.Responses["503"] = apiResponse{"not healthy", map[string]mediaSchema{jsonMedia: {schema}}}
	}
	return op, err
}

func (b builder) body(rt route) (*requestBody, error) {
	content := map[string]mediaSchema{}
	if rt.body != nil {
		schema, err := b.named(rt.body, true)
		if err != nil {
			return nil, err
		}
		content[jsonMedia] = mediaSchema{schema}
	}
	if rt.form != nil {
		form := &jsonschema.Schema{Type: "object", Properties: map[string]*jsonschema.Schema{}}
		for _, q := range rt.form {
			form.Properties[q.name] = q.schema()
			form.PropertyOrder = append(form.PropertyOrder, q.name)
		}
		content["multipart/form-data"] = mediaSchema{form}
	}
	if len(content) == 0 {
		return nil, nil
	}
	return &requestBody{Required: len(content) == 1 && rt.method != http.MethodDelete, Content: content}, nil
}

func (b builder) answer(rt route) (apiResponse, error) {
	answer := apiResponse{Description: rt.say, Content: map[string]mediaSchema{}}
	for _, media := range rt.media {
		answer.Content[media] = mediaSchema{&jsonschema.Schema{Type: "string"}}
	}
	if rt.answer == nil {
		return answer, nil
	}
	schema, err := b.named(rt.answer, false)
	answer.Content[jsonMedia] = mediaSchema{schema}
	return answer, err
}

// socket documents the frames that come after an upgrade.
func (b builder) socket(rt route) (apiResponse, error) {
	frame := &jsonschema.Schema{}
	for _, v := range rt.frames {
		one, err := b.frame(v)
		if err != nil {
			return apiResponse{}, err
		}
		frame.AnyOf = append(frame.AnyOf, one)
	}
	return apiResponse{"switched to WebSocket; each text frame is JSON", map[string]mediaSchema{jsonMedia: {frame}}}, nil
}

func (b builder) frame(v any) (*jsonschema.Schema, error) {
	published, ok := v.(live.Frame)
	if !ok {
		return b.named(v, false)
	}
	data, err := b.named(published.Data, false)
	return &jsonschema.Schema{
		Type: "object", Properties: map[string]*jsonschema.Schema{"type": {Const: jsonschema.Ptr[any](published.Type)}, "data": data},
		Required: []string{"type", "data"},
	}, err
}

// Names of the schemas of errors.
const (
	r3mesErrorName  = "R3MESError"
	openaiErrorName = "OpenAIError"
)

func (b builder) failure(rt route) apiResponse {
	name := r3mesErrorName
	if rt.family == openai {
		name = openaiErrorName
	}
	return apiResponse{"refused or failed; nothing is charged", map[string]mediaSchema{jsonMedia: {reference(name)}}}
}

func reference(name string) *jsonschema.Schema {
	return &jsonschema.Schema{Ref: "#/components/schemas/" + name}
}

func (q query) schema() *jsonschema.Schema {
	s := &jsonschema.Schema{Type: q.kind, Description: q.say}
	if q.kind == "file" {
		s.Type, s.ContentMediaType = "string", "application/octet-stream"
	}
	if text, err := json.Marshal(q.otherwise); err == nil && q.otherwise != nil {
		s.Default = text
	}
	return s
}

// custom are schemas of types that write their JSON themselves.
var custom = map[reflect.Type]*jsonschema.Schema{
	reflect.TypeFor[credits]():         {Type: "number"},
	reflect.TypeFor[chain.Amount]():    {Type: "integer"},
	reflect.TypeFor[publicKey]():       {Types: []string{"string", "object"}},
	reflect.TypeFor[json.RawMessage](): {},
	reflect.TypeFor[json.Number]():     {Type: "number"},
	reflect.TypeFor[exactObject]():     {Type: "object"},
	reflect.TypeFor[store.Hash]():      {Type: "string"},
	reflect.TypeFor[store.Book]():      {Type: "string"},
	reflect.TypeFor[store.Kind]():      {Type: "string"},
}

// named returns a reference to the schema of v's type. Of a request no field is
// required: what must be there, the handler says. Lists that are answers are
// never null.
func (b builder) named(v any, request bool) (*jsonschema.Schema, error) {
	t := reflect.TypeOf(v)
	s, err := jsonschema.ForType(t, &jsonschema.ForOptions{TypeSchemas: custom})
	if err != nil {
		return nil, err
	}
	loosen(s, request, b.strict && !request)
	if t.Name() == "" {
		return s, nil
	}
	name := strings.ToUpper(t.Name()[:1]) + t.Name()[1:]
	if old, taken := b.schemas[name]; taken && !reflect.DeepEqual(old, s) {
		return nil, fmt.Errorf("two types are called %s: rename one", name)
	}
	b.schemas[name] = s
	return reference(name), nil
}

// loosen changes a schema and all below it: from what a type can hold to what
// the server takes or gives.
func loosen(s *jsonschema.Schema, request, strict bool) {
	if s == nil {
		return
	}
	if request {
		s.Required = nil
	} else if slices.Equal(s.Types, []string{"null", "array"}) {
		s.Type, s.Types = "array", nil
	}
	if s.Properties != nil && !strict {
		s.AdditionalProperties = nil
	}
	if s.Properties == nil {
		loosen(s.AdditionalProperties, request, strict)
	}
	loosen(s.Items, request, strict)
	for _, p := range s.Properties {
		loosen(p, request, strict)
	}
}

func text() *jsonschema.Schema { return &jsonschema.Schema{Type: "string"} }

func r3mesErrorSchema() *jsonschema.Schema {
	detail := func(s *jsonschema.Schema) *jsonschema.Schema {
		return &jsonschema.Schema{Type: "object", Properties: map[string]*jsonschema.Schema{"detail": s}, Required: []string{"detail"}}
	}
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{
		detail(text()),
		detail(&jsonschema.Schema{Type: "array", Items: &jsonschema.Schema{
			Type: "object", Required: []string{"loc", "msg", "type"},
			Properties: map[string]*jsonschema.Schema{"loc": {Type: "array"}, "msg": text(), "type": text()},
		}}),
		detail(&jsonschema.Schema{
			Type: "object", Required: []string{"error", "code", "message"},
			Properties: map[string]*jsonschema.Schema{"error": text(), "code": text(), "message": text()},
		}),
		{Type: "object", Properties: map[string]*jsonschema.Schema{"error": text()}, Required: []string{"error"}},
	}}
}

func openaiErrorSchema() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "object", Required: []string{"error"}, Properties: map[string]*jsonschema.Schema{
		"error": {
			Type: "object", Required: []string{"message", "type", "param", "code"},
			Properties: map[string]*jsonschema.Schema{
				"message": text(), "type": text(), "code": text(), "param": {Types: []string{"null", "string"}},
			},
		},
	}}
}

// Document returns the OpenAPI document of a server that has every part, for
// tools and tests. See document for strict.
func Document(version string, strict bool) ([]byte, error) {
	d, err := document((&server{}).table(), version, strict)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(d, "", " ")
}

// A Route is a row of the table of all routes.
type Route struct {
	Method, Path string
	Alias        bool // it answers below /api too
	Tag, Say     string
	Who          string // anyone, wallet or operator
}

// Routes lists every route, in the order of the documents.
func Routes() []Route {
	var list []Route
	table := (&server{}).table()
	for _, tag := range tags {
		for _, rt := range table {
			if rt.tag == tag.Name {
				list = append(list, Route{rt.method, rt.path, len(rt.paths()) > 1, rt.tag, rt.say, rt.who.String()})
			}
		}
	}
	return list
}

// openAPIRoutes serve the document.
func (s *server) openAPIRoutes() []route {
	return []route{
		{method: "GET", path: "/openapi.json", alone: true, tag: "health", say: "this document, OpenAPI 3.1", answer: json.RawMessage{}, handle: s.openAPI},
	}
}

func (s *server) openAPI(w http.ResponseWriter, _ *http.Request) error {
	body, err := s.document()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", jsonMedia)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
	return nil
}
