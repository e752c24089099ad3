package people

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// Newcomer is a person who proved at a phone who they are, and the secrets that the phone will hold.
type Newcomer struct {
	Actor      actor.Actor
	Credential CredentialID
	Push, Full Token
	Browser    string                // the cookie by which the phone's browser is known from now on
	confirm    func(tx *db.Tx) error // the proof still holds, and is spent if it can be used once only
}

// ByInvitation proves by an invitation's twelve characters. Tries are counted by the caller's address range.
func (a *Authenticator) ByInvitation(ctx context.Context, from Caller, typed string) (Newcomer, error) {
	line, err := a.openInvitation(ctx, from, typed)
	if err != nil {
		return Newcomer{}, err
	}
	tag := a.key.tag("range", networkOf(from.Address), line.Login)
	return a.newcomer(ctx, from, match{credentialRow: credentialRow{Account: line.Account}, login: line.Login},
		func(tx *db.Tx) error {
			if err := line.spend(tx); err != nil {
				return err
			}
			if err := hasCome(tx, line.Account); err != nil {
				return err
			}
			return keepRange(tx, line.Account, tag)
		})
}

// ByPassword proves by login and password. Tries are counted as those of SignIn are.
func (a *Authenticator) ByPassword(ctx context.Context, from Caller, login, password string) (Newcomer, error) {
	m, err := a.match(ctx, from, login, password)
	if err != nil {
		return Newcomer{}, err
	}
	return a.newcomer(ctx, from, m, func(tx *db.Tx) error { return a.stillMatches(tx, m) })
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

// Keep keeps the hashes of the tokens, in the write of the entry that made the credential.
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
		for _, role := range PhoneRoles {
			if g.Role == role {
				some = append(some, g)
			}
		}
	}
	return some
}
