package people

import (
	"context"
	"crypto/subtle"
	"slices"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// FirstRun holds the setup code for the first administrator of an empty installation. It is in memory; each start of
// the program draws a new one.
type FirstRun struct{ hash []byte }

// NewFirstRun draws the code; it is shown once, on the console.
func NewFirstRun() (first *FirstRun, code string, err error) {
	if code, err = drawCode(); err != nil {
		return nil, "", err
	}
	return &FirstRun{hash: hashCode(code)}, code, nil
}

// OpenFirstRun verifies the setup code; without one (nil) every code is rejected. Attempts are rate-limited per address
// range, together with those for invitations.
func (a *Authenticator) OpenFirstRun(ctx context.Context, f *FirstRun, from Caller, typed string) error {
	code, ok := foldCode(typed)
	if !ok || f == nil {
		return wrongFirstCode()
	}
	hash, err := a.countedCodeHash(ctx, from, code)
	if err != nil {
		return err
	}
	if subtle.ConstantTimeCompare(hash, f.hash) != 1 {
		return wrongFirstCode()
	}
	a.throttle.forgiveCodes(networkOf(from.Address))
	return nil
}

const notFirstCode = "This is not the setup code shown when the program started."

func wrongFirstCode() error {
	return fault.New(fault.Forbidden, "first_code_wrong", notFirstCode).
		At("/code")
}

// OrganisationFound is the payload of organisation.found: the first organisation with its first administrator.
type OrganisationFound struct {
	Organisation OrganisationAdd `json:"organisation"`
	Account      AccountAdd      `json:"account"`
}

// Validate checks the form.
func (b OrganisationFound) Validate() error {
	if err := form.Check(b); err != nil {
		return err
	}
	administers := slices.ContainsFunc(b.Account.Grants, func(g Grant) bool {
		return g.Role == actor.Administrator && g.AreaPath == "/"
	})
	if b.Account.Organisation != b.Organisation.ID || !administers {
		return notFirst()
	}
	return nil
}

func notFirst() error {
	return fault.Field("/account/grants", "required",
		"The first account must be an administrator of all areas, without an end.")
}

func under(path string, err error) error {
	if f := fault.Of(err); f != nil {
		return f.At(path + f.Path)
	}
	return err
}

type beginningRow struct {
	One     int `gorm:"primaryKey;autoIncrement:false"`
	Account string
	Entry   string
	BegunAt db.Instant
}

// TableName names the table of a row type.
func (beginningRow) TableName() string { return "beginning" }

// Found creates the first organisation and its first administrator, once per database: the primary key of beginning
// decides between concurrent calls. Only the program itself may submit it.
func Found(tx *db.Tx, e journal.Entry, in OrganisationFound) (journal.Outcome, error) {
	if !tx.Actor.System {
		return journal.Outcome{}, fault.New(fault.Forbidden, "role_missing", "Your role does not allow this.")
	}
	if begun, err := IsSetUp(tx); err != nil || begun {
		return journal.Outcome{}, firstOf(err, alreadyBegun())
	}
	if !everywhere(in.Account.Grants) {
		return journal.Outcome{}, notFirst()
	}
	if _, err := AddOrganisation(tx, e, in.Organisation); err != nil {
		return journal.Outcome{}, err
	}
	if _, err := AddAccount(tx, e, in.Account); err != nil {
		return journal.Outcome{}, under("/account", err)
	}
	row := beginningRow{One: 1, Account: string(in.Account.ID), Entry: string(e.ID), BegunAt: tx.Now}
	begun := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if begun.Error == nil && begun.RowsAffected == 0 {
		return journal.Outcome{}, alreadyBegun()
	}
	return journal.Applied(), begun.Error
}

func alreadyBegun() error {
	return fault.New(fault.Conflict, "already_begun", "This installation has already been set up. Sign in.")
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// IsSetUp reports whether any account exists.
func IsSetUp(tx *db.Tx) (bool, error) {
	begun := false
	err := tx.Each(func(db.Row) error {
		begun = true
		return nil
	}, "SELECT id FROM account LIMIT 1")
	return begun, err
}
