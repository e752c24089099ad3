// Package authority issues the certificates by which phones trust a laptop: a local certificate authority, created
// once and stored in a file, and the server's certificate under it, reissued whenever needed. It depends on no
// request and no setting.
package authority

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tripol/internal/disk"
)

const (
	fileName = "authority.pem"
	years    = 10 // validity of an authority: installing it on thirty phones is a day's work
	// Clocks of phones and of laptops without a battery are slow, so certificates are valid from two days ago.
	backdate = 48 * time.Hour
)

// earliest is before this program was written: a clock that shows an earlier time is wrong, and a certificate signed
// then would be useless.
var earliest = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

// ErrClock reports that this machine's clock contradicts the authority, or an authority the clock.
var ErrClock = errors.New("this machine's clock")

// privateRanges are the addresses that the authority may certify: those of no public server.
var privateRanges = []string{
	"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8",
	"fc00::/7", "::1/128",
}

// Authority is a local certificate authority. It can certify only this machine's name, names under .local and private
// addresses, so that a stolen key cannot impersonate public sites. The name constraints are critical. Android accepts
// such an authority; Chromium enforces them on installed authorities since version 128, earlier versions ignore them.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// Open reads the authority of a folder, or creates it when there is none; host is the machine's name. It rejects a
// folder or a file that others can read, and an expired authority.
func Open(dir, host string, now time.Time) (*Authority, error) {
	if err := disk.SecretFolder(dir); err != nil {
		return nil, fmt.Errorf("the authority's folder: %w", err)
	}
	path := filepath.Join(dir, fileName)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		err := create(path, host, now)
		if err != nil && !errors.Is(err, fs.ErrExist) { // another process may have created it at the same time
			return nil, fmt.Errorf("making the authority: %w", err)
		}
	}
	a, err := read(path)
	if err != nil {
		return nil, err
	}
	if c := a.certificate; now.After(c.NotAfter) || now.Before(c.NotBefore) {
		return nil, fmt.Errorf("the authority in %s is good from %s to %s and %w says %s: set the clock, "+
			"or move the file away and let every phone install the new one", path,
			c.NotBefore.Format(time.DateOnly), c.NotAfter.Format(time.DateOnly), ErrClock, now.Format(time.DateOnly))
	}
	return a, nil
}

func read(path string) (*Authority, error) {
	if err := disk.Private(path); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path) //nolint:gosec // the caller names a file of the program's own folder
	if err != nil {
		return nil, err
	}
	damaged := fmt.Errorf("the authority in %s is damaged", path) // the file's text is never quoted
	one, rest := pem.Decode(text)
	two, _ := pem.Decode(rest)
	if one == nil || two == nil {
		return nil, damaged
	}
	certificate, err := x509.ParseCertificate(one.Bytes)
	if err != nil {
		return nil, damaged
	}
	key, err := x509.ParsePKCS8PrivateKey(two.Bytes)
	if err != nil {
		return nil, damaged
	}
	pair, ok := key.(*ecdsa.PrivateKey)
	if !ok || !certificate.IsCA || !pair.PublicKey.Equal(certificate.PublicKey) {
		return nil, damaged
	}
	return &Authority{certificate: certificate, key: pair}, nil
}

// create writes certificate and key into one file atomically, so that a crash leaves no incomplete authority.
func create(path, host string, now time.Time) error {
	if now.Before(earliest) {
		return fmt.Errorf("%w says %s: set it first", ErrClock, now.Format(time.DateOnly))
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template, err := describe(host, now)
	if err != nil {
		return err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	for _, block := range []*pem.Block{{Type: "CERTIFICATE", Bytes: der}, {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := pem.Encode(&text, block); err != nil {
			return err
		}
	}
	return disk.WriteNew(path, disk.Text(text.Bytes()))
}

// describe returns the template of the authority's certificate.
func describe(host string, now time.Time) (*x509.Certificate, error) {
	serial, err := serialNumber()
	if err != nil {
		return nil, err
	}
	var ranges []*net.IPNet
	for _, text := range privateRanges {
		_, block, err := net.ParseCIDR(text)
		if err != nil {
			return nil, err
		}
		ranges = append(ranges, block)
	}
	from := now.Add(-backdate).Truncate(time.Second).UTC()
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{Organization: []string{"Tripol"}, CommonName: "Tripol on " + label(host)},
		NotBefore:    from, NotAfter: from.AddDate(years, 0, 0),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage:                    x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         []string{"localhost", "local", label(host)},
		PermittedIPRanges:           ranges,
	}, nil
}

func serialNumber() (*big.Int, error) {
	return rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
}

// Certificate returns the authority's certificate as phones install it, in DER.
func (a *Authority) Certificate() []byte { return bytes.Clone(a.certificate.Raw) }

// Ends returns the authority's expiry time.
func (a *Authority) Ends() time.Time { return a.certificate.NotAfter }

// Fingerprint returns the SHA-256 of a certificate in eight groups of four bytes, A1:B2:C3:D4, as Android shows it,
// for comparison group by group.
func Fingerprint(der []byte) []string {
	sum := sha256.Sum256(der)
	var groups []string
	for i := 0; i < len(sum); i += 4 {
		groups = append(groups, strings.ReplaceAll(fmt.Sprintf("% X", sum[i:i+4]), " ", ":"))
	}
	return groups
}
