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

// Names are the addresses, most likely first, and host names by which phones may reach this machine.
type Names struct {
	Addresses []netip.Addr
	Hosts     []string
}

// Here returns the machine's active private addresses, its name and its name under .local. It omits loopback
// addresses, and public ones, which the authority may not certify.
func Here() (Names, error) {
	host, err := os.Hostname()
	if err != nil {
		return Names{}, err
	}
	interfaces, err := net.Interfaces()
	if err != nil {
		return Names{}, err
	}
	// Bridges of containers and virtual machines have private addresses too, which phones cannot reach.
	slices.SortStableFunc(interfaces, func(a, b net.Interface) int { return cmp.Compare(inside(a.Name), inside(b.Name)) })
	n := Names{Hosts: []string{label(host) + ".local", label(host)}}
	for _, i := range interfaces {
		if i.Flags&net.FlagUp == 0 || i.Flags&net.FlagLoopback != 0 {
			continue
		}
		found, err := i.Addrs()
		if err != nil { // it was removed meanwhile
			continue
		}
		n.add(found)
	}
	slices.SortStableFunc(n.Addresses, func(a, b netip.Addr) int { return cmp.Compare(a.BitLen(), b.BitLen()) })
	return n, nil
}

// add adds the private addresses of one interface.
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

// shared are addresses behind a provider's NAT, which some mobile hotspots assign.
var shared = netip.MustParsePrefix("100.64.0.0/10")

var virtual = regexp.MustCompile(`^(docker|br-|veth|virbr|vmnet|cni|podman|lxc)`)

func inside(name string) int {
	if virtual.MatchString(name) {
		return 1
	}
	return 0
}

var notOfLabels = regexp.MustCompile(`[^a-z0-9-]+`)

// label returns a machine's name as a single label: the part before the first dot, in lower case.
func label(host string) string {
	first, _, _ := strings.Cut(strings.ToLower(host), ".")
	if first = strings.Trim(notOfLabels.ReplaceAllString(first, "-"), "-"); first == "" {
		return "tripol"
	}
	return first[:min(len(first), 63)]
}

// Texts returns all names as typed in a browser, addresses first.
func (n Names) Texts() []string {
	var texts []string
	for _, a := range n.Addresses {
		texts = append(texts, a.String())
	}
	return append(texts, n.Hosts...)
}

// permitted omits names that the authority may not certify, such as a name that the machine got after the authority
// was created.
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
