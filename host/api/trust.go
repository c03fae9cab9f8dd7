package api

import (
	"net/http"

	"github.com/r3mes/r3mes/store"
)

func (s *server) listTrust(w http.ResponseWriter, _ *http.Request) error {
	o, err := s.plugins()
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, object{"policy": o.TrustPolicy(), "keys": orEmpty(o.TrustList())})
}

// addTrust trusts a public key: the .pub file that minisign wrote, or its second
// line.
func (s *server) addTrust(w http.ResponseWriter, r *http.Request) error {
	var req struct {
		PublicKey string `json:"public_key"`
		Comment   string `json:"comment"`
	}
	if err := s.readAct(w, r, &req); err != nil {
		return err
	}
	o, err := s.plugins()
	if err != nil {
		return err
	}
	key, err := o.TrustAdd(actorOf(r), req.PublicKey, req.Comment)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, key)
}

// removeTrust ends the trust in the key ?id=.
func (s *server) removeTrust(w http.ResponseWriter, r *http.Request) error {
	o, err := s.plugins()
	if err != nil {
		return err
	}
	id := r.URL.Query().Get("id")
	if id == "" {
		return field(invalid, "id", "Which key? Name its id: DELETE /admin/trust?id=ID")
	}
	key, err := o.TrustRemove(actorOf(r), id)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, key)
}

func (s *server) listSecrets(w http.ResponseWriter, _ *http.Request) error {
	o, err := s.plugins()
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, object{"secrets": orEmpty(o.SecretList())})
}

// setSecret stores a value that no route gives back.
func (s *server) setSecret(w http.ResponseWriter, r *http.Request) error {
	var req struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	if err := s.readAct(w, r, &req); err != nil {
		return err
	}
	o, err := s.plugins()
	if err != nil {
		return err
	}
	info, err := o.SecretSet(actorOf(r), req.Name, store.NewSecret(req.Value))
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, info)
}

// removeSecret removes the secret ?name=.
func (s *server) removeSecret(w http.ResponseWriter, r *http.Request) error {
	o, err := s.plugins()
	if err != nil {
		return err
	}
	name := r.URL.Query().Get("name")
	if name == "" {
		return field(invalid, "name", "Which secret? Name it: DELETE /admin/secrets?name=NAME")
	}
	if err := o.SecretDelete(actorOf(r), name); err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, object{"name": name, "message": "removed"})
}
