// Package seal encrypts to public keys and decrypts (age, X25519). Only it depends on the format; callers decide who
// may decrypt.
package seal

import (
	"bytes"
	"errors"
	"io"

	"filippo.io/age"
)

// ErrOtherKey reports a file encrypted to other keys.
var ErrOtherKey = errors.New("encrypted to another key")

// ErrDamaged reports a file that is not an age file, was altered, or is larger than allowed.
var ErrDamaged = errors.New("not an encrypted file, or a damaged one")

// Identity is a secret key.
type Identity struct{ key *age.X25519Identity }

// NewIdentity generates a key.
func NewIdentity() (Identity, error) {
	key, err := age.GenerateX25519Identity()
	return Identity{key}, err
}

// ParseIdentity parses a secret key as formatted by Secret. Its error never quotes the input.
func ParseIdentity(text string) (Identity, error) {
	key, err := age.ParseX25519Identity(text)
	if err != nil {
		return Identity{}, errors.New("not an identity: it begins with AGE-SECRET-KEY-1")
	}
	return Identity{key}, nil
}

// Secret returns the secret key in one line, for a file that only its owner can read.
func (i Identity) Secret() string { return i.key.String() }

// Recipient returns the public key, which begins with age1.
func (i Identity) Recipient() string { return i.key.Recipient().String() }

// Open decrypts a file with at most most bytes of plaintext. It returns ErrOtherKey or ErrDamaged on failure.
func (i Identity) Open(sealed []byte, most int64) ([]byte, error) {
	inside, err := age.Decrypt(bytes.NewReader(sealed), i.key)
	if _, wrong := errors.AsType[*age.NoIdentityMatchError](err); wrong {
		return nil, ErrOtherKey
	}
	if err != nil {
		return nil, errors.Join(ErrDamaged, err)
	}
	plain, err := io.ReadAll(io.LimitReader(inside, most+1))
	if err != nil || int64(len(plain)) > most {
		return nil, errors.Join(ErrDamaged, err)
	}
	return plain, nil
}

// Recipient reports whether a text is a public key.
func Recipient(text string) bool {
	_, err := age.ParseX25519Recipient(text)
	return err == nil
}

// Seal encrypts to one or more public keys; each of their secret keys alone decrypts.
func Seal(plain []byte, recipients ...string) ([]byte, error) {
	to := make([]age.Recipient, len(recipients))
	for n, text := range recipients {
		recipient, err := age.ParseX25519Recipient(text)
		if err != nil {
			return nil, errors.New("not a public key: it begins with age1")
		}
		to[n] = recipient
	}
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, to...)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return sealed.Bytes(), nil
}
