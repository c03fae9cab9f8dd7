package api

import (
	"net/http"

	"github.com/r3mes/r3mes/host/plugintrust"
	"github.com/r3mes/r3mes/host/secrets"
	"github.com/r3mes/r3mes/store"
)

func (s *server) trustRoutes() []route {
	return admin("trust",
		route{method: "GET", path: "/trust", say: "the keys that plugins may be signed with", answer: trustList{}, handle: s.listTrust},
		route{method: "POST", path: "/trust", say: "trust a minisign key", body: trustRequest{}, answer: plugintrust.Key{}, handle: s.addTrust},
		route{method: "DELETE", path: "/trust", say: "end the trust in a key", query: []query{{"id", "string", "the key's id", nil}}, answer: plugintrust.Key{}, handle: s.removeTrust},
	)
}

func (s *server) secretRoutes() []route {
	return admin("secrets",
		route{method: "GET", path: "/secrets", say: "the names of secrets, never their values", answer: secretList{}, handle: s.listSecrets},
		route{method: "POST", path: "/secrets", say: "keep a secret for plugins", body: secretRequest{}, answer: secrets.Info{}, handle: s.setSecret},
		route{method: "DELETE", path: "/secrets", say: "forget a secret", query: []query{{"name", "string", "the secret's name", nil}}, answer: removedSecret{}, handle: s.removeSecret},
	)
}

type trustList struct {
	Policy plugintrust.Policy `json:"policy"`
	Keys   []plugintrust.Key  `json:"keys"`
}

type trustRequest struct {
	PublicKey string `json:"public_key"`
	Comment   string `json:"comment"`
}

type secretList struct {
	Secrets []secrets.Info `json:"secrets"`
}

type secretRequest struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type removedSecret struct {
	Name    string `json:"name"`
	Message string `json:"message"`
}

func (s *server) listTrust(w http.ResponseWriter, _ *http.Request) error {
	o, err := s.plugins()
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, trustList{o.TrustPolicy(), orEmpty(o.TrustList())})
}

// addTrust trusts a public key: the .pub file that minisign wrote, or its second
// line.
func (s *server) addTrust(w http.ResponseWriter, r *http.Request) error {
	var req trustRequest
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
	return writeJSON(w, http.StatusOK, secretList{orEmpty(o.SecretList())})
}

// setSecret stores a value that no route gives back.
func (s *server) setSecret(w http.ResponseWriter, r *http.Request) error {
	var req secretRequest
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
	return writeJSON(w, http.StatusOK, removedSecret{name, "removed"})
}
