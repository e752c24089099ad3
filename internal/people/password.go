package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
)

// Argon2id with OWASP's second recommended setting: 19 MiB, two passes, one lane; about 25 ms per hash on a laptop.
const (
	argonMemory = 19 * 1024 // KiB
	argonTime   = 2
	argonLanes  = 1
	argonKey    = 32
	argonSalt   = 16
)

// MinimumPassword is the minimum length of a password, in characters.
const MinimumPassword = 10

func derive(password string, salt []byte) []byte {
	return argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonLanes, argonKey)
}

// hashPassword hashes a password in the process's hash queue.
func hashPassword(ctx context.Context, password string, gone func() bool) (hash string, err error) {
	err = hashing.run(ctx, hashTrusted, gone, func() error {
		hash, err = encodedHash(password)
		return err
	})
	return hash, err
}

func encodedHash(password string) (string, error) {
	salt := make([]byte, argonSalt)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes,
		b64.EncodeToString(salt), b64.EncodeToString(derive(password, salt))), nil
}

// absent is compared for an unknown login, so that the response time discloses nothing.
const absent = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

func passwordMatches(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false
	}
	return subtle.ConstantTimeCompare(want, derive(password, salt)) == 1
}

// longestPassword is the maximum length of a password, in bytes.
const longestPassword = 500

// The format of a new password. Its white space counts, as nowhere else.
var _ = form.Format("new-password", fmt.Sprintf(`^[\s\S]{%d,%d}$`, MinimumPassword, longestPassword),
	func(password string) error {
		if f := weakness(password); f != nil {
			return f
		}
		return nil
	})

// CheckPassword rejects a password that is too short, too long, or easy to guess.
func CheckPassword(password string) error {
	if f := weakness(password); f != nil {
		return f.At("/password")
	}
	return nil
}

func weakness(password string) *fault.Fault {
	switch {
	case utf8.RuneCountInString(password) < MinimumPassword:
		return fault.New(fault.Invalid, "password_short",
			fmt.Sprintf("A password has at least %d characters.", MinimumPassword))
	case len(password) > longestPassword:
		return fault.New(fault.Invalid, "password_long", "A password has at most 500 bytes.")
	case easy(password):
		return fault.New(fault.Invalid, "password_easy", "This password is too easy to guess.")
	}
	return nil
}

// leastDifferent is the minimum number of different characters of a password.
const leastDifferent = 5

// easy reports whether a long password is one repeated key, two alternating keys, or a run of the keyboard.
const keyboard = "1234567890qwertyuiopasdfghjklzxcvbnm01234567890"

func easy(password string) bool {
	different := map[rune]bool{}
	steps, last := map[rune]bool{}, rune(-1)
	for _, r := range strings.ToLower(password) {
		if last >= 0 {
			steps[r-last] = true
		}
		different[r], last = true, r
	}
	row := strings.Contains(keyboard, strings.ToLower(password))
	return len(different) < leastDifferent || len(steps) == 1 || row
}

// CheckChoice is CheckPassword for a chosen password: it must not contain the login, which is not secret.
func CheckChoice(password, login string) error {
	if err := CheckPassword(password); err != nil {
		return err
	}
	rest := strings.ReplaceAll(strings.ToLower(password), login, "")
	local, _, _ := strings.Cut(login, "@")
	if rest = strings.ReplaceAll(rest, local, ""); utf8.RuneCountInString(rest) < leastDifferent {
		return fault.Field("/password", "password_easy", "This password is too easy to guess.")
	}
	return nil
}

// choiceAt returns the fault of CheckChoice at another field.
func choiceAt(path string, err error) error {
	if f := fault.Of(err); f != nil {
		return f.At(path)
	}
	return err
}

// PasswordHash is the hash of a checked password, before it is stored.
type PasswordHash struct{ hash string }

// HashPassword checks and hashes a password. Hashing is slow: call it before the transaction.
func HashPassword(ctx context.Context, password string) (PasswordHash, error) {
	if err := CheckPassword(password); err != nil {
		return PasswordHash{}, err
	}
	hash, err := hashPassword(ctx, password, nil)
	return PasswordHash{hash: hash}, err
}

// Keep stores the password of an account of the actor's organisation and ends the account's sessions. It is not an
// entry: nothing of a password is ever journalled.
func (h PasswordHash) Keep(tx *db.Tx, account actor.AccountID) error {
	if err := tx.Actor.Must(actor.Administrator); err != nil {
		return err
	}
	var mine accountRow
	found := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("id = ?", string(account)).Limit(1).Find(&mine)
	if found.Error != nil {
		return found.Error
	}
	if found.RowsAffected == 0 {
		return fault.NotFound("account")
	}
	return keepPassword(tx, credentialRow{Account: mine.ID, Organisation: mine.Organisation, Hash: h.hash})
}

// SetPassword is HashPassword and Keep in its own transaction.
func SetPassword(ctx context.Context, store *db.Store, a actor.Actor, account actor.AccountID, password string) error {
	hashed, err := HashPassword(ctx, password)
	if err != nil {
		return err
	}
	return store.Write(ctx, a, func(tx *db.Tx) error { return hashed.Keep(tx, account) })
}
