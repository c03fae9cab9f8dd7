package api

import (
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"time"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/host/modelhost"
	"github.com/r3mes/r3mes/runtime/lora"
)

// Bounds of the upload of an adapter, in bytes.
const (
	maxAdapterUpload = 1 << 30
	maxNamePart      = 64
)

func (s *server) adapterRoutes() []route {
	return admin("adapters",
		route{method: "GET", path: "/adapters", say: "the adapters, with bytes and counters", answer: adapterList{}, handle: s.listAdapters},
		route{
			method: "POST", path: "/adapters", say: "serve an adapter: of a folder on the server, or uploaded",
			body: adapterRequest{}, form: adapterForm(), answer: Adapter{}, handle: s.loadAdapter,
		},
		route{method: "DELETE", path: "/adapters/{name}", say: "take an adapter out; requests that run end with it", answer: Adapter{}, handle: s.unloadAdapter},
		route{method: "POST", path: "/adapters/{name}/pin", say: "keep an adapter in memory", answer: Adapter{}, handle: s.pinAdapter},
		route{method: "POST", path: "/adapters/{name}/unpin", say: "let an adapter make room for others", answer: Adapter{}, handle: s.unpinAdapter},
	)
}

// adapterForm are the parts of an uploaded adapter.
func adapterForm() []query {
	return []query{
		{"name", "string", "under which requests name it", nil},
		{lora.ConfigFile, "file", "PEFT's configuration", nil},
		{lora.TensorFile, "file", "the weights", nil},
		{lora.CardFile, "file", "description, examples and metadata; may be missing", nil},
	}
}

// Adapter is one adapter as operators see it.
type Adapter struct {
	Name             string            `json:"name"`
	Digest           string            `json:"digest"`     // of what it computes, hex
	BaseModel        string            `json:"base_model"` // that it says it was trained for
	Description      string            `json:"description"`
	Examples         int               `json:"examples"` // prompts that routing compares with
	Metadata         map[string]string `json:"metadata"`
	Rank             int               `json:"rank"` // the largest
	Bytes            int64             `json:"bytes"`
	Resident         bool              `json:"resident"` // its weights are in memory
	Pinned           bool              `json:"pinned"`
	Users            int               `json:"users"` // requests that hold it now
	From             string            `json:"from"`  // model, folder or load
	Unfit            string            `json:"unfit"` // why it is not served; empty: it is
	Requests         int64             `json:"requests"`
	PromptTokens     int64             `json:"prompt_tokens"`
	CompletionTokens int64             `json:"completion_tokens"`
	Loads            int64             `json:"loads"`     // times that its weights were read
	Evictions        int64             `json:"evictions"` // times that they made room for others
	Last             *modelhost.Act    `json:"last"`      // of an operator; null: none
}

type adapterList struct {
	Adapters []Adapter `json:"adapters"`
}

type adapterRequest struct {
	Path string `json:"path"` // a folder of the server, from its root
	Name string `json:"name"` // empty: the folder's
}

// models returns who carries out acts on models and adapters.
func (s *server) models() (*modelhost.Host, error) {
	if s.Models == nil {
		return nil, noServer("models live in one")
	}
	return s.Models, nil
}

func viewAdapter(a modelhost.Adapter) Adapter {
	metadata := a.Metadata
	if metadata == nil {
		metadata = map[string]string{}
	}
	return Adapter{
		Name: a.Name, Digest: a.Digest, BaseModel: a.BaseModel, Description: a.Description, Examples: len(a.Examples),
		Metadata: metadata, Rank: a.MaxRank, Bytes: a.Bytes, Resident: a.Resident, Pinned: a.Pinned, Users: a.Users,
		From: a.From, Unfit: a.Unfit, Requests: a.Requests, PromptTokens: a.PromptTokens, CompletionTokens: a.CompletionTokens,
		Loads: a.Loads, Evictions: a.Evictions, Last: a.Last,
	}
}

func (s *server) listAdapters(w http.ResponseWriter, _ *http.Request) error {
	h, err := s.models()
	if err != nil {
		return err
	}
	list := adapterList{[]Adapter{}}
	for _, a := range h.ListAdapters() {
		list.Adapters = append(list.Adapters, viewAdapter(a))
	}
	return writeJSON(w, http.StatusOK, list)
}

