package people

import (
	"context"
	"crypto/rand"
	"time"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// open stores a session; where the second factor is asked, as a pending one that opens nothing else.
func (o newSession) open(tx *db.Tx) error {
	state, err := factorStateOf(tx, o.account)
	if err != nil {
		return err
	}
	o.pending = state.asked()
	return o.keep(tx)
}

// fold normalises a typed code of an app or of the recovery sheet, and hashes the latter.
func (a *Authenticator) fold(ctx context.Context, account, typed string) (t typedFactor, err error) {
	if totp, ok := foldTOTP(typed); ok {
		return typedFactor{totp: totp}, nil
	}
	code, ok := foldCode(typed)
	if !ok {
		return t, wrongCode(a.store.Now())
	}
	return t, hashing.run(ctx, hashTrusted, nil, func() error {
		t.recovery = recoveryHash(account, code)
		return nil
	})
}

// attemptCode counts an attempt for the account, from whatever address, and then calls use. The counter outlives
// correct passwords: who knows one has no more attempts than anybody else.
func (a *Authenticator) attemptCode(ctx context.Context, account, typed string, use func(typedFactor) error) error {
	done, err := a.throttle.admitFactor(digestOf(account), a.store.Now().Time)
	if err != nil {
		return err
	}
	folded, err := a.fold(ctx, account, typed)
	if err == nil {
		err = use(folded)
	}
	done(err == nil)
	return err
}

// PassSecondFactor ends a pending session by a code, and opens a session in its place under a new token.
func (a *Authenticator) PassSecondFactor(
	ctx context.Context, from Caller, s Session, token Token, typed string,
) (SignedIn, error) {
	opened, err := a.inPlaceOf(from, s)
	if err != nil {
		return SignedIn{}, err
	}
	account := string(s.Actor.Account)
	err = a.attemptCode(ctx, account, typed, func(code typedFactor) error {
		return WithReserve(a.reserve, func() error {
			return a.store.Write(ctx, actor.System(), func(tx *db.Tx) error {
				row, err := a.lockedFactor(tx, account)
				if err != nil {
					return err
				}
				if err := a.useCode(tx, row, code); err != nil {
					return err
				}
				return opened.replace(tx, token)
			})
		})
	})
	return SignedIn{Token: opened.token, Browser: opened.cookie}, err
}

// inPlaceOf returns the session that replaces a pending one.
func (a *Authenticator) inPlaceOf(from Caller, s Session) (o newSession, err error) {
	o = newSession{account: string(s.Actor.Account), organisation: string(s.Actor.Organisation), device: from.Device}
	if o.token, o.csrf, err = twoSecrets(); err != nil {
		return o, err
	}
	o.cookie, err = remember(a.key, from.Browser, s.Login)
	return o, err
}

// replace stores the session and deletes the pending one, once: of two requests with one pending session one succeeds.
func (o newSession) replace(tx *db.Tx, pending Token) error {
	gone := tx.Where("token_hash = ? AND pending = ?", pending.hash(), true).Delete(&sessionRow{})
	if gone.Error != nil {
		return gone.Error
	}
	if gone.RowsAffected == 0 {
		return fault.New(fault.Unauthenticated, "not_signed_in", "Sign in first.")
	}
	return o.keep(tx)
}

// lockedFactor locks an account and returns its second factor.
func (a *Authenticator) lockedFactor(tx *db.Tx, account string) (factorRow, error) {
	if err := lock(tx.Model(&accountRow{}).Where("id = ? AND ended_at IS NULL", account)); err != nil {
		return factorRow{}, signInFailed()
	}
	row, found, err := confirmedFactor(tx, account)
	if err == nil && !found {
		err = noFactor()
	}
	return row, err
}

// factorBeside verifies the second factor that a phone sends with the password, and returns the function that uses it
// up in the transaction of the enrolment.
func (a *Authenticator) factorBeside(ctx context.Context, m match, typed string) (use func(*db.Tx) error, err error) {
	nothing := func(*db.Tx) error { return nil }
	var state factorState
	var row factorRow
	err = a.store.Read(ctx, actor.System(), func(tx *db.Tx) (err error) {
		if state, err = factorStateOf(tx, m.Account); err != nil {
			return err
		}
		row, _, err = confirmedFactor(tx, m.Account)
		return err
	})
	switch {
	case err != nil || !state.asked():
		return nothing, err
	case !state.Confirmed:
		return nil, fault.New(fault.Forbidden, "second_factor_setup",
			"Sign in to the office pages first and set up the second factor, or use an invitation.")
	case typed == "":
		return nil, factorNeeded()
	}
	var code typedFactor
	err = a.attemptCode(ctx, m.Account, typed, func(folded typedFactor) error {
		code = folded
		return a.store.Read(ctx, actor.System(), func(tx *db.Tx) error {
			_, err := a.checkCode(tx, row, folded)
			return err
		})
	})
	return func(tx *db.Tx) error { return a.useCode(tx, row, code) }, err
}

func factorNeeded() error {
	return fault.New(fault.Forbidden, "second_factor_needed", "Type the code of your authenticator app.").At("/code")
}

// NewFactor is a second factor that is being set up. It is shown once, to its owner.
type NewFactor struct {
	URI    string // for the QR code
	Secret string // the same, to type
}

// BeginSecondFactor draws a secret for an account. Except in a pending session, whose password has just been verified,
// it needs the password. It has no effect until ConfirmSecondFactor; `second_factor_on` where there is one already.
func (a *Authenticator) BeginSecondFactor(
	ctx context.Context, from Caller, s Session, password string,
) (NewFactor, error) {
	if !s.Pending {
		if err := a.provePassword(ctx, from, s, password); err != nil {
			return NewFactor{}, err
		}
	}
	secret := make([]byte, totpBytes)
	if _, err := rand.Read(secret); err != nil {
		return NewFactor{}, err
	}
	sealed, err := a.key.sealSecret(string(s.Actor.Account), secret)
	if err != nil {
		return NewFactor{}, err
	}
	err = a.store.Write(ctx, s.Actor, func(tx *db.Tx) error {
		row := factorRow{
			Account: string(s.Actor.Account), Organisation: string(s.Actor.Organisation), Secret: sealed, CreatedAt: tx.Now,
		}
		again := clause.OnConflict{
			Columns:   []clause.Column{{Name: "account"}},
			DoUpdates: clause.AssignmentColumns([]string{"secret", "created_at"}),
			Where:     clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "second_factor.confirmed_at IS NULL"}}},
		}
		kept := tx.Clauses(again).Create(&row)
		if kept.Error == nil && kept.RowsAffected == 0 {
			return fault.New(fault.Conflict, "second_factor_on", "You have a second factor already: turn it off first.")
		}
		return kept.Error
	})
	return NewFactor{URI: totpURI(secret, s.Login, s.OrganisationName), Secret: totpText(secret)}, err
}

