package authority

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"tripol/internal/disk"
)

// Supplied is a certificate supplied by the operator, with its key, in two files. It is reloaded when the files change.
type Supplied struct {
	certificate, key string // files
	now              func() time.Time

	mu   sync.RWMutex
	held *tls.Certificate
	read [2]time.Time // modification times of the files that are loaded
}

// OpenSupplied loads the two files. It rejects, with the reason, a key that does not match the certificate, a
// certificate that is not yet valid, expired or without a host name, and a key that every user of the machine can
// read.
func OpenSupplied(certificate, key string, now func() time.Time) (*Supplied, error) {
	g := &Supplied{certificate: certificate, key: key, now: now}
	_, err := g.Refresh()
	return g, err
}

// Refresh reloads the files when they have changed, and reports whether they had; after an error it keeps the
// previous pair.
func (g *Supplied) Refresh() (renewed bool, err error) {
	var written [2]time.Time
	for i, path := range []string{g.certificate, g.key} {
		info, err := os.Stat(path)
		if err != nil {
			return false, err
		}
		written[i] = info.ModTime()
	}
	if err := disk.NotPublic(g.key); err != nil {
		return false, err
	}
	g.mu.RLock()
	same := g.held != nil && written == g.read
	g.mu.RUnlock()
	if same {
		return false, nil
	}
	pair, err := load(g.certificate, g.key, g.now())
	if err != nil {
		return false, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.held, g.read = pair, written
	return true, nil
}

func load(certificate, key string, now time.Time) (*tls.Certificate, error) {
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil { // its messages name the file and the reason without quoting the content
		return nil, fmt.Errorf("the certificate %s with the key %s: %w", certificate, key, err)
	}
	leaf := pair.Leaf
	if leaf == nil {
		if leaf, err = x509.ParseCertificate(pair.Certificate[0]); err != nil {
			return nil, err
		}
		pair.Leaf = leaf
	}
	if now.After(leaf.NotAfter) || now.Before(leaf.NotBefore) {
		return nil, fmt.Errorf("the certificate %s is good from %s to %s, and this machine's clock says %s", certificate,
			leaf.NotBefore.Format(time.DateOnly), leaf.NotAfter.Format(time.DateOnly), now.Format(time.DateOnly))
	}
	if len(leaf.DNSNames)+len(leaf.IPAddresses) == 0 {
		return nil, errors.New("the certificate " + certificate + " has no host name (subject alternative names)")
	}
	return &pair, nil
}

// Certificate implements tls.Config.GetCertificate.
func (g *Supplied) Certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.held, nil
}

// Names returns the hosts and addresses of the certificate, without wildcards, which name no particular host.
func (g *Supplied) Names() []string {
	g.mu.RLock()
	defer g.mu.RUnlock()
	var names []string
	for _, host := range g.held.Leaf.DNSNames {
		if !strings.HasPrefix(host, "*") {
			names = append(names, host)
		}
	}
	for _, address := range g.held.Leaf.IPAddresses {
		names = append(names, address.String())
	}
	return names
}
