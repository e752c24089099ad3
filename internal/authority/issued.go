package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"slices"
	"sync"
	"time"
)

const (
	// longest is the maximum validity of a server's certificate that browsers accept: 397 days.
	longest     = 397*24*time.Hour - time.Second
	renewBefore = 30 * 24 * time.Hour
)

// Issued is the server's certificate under a local authority, which it renews. Its key is kept in memory only: a new
// one is cheap, and nothing can be stolen from the disk.
type Issued struct {
	authority *Authority
	now       func() time.Time
	look      func() (Names, error)

	mu    sync.RWMutex
	held  *tls.Certificate
	names Names
}

// Issue returns the first certificate, for the names returned by look.
func Issue(a *Authority, now func() time.Time, look func() (Names, error)) (*Issued, error) {
	k := &Issued{authority: a, now: now, look: look}
	_, err := k.Refresh()
	return k, err
}

// Refresh checks the machine's names and the time, and issues a new certificate when the current one no longer fits.
// It reports whether it did; after an error it keeps the current one.
func (k *Issued) Refresh() (renewed bool, err error) {
	found, err := k.look()
	if err != nil {
		return false, err
	}
	names, now := found.permitted(k.authority.certificate), k.now()
	k.mu.RLock()
	serves := k.serves(names, now)
	k.mu.RUnlock()
	if serves {
		return false, nil
	}
	made, err := k.authority.issue(names, now)
	if err != nil {
		return false, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.held, k.names = made, names
	return true, nil
}

func (k *Issued) serves(names Names, now time.Time) bool {
	if k.held == nil || !slices.Equal(names.Addresses, k.names.Addresses) || !slices.Equal(names.Hosts, k.names.Hosts) {
		return false
	}
	leaf := k.held.Leaf
	if now.Before(leaf.NotBefore) {
		return false
	}
	// In the authority's last month a new certificate would not be valid for longer.
	return now.Before(leaf.NotAfter.Add(-renewBefore)) || !leaf.NotAfter.Before(k.authority.Ends())
}

// Certificate implements tls.Config.GetCertificate.
func (k *Issued) Certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.held, nil
}

// Names returns the names by which phones reach the server now, most likely first.
func (k *Issued) Names() []string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.names.Texts()
}

// issue issues a certificate with a new key. The local machine's own browser reaches the server as localhost.
func (a *Authority) issue(names Names, now time.Time) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := serialNumber()
	if err != nil {
		return nil, err
	}
	from := now.Add(-backdate).Truncate(time.Second).UTC()
	until := from.Add(longest)
	if until.After(a.Ends()) {
		until = a.Ends()
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{Organization: []string{"Tripol"}, CommonName: names.Texts()[0]},
		NotBefore: from, NotAfter: until,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		DNSNames:              append(slices.Clone(names.Hosts), "localhost"),
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	for _, address := range names.Addresses {
		template.IPAddresses = append(template.IPAddresses, address.AsSlice())
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, nil
}
