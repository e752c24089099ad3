package app

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// NewUser is an account to be added on the command line.
type NewUser struct {
	Login, Name, Organisation, Language string
	Grants                              []people.Grant
	Password                            string
	Demo                                bool
	Steward                             bool // of the installation; see people.AppointSteward
	Second                              Second
}

// Second is the second person of an act on the command line, authenticated by password, and by a code where the account
// has a second factor.
type Second struct{ Login, Password, Code string }

// ErrSecondNeeded means that the act requires a second person.
var ErrSecondNeeded = errors.New(
	"a protection officer is appointed by two persons: add --second LOGIN, an administrator or protection officer",
)

// ErrApprovalPending means that nobody may be the second person; the request is stored.
var ErrApprovalPending = errors.New("nobody in this organisation may be the second person: " +
	"the request is kept and takes effect after 72 hours unless somebody objects; then invite the person from the office")

// ErrResetPending means that somebody in the organisation must approve the reset.
var ErrResetPending = errors.New("a protection officer's second factor is reset by two persons: " +
	"an administrator or protection officer must approve it in the office")

// AddUser adds an account, and its organisation if missing, by the same entries as the office. An invalid password is
// rejected first; otherwise the login would be taken by an account that cannot sign in. A protection officer needs a
// second person (see Second), except for demo accounts.
func (a *App) AddUser(ctx context.Context, u NewUser) (actor.AccountID, error) {
	if err := people.CheckPassword(u.Password); err != nil {
		return "", err
	}
	if u.Steward && !slices.Contains(u.Grants, people.Grant{Role: actor.Administrator, AreaPath: "/"}) {
		return "", people.NotAdministrator()
	}
	organisation, err := a.organisation(ctx, u.Organisation)
	if err != nil {
		return "", err
	}
	account := people.AccountAdd{
		ID: actor.AccountID(db.NewID()), Organisation: organisation, Login: u.Login, Name: u.Name, Language: u.Language,
		Grants: u.Grants, Demo: u.Demo,
	}
	if err := a.addAccount(ctx, account, u.Second); err != nil {
		return "", err
	}
	if err := a.appoint(ctx, u, account.ID); err != nil {
		return "", err
	}
	return account.ID, people.SetPassword(ctx, a.Store, actor.System(), account.ID, u.Password)
}

// ResetFactor deletes the second factor of an account, by the same entry as the office. For a protection officer it
// waits for a second person.
func (a *App) ResetFactor(ctx context.Context, login string) error {
	var id actor.AccountID
	err := a.Store.Read(ctx, actor.System(), func(tx *db.Tx) (err error) {
		id, _, err = people.ByLogin(tx, login)
		return err
	})
	if err != nil {
		return err
	}
	entry := journal.EntryID(db.NewID())
	o, err := a.submitEntry(ctx, actor.System(), "second_factor.reset", entry, people.SecondFactorReset{Account: id})
	switch {
	case err != nil:
		return err
	case o.Code == people.CodeWaits:
		return ErrApprovalPending
	case o.Status == journal.StatusDeferred:
		return ErrResetPending
	}
	return refusal("second_factor.reset", o)
}

// appoint makes a newly added account a steward, if requested. The installation's first administrator is one already.
func (a *App) appoint(ctx context.Context, u NewUser, id actor.AccountID) error {
	if !u.Steward {
		return nil
	}
	entry := journal.EntryID(db.NewID())
	o, err := a.submitEntry(ctx, actor.System(), "steward.appoint", entry, people.StewardAppoint{Account: id})
	if err != nil || o.Code == "already_steward" {
		return err
	}
	return refusal("steward.appoint", o)
}

func (a *App) addAccount(ctx context.Context, in people.AccountAdd, second Second) error {
	officer := !in.Demo && slices.ContainsFunc(in.Grants, func(g people.Grant) bool {
		return g.Role == actor.ProtectionOfficer
	})
	if officer && second.Login == "" {
		err := a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
			needed, someone, err := people.NeedsSecond(tx, in.Organisation)
			if err == nil && needed && someone {
				return ErrSecondNeeded
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	entry := journal.EntryID(db.NewID())
	o, err := a.submitEntry(ctx, actor.System(), "account.add", entry, in)
	switch {
	case err != nil:
		return err
	case o.Status != journal.StatusDeferred:
		return refusal("account.add", o)
	case second.Login == "":
		return ErrApprovalPending
	}
	return a.approve(ctx, entry, second)
}

// approve submits the second person's approval; if it is rejected, the request is withdrawn.
func (a *App) approve(ctx context.Context, entry journal.EntryID, second Second) error {
	by, err := a.authenticate(ctx, second)
	if err == nil {
		err = a.submit(ctx, by, "pending.approve", people.PendingApprove{Entry: entry})
	}
	if err == nil {
		return nil
	}
	back := people.PendingObject{Entry: entry, Reason: "The second person did not approve it on the command line."}
	return errors.Join(err, a.submit(ctx, actor.System(), "pending.object", back))
}

// authenticate returns the actor of a login and its password.
func (a *App) authenticate(ctx context.Context, second Second) (who actor.Actor, err error) {
	known, err := a.People.ByPassword(ctx, people.Caller{}, second.Login, second.Password, second.Code)
	if err != nil {
		return who, err
	}
	return who, a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		who, err = people.ActingAs(tx, known.Actor.Account)
		return err
	})
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
	return id, a.submit(ctx, actor.System(), "organisation.add", people.OrganisationAdd{ID: id, Name: name})
}

// submit submits one entry and converts a refusal into an error.
func (a *App) submit(ctx context.Context, who actor.Actor, kind string, payload any) error {
	outcome, err := a.submitEntry(ctx, who, kind, journal.EntryID(db.NewID()), payload)
	if err != nil {
		return err
	}
	return refusal(kind, outcome)
}

func (a *App) submitEntry(
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
