package web

import (
	"context"
	"encoding/json"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/stock"
)

// BegunView reports whether any account exists, and how old the newest backup is.
type BegunView struct {
	Begun bool `json:"begun"`
	// Backup is null before the first account, and in a demonstration.
	Backup *BackupAge `json:"backup"`
}

// BeginIn is the request that creates the first administrator: the code from the console, the organisation, and the
// person.
type BeginIn struct {
	Code         string `json:"code" maxLength:"200" fault:"first_code_wrong"`
	Organisation string `json:"organisation" minLength:"1" maxLength:"200"`
	Name         string `json:"name" minLength:"1" maxLength:"200"`
	Login        string `json:"login" pattern:"^[a-z0-9][a-z0-9._-]{1,39}(@[a-z0-9]{2,24})?$" fault:"login_shape"`
	Password     string `json:"password" format:"new-password" required:"true"`
	Language     string `json:"language" set:"language" fault:"unknown_language"`
}

// StartView contains the counts for an organisation's first steps; a step is done when its count is positive.
type StartView struct {
	Organisation string `json:"organisation"`
	Places       int64  `json:"places"`
	Items        int64  `json:"items"`
	People       int64  `json:"people"`
	// HelpNumber is the telephone number that workers read aloud and cards show; empty: none is set.
	HelpNumber string `json:"help_number"`
}

// isBegun looks for an account only until the first exists.
func isBegun(c *call) (begun bool, err error) {
	if c.server.begun.Load() {
		return true, nil
	}
	err = c.server.Store.ReadOnce(c.context(), actor.System(), func(tx *db.Tx) (err error) {
		begun, err = people.IsSetUp(tx)
		return err
	})
	if begun {
		c.server.begun.Store(true)
	}
	return begun, err
}

// hasBegun also reads the age of the newest backup, which anyone may know, in one statement.
func hasBegun(c *call) (out BegunView, err error) {
	out.Begun, err = isBegun(c)
	if err != nil || !out.Begun || c.server.Demo {
		return out, err
	}
	return out, c.server.Store.ReadOnce(c.context(), actor.System(), func(tx *db.Tx) (err error) {
		out.Backup, err = backupAge(tx)
		return err
	})
}

// begin creates the first organisation with its first administrator and signs them in. It works once, with the code
// that the program printed on its console.
func begin(c *call, in BeginIn) (SessionView, error) {
	begun, err := isBegun(c)
	if err != nil {
		return SessionView{}, err
	}
	if begun {
		return SessionView{}, fault.New(fault.Conflict, "already_begun", "This installation is already set up. Sign in.")
	}
	if c.server.Recovery != nil && c.server.Recovery.Runs() {
		return SessionView{}, fault.New(fault.Conflict, "restore_runs", "A backup is being restored here. Wait for it.")
	}
	if err := c.plausibleClock(); err != nil {
		return SessionView{}, err
	}
	if err := c.server.People.OpenFirstRun(c.context(), c.server.First, c.caller(), in.Code); err != nil {
		return SessionView{}, err
	}
	if err := people.CheckChoice(in.Password, in.Login); err != nil {
		return SessionView{}, err
	}
	password, err := people.HashPassword(c.context(), in.Password)
	if err != nil {
		return SessionView{}, err
	}
	first := in.payload()
	if err := c.createFirst(first, func(tx *db.Tx) error { return password.Keep(tx, first.Account.ID) }); err != nil {
		return SessionView{}, err
	}
	entered, err := c.server.People.SignIn(c.context(), c.caller(), in.Login, in.Password)
	if err != nil {
		return SessionView{}, err
	}
	return c.startSession(entered)
}

func (in BeginIn) payload() people.OrganisationFound {
	organisation := people.OrganisationAdd{ID: actor.OrganisationID(db.NewID()), Name: in.Organisation}
	account := people.AccountAdd{
		ID: actor.AccountID(db.NewID()), Organisation: organisation.ID, Login: in.Login, Name: in.Name, Language: in.Language,
	}
	for _, role := range []actor.Role{actor.Administrator, actor.Coordinator} {
		account.Grants = append(account.Grants, people.Grant{Role: role, AreaPath: "/"})
	}
	return people.OrganisationFound{Organisation: organisation, Account: account}
}

// createFirst submits the first entry together with the password, so that the administrator can sign in. Paths of its
// faults are those of the form.
func (c *call) createFirst(first people.OrganisationFound, password func(*db.Tx) error) error {
	e, err := c.server.entry("organisation.found", journal.EntryID(db.NewID()), first)
	if err != nil {
		return err
	}
	outcome, err := c.server.Intake.TakeWith(c.context(), c.server.Store, actor.System(), e, password)
	if f := fault.Of(err); f != nil {
		return f.At(formPath(f.Path))
	}
	if err != nil || outcome.Status == journal.StatusApplied {
		return err
	}
	kind := fault.Invalid
	if outcome.Status == journal.StatusConflict {
		kind = fault.Conflict
	}
	return fault.New(kind, outcome.Code, outcome.Message).At(formPath(outcome.Path))
}

var formPaths = map[string]string{
	"/payload/organisation/name": "/organisation", "/payload/account/name": "/name", "/payload/account/login": "/login",
	"/account/login": "/login", "/payload/account/language": "/language",
}

func formPath(path string) string {
	if known, ok := formPaths[path]; ok {
		return known
	}
	return path
}

// takeAs returns a function that submits entries as one person, for file imports.
func (s *Server) takeAs(who actor.Actor) func(context.Context, string, journal.EntryID, any) (journal.Outcome, error) {
	return func(ctx context.Context, kind string, id journal.EntryID, payload any) (journal.Outcome, error) {
		e, err := s.entry(kind, id, payload)
		if err != nil {
			return journal.Outcome{}, err
		}
		return s.Intake.Take(ctx, s.Store, who, e)
	}
}

func (s *Server) entry(kind string, id journal.EntryID, payload any) (journal.Entry, error) {
	raw, err := json.Marshal(payload)
	return journal.Entry{ID: id, Kind: kind, Schema: intake.Schema, OccurredAt: s.Store.Now(), Payload: raw}, err
}

func started(c *call) (out StartView, err error) {
	out.Organisation, out.HelpNumber = c.session.OrganisationName, c.server.HelpNumber
	return out, c.read(func(tx *db.Tx) error {
		if out.Places, err = area.Count(tx); err != nil {
			return err
		}
		items, err := stock.Items(tx)
		if err != nil {
			return err
		}
		out.Items = int64(len(items))
		out.People, err = people.CountActive(tx)
		return err
	})
}
