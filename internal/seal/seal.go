// Package seal encrypts to keys and opens again (age, X25519). It alone knows the format; what is sealed, and who may
// open it, is others' to say.
package seal

import (
	"bytes"
	"errors"
	"io"

	"filippo.io/age"
)

// ErrOtherKey says that a file was sealed to other keys than the one at hand.
var ErrOtherKey = errors.New("sealed to another key")

// ErrDamaged says that a file is no sealed file, was altered, or is larger than allowed.
var ErrDamaged = errors.New("not a sealed file, or a damaged one")

// Identity is the secret half of a key.
type Identity struct{ key *age.X25519Identity }

// NewIdentity draws a key.
func NewIdentity() (Identity, error) {
	key, err := age.GenerateX25519Identity()
	return Identity{key}, err
}

// ParseIdentity reads a secret half as Secret writes it. Its error never quotes what was read.
func ParseIdentity(text string) (Identity, error) {
	key, err := age.ParseX25519Identity(text)
	if err != nil {
		return Identity{}, errors.New("this is no identity: it begins with AGE-SECRET-KEY-1")
	}
	return Identity{key}, nil
}

// Secret is the secret half in one line; it goes into a file for its owner alone and nowhere else.
func (i Identity) Secret() string { return i.key.String() }

// Recipient is the public half, which begins with age1.
func (i Identity) Recipient() string { return i.key.Recipient().String() }

// Open opens a sealed file of at most so many bytes inside. ErrOtherKey or ErrDamaged say why it cannot.
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

// Recipient says whether a text is the public half of a key.
func Recipient(text string) bool {
	_, err := age.ParseX25519Recipient(text)
	return err == nil
}

// Seal encrypts to one or more public halves; each of them alone opens it.
func Seal(plain []byte, recipients ...string) ([]byte, error) {
	to := make([]age.Recipient, len(recipients))
	for n, text := range recipients {
		recipient, err := age.ParseX25519Recipient(text)
		if err != nil {
			return nil, errors.New("this is no public half of a key: it begins with age1")
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
