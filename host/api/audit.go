package api

import (
	"cmp"
	"net/http"

	"github.com/r3mes/r3mes/host/audit"
	"github.com/r3mes/r3mes/store"
)

// usualAuditPage is the entries that a request gets that does not say.
const usualAuditPage = 100

func (s *server) auditRoutes() []route {
	return admin("audit", route{
		method: "GET", path: "/audit", say: "who did what, newest first",
		query:  []query{{"limit", "integer", "most entries, 1 to 1000", usualAuditPage}, {"before", "integer", "the number of an entry: older ones only", nil}},
		answer: auditList{}, handle: s.listAudit,
	})
}

type auditList struct {
	Entries []audit.Entry `json:"entries"`
}

// listAudit reads the audit log, newest first: ?limit= entries at most, before
// the one numbered ?before=.
func (s *server) listAudit(w http.ResponseWriter, r *http.Request) error {
	if s.Audit == nil {
		return fail(unavailable, "There is no audit log here")
	}
	limit, err := number(r, "limit", usualAuditPage, 1, maxPage)
	if err != nil {
		return err
	}
	before, err := number(r, "before", 0, 0, int(^uint(0)>>1))
	if err != nil {
		return err
	}
	entries, err := s.Audit.List(int64(before), limit)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, auditList{orEmpty(entries)})
}

// audited carries out an operator's act and writes it to the audit log, when
// there is one. detail holds no key and no prompt.
func (s *server) audited(r *http.Request, name, target string, detail map[string]string, do func() error) error {
	return s.auditedBy(actorOf(r), name, target, detail, do)
}

func (s *server) auditedBy(by audit.Actor, name, target string, detail map[string]string, do func() error) error {
	if s.Audit == nil {
		return do()
	}
	entry := audit.Entry{Actor: by, Act: name, Target: target, Detail: detail}
	return s.Audit.Do(entry, func(*audit.Entry) error { return do() })
}

// auditedFor is audited for a route that is open to the wallet itself: what the
// wallet does with its own is no operator's act.
func (s *server) auditedFor(r *http.Request, c caller, name string, detail map[string]string, do func() error) error {
	by, operator := s.operatorOf(r, c)
	if !operator {
		return do()
	}
	return s.auditedBy(by, name, c.wallet, detail, do)
}

// operatorOf is who calls, if it is the operator: by the administration socket,
// or by an operator's key.
func (s *server) operatorOf(r *http.Request, c caller) (audit.Actor, bool) {
	switch {
	case isLocal(r.Context()):
		return audit.Actor{Name: cmp.Or(s.LocalActor, audit.ActorLocal)}, true
	case c.key != nil && c.key.Has(store.ScopeOperator):
		return audit.Actor{Name: c.key.ID, From: r.RemoteAddr}, true
	}
	return audit.Actor{Name: audit.ActorOpen, From: r.RemoteAddr}, false
}
