package authority

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var today = time.Date(2026, 6, 5, 9, 0, 0, 0, time.UTC)

func open(t *testing.T, dir string, now time.Time) *Authority {
	t.Helper()
	a, err := Open(dir, "Shelter-3.example", now)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTheAuthorityIsMadeOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "authority")
	first, again := open(t, dir, today), open(t, dir, today.AddDate(9, 0, 0))
	if !bytes.Equal(first.Certificate(), again.Certificate()) {
		t.Error("a second start made another authority: every phone would have to install it again")
	}
	if ends := today.AddDate(10, 0, 0).Sub(first.Ends()); ends < 0 || ends > 72*time.Hour {
		t.Errorf("it ends %s before ten years are over", ends)
	}
	info, err := os.Stat(filepath.Join(dir, fileName))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v %v", info.Mode(), err)
	}
	c := first.certificate
	if !c.PermittedDNSDomainsCritical || !slices.Contains(c.PermittedDNSDomains, "shelter-3") || len(c.PermittedIPRanges) == 0 {
		t.Errorf("it may vouch for anybody: %v %v", c.PermittedDNSDomains, c.PermittedIPRanges)
	}
	if other := open(t, filepath.Join(t.TempDir(), "own"), today); bytes.Equal(other.Certificate(), first.Certificate()) {
		t.Error("the control: two folders have one authority")
	}
}

// Two servers that start at once over one folder end up with one authority.
func TestTwoStartsMakeOneAuthority(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "authority")
	var made [8][]byte
	var all sync.WaitGroup
	for i := range made {
		all.Go(func() {
			a, err := Open(dir, "shelter", today)
			if err != nil {
				t.Error(err)
				return
			}
			made[i] = a.Certificate()
		})
	}
	all.Wait()
	for _, one := range made[1:] {
		if !bytes.Equal(one, made[0]) {
			t.Fatal("two authorities were made")
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("it left %v %v", left, err)
	}
}

func TestAnAuthorityOpenToOthersIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "authority")
	open(t, dir, today)
	file := filepath.Join(dir, fileName)
	for path, mode := range map[string]os.FileMode{file: 0o640, dir: 0o750} {
		was, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, "shelter", today); err == nil || !strings.Contains(err.Error(), "chmod") {
			t.Errorf("%s with %o: %v", filepath.Base(path), mode, err)
		}
		if err := os.Chmod(path, was.Mode().Perm()); err != nil {
			t.Fatal(err)
		}
	}
	open(t, dir, today) // the control: with its own modes it is read
}

func TestAnAuthorityThatCannotServeIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "authority")
	if _, err := Open(dir, "shelter", time.Unix(0, 0)); err == nil || !strings.Contains(err.Error(), "clock") {
		t.Errorf("made in 1970: %v", err)
	}
	open(t, dir, today)
	for _, now := range []time.Time{today.AddDate(10, 0, 1), today.AddDate(-1, 0, 0)} {
		if _, err := Open(dir, "shelter", now); err == nil || !strings.Contains(err.Error(), "clock") {
			t.Errorf("on %s: %v", now.Format(time.DateOnly), err)
		}
	}
	file := filepath.Join(dir, fileName)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"empty": nil, "half": whole[:len(whole)/2], "noise": []byte("x")} {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, "shelter", today); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// machine is a laptop whose clock and addresses a test moves.
type machine struct {
	now   time.Time
	names Names
}

func (m *machine) at(addresses ...string) {
	m.names = Names{Hosts: []string{"shelter-3.local", "shelter-3"}}
	for _, a := range addresses {
		m.names.Addresses = append(m.names.Addresses, netip.MustParseAddr(a))
	}
}

