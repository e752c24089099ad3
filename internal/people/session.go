package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"math"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// SessionLength is how long a sign-in lasts.
const SessionLength = 14 * 24 * time.Hour

// freeTries is how many wrong passwords an account may have before each further one costs a doubling wait.
const freeTries = 5

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

type attemptRow struct {
	Login        string `gorm:"primaryKey"`
	Failures     int
	BlockedUntil db.Instant
}

// TableName names the table of a row type.
func (sessionRow) TableName() string { return "session" }
func (attemptRow) TableName() string { return "login_attempt" }

// SignIn checks a password and opens a session under a token made now, whatever the browser sent before.
// Tries are counted by login before the password is looked at, so that guesses sent at once are counted too.
func SignIn(ctx context.Context, store *db.Store, login, password string) (Token, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	if !loginShape.MatchString(login) { // nobody's: it is answered like any unknown one, and not kept as a try
		passwordMatches(absent, password)
		return "", signInFailed()
	}
	if err := countTry(ctx, store, login); err != nil {
		return "", err
	}
	account, hash, err := credentialOf(ctx, store, login)
	if err != nil {
		return "", err
	}
	if !passwordMatches(hash, password) || account == "" {
		return "", signInFailed()
	}
	return openSession(ctx, store, account, login)
}

func signInFailed() error {
	return fault.New(fault.Unauthenticated, "sign_in_failed", "Login or password is wrong.")
}

func credentialOf(ctx context.Context, store *db.Store, login string) (account, hash string, err error) {
	hash = absent
	err = store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		var row credentialRow
		found := tx.Joins("JOIN account ON account.id = credential.account").
			Where("account.login = ? AND account.ended_at IS NULL", login).Limit(1).Find(&row)
		if found.Error == nil && found.RowsAffected == 1 {
			account, hash = row.Account, row.Hash
		}
		return found.Error
	})
	return account, hash, err
}

// countTry counts one try, or refuses it while the login waits out its last failures. The condition is in the
// statement.
func countTry(ctx context.Context, store *db.Store, login string) error {
	var blocked attemptRow
	err := store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		blocked = attemptRow{}
		counted := tx.Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "login"}},
			DoUpdates: clause.Assignments(map[string]any{
				"failures": gorm.Expr("login_attempt.failures + 1"),
			}),
			Where: clause.Where{Exprs: []clause.Expression{gorm.Expr(
				// of two tries at once the second may bear the earlier moment: the free ones never wait
				"login_attempt.failures <= ? OR login_attempt.blocked_until <= ?", freeTries, tx.Now)}},
		}).Create(&attemptRow{Login: login, Failures: 1, BlockedUntil: tx.Now})
		if counted.Error != nil {
			return counted.Error
		}
		if err := tx.Take(&blocked, "login = ?", login).Error; err != nil {
			return err
		}
		if counted.RowsAffected == 0 {
			return nil
		}
		until := db.At(tx.Now.Add(waitAfter(blocked.Failures)))
		blocked = attemptRow{}
		return tx.Model(&attemptRow{}).Where("login = ?", login).Update("blocked_until", until).Error
	})
	if err == nil && blocked.Login != "" {
		wait := blocked.BlockedUntil.Sub(store.Now().Time)
		return fault.New(fault.Throttled, "login_throttled", "Too many wrong tries; wait and try again.").
			With("retry_after_seconds", int(math.Ceil(wait.Seconds())))
	}
	return err
}

// waitAfter is the wait before the next try: none for the first few, then doubling from two seconds to half an hour.
func waitAfter(failures int) time.Duration {
	if failures <= freeTries {
		return 0
	}
	return min(time.Second<<min(failures-freeTries, 12), 30*time.Minute)
}

func openSession(ctx context.Context, store *db.Store, account, login string) (Token, error) {
	token, csrf, err := twoSecrets()
	if err != nil {
		return "", err
	}
	return token, store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		if err := tx.Where("login = ?", login).Delete(&attemptRow{}).Error; err != nil {
			return err
		}
		if err := tx.Where("account = ? AND expires_at < ?", account, tx.Now).Delete(&sessionRow{}).Error; err != nil {
			return err
		}
		return tx.Create(&sessionRow{
			TokenHash: token.hash(),
			Account:   account,
			CSRF:      csrf,
			CreatedAt: tx.Now,
			ExpiresAt: db.At(tx.Now.Add(SessionLength)),
		}).Error
	})
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
