package people

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tripol/internal/disk"
)

// mostRemembered is the number of accounts remembered per browser; the least recent sign-in is evicted.
const mostRemembered = 8

// signInKey is the HMAC key of the digests that identify browsers and address ranges. Servers behind one address share
// it with their folder of keys. After a restore without it all are unknown again.
type signInKey []byte

// OpenSignInKey reads the key from the folder of keys, or creates it. Of two servers that start at once the first one's
// file is used.
func OpenSignInKey(folder string) ([]byte, error) {
	path := filepath.Join(folder, "sign-in.key")
	text, err := os.ReadFile(path) //nolint:gosec // a file of our own folder
	if errors.Is(err, fs.ErrNotExist) {
		err = disk.WriteNew(path, func(w io.Writer) error {
			key := make([]byte, sha256.Size)
			if _, err := rand.Read(key); err != nil {
				return err
			}
			_, err := io.WriteString(w, hex.EncodeToString(key)+"\n")
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("sign-in key: %w", err)
		}
		text, err = os.ReadFile(path) //nolint:gosec // a file of our own folder
	}
	if err != nil {
		return nil, fmt.Errorf("sign-in key: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != sha256.Size {
		return nil, errors.New("the key sign-in.key is damaged")
	}
	return key, nil
}

// tag is a keyed digest of a known source. Without the key it discloses neither login nor address.
func (k signInKey) tag(purpose string, who digest, login string) (t digest) {
	sum := hmac.New(sha256.New, k)
	sum.Write([]byte(purpose))
	sum.Write(who[:])
	sum.Write([]byte(login))
	copy(t[:], sum.Sum(nil))
	return t
}

// browser is the content of the cookie of a browser that has signed in: a random id, and a tag per account. The cookie
// outlives sign-out. It grants no access: its holder only has attempts and waits separate from those of outsiders.
type browser struct {
	id   digest
	tags []digest
}

// readBrowser parses a cookie; an invalid one is a browser without accounts.
func readBrowser(cookie string) (b browser, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(cookie)
	if err != nil || len(raw) < len(b.id) || len(raw)%len(b.id) != 0 || len(raw) > (1+mostRemembered)*len(b.id) {
		return browser{}, false
	}
	copy(b.id[:], raw)
	for rest := raw[len(b.id):]; len(rest) > 0; rest = rest[len(b.id):] {
		b.tags = append(b.tags, digest(rest[:len(b.id)]))
	}
	return b, true
}

// knows reports whether a login has signed in from this browser.
func (b browser) knows(k signInKey, login string) bool {
	want, known := k.tag("browser", b.id, login), false
	for _, tag := range b.tags {
		known = hmac.Equal(tag[:], want[:]) || known
	}
	return known
}

// remember returns the cookie with the login added to the known ones.
func remember(k signInKey, cookie, login string) (string, error) {
	b, ok := readBrowser(cookie)
	if !ok {
		if _, err := rand.Read(b.id[:]); err != nil {
			return "", err
		}
	}
	mine := k.tag("browser", b.id, login)
	raw := append(append([]byte(nil), b.id[:]...), mine[:]...)
	for _, tag := range b.tags {
		if tag != mine && len(raw) < (1+mostRemembered)*len(b.id) {
			raw = append(raw, tag[:]...)
		}
	}
	return base64.RawURLEncoding.EncodeToString(raw), nil
}
