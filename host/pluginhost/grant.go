package pluginhost

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/r3mes/r3mes/store"
)

// grant is one entry of an operator's grants, a manifest's capabilities or the
// host's ceiling.
type grant struct {
	kind     string
	quota    store.KVQuota // of kv; a zero field: not said
	endpoint endpoint      // of http; no methods: any endpoint
	secret   string        // of secrets; empty: any
}

// endpoint is where an http grant allows requests to.
type endpoint struct {
	methods []string // sorted
	host    string   // lower case, or an IP address in its usual form
	port    uint16
	// nets are addresses that may be dialled although they are not public.
	nets []netip.Prefix
	// netsOnly: no other address, of one request that carries a secret in the
	// clear.
	netsOnly bool
}

// DefaultKVQuota is the quota of a grant "kv" that does not say one.
func DefaultKVQuota() store.KVQuota { return store.KVQuota{Keys: 1000, Bytes: 1 << 20} }

// maxKVQuota is the most that an operator can grant: a sweep walks the whole
// namespace between two commits of the ledger.
var maxKVQuota = store.KVQuota{Keys: 100_000, Bytes: 64 << 20}

// grantForms is how each kind of grant is written.
var grantForms = map[string]string{
	CapKV:      `"kv" or "kv:keys=1000 bytes=1048576"`,
	CapHTTP:    `"http:GET|POST api.example.com:443", for an address that is not public with " net=10.0.0.0/8" behind it`,
	CapSecrets: `"secrets:<name of the secret>"`,
}

// CapabilityOf is the capability that an entry speaks of, well-formed or not.
func CapabilityOf(text string) string {
	kind, _, _ := strings.Cut(text, ":")
	return kind
}

// parseGrant reads one entry:
//
//	log                                       every kind but the three below
//	kv                                        the default quota
//	kv:keys=5000 bytes=4194304                keys, and bytes of keys and values together
//	http:GET|POST api.example.com:443         methods, host, port
//	http:GET intern.example:8443 net=10.0.0.0/8|fd00::/8
//	                                          and these addresses though they are not public
//	secrets:api-key                           one secret, by name
//
// In a manifest and in the ceiling, "http" and "secrets" alone stand for any
// endpoint and any secret.
func parseGrant(text string) (grant, error) {
	kind, args, has := strings.Cut(text, ":")
	g := grant{kind: kind}
	var err error
	switch {
	case !slices.Contains(allCapabilities, kind):
		return g, fmt.Errorf("%q is not one of %s", text, strings.Join(allCapabilities, ", "))
	case !has:
		return g, nil
	case kind == CapKV:
		g.quota, err = parseQuota(args)
	case kind == CapHTTP:
		g.endpoint, err = parseEndpoint(args)
	case kind == CapSecrets:
		if g.secret = args; !secretName.MatchString(args) {
			err = fmt.Errorf("%q is not a secret's name (%s)", args, secretName)
		}
	default:
		err = fmt.Errorf("write %q alone", kind)
	}
	if err != nil {
		return g, fmt.Errorf("%q: %w; the form is %s", text, err, cmp.Or(grantForms[kind], strconv.Quote(kind)))
	}
	return g, nil
}

// secretName is what a secret may be called.
var secretName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,63}$`)

func parseQuota(args string) (store.KVQuota, error) {
	var q store.KVQuota
	for _, arg := range strings.Fields(args) {
		key, value, _ := strings.Cut(arg, "=")
		field, limit := &q.Keys, maxKVQuota.Keys
		switch key {
		case "keys":
		case "bytes":
			field, limit = &q.Bytes, maxKVQuota.Bytes
		default:
			return q, fmt.Errorf("%q is neither keys= nor bytes=", arg)
		}
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n < 1 || n > limit || *field != 0 {
			return q, fmt.Errorf("%q: want one number from 1 to %d", arg, limit)
		}
		*field = n
	}
	if q == (store.KVQuota{}) {
		return q, fmt.Errorf("no quota behind the colon")
	}
	return q, nil
}

// grantedMethods may be granted; CONNECT makes tunnels and TRACE shows the
// guest its own headers with the secrets in them.
var grantedMethods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}

func parseEndpoint(args string) (endpoint, error) {
	parts := strings.Fields(args)
	if len(parts) < 2 || len(parts) > 3 {
		return endpoint{}, fmt.Errorf("want methods, host:port, and at most one net=")
	}
	e := endpoint{methods: strings.Split(parts[0], "|")}
	for _, m := range e.methods {
		if !slices.Contains(grantedMethods, m) {
			return e, fmt.Errorf("method %q is not one of %s", m, strings.Join(grantedMethods, ", "))
		}
	}
	slices.Sort(e.methods)
	e.methods = slices.Compact(e.methods)
	colon := strings.LastIndexByte(parts[1], ':')
	if colon < 0 {
		return e, fmt.Errorf("%q has no port", parts[1])
	}
	host, ok := hostName(parts[1][:colon])
	if !ok {
		return e, fmt.Errorf("%q is neither a host name in ASCII nor an IP address", parts[1][:colon])
	}
	port, err := strconv.ParseUint(parts[1][colon+1:], 10, 16)
	if err != nil || port == 0 {
		return e, fmt.Errorf("port %q is not 1 to 65535", parts[1][colon+1:])
	}
	e.host, e.port = host, uint16(port)
	if len(parts) == 3 {
		e.nets, err = parseNets(parts[2])
	}
	return e, err
}

func parseNets(text string) ([]netip.Prefix, error) {
	list, ok := strings.CutPrefix(text, "net=")
	if !ok {
		return nil, fmt.Errorf("%q is not net=", text)
	}
	var nets []netip.Prefix
	for item := range strings.SplitSeq(list, "|") {
		p, err := netip.ParsePrefix(item)
		if err != nil || p != p.Masked() || p.Addr().Is4In6() {
			return nil, fmt.Errorf("net %q is not a range such as 10.0.0.0/8", item)
		}
		nets = append(nets, p)
	}
	return nets, nil
}

// A host name of which no resolver could think that it is a number: inet_aton
// reads 127.1 and 0x7f000001 as addresses.
var hostPattern = regexp.MustCompile(`^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