// Confirmed is the result of setting a second factor up: its recovery codes, and for a pending session the session
// opened in its place.
type Confirmed struct {
	Codes    []string
	SignedIn *SignedIn
}

// ConfirmSecondFactor turns a new second factor on by its first code.
func (a *Authenticator) ConfirmSecondFactor(
	ctx context.Context, from Caller, s Session, token Token, typed string,
) (c Confirmed, err error) {
	opened, err := a.inPlaceOf(from, s)
	if err != nil {
		return c, err
	}
	codes, hashes, err := drawRecoveryCodes(ctx, string(s.Actor.Account))
	if err != nil {
		return c, err
	}
	err = a.attemptCode(ctx, string(s.Actor.Account), typed, func(code typedFactor) error {
		return a.store.Write(ctx, s.Actor, func(tx *db.Tx) error {
			if err := a.confirm(tx, s, code); err != nil {
				return err
			}
			if err := keepRecoveryCodes(tx, s, hashes); err != nil || !s.Pending {
				return err
			}
			return opened.replace(tx, token)
		})
	})
	if err != nil {
		return c, err
	}
	if s.Pending {
		c.SignedIn = &SignedIn{Token: opened.token, Browser: opened.cookie}
	}
	c.Codes = codes
	return c, nil
}

// confirm verifies the first code of a new secret; a recovery code cannot be one.
func (a *Authenticator) confirm(tx *db.Tx, s Session, code typedFactor) error {
	var row factorRow
	found := tx.Where("account = ? AND confirmed_at IS NULL", string(s.Actor.Account)).Limit(1).Find(&row)
	if found.Error != nil {
		return found.Error
	}
	if found.RowsAffected == 0 {
		return fault.New(fault.Conflict, "second_factor_on", "You have a second factor already: turn it off first.")
	}
	if code.recovery != nil {
		return wrongCode(tx.Now)
	}
	if err := a.useCode(tx, row, code); err != nil {
		return err
	}
	return tx.Model(&factorRow{}).Where("account = ? AND confirmed_at IS NULL", row.Account).
		Update("confirmed_at", tx.Now).Error
}

