package app

import (
	"context"
	"encoding/json"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// NewUser is a person as the command line adds them.
type NewUser struct {
	Login, Name, Organisation, Language string
	Grants                              []people.Grant
	Password                            string
	Demo                                bool
}

// AddUser adds a person, and their organisation when it is not there yet, by the same entries that the office hands in.
// A password that will not do is refused first, or the login would be taken by someone who can never sign in.
func (a *App) AddUser(ctx context.Context, u NewUser) (actor.AccountID, error) {
	if err := people.CheckPassword(u.Password); err != nil {
		return "", err
	}
	organisation, err := a.organisation(ctx, u.Organisation)
	if err != nil {
		return "", err
	}
	account := people.Account{
		ID: actor.AccountID(db.NewID()), Organisation: organisation, Login: u.Login, Name: u.Name, Language: u.Language,
		Grants: u.Grants, Demo: u.Demo,
	}
	if err := a.hand(ctx, actor.System(), "account.add", account); err != nil {
		return "", err
	}
	return account.ID, people.SetPassword(ctx, a.Store, actor.System(), account.ID, u.Password)
}

func (a *App) organisation(ctx context.Context, name string) (id actor.OrganisationID, err error) {
	err = a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		id, err = people.OrganisationByName(tx, name)
		return err
	})
	if err != nil || id != "" {
		return id, err
	}
	id = actor.OrganisationID(db.NewID())
	return id, a.hand(ctx, actor.System(), "organisation.add", people.Organisation{ID: id, Name: name})
}

// hand hands one entry in and turns a refusal into an error.
func (a *App) hand(ctx context.Context, who actor.Actor, kind string, payload any) error {
	outcome, err := a.take(ctx, who, kind, journal.EntryID(db.NewID()), payload)
	if err != nil {
		return err
	}
	return refusal(kind, outcome)
}

func (a *App) take(
	ctx context.Context,
	who actor.Actor,
	kind string,
	id journal.EntryID,
	payload any,
) (journal.Outcome, error) {
	raw, err := json.Marshal(payload)
	if err != nil {
		return journal.Outcome{}, err
	}
	return a.Intake.Take(
		ctx,
		a.Store,
		who,
		journal.Entry{ID: id, Kind: kind, Schema: 1, OccurredAt: a.Store.Now(), Payload: raw},
	)
}