// hostName brings a URL's host into the form that grants are compared in.
func hostName(host string) (string, bool) {
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.String(), addr.Zone() == "" && !addr.Is4In6()
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host, len(host) <= 253 && hostPattern.MatchString(host)
}

// String writes the grant as parseGrant reads it.
func (g grant) String() string {
	switch {
	case g.kind == CapKV && g.quota != (store.KVQuota{}):
		text := "kv:"
		if g.quota.Keys > 0 {
			text += fmt.Sprintf("keys=%d ", g.quota.Keys)
		}
		if g.quota.Bytes > 0 {
			text += fmt.Sprintf("bytes=%d", g.quota.Bytes)
		}
		return strings.TrimSpace(text)
	case g.kind == CapHTTP && len(g.endpoint.methods) > 0:
		return "http:" + g.endpoint.String()
	case g.kind == CapSecrets && g.secret != "":
		return "secrets:" + g.secret
	}
	return g.kind
}

func (e endpoint) String() string {
	text := strings.Join(e.methods, "|") + " " + e.address()
	for i, p := range e.nets {
		text += map[bool]string{true: " net=", false: "|"}[i == 0] + p.String()
	}
	return text
}

// address is host:port.
func (e endpoint) address() string {
	if strings.Contains(e.host, ":") {
		return fmt.Sprintf("[%s]:%d", e.host, e.port)
	}
	return fmt.Sprintf("%s:%d", e.host, e.port)
}

// meet is what both allow; false when that is nothing.
func (g grant) meet(o grant) (grant, bool) {
	if g.kind != o.kind {
		return grant{}, false
	}
	switch g.kind {
	case CapKV:
		g.quota.Keys = least(g.quota.Keys, o.quota.Keys)
		g.quota.Bytes = least(g.quota.Bytes, o.quota.Bytes)
	case CapHTTP:
		return g.meetHTTP(o)
	case CapSecrets:
		if g.secret != "" && o.secret != "" && g.secret != o.secret {
			return grant{}, false
		}
		g.secret = cmp.Or(g.secret, o.secret)
	}
	return g, true
}

// meetHTTP keeps the address ranges of both: only an operator can write them,
// in a grant or in the ceiling.
func (g grant) meetHTTP(o grant) (grant, bool) {
	a, b := g.endpoint, o.endpoint
	switch {
	case len(a.methods) == 0:
		return o, true
	case len(b.methods) == 0:
		return g, true
	case a.host != b.host || a.port != b.port:
		return grant{}, false
	}
	methods := slices.DeleteFunc(slices.Clone(a.methods), func(m string) bool { return !slices.Contains(b.methods, m) })
	g.endpoint = endpoint{methods: methods, host: a.host, port: a.port, nets: slices.Concat(a.nets, b.nets)}
	return g, len(methods) > 0
}

// least is the smaller of two limits, of which 0 means none was said.
func least(a, b int64) int64 {
	if a == 0 || (b != 0 && b < a) {
		return b
	}
	return a
}

// within tells whether ceiling allows all of g.
func (g grant) within(ceiling []grant) bool {
	return slices.ContainsFunc(ceiling, func(c grant) bool {
		if c.kind == CapHTTP && len(c.endpoint.methods) > 0 && !subset(g.endpoint.nets, c.endpoint.nets) {
			return false
		}
		if c.kind == CapKV && g.kind == CapKV {
			return least(c.quota.Keys, g.quota.Keys) == g.quota.Keys && least(c.quota.Bytes, g.quota.Bytes) == g.quota.Bytes
		}
		both, ok := c.meet(g)
		return ok && slices.Equal(both.endpoint.methods, g.endpoint.methods) && both.secret == g.secret
	})
}

func (g grant) quotaOrDefault() store.KVQuota {
	d := DefaultKVQuota()
	return store.KVQuota{Keys: cmp.Or(g.quota.Keys, d.Keys), Bytes: cmp.Or(g.quota.Bytes, d.Bytes)}
}

