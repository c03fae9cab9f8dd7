package api

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// The documents: docs/<guide>.md, docs/page.html and docs/style.css. A page needs
// nothing from elsewhere and no script, so that it can be read offline.
//
//go:embed docs
var docsFiles embed.FS

// guides are the pages beside the list of routes: one a family.
var guides = []guide{
	{"r3mes", "The R3MES family"},
	{"openai", "The OpenAI family"},
	{"live", "WebSocket and events"},
	{"admin", "For operators"},
}

type guide struct{ Name, Title string }

func (s *server) docsRoutes() []route {
	page := func(path, say string, h handler) route {
		return route{method: "GET", path: path, alone: true, tag: "health", say: say, limit: limitNone, media: []string{"text/html"}, handle: h}
	}
	return []route{
		page("/docs", "every route, for people", s.docsIndex),
		page("/docs/{guide}", "a guide to one family: r3mes, openai, live, admin", s.docsGuide),
	}
}

// page is what docs/page.html shows.
type page struct {
	Title  string
	Style  template.CSS
	Guides []guide
	Body   template.HTML // of a guide
	Groups []docsGroup   // of the list of routes
}

// docsGroup is the routes of one tag.
type docsGroup struct {
	Name, Say string
	Routes    []docsRoute
}

// docsRoute is one route with all that the document says of it.
type docsRoute struct {
	Method, Path, Say, Who string
	Alias                  bool
	Parameters             []apiParameter
	Body, Answer           string // schemas, or media types
}

func (s *server) docsIndex(w http.ResponseWriter, _ *http.Request) error {
	body, err := s.routesPage()
	return writePage(w, body, err)
}

func (s *server) docsGuide(w http.ResponseWriter, r *http.Request) error {
	at := slices.IndexFunc(guides, func(g guide) bool { return g.Name == param(r, "guide") })
	if at < 0 {
		return fail(unknownThing, "Not Found")
	}
	body, err := guidePage(guides[at])
	return writePage(w, body, err)
}

func writePage(w http.ResponseWriter, body []byte, err error) error {
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src '"+styleHash()+"'; frame-ancestors 'none'")
	_, _ = w.Write(body)
	return nil
}

var style = sync.OnceValue(func() []byte {
	text, err := docsFiles.ReadFile("docs/style.css")
	if err != nil {
		panic(err) // it is embedded
	}
	return text
})

// styleHash lets a browser use our style and no other.
func styleHash() string {
	sum := sha256.Sum256(style())
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// indexPage lists every route.
func indexPage() ([]byte, error) {
	table := (&server{}).table()
	d, err := document(table, "", false)
	if err != nil {
		return nil, err
	}
	p := page{Title: "R3MES: routes"}
	for _, tag := range d.Tags {
		g := docsGroup{Name: tag.Name, Say: tag.Description}
		for _, rt := range table {
			if rt.tag == tag.Name {
				g.Routes = append(g.Routes, describe(rt, d))
			}
		}
		p.Groups = append(p.Groups, g)
	}
	return render(p)
}

// describe is a route as the page shows it.
func describe(rt route, d openAPI) docsRoute {
	op := d.Paths[builder{}.path(rt)][strings.ToLower(rt.method)]
	r := docsRoute{Method: rt.method, Path: rt.path, Say: rt.say, Who: rt.who.String(), Alias: len(rt.paths()) > 1, Parameters: op.Parameters}
	if op.Body != nil {
		r.Body = shown(op.Body.Content, d)
	}
	r.Answer = shown(op.Responses["200"].Content, d)
	return r
}

// shown writes schemas out, each after its media type.
func shown(content map[string]mediaSchema, d openAPI) string {
	var text strings.Builder
	for media, m := range content {
		schema := m.Schema
		if name, ok := strings.CutPrefix(schema.Ref, "#/components/schemas/"); ok {
			schema = d.Components.Schemas[name]
		}
		fmt.Fprintf(&text, "%s\n", media)
		if schema.Properties != nil || schema.Items != nil {
			written, err := json.MarshalIndent(schema, "", "  ")
			if err != nil {
				panic(err) // it was made from a type
			}
			fmt.Fprintf(&text, "%s\n", written)
		}
	}
	return text.String()
}

func guidePage(g guide) ([]byte, error) {
	source, err := docsFiles.ReadFile("docs/" + g.Name + ".md")
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.Table)).Convert(source, &body); err != nil {
		return nil, err
	}
	return render(page{Title: "R3MES: " + g.Title, Body: template.HTML(body.String())})
}

var pageTemplate = sync.OnceValues(func() (*template.Template, error) { return template.ParseFS(docsFiles, "docs/page.html") })

func render(p page) ([]byte, error) {
	t, err := pageTemplate()
	if err != nil {
		return nil, err
	}
	p.Guides, p.Style = guides, template.CSS(style())
	var out bytes.Buffer
	if err := t.Execute(&out, p); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
