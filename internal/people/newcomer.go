package people

import (
	"context"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// Newcomer is an authenticated person on an unenrolled phone, and the secrets that the phone will store.
type Newcomer struct {
	Actor      actor.Actor
	Credential CredentialID
	Push, Full Token
	Browser    string                // the new cookie of the phone's browser
	confirm    func(tx *db.Tx) error // checks the proof again, and uses an invitation up
}

// ByInvitation authenticates by an invitation code. Attempts are rate-limited per address range. With a password, which
// people choose who work in the office too, the invitation sets it.
func (a *Authenticator) ByInvitation(ctx context.Context, from Caller, typed, password string) (Newcomer, error) {
	line, err := a.openInvitation(ctx, from, typed)
	if err != nil {
		return Newcomer{}, err
	}
	var hash string
	if password != "" {
		if err := CheckChoice(password, line.Login); err != nil {
			return Newcomer{}, choiceAt("/new_password", err)
		}
		if hash, err = hashPassword(ctx, password, from.Gone); err != nil {
			return Newcomer{}, err
		}
	}
	tag := a.key.tag("range", networkOf(from.Address), line.Login)
	return a.newcomer(ctx, from, match{credentialRow: credentialRow{Account: line.Account}, login: line.Login},
		func(tx *db.Tx) error {
			if err := line.use(tx); err != nil {
				return err
			}
			if err := line.choose(tx, hash); err != nil {
				return err
			}
			return keepRange(tx, line.Account, tag)
		})
}

// choose stores the hash of a password that was chosen with the invitation; empty: none was.
func (l invitationLine) choose(tx *db.Tx, hash string) error {
	if hash == "" {
		return nil
	}
	return keepPassword(tx, credentialRow{Account: l.Account, Organisation: l.Organisation, Hash: hash})
}

// ByPassword authenticates by login and password, with the rate limits of SignIn, and by the second factor where the
// account has one: `second_factor_needed` without a code. The code is used up when the phone is enrolled.
func (a *Authenticator) ByPassword(ctx context.Context, from Caller, login, password, code string) (Newcomer, error) {
	m, err := a.match(ctx, from, login, password)
	if err != nil {
		return Newcomer{}, err
	}
	use, err := a.factorBeside(ctx, m, code)
	if err != nil {
		return Newcomer{}, err
	}
	return a.newcomer(ctx, from, m, func(tx *db.Tx) error {
		if err := a.stillMatches(tx, m); err != nil {
			return err
		}
		return use(tx)
	})
}

func (a *Authenticator) newcomer(
	ctx context.Context, from Caller, m match, confirm func(*db.Tx) error,
) (n Newcomer, err error) {
	n = Newcomer{Credential: CredentialID(db.NewID()), confirm: confirm}
	push, full, err := twoSecrets()
	if err != nil {
		return n, err
	}
	n.Push, n.Full = push, Token(full)
	if n.Browser, err = remember(a.key, from.Browser, m.login); err != nil {
		return n, err
	}
	return n, a.store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		n.Actor, err = ActingAs(tx, actor.AccountID(m.Account))
		if fault.Is(err, "not_found") {
			return signInFailed()
		}
		n.Actor.Grants = phoneGrants(n.Actor.Grants)
		return err
	})
}

// Keep stores the token hashes, in the transaction of the entry that created the credential.
func (n Newcomer) Keep(tx *db.Tx) error {
	if err := n.confirm(tx); err != nil {
		return err
	}
	return tx.Create(&deviceTokenRow{
		Credential: string(n.Credential), Organisation: string(n.Actor.Organisation), PushHash: n.Push.hash(),
		FullHash: n.Full.hash(),
	}).Error
}

func phoneGrants(all []actor.Grant) []actor.Grant {
	var some []actor.Grant
	for _, g := range all {
		if slices.Contains(actor.PhoneRoles, g.Role) {
			some = append(some, g)
		}
	}
	return some
}