func subset(nets, of []netip.Prefix) bool {
	for _, p := range nets {
		if !slices.Contains(of, p) {
			return false
		}
	}
	return true
}

func parseGrants(texts []string) ([]grant, error) {
	var grants []grant
	for _, text := range texts {
		g, err := parseGrant(text)
		if err != nil {
			return nil, err
		}
		grants = append(grants, g)
	}
	return grants, nil
}

// checkWish refuses an entry of a manifest's capabilities.
func checkWish(text string) error {
	g, err := parseGrant(text)
	if err == nil && len(g.endpoint.nets) > 0 {
		err = fmt.Errorf("%q: only an operator can open address ranges: leave net= out", text)
	}
	return err
}

// access is what one plugin may reach: what its manifest asks for, the
// operator grants, and the host's ceiling allows.
type access struct {
	kinds     map[string]bool
	texts     []string // the effective grants, as an operator would write them
	quota     store.KVQuota
	endpoints []endpoint
	secrets   map[string]bool
}

// newAccess intersects the three. A grant that is malformed, names nothing, or
// is wider than the ceiling is an error: the operator should hear of it.
func newAccess(wanted, granted, ceiling []string) (access, error) {
	a := access{kinds: map[string]bool{}, secrets: map[string]bool{}}
	top, err := parseGrants(ceiling)
	if err != nil {
		return a, fmt.Errorf("ceiling %w", err)
	}
	wishes, err := parseGrants(wanted)
	if err != nil {
		return a, fmt.Errorf("capability %w", err)
	}
	grants, err := parseGrants(granted)
	if err != nil {
		return a, fmt.Errorf("grant %w", err)
	}
	for _, g := range grants {
		if g.kind == CapKV {
			g.quota = g.quotaOrDefault() // else a manifest that asks for more than the default would get it
		}
		switch {
		case (g.kind == CapHTTP && len(g.endpoint.methods) == 0) || (g.kind == CapSecrets && g.secret == ""):
			return a, fmt.Errorf("grant %q names nothing; the form is %s", g, grantForms[g.kind])
		case !g.within(top):
			return a, fmt.Errorf("grant %q is wider than the host's ceiling (%s)", g, strings.Join(ceiling, ", "))
		}
		for _, w := range wishes {
			if both, ok := g.meet(w); ok {
				a.allow(both)
			}
		}
	}
	a.settle()
	return a, nil
}

func (a *access) allow(g grant) {
	a.kinds[g.kind] = true
	switch g.kind {
	case CapKV:
		a.quota.Keys, a.quota.Bytes = max(a.quota.Keys, g.quota.Keys), max(a.quota.Bytes, g.quota.Bytes)
	case CapHTTP:
		a.endpoints = append(a.endpoints, g.endpoint)
	case CapSecrets:
		a.secrets[g.secret] = true
	}
}

// settle merges the endpoints of one address that open the same ranges, and
// writes texts. Others stay apart: what one method may dial, another may not.
func (a *access) settle() {
	var merged []endpoint
	for _, e := range a.endpoints {
		e.nets = union(e.nets, nil)
		i := slices.IndexFunc(merged, func(m endpoint) bool { return m.at(e.host, e.port) && slices.Equal(m.nets, e.nets) })
		if i < 0 {
			merged = append(merged, e)
			continue
		}
		m := &merged[i]
		m.methods = slices.Concat(m.methods, e.methods)
		slices.Sort(m.methods)
		m.methods = slices.Compact(m.methods)
	}
	a.endpoints = merged
	for _, kind := range allCapabilities {
		switch {
		case !a.kinds[kind]:
		case kind == CapKV:
			a.texts = append(a.texts, grant{kind: kind, quota: a.quota}.String())
		case kind == CapHTTP:
			for _, e := range a.endpoints {
				a.texts = append(a.texts, grant{kind: kind, endpoint: e}.String())
			}
		case kind == CapSecrets:
			for _, name := range slices.Sorted(maps.Keys(a.secrets)) {
				a.texts = append(a.texts, grant{kind: kind, secret: name}.String())
			}
		default:
			a.texts = append(a.texts, kind)
		}
	}
}

// endpoint returns where the grants allow the method at host:port, with the
// ranges of every grant of that method.
func (a *access) endpoint(method, host string, port uint16) (found endpoint, ok bool) {
	for _, e := range a.endpoints {
		if !e.at(host, port) || !slices.Contains(e.methods, method) {
			continue
		}
		if !ok {
			found, ok = endpoint{methods: []string{method}, host: host, port: port}, true
		}
		found.nets = union(found.nets, e.nets)
	}
	return found, ok
}

func (e endpoint) at(host string, port uint16) bool { return e.host == host && e.port == port }

// union is the ranges of both, each once, in order.
func union(a, b []netip.Prefix) []netip.Prefix {
	nets := slices.Concat(a, b)
	slices.SortFunc(nets, netip.Prefix.Compare)
	return slices.Compact(nets)
}
