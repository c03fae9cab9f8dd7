package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"

	"github.com/r3mes/r3mes/host/pluginhost"
	"github.com/r3mes/r3mes/host/pluginops"
)

// Bounds of the parts of an upload beside the module, in bytes.
const (
	maxManifestPart  = 1 << 20
	maxSignaturePart = 4 << 10
	maxSettingsPart  = 256 << 10
	maxFlagPart      = 16
	uploadOverhead   = maxManifestPart + maxSignaturePart + maxSettingsPart + 64<<10 // of all but the module
)

// uploadSettings is the part "settings" of an upload: the operator's part of a
// version, whole.
type uploadSettings struct {
	Config   exactObject `json:"config"`
	Grants   []string    `json:"grants"`
	Adapters *[]string   `json:"adapters"` // absent: the manifest says
}

// exactObject is a JSON object whose numbers keep every digit.
type exactObject map[string]any

// UnmarshalJSON implements json.Unmarshaler.
func (t *exactObject) UnmarshalJSON(text []byte) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	values := map[string]any(nil)
	if err := dec.Decode(&values); err != nil {
		return err
	}
	*t = values
	return nil
}

// isUpload tells an upload from a JSON body.
func isUpload(r *http.Request) bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && media == "multipart/form-data"
}

// readUpload reads a plugin out of multipart/form-data with these parts, each at
// most once, in any order:
//
//	module     plugin.wasm; required
//	manifest   manifest.toml or manifest.json; absent: the module carries it
//	signature  plugin.wasm.minisig; absent: none
//	settings   JSON: config, grants, adapters; absent: those of the active version
//	activate   "false": store it and serve it later; absent: serve it
func (s *server) readUpload(w http.ResponseWriter, r *http.Request, o *pluginops.Operator) (pluginops.Upload, error) {
	if !isUpload(r) {
		return pluginops.Upload{}, fail(wrongType, "Content-Type must be multipart/form-data with the parts module, manifest, signature, settings and activate")
	}
	limit := o.Host().ModuleLimit()
	r.Body = http.MaxBytesReader(w, r.Body, limit+uploadOverhead)
	parts, err := multipartOf(r)
	if err != nil {
		return pluginops.Upload{}, err
	}
	u, err := readParts(parts, limit)
	if err != nil {
		return pluginops.Upload{}, err
	}
	bodyRead(w)
	return u, nil
}

func readParts(parts *multipart.Reader, moduleLimit int64) (u pluginops.Upload, err error) {
	seen := map[string]bool{}
	err = eachPart(parts, func(part *multipart.Part) error {
		name := part.FormName()
		if seen[name] {
			return field(invalid, name, "The part %.32q stands twice", name)
		}
		seen[name] = true
		return readPart(&u, part, name, moduleLimit)
	})
	if err == nil && len(u.Module) == 0 {
		return u, field(invalid, "module", "The part module is missing or empty: it holds plugin.wasm")
	}
	return u, err
}

// multipartOf reads a request's body as multipart/form-data.
func multipartOf(r *http.Request) (*multipart.Reader, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, field(invalid, "", "The body is not multipart/form-data: %v", err)
	}
	return parts, nil
}

// eachPart hands on one part after the other, until f fails.
func eachPart(parts *multipart.Reader, f func(*multipart.Part) error) error {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return notMultipart(err)
		}
		if err := f(part); err != nil {
			return err
		}
	}
}

func readPart(u *pluginops.Upload, part io.Reader, name string, moduleLimit int64) (err error) {
	switch name {
	case "module":
		u.Module, err = partBytes(part, name, moduleLimit)
	case "manifest":
		u.Manifest, err = partBytes(part, name, maxManifestPart)
	case "signature":
		u.Signature, err = partBytes(part, name, maxSignaturePart)
	case "settings":
		u.Settings, err = settingsPart(part)
	case "activate":
		var text []byte
		if text, err = partBytes(part, name, maxFlagPart); err != nil {
			return err
		}
		switch string(text) {
		case "true":
		case "false":
			u.Inactive = true
		default:
			return field(invalid, name, "activate must be true or false")
		}
	default:
		return field(invalid, name, "unknown part %.32q, want module, manifest, signature, settings or activate", name)
	}
	return err
}

// partBytes reads a whole part; more than limit bytes are refused.
func partBytes(part io.Reader, name string, limit int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(part, limit+1))
	if err != nil {
		return nil, notMultipart(err)
	}
	if int64(len(text)) > limit {
		return nil, field(tooLarge, name, "%s", tooLargePart(name, limit))
	}
	return text, nil
}

func tooLargePart(name string, limit int64) string {
	text := fmt.Sprintf("The part %s is larger than %d bytes", name, limit)
	if name == "module" {
		text += ": leave debug information and unused code out"
	}
	return text
}

func settingsPart(part io.Reader) (*pluginhost.Settings, error) {
	text, err := partBytes(part, "settings", maxSettingsPart)
	if err != nil {
		return nil, err
	}
	var given uploadSettings
	if err := decodeStrict(text, &given); err != nil {
		return nil, err
	}
	set := &pluginhost.Settings{Config: given.Config, Grants: given.Grants}
	if given.Adapters != nil {
		set.Adapters, set.Bound = *given.Adapters, true
	}
	return set, nil
}

// decodeStrict decodes one JSON value whose fields must exist.
func decodeStrict(text []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return malformed(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return field(invalid, "", "More than one JSON value")
	}
	return nil
}

// notMultipart tells a body that is broken from one that is too large or too
// slow, which classify knows.
func notMultipart(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, multipart.ErrMessageTooLarge) {
		return field(invalid, "", "The body is not whole multipart/form-data: it ends too early")
	}
	return err
}
