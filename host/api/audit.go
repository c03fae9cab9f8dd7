package api

import (
	"net/http"

	"github.com/r3mes/r3mes/host/audit"
)

// usualAuditPage is the entries that a request gets that does not say.
const usualAuditPage = 100

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
	return writeJSON(w, http.StatusOK, object{"entries": orEmpty(entries)})
}

// audited carries out an operator's act and writes it to the audit log, when
// there is one. detail holds no key and no prompt.
func (s *server) audited(r *http.Request, name, target string, detail map[string]string, do func() error) error {
	if s.Audit == nil {
		return do()
	}
	entry := audit.Entry{Actor: actorOf(r), Act: name, Target: target, Detail: detail}
	return s.Audit.Do(entry, func(*audit.Entry) error { return do() })
}
