package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// What people do with their own account. None of it is an entry: nothing of a password or a session is journalled.

// provePassword verifies the password of a session's own account, with the rate limits of a sign-in.
func (a *Authenticator) provePassword(ctx context.Context, from Caller, s Session, password string) error {
	_, err := a.match(ctx, from, s.Login, password)
	return wrongOwnPassword(err)
}

// wrongOwnPassword is a wrong password as the fault of a field: the session is not in question.
func wrongOwnPassword(err error) error {
	if fault.Is(err, "sign_in_failed") {
		return fault.Field("/current", "password_wrong", "This is not your password.")
	}
	return err
}

// NewPassword is a change of the own password. Keep is the session that stays.
type NewPassword struct {
	Keep            Token
	Current, Chosen string
}

// ChangePassword sets the password of a session's own account, by the present one, and ends all its other sessions.
func (a *Authenticator) ChangePassword(ctx context.Context, from Caller, s Session, in NewPassword) error {
	m, err := a.match(ctx, from, s.Login, in.Current)
	if err != nil {
		return wrongOwnPassword(err)
	}
	if err := CheckChoice(in.Chosen, s.Login); err != nil {
		return err
	}
	hash, err := hashPassword(ctx, in.Chosen, from.Gone)
	if err != nil {
		return err
	}
	return a.store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		if err := a.stillMatches(tx, m); err != nil {
			return wrongOwnPassword(err)
		}
		err := tx.Model(&credentialRow{}).Where("account = ?", m.Account).
			Updates(map[string]any{"hash": hash, "set_at": tx.Now}).Error
		if err != nil {
			return err
		}
		return endOtherSessions(tx, m.Account, in.Keep)
	})
}

// endOtherSessions ends the sessions of an account except one.
func endOtherSessions(tx *db.Tx, account string, but Token) error {
	err := noteUse(tx, tx.Where("s.account = ? AND s.token_hash <> ? AND s.expires_at > ?", account, but.hash(), tx.Now))
	if err != nil {
		return err
	}
	return tx.Where("account = ? AND token_hash <> ?", account, but.hash()).Delete(&sessionRow{}).Error
}

// SessionListed is a session in the list of its owner.
type SessionListed struct {
	ID       string // names the session without its token
	Device   string // empty: opened by an earlier version
	OpenedAt db.Instant
	LastAt   db.Instant
	Current  bool
}

// sessionID names a session in lists: a digest from which neither its token nor the stored hash can be derived.
func (r sessionRow) sessionID() string {
	sum := sha256.Sum256(append([]byte("session list "), r.TokenHash...))
	return hex.EncodeToString(sum[:16])
}

// OwnSessions lists the open sessions of the actor's account, the last used first.
func OwnSessions(tx *db.Tx, current Token) ([]SessionListed, error) {
	rows, err := openSessions(tx)
	listed := make([]SessionListed, len(rows))
	for i, r := range rows {
		listed[i] = SessionListed{
			ID: r.sessionID(), Device: r.Device, OpenedAt: r.CreatedAt, LastAt: r.LastAt,
			Current: string(r.TokenHash) == string(current.hash()),
		}
		if r.LastAt.IsZero() {
			listed[i].LastAt = r.CreatedAt
		}
	}
	return listed, err
}

func openSessions(tx *db.Tx) (rows []sessionRow, err error) {
	err = tx.Where("account = ? AND expires_at > ? AND expires_at <= ?", string(tx.Actor.Account), tx.Now,
		db.At(tx.Now.Add(SessionLength+clockSlack))).
		Order("COALESCE(last_at, created_at) DESC, created_at DESC").Limit(mostRows).Find(&rows).Error
	return rows, err
}

// EndOwnSession ends one session of the actor's account; a session of another account is not found.
func EndOwnSession(tx *db.Tx, id string) error {
	rows, err := openSessions(tx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.sessionID() != id {
			continue
		}
		if err := noteUse(tx, tx.Where("s.token_hash = ?", r.TokenHash)); err != nil {
			return err
		}
		return tx.Where("token_hash = ?", r.TokenHash).Delete(&sessionRow{}).Error
	}
	return fault.NotFound("session").At("/id")
}

// EndOwnOtherSessions ends all sessions of the actor's account but the current one.
func EndOwnOtherSessions(tx *db.Tx, current Token) error {
	return endOtherSessions(tx, string(tx.Actor.Account), current)
}

// useNoted is how exactly the last use of a session is stored: a request must not cost a write.
const useNoted = 10 * time.Minute

// NoteUse stores the use of a session, at most once in useNoted.
func NoteUse(ctx context.Context, store *db.Store, s Session, token Token) error {
	if store.Now().Sub(s.LastAt.Time) < useNoted {
		return nil
	}
	return store.Write(ctx, s.Actor, func(tx *db.Tx) error {
		return tx.Model(&sessionRow{}).Where("token_hash = ?", token.hash()).Update("last_at", tx.Now).Error
	})
}

// OwnFactor is the second factor of the actor's account.
type OwnFactor struct {
	On        bool
	Since     *db.Instant
	CodesLeft int64
	Required  bool
	Offered   bool // demonstration accounts have none
}

// OwnSecondFactor returns the second factor of the actor's account.
func OwnSecondFactor(tx *db.Tx) (o OwnFactor, err error) {
	account := string(tx.Actor.Account)
	state, err := factorStateOf(tx, account)
	if err != nil {
		return o, err
	}
	row, found, err := confirmedFactor(tx, account)
	if err != nil {
		return o, err
	}
	o = OwnFactor{On: found, Since: row.ConfirmedAt, Required: state.Required, Offered: !state.Demo}
	err = tx.Model(&recoveryCodeRow{}).Where("account = ? AND used_at IS NULL", account).Count(&o.CodesLeft).Error
	return o, err
}