func drawRecoveryCodes(ctx context.Context, account string) (codes []string, hashes [][]byte, err error) {
	for range recoveryCodes {
		code, err := drawCode()
		if err != nil {
			return nil, nil, err
		}
		err = hashing.run(ctx, hashTrusted, nil, func() error {
			hashes = append(hashes, recoveryHash(account, code))
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
		codes = append(codes, GroupCode(code))
	}
	return codes, hashes, nil
}

// keepRecoveryCodes replaces the recovery codes of an account.
func keepRecoveryCodes(tx *db.Tx, s Session, hashes [][]byte) error {
	account := string(s.Actor.Account)
	if err := tx.Where("account = ?", account).Delete(&recoveryCodeRow{}).Error; err != nil {
		return err
	}
	rows := make([]recoveryCodeRow, len(hashes))
	for i, hash := range hashes {
		rows[i] = recoveryCodeRow{Account: account, CodeHash: hash, Organisation: string(s.Actor.Organisation)}
	}
	return tx.Create(&rows).Error
}

// RenewRecoveryCodes replaces the recovery codes of the own account, by its password.
func (a *Authenticator) RenewRecoveryCodes(
	ctx context.Context, from Caller, s Session, password string,
) ([]string, error) {
	if err := a.provePassword(ctx, from, s, password); err != nil {
		return nil, err
	}
	codes, hashes, err := drawRecoveryCodes(ctx, string(s.Actor.Account))
	if err != nil {
		return nil, err
	}
	return codes, a.store.Write(ctx, s.Actor, func(tx *db.Tx) error {
		if _, found, err := confirmedFactor(tx, string(s.Actor.Account)); err != nil || !found {
			return firstOf(err, noFactor())
		}
		return keepRecoveryCodes(tx, s, hashes)
	})
}

// EndSecondFactor turns the second factor of the own account off, by its password: `second_factor_required` where the
// organisation requires one.
func (a *Authenticator) EndSecondFactor(ctx context.Context, from Caller, s Session, password string) error {
	if err := a.provePassword(ctx, from, s, password); err != nil {
		return err
	}
	return a.store.Write(ctx, s.Actor, func(tx *db.Tx) error {
		state, err := factorStateOf(tx, string(s.Actor.Account))
		if err != nil {
			return err
		}
		if state.Required {
			return fault.New(fault.Conflict, "second_factor_required", "Your organisation requires a second factor.")
		}
		return forgetFactor(tx, string(s.Actor.Account))
	})
}

// admitFactor counts an attempt to give a code for an account, or rejects it. done ends it; a correct code clears the
// counter.
func (t *throttle) admitFactor(account digest, at time.Time) (done func(right bool), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := sourceKey{login: account, factor: true}
	f := t.failuresOf(key, at, forgetAfter)
	if wait := f.wait(at, freeTries); wait > 0 {
		return nil, throttled(wait)
	}
	t.sources.put(key, f.plusOne(at, waitAfter(f.count+1)))
	return func(right bool) {
		if right {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.sources.remove(key)
		}
	}, nil
}