// loadAdapter takes {path, name?}, or an upload; see stageUpload.
func (s *server) loadAdapter(w http.ResponseWriter, r *http.Request) error {
	h, err := s.models()
	if err != nil {
		return err
	}
	stage, err := h.Stage()
	if err != nil {
		return err
	}
	defer stage.Discard()
	fill := s.stageFolder
	if isUpload(r) {
		fill = s.stageUpload
	}
	name, err := fill(w, r, stage)
	if err != nil {
		return err
	}
	return answerAdapter(w, r, name, func(by audit.Actor, name string) (modelhost.Adapter, error) {
		return h.LoadAdapter(by, name, stage)
	})
}

// stageFolder stages a folder of the server.
func (s *server) stageFolder(w http.ResponseWriter, r *http.Request, stage *modelhost.Stage) (name string, err error) {
	var req adapterRequest
	if err := s.readStrict(w, r, &req); err != nil {
		return "", err
	}
	if req.Path == "" {
		return "", field(invalid, "path", "path is required: a folder of the server with %s and %s, or send them as multipart/form-data", lora.ConfigFile, lora.TensorFile)
	}
	if req.Name == "" {
		req.Name = filepath.Base(filepath.Clean(req.Path))
	}
	return req.Name, stage.Copy(req.Path)
}

// stageUpload stages what multipart/form-data brings: the part name, and the
// files of the adapter in parts that have their names, each once, in any order.
// Weights are many: as long as they keep coming, the upload may take its time.
func (s *server) stageUpload(w http.ResponseWriter, r *http.Request, stage *modelhost.Stage) (name string, err error) {
	r.Body = http.MaxBytesReader(w, &patient{ReadCloser: r.Body, control: http.NewResponseController(w), wait: s.BodyTimeout}, maxAdapterUpload)
	parts, err := multipartOf(r)
	if err != nil {
		return "", err
	}
	if err := eachPart(parts, func(part *multipart.Part) error { return stagePart(&name, part, stage) }); err != nil {
		return "", err
	}
	bodyRead(w)
	if name == "" {
		return "", field(invalid, "name", "The part name is missing: under which requests name the adapter")
	}
	return name, nil
}

func stagePart(name *string, part *multipart.Part, stage *modelhost.Stage) error {
	if part.FormName() != "name" {
		return notMultipart(stage.Write(part.FormName(), part, maxAdapterUpload))
	}
	if *name != "" {
		return field(invalid, "name", "The part name stands twice")
	}
	text, err := partBytes(part, "name", maxNamePart)
	*name = string(text)
	return err
}

// patient is a request's body that may take its time, as long as it comes.
type patient struct {
	io.ReadCloser
	control *http.ResponseController
	wait    time.Duration // longest between two reads; 0: no limit
}

// Read implements io.Reader.
func (p *patient) Read(b []byte) (int, error) {
	if p.wait > 0 {
		// Not every ResponseWriter can; those of net/http do.
		_ = p.control.SetReadDeadline(time.Now().Add(p.wait))
	}
	return p.ReadCloser.Read(b)
}

func (s *server) pinAdapter(w http.ResponseWriter, r *http.Request) error {
	return s.actOnAdapter(w, r, (*modelhost.Host).PinAdapter)
}

func (s *server) unpinAdapter(w http.ResponseWriter, r *http.Request) error {
	return s.actOnAdapter(w, r, (*modelhost.Host).UnpinAdapter)
}

func (s *server) unloadAdapter(w http.ResponseWriter, r *http.Request) error {
	return s.actOnAdapter(w, r, (*modelhost.Host).UnloadAdapter)
}

// actOnAdapter carries out an act on the adapter that the path names.
func (s *server) actOnAdapter(w http.ResponseWriter, r *http.Request, do func(*modelhost.Host, audit.Actor, string) (modelhost.Adapter, error)) error {
	h, err := s.models()
	if err != nil {
		return err
	}
	if err := s.readAct(w, r, &struct{}{}); err != nil {
		return err
	}
	return answerAdapter(w, r, param(r, "name"), func(by audit.Actor, name string) (modelhost.Adapter, error) { return do(h, by, name) })
}

// answerAdapter carries out an act and answers what the adapter is then.
func answerAdapter(w http.ResponseWriter, r *http.Request, name string, do func(by audit.Actor, name string) (modelhost.Adapter, error)) error {
	a, err := do(actorOf(r), name)
	if err != nil {
		return err
	}
	note(r, slog.String("target", a.Name))
	return writeJSON(w, http.StatusOK, viewAdapter(a))
}
