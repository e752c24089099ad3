package field

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"tripol/internal/disk"
	"tripol/internal/seal"
)

// Keys are the server's two keys that phones know: the one to which records are sealed, and the one that signs packs.
// They are files in the folder of the card keys, readable by the program's user only. A restore must include them:
// without the first, sealed records stay unreadable until the phone reseals them.
type Keys struct {
	Sealing seal.Identity
	Signing ed25519.PrivateKey
}

// OpenKeys reads the keys and creates missing ones.
func OpenKeys(folder string) (*Keys, error) {
	if err := disk.SecretFolder(folder); err != nil {
		return nil, fmt.Errorf("keys folder: %w", err)
	}
	secret, err := openKey(filepath.Join(folder, "phones.age"), func() (string, error) {
		made, err := seal.NewIdentity()
		return made.Secret(), err
	})
	if err != nil {
		return nil, err
	}
	sealing, err := seal.ParseIdentity(secret)
	if err != nil {
		return nil, errors.New("the key phones.age is damaged")
	}
	text, err := openKey(filepath.Join(folder, "packs.seed"), func() (string, error) {
		seed := make([]byte, ed25519.SeedSize)
		_, err := rand.Read(seed)
		return hex.EncodeToString(seed), err
	})
	if err != nil {
		return nil, err
	}
	seed, err := hex.DecodeString(text)
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, errors.New("the key packs.seed is damaged")
	}
	return &Keys{Sealing: sealing, Signing: ed25519.NewKeyFromSeed(seed)}, nil
}

// openKey reads a key file, or creates it atomically and durably before its first use. If two servers start in one
// folder at the same time, the first file wins.
func openKey(path string, draw func() (string, error)) (string, error) {
	text, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return text, err
	}
	drawn, err := draw()
	if err != nil {
		return "", err
	}
	if err := disk.WriteNew(path, disk.Text(drawn+"\n")); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return readKey(path)
}

func readKey(path string) (string, error) {
	text, err := os.ReadFile(path) //nolint:gosec // a file of our own folder
	return string(bytes.TrimSpace(text)), err
}

// Public is the public key for verifying packs.
func (k *Keys) Public() []byte { return k.Signing[ed25519.SeedSize:] }
