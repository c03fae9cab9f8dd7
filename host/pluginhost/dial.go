package pluginhost

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"
)

// errRefusedAddress is the error of a dial to an address that is not public
// and that no grant opens.
var errRefusedAddress = errors.New("address is not public")

// notPublic are the special ranges of the registries of IANA that the methods
// of netip.Addr do not know. Of IPv6 only 2000::/3 is public at all.
var notPublic = prefixes(
	"0.0.0.0/8",       // this network
	"100.64.0.0/10",   // carrier-grade NAT
	"192.0.0.0/24",    // protocol assignments
	"192.0.2.0/24",    // documentation
	"192.88.99.0/24",  // 6to4 relays
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"240.0.0.0/4",     // reserved, broadcast included
	"2001::/23",       // protocol assignments: Teredo, ORCHID
	"2001:db8::/32",   // documentation
	"2002::/16",       // 6to4: an IPv4 address inside
	"3fff::/20",       // documentation
)

var publicIPv6 = netip.MustParsePrefix("2000::/3")

func prefixes(texts ...string) []netip.Prefix {
	var list []netip.Prefix
	for _, text := range texts {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

// public tells whether a is an address of the public internet. An IPv4 address
// that is mapped or embedded in an IPv6 one (::ffff:0:0/96, NAT64, 6to4) is
// none: whoever writes it that way wants to be mistaken.
func public(a netip.Addr) bool {
	switch {
	case !a.IsGlobalUnicast(), a.IsPrivate(), a.IsLoopback(), a.IsLinkLocalUnicast(), a.IsMulticast(), a.Zone() != "":
		return false
	case a.Is6() && !publicIPv6.Contains(a):
		return false
	}
	return !contains(notPublic, a)
}

func contains(list []netip.Prefix, a netip.Addr) bool {
	return slices.ContainsFunc(list, func(p netip.Prefix) bool { return p.Contains(a) })
}

// mayDial tells whether the endpoint's grant reaches a.
func (e endpoint) mayDial(a netip.Addr) bool {
	return contains(e.nets, a) || (!e.netsOnly && public(a))
}

// dialer connects to endpoints. It resolves the name itself and dials the
// addresses it has checked, so a name server that answers otherwise the second
// time changes nothing.
type dialer struct {
	// lookup resolves a host name; a seam for tests.
	lookup func(ctx context.Context, host string) ([]netip.Addr, error)
}

func newDialer() *dialer {
	return &dialer{lookup: func(ctx context.Context, host string) ([]netip.Addr, error) {
		return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	}}
}

// dial connects to e. One address that may not be dialled refuses the name as
// a whole.
func (d *dialer) dial(ctx context.Context, e endpoint) (net.Conn, error) {
	addresses, err := d.resolve(ctx, e)
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, a := range addresses {
		conn, err := e.connect(ctx, a)
		if err == nil {
			return conn, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

func (d *dialer) resolve(ctx context.Context, e endpoint) ([]netip.Addr, error) {
	addresses := []netip.Addr{}
	if a, err := netip.ParseAddr(e.host); err == nil {
		addresses = append(addresses, a)
	} else if addresses, err = d.lookup(ctx, e.host); err != nil {
		return nil, fmt.Errorf("resolve %s: %w", e.host, err)
	}
	if len(addresses) == 0 {
		return nil, fmt.Errorf("resolve %s: no address", e.host)
	}
	for i, a := range addresses {
		addresses[i] = a.Unmap() // the resolver writes IPv4 addresses in either form
		if !e.mayDial(addresses[i]) {
			return nil, fmt.Errorf("%s is %s: %w; only a grant with net= opens it", e.host, a, errRefusedAddress)
		}
	}
	return addresses, nil
}

// connect dials one address, and looks once more at what the socket is about
// to connect to.
func (e endpoint) connect(ctx context.Context, a netip.Addr) (net.Conn, error) {
	d := net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !e.mayDial(to.Addr().Unmap()) {
			return fmt.Errorf("%s: %w", address, errRefusedAddress)
		}
		return nil
	}}
	return d.DialContext(ctx, "tcp", netip.AddrPortFrom(a, e.port).String())
}
