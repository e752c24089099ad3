package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// SessionLength is the validity of a session.
const SessionLength = 14 * 24 * time.Hour

// PendingLength is the time for giving the second factor, or for setting it up.
const PendingLength = 30 * time.Minute

// clockSlack is the most by which the server's clock is set back without ending the sessions opened before.
const clockSlack = 24 * time.Hour

// Token is the secret in the browser; the database stores only its hash.
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
	LastAt           db.Instant // of its last noted use
	Pending          bool       // the second factor is still asked: the session opens nothing else
	Factor           bool       // the account has a second factor
}

type sessionRow struct {
	TokenHash    []byte `gorm:"primaryKey"`
	Account      string
	Organisation string
	CSRF         string
	CreatedAt    db.Instant
	ExpiresAt    db.Instant
	Browser      []byte
	Device       string
	LastAt       db.Instant
	Pending      bool
}

// TableName names the table of a row type.
func (sessionRow) TableName() string { return "session" }

// newSession is a session before it is stored.
type newSession struct {
	token        Token
	csrf         string
	account      string
	organisation string // the account's
	cookie       string // of its browser
	device       string // name of its browser
	pending      bool   // until the second factor is given
}

func (o newSession) keep(tx *db.Tx) error {
	known, _ := readBrowser(o.cookie)
	length := SessionLength
	if o.pending {
		length = PendingLength
	}
	err := tx.Create(&sessionRow{
		TokenHash: o.token.hash(), Account: o.account, Organisation: o.organisation, CSRF: o.csrf, CreatedAt: tx.Now,
		ExpiresAt: db.At(tx.Now.Add(length)), Browser: known.hash(), Device: o.device, LastAt: tx.Now, Pending: o.pending,
	}).Error
	if err != nil {
		return err
	}
	return noteUse(tx, tx.Where("s.token_hash = ?", o.token.hash()))
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

// sessionLine is one row of the query whoHolds: one per grant.
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
	Browser          []byte
	Steward          bool
	LastAt           db.Instant
	Pending          bool
	Factor           bool
}

// whoHolds authenticates a session token. It runs on every request, hence raw SQL.
const whoHolds = `SELECT s.csrf, s.expires_at, a.id, a.organisation, o.name AS organisation_name,
		a.login, a.name, a.language, a.demo, COALESCE(g.role, ''), COALESCE(g.area_path, ''), s.browser,
		w.account IS NOT NULL AS steward, s.last_at, s.pending, f.account IS NOT NULL AS factor
	FROM session s
	JOIN account a ON a.id = s.account AND a.ended_at IS NULL
	JOIN organisation o ON o.id = a.organisation
	LEFT JOIN account_grant g ON g.account = a.id AND ` + inForce + `
	LEFT JOIN steward w ON w.account = a.id
	LEFT JOIN second_factor f ON f.account = a.id AND f.confirmed_at IS NOT NULL
	WHERE s.token_hash = ? AND s.expires_at > ? AND s.expires_at <= ?`

// SessionOf authenticates a session token; `not_signed_in` for an unknown or expired one, and for one that was opened
// under a clock far ahead. `roles_ended` where every role of the account has ended.
func SessionOf(ctx context.Context, store *db.Store, token Token) (Session, error) {
	var lines []sessionLine
	err := store.ReadOnce(ctx, actor.System(), func(tx *db.Tx) error {
		return tx.Each(func(row db.Row) error {
			var l sessionLine
			err := row.Scan(&l.CSRF, &l.ExpiresAt, &l.ID, &l.Organisation, &l.OrganisationName, &l.Login, &l.Name, &l.Language,
				&l.Demo, &l.Role, &l.AreaPath, &l.Browser, &l.Steward, &l.LastAt, &l.Pending, &l.Factor)
			lines = append(lines, l)
			return err
		}, whoHolds, tx.Now, token.hash(), tx.Now, db.At(tx.Now.Add(SessionLength+clockSlack)))
	})
	if err != nil {
		return Session{}, err
	}
	if len(lines) == 0 {
		return Session{}, fault.New(fault.Unauthenticated, "not_signed_in", "Sign in first.")
	}
	first := lines[0]
	if first.Role == "" {
		return Session{}, rolesEnded()
	}
	s := Session{
		Login:            first.Login,
		Language:         first.Language,
		OrganisationName: first.OrganisationName,
		CSRF:             first.CSRF,
		Demo:             first.Demo,
		ExpiresAt:        first.ExpiresAt,
		LastAt:           first.LastAt,
		Pending:          first.Pending,
		Factor:           first.Factor,
		Actor: actor.Actor{
			Account:      actor.AccountID(first.ID),
			Organisation: actor.OrganisationID(first.Organisation),
			Name:         first.Name,
			Browser:      hex.EncodeToString(first.Browser),
			Steward:      first.Steward,
		},
	}
	for _, l := range lines {
		s.Actor.Grants = append(s.Actor.Grants, actor.Grant{Role: actor.Role(l.Role), Path: l.AreaPath})
	}
	return s, nil
}
