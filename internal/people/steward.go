package people

import (
	"slices"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// The steward maintains the data shared by all organisations of an installation: places and the common items. It is a
// right of an account, not a role: it grants no access to families. The first administrator has it; `tripol user add
// --steward` appoints another, and so does a steward with a second person.

type stewardRow struct {
	Account     string `gorm:"primaryKey"`
	First       *int
	AppointedBy *string
	Entry       *string
	AppointedAt db.Instant
}

// TableName names the table of a row type.
func (stewardRow) TableName() string { return "steward" }

func isSteward(tx *db.Tx, account string) (bool, error) {
	var n int64
	err := tx.Model(&stewardRow{}).Where("account = ?", account).Count(&n).Error
	return n > 0, err
}

func stewardsAmong(tx *db.Tx, accounts []string) (map[string]bool, error) {
	var found []string
	err := tx.Model(&stewardRow{}).Where("account IN ?", accounts).Pluck("account", &found).Error
	among := make(map[string]bool, len(found))
	for _, id := range found {
		among[id] = true
	}
	return among, err
}

// everywhere reports whether the roles include an administrator of all areas.
func everywhere(grants []Grant) bool {
	return slices.Contains(grants, Grant{Role: actor.Administrator, AreaPath: "/"})
}

// firstSteward grants the right to the first administrator added by the program itself; a unique key decides who that
// is. A conflict is not an error: later ones are administrators without the right.
func firstSteward(tx *db.Tx, e journal.Entry, in AccountAdd) error {
	if !tx.Actor.System || !everywhere(in.Grants) {
		return nil
	}
	one, entry := 1, string(e.ID)
	row := stewardRow{Account: string(in.ID), First: &one, Entry: &entry, AppointedAt: tx.Now}
	return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
}

// StewardAppoint is the payload of steward.appoint: an account becomes a steward of the installation.
type StewardAppoint struct {
	Account actor.AccountID `json:"account" format:"uuid"`
}

// Validate checks the form.
func (in StewardAppoint) Validate() error { return form.Check(in) }

// AppointSteward makes an administrator of all areas a steward. The program itself, which is the command line, appoints
// alone; a steward appoints somebody of their organisation, and a second person approves it. `steward_administers`
// where the account is not such an administrator, `already_steward` where it is a steward.
// The steward is the data steward of the data that all organisations share.
func AppointSteward(tx *db.Tx, e journal.Entry, in StewardAppoint) (journal.Outcome, error) {
	return asFounder(tx, func() (journal.Outcome, error) { return appointSteward(tx, e, in) })
}

func appointSteward(tx *db.Tx, e journal.Entry, in StewardAppoint) (journal.Outcome, error) {
	if err := tx.Actor.MustSteward(); err != nil {
		return journal.Outcome{}, err
	}
	h, err := lockActiveAccount(tx, in.Account)
	if err != nil {
		return journal.Outcome{}, err
	}
	if !everywhere(h.grants) {
		return journal.Outcome{}, NotAdministrator()
	}
	if !tx.Actor.System {
		o, err := AskSecond(tx, e, SecondRule{
			Roles: []actor.Role{actor.Administrator}, AreaPath: "/", Subject: h.Login,
		})
		if err != nil || o.Status != "" {
			return o, err
		}
	}
	entry := string(e.ID)
	row := stewardRow{
		Account: h.ID, AppointedBy: optional(string(tx.Actor.Account)), Entry: &entry, AppointedAt: tx.Now,
	}
	added := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if added.Error == nil && added.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "already_steward", "This person is already a steward.").
			At("/account")
	}
	return journal.Applied(), added.Error
}

// NotAdministrator returns the fault for a steward who is not an administrator of all areas.
func NotAdministrator() error {
	return fault.New(fault.Conflict, "steward_administers", "A steward is an administrator of all areas.").At("/account")
}
