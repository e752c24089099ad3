package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// SessionLength is how long a sign-in lasts.
const SessionLength = 14 * 24 * time.Hour

// Token is what the browser holds; the database keeps only its hash.
type Token string

// Session is a signed-in person.
type Session struct {
	Actor            actor.Actor
	Login            string
	Language         string
	OrganisationName string
	CSRF             string
	Demo             bool
	ExpiresAt        db.Instant
}

type sessionRow struct {
	TokenHash []byte `gorm:"primaryKey"`
	Account   string
	CSRF      string
	CreatedAt db.Instant
	ExpiresAt db.Instant
}

// TableName names the table of a row type.
func (sessionRow) TableName() string { return "session" }

// SignIn checks a password and opens a session under a token made now, whatever the browser sent before.
// Tries are counted by login before the password is looked at, so that guesses sent at once are counted too.
func SignIn(ctx context.Context, store *db.Store, login, password string) (Token, error) {
	matched, err := matchPassword(ctx, store, login, password)
	if err != nil {
		return "", err
	}
	return openSession(ctx, store, matched, strings.ToLower(strings.TrimSpace(login)))
}

// matchPassword finds the password that a login and a password fit, after the try has been counted.
func matchPassword(ctx context.Context, store *db.Store, login, password string) (credentialRow, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	if !loginShape.MatchString(login) { // nobody's: it is answered like any unknown one, and not kept as a try
		passwordMatches(absent, password)
		return credentialRow{}, signInFailed()
	}
	if err := countTry(ctx, store, byLogin, login); err != nil {
		return credentialRow{}, err
	}
	matched, err := credentialOf(ctx, store, login)
	if err != nil {
		return credentialRow{}, err
	}
	if !passwordMatches(matched.Hash, password) || matched.Account == "" {
		return credentialRow{}, signInFailed()
	}
	return matched, nil
}

func signInFailed() error {
	return fault.New(fault.Unauthenticated, "sign_in_failed", "Login or password is wrong.")
}

// credentialOf gives the password of a login; for nobody's it gives a hash that takes as long to compare.
func credentialOf(ctx context.Context, store *db.Store, login string) (credentialRow, error) {
	found := credentialRow{Hash: absent}
	err := store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		return tx.Joins("JOIN account ON account.id = credential.account").
			Where("account.login = ? AND account.ended_at IS NULL", login).Limit(1).Find(&found).Error
	})
	return found, err
}

// openSession opens a session for a password that matched. It holds the account and looks at the password again, so
// that who signs in while it is reset, or while the account ends, does not get in with the old one.
func openSession(ctx context.Context, store *db.Store, matched credentialRow, login string) (Token, error) {
	token, csrf, err := twoSecrets()
	if err != nil {
		return "", err
	}
	return token, store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		if err := stillMatches(tx, matched, login); err != nil {
			return err
		}
		err := tx.Where("account = ? AND expires_at < ?", matched.Account, tx.Now).Delete(&sessionRow{}).Error
		if err != nil {
			return err
		}
		return keepSession(tx, token, matched.Account, csrf)
	})
}

// stillMatches holds the account and looks whether a password that matched is still its own; then its tries are
// forgiven.
func stillMatches(tx *db.Tx, matched credentialRow, login string) error {
	err := lock(tx.Model(&accountRow{}).Where("id = ? AND ended_at IS NULL", matched.Account))
	if fault.Is(err, "not_found") {
		return signInFailed()
	}
	if err != nil {
		return err
	}
	var same int64
	q := tx.Model(&credentialRow{}).Where("account = ? AND hash = ?", matched.Account, matched.Hash)
	if err := q.Count(&same).Error; err != nil {
		return err
	}
	if same == 0 {
		return signInFailed()
	}
	return tx.Where("login = ?", login).Delete(&attemptRow{}).Error
}

func keepSession(tx *db.Tx, token Token, account, csrf string) error {
	return tx.Create(&sessionRow{
		TokenHash: token.hash(), Account: account, CSRF: csrf, CreatedAt: tx.Now,
		ExpiresAt: db.At(tx.Now.Add(SessionLength)),
	}).Error
}

func twoSecrets() (Token, string, error) {
	secret := make([]byte, 64)
	if _, err := rand.Read(secret); err != nil {
		return "", "", err
	}
	b64 := base64.RawURLEncoding
	return Token(b64.EncodeToString(secret[:32])), b64.EncodeToString(secret[32:]), nil
}

func (t Token) hash() []byte {
	sum := sha256.Sum256([]byte(t))
	return sum[:]
}

// sessionLine is one row of the question "who is this and what may they": one line a grant.
type sessionLine struct {
	CSRF             string
	ExpiresAt        db.Instant
	ID               string
	Organisation     string
	OrganisationName string
	Login            string
	Name             string
	Language         string
	Demo             bool
	Role             string
	AreaPath         string
}

// whoHolds asks it, once a request, so it is said in SQL.
const whoHolds = `SELECT s.csrf, s.expires_at, a.id, a.organisation, o.name AS organisation_name,
		a.login, a.name, a.language, a.demo, g.role, g.area_path
	FROM session s
	JOIN account a ON a.id = s.account AND a.ended_at IS NULL
	JOIN organisation o ON o.id = a.organisation
	JOIN account_grant g ON g.account = a.id
	WHERE s.token_hash = ? AND s.expires_at > ?`

// Resume turns a token into the person's session, or refuses with `not_signed_in`.
func Resume(ctx context.Context, store *db.Store, token Token) (Session, error) {
	var lines []sessionLine
	err := store.Glance(ctx, actor.System(), func(tx *db.Tx) error {
		return tx.Raw(whoHolds, token.hash(), tx.Now).Scan(&lines).Error
	})
	if err != nil {
		return Session{}, err
	}
	if len(lines) == 0 {
		return Session{}, fault.New(fault.Unauthenticated, "not_signed_in", "Sign in first.")
	}
	first := lines[0]
	s := Session{
		Login:            first.Login,
		Language:         first.Language,
		OrganisationName: first.OrganisationName,
		CSRF:             first.CSRF,
		Demo:             first.Demo,
		ExpiresAt:        first.ExpiresAt,
		Actor: actor.Actor{
			Account:      actor.AccountID(first.ID),
			Organisation: actor.OrganisationID(first.Organisation),
			Name:         first.Name,
		},
	}
	for _, l := range lines {
		s.Actor.Grants = append(s.Actor.Grants, actor.Grant{Role: actor.Role(l.Role), Path: l.AreaPath})
	}
	return s, nil
}

// SignOut ends a session; ending one that is not there is no error.
func SignOut(ctx context.Context, store *db.Store, token Token) error {
	return store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		return tx.Where("token_hash = ?", token.hash()).Delete(&sessionRow{}).Error
	})
}