func (m *machine) keep(t *testing.T, a *Authority) *Issued {
	t.Helper()
	k, err := Issue(a, func() time.Time { return m.now }, func() (Names, error) { return m.names, nil })
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// trusted returns the reason why a phone with the authority installed would reject a name's certificate.
func trusted(t *testing.T, a *Authority, k *Issued, name string, now time.Time) error {
	t.Helper()
	shown, err := k.Certificate(&tls.ClientHelloInfo{})
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	_, err = shown.Leaf.Verify(x509.VerifyOptions{DNSName: name, Roots: pool, CurrentTime: now})
	return err
}

func refresh(t *testing.T, k *Issued) bool {
	t.Helper()
	renewed, err := k.Refresh()
	if err != nil {
		t.Fatal(err)
	}
	return renewed
}

func TestTheServersCertificateFollowsTheAddresses(t *testing.T) {
	a, m := open(t, filepath.Join(t.TempDir(), "own"), today), &machine{now: today}
	m.at("192.168.1.5")
	k := m.keep(t, a)
	for _, name := range []string{"192.168.1.5", "shelter-3.local", "shelter-3", "localhost", "127.0.0.1"} {
		if err := trusted(t, a, k, name, today); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if refresh(t, k) {
		t.Error("nothing changed, and it made a new certificate")
	}
	if trusted(t, a, k, "10.42.0.1", today) == nil {
		t.Error("the control: it covers an address that the machine has not")
	}
	m.at("10.42.0.1")
	if !refresh(t, k) || trusted(t, a, k, "10.42.0.1", today) != nil {
		t.Error("the address changed, and the certificate did not")
	}
	if got := k.Names(); got[0] != "10.42.0.1" || slices.Contains(got, "192.168.1.5") {
		t.Errorf("it is said to be at %v", got)
	}
}

func TestTheServersCertificateIsRenewedBeforeItEnds(t *testing.T) {
	a, m := open(t, filepath.Join(t.TempDir(), "own"), today), &machine{now: today}
	m.at("192.168.1.5")
	k := m.keep(t, a)
	for m.now = today; m.now.Before(today.AddDate(9, 11, 20)); m.now = m.now.AddDate(0, 0, 20) {
		refresh(t, k)
		shown, err := k.Certificate(nil)
		if err != nil {
			t.Fatal(err)
		}
		if whole := shown.Leaf.NotAfter.Sub(shown.Leaf.NotBefore); whole > 397*24*time.Hour {
			t.Fatalf("it lasts %s, more than browsers take", whole)
		}
		if err := trusted(t, a, k, "192.168.1.5", m.now); err != nil {
			t.Fatalf("on %s: %v", m.now.Format(time.DateOnly), err)
		}
	}
	if refresh(t, k) {
		t.Error("in the authority's last month every look made a certificate that lasts no longer")
	}
	m.now = today.AddDate(-1, 0, 0)
	if !refresh(t, k) {
		t.Error("the clock went back before the certificate's day, and it was kept")
	}
}

// The control of renewal: phones reject a keeper that is not refreshed once its certificate has expired.
func TestRenewalControl(t *testing.T) {
	a, m := open(t, filepath.Join(t.TempDir(), "own"), today), &machine{now: today}
	m.at("192.168.1.5")
	if trusted(t, a, m.keep(t, a), "192.168.1.5", today.AddDate(0, 0, 397)) == nil {
		t.Error("an ended certificate was trusted: the test of renewal proves nothing")
	}
}

// What the authority may not vouch for is left out: one such name would make phones refuse the whole certificate.
func TestOnlyWhatTheAuthorityMayNameIsNamed(t *testing.T) {
	a, m := open(t, filepath.Join(t.TempDir(), "own"), today), &machine{now: today}
	m.at("203.0.113.7", "192.168.1.5")
	m.names.Hosts = append(m.names.Hosts, "renamed")
	k := m.keep(t, a)
	if err := trusted(t, a, k, "192.168.1.5", today); err != nil {
		t.Error(err)
	}
	if got := k.Names(); slices.Contains(got, "203.0.113.7") || slices.Contains(got, "renamed") {
		t.Errorf("it names %v", got)
	}
	made, err := a.issue(Names{Hosts: []string{"bank.example"}}, today) // the control: signed past the filter
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	if _, err := made.Leaf.Verify(x509.VerifyOptions{DNSName: "bank.example", Roots: pool, CurrentTime: today}); err == nil {
		t.Error("the authority can vouch for a bank")
	}
}

func TestFingerprintIsWrittenAsPhonesShowIt(t *testing.T) {
	got := Fingerprint([]byte("abc"))
	if len(got) != 8 || got[0] != "BA:78:16:BF" || got[7] != "F2:00:15:AD" {
		t.Errorf("%v", got)
	}
}

func TestHereIsWhatPhonesCanReach(t *testing.T) {
	n, err := Here()
	if err != nil || len(n.Hosts) != 2 || !strings.HasSuffix(n.Hosts[0], ".local") {
		t.Fatalf("%v %v", n, err)
	}
	for _, a := range n.Addresses {
		if a.IsLoopback() || (!a.IsPrivate() && !shared.Contains(a)) {
			t.Errorf("%s is no address for phones", a)
		}
	}
	for host, want := range map[string]string{
		"Rina's MacBook.example": "rina-s-macbook", "": "tripol", "বাংলা": "tripol",
		strings.Repeat("a", 80): strings.Repeat("a", 63),
	} {
		if got := label(host); got != want {
			t.Errorf("%q is called %q", host, got)
		}
	}
}

// given writes a pair of files signed by an authority, and its key's file.
func given(t *testing.T, names Names, now time.Time) (certificate, key string) {
	t.Helper()
	made, err := open(t, filepath.Join(t.TempDir(), "own"), now).issue(names, now)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(made.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	certificate, key = filepath.Join(dir, "server.crt"), filepath.Join(dir, "server.key")
	for path, block := range map[string]*pem.Block{
		certificate: {Type: "CERTIFICATE", Bytes: made.Certificate[0]}, key: {Type: "PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certificate, key
}

func TestAGivenCertificateIsTakenOrRefusedWithTheReason(t *testing.T) {
	names := Names{Hosts: []string{"relief.local"}, Addresses: []netip.Addr{netip.MustParseAddr("10.0.0.9")}}
	certificate, key := given(t, names, today)
	_, otherKey := given(t, names, today)
	at := func(now time.Time) func() time.Time { return func() time.Time { return now } }
	g, err := OpenSupplied(certificate, key, at(today))
	if err != nil || !slices.Contains(g.Names(), "relief.local") || !slices.Contains(g.Names(), "10.0.0.9") {
		t.Fatalf("%v", err)
	}
	for want, try := range map[string]func() error{
		"does not match": func() error { _, err := OpenSupplied(certificate, otherKey, at(today)); return err },
		"clock says":     func() error { _, err := OpenSupplied(certificate, key, at(today.AddDate(2, 0, 0))); return err },
		"no such file":   func() error { _, err := OpenSupplied(certificate, key+"x", at(today)); return err },
		"failed to find": func() error { _, err := OpenSupplied(key, certificate, at(today)); return err },
	} {
		if err := try(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if err := os.Chmod(key, 0o604); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenSupplied(certificate, key, at(today)); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a key that everybody can read: %v", err)
	}
}

// Whoever renews the files need not restart us; a half-written pair changes nothing.
func TestGivenFilesAreReadAgain(t *testing.T) {
	names := Names{Hosts: []string{"relief.local"}}
	certificate, key := given(t, names, today)
	g, err := OpenSupplied(certificate, key, func() time.Time { return today })
	if err != nil {
		t.Fatal(err)
	}
	newCertificate, newKey := given(t, Names{Hosts: []string{"new.local"}}, today)
	put := func(from, to string, later time.Duration) {
		t.Helper()
		text, err := os.ReadFile(from)
		if err == nil {
			err = os.WriteFile(to, text, 0o600)
		}
		if err == nil {
			err = os.Chtimes(to, time.Time{}, time.Now().Add(later))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put(newCertificate, certificate, time.Minute)
	if _, err := g.Refresh(); err == nil || g.Names()[0] != "relief.local" {
		t.Errorf("half a pair: %v, and it shows %v", err, g.Names())
	}
	put(newKey, key, 2*time.Minute)
	if renewed, err := g.Refresh(); err != nil || !renewed || g.Names()[0] != "new.local" {
		t.Errorf("%v %v %v", renewed, err, g.Names())
	}
	if renewed, err := g.Refresh(); err != nil || renewed {
		t.Errorf("the same files again: %v %v", renewed, err)
	}
}
