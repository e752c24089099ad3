package authority

import (
	"cmp"
	"crypto/x509"
	"net"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strings"
)

// Names is how phones may reach this machine: addresses, likeliest first, and host names.
type Names struct {
	Addresses []netip.Addr
	Hosts     []string
}

// Here looks at the machine: its private addresses that are up now, its name and its name under .local. Addresses that
// only this machine can reach are left out, and so are public ones, for which the authority may not vouch.
func Here() (Names, error) {
	host, err := os.Hostname()
	if err != nil {
		return Names{}, err
	}
	interfaces, err := net.Interfaces()
	if err != nil {
		return Names{}, err
	}
	// Bridges of containers and virtual machines have private addresses too, and no phone in them.
	slices.SortStableFunc(interfaces, func(a, b net.Interface) int { return cmp.Compare(inside(a.Name), inside(b.Name)) })
	n := Names{Hosts: []string{label(host) + ".local", label(host)}}
	for _, i := range interfaces {
		if i.Flags&net.FlagUp == 0 || i.Flags&net.FlagLoopback != 0 {
			continue
		}
		found, err := i.Addrs()
		if err != nil { // it went away while we looked
			continue
		}
		n.add(found)
	}
	slices.SortStableFunc(n.Addresses, func(a, b netip.Addr) int { return cmp.Compare(a.BitLen(), b.BitLen()) })
	return n, nil
}

// add takes the private addresses of one interface.
func (n *Names) add(found []net.Addr) {
	for _, one := range found {
		prefix, err := netip.ParsePrefix(one.String())
		if err != nil {
			continue
		}
		if address := prefix.Addr().Unmap(); address.IsPrivate() || shared.Contains(address) {
			n.Addresses = append(n.Addresses, address)
		}
	}
}

// shared are addresses behind a provider's own translation, which some mobile hotspots hand out.
var shared = netip.MustParsePrefix("100.64.0.0/10")

var virtual = regexp.MustCompile(`^(docker|br-|veth|virbr|vmnet|cni|podman|lxc)`)

func inside(name string) int {
	if virtual.MatchString(name) {
		return 1
	}
	return 0
}

var notOfLabels = regexp.MustCompile(`[^a-z0-9-]+`)

// label is a machine's name as one label of a host name: what stands before the first dot, in lower case.
func label(host string) string {
	first, _, _ := strings.Cut(strings.ToLower(host), ".")
	if first = strings.Trim(notOfLabels.ReplaceAllString(first, "-"), "-"); first == "" {
		return "tripol"
	}
	return first[:min(len(first), 63)]
}

// Texts are all names as they are typed, addresses first.
func (n Names) Texts() []string {
	var texts []string
	for _, a := range n.Addresses {
		texts = append(texts, a.String())
	}
	return append(texts, n.Hosts...)
}

// permitted leaves out what the authority may not vouch for: a name that the machine got after the authority was made.
func (n Names) permitted(by *x509.Certificate) Names {
	var out Names
	for _, a := range n.Addresses {
		if slices.ContainsFunc(by.PermittedIPRanges, func(r *net.IPNet) bool { return r.Contains(a.AsSlice()) }) {
			out.Addresses = append(out.Addresses, a)
		}
	}
	for _, host := range n.Hosts {
		if slices.ContainsFunc(by.PermittedDNSDomains, func(under string) bool {
			return host == under || strings.HasSuffix(host, "."+under)
		}) {
			out.Hosts = append(out.Hosts, host)
		}
	}
	return out
}
