package people

import (
	"context"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// Newcomer is a person who proved at a phone who they are, and the secrets that the phone will hold.
type Newcomer struct {
	Actor      actor.Actor
	Credential CredentialID
	Push, Full Token
	confirm    func(tx *db.Tx) error // the proof still holds, and is spent if it can be used once only
}

// ByInvitation proves by an invitation's twelve characters. Tries are counted by the caller's address.
func ByInvitation(ctx context.Context, store *db.Store, from, typed string) (Newcomer, error) {
	line, err := openInvitation(ctx, store, from, typed)
	if err != nil {
		return Newcomer{}, err
	}
	return newcomer(ctx, store, actor.AccountID(line.Account), func(tx *db.Tx) error {
		if err := line.spend(tx); err != nil {
			return err
		}
		return hasCome(tx, line.Account)
	})
}

// ByPassword proves by login and password. Tries are counted as those of SignIn are.
func ByPassword(ctx context.Context, store *db.Store, login, password string) (Newcomer, error) {
	matched, err := matchPassword(ctx, store, login, password)
	if err != nil {
		return Newcomer{}, err
	}
	login = strings.ToLower(strings.TrimSpace(login))
	return newcomer(ctx, store, actor.AccountID(matched.Account), func(tx *db.Tx) error {
		return stillMatches(tx, matched, login)
	})
}

func newcomer(
	ctx context.Context, store *db.Store, id actor.AccountID, confirm func(*db.Tx) error,
) (n Newcomer, err error) {
	n = Newcomer{Credential: CredentialID(db.NewID()), confirm: confirm}
	push, full, err := twoSecrets()
	if err != nil {
		return n, err
	}
	n.Push, n.Full = push, Token(full)
	return n, store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		n.Actor, err = ActingAs(tx, id)
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
		Credential: string(n.Credential), PushHash: n.Push.hash(), FullHash: n.Full.hash(),
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
