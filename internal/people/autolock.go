package people

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// defaultAutolock is the number of minutes without use after which a phone locks where nobody has decided.
const defaultAutolock = 5

// AutolockSet is the payload of autolock.set: the minutes without use after which the organisation's phones lock.
type AutolockSet struct {
	Minutes int `json:"minutes" minimum:"1" maximum:"15"`
}

// Validate checks the form; it needs no database.
func (in AutolockSet) Validate() error { return form.Check(in) }

type autolockRow struct {
	Entry        journal.EntryID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Minutes      int
	Account      actor.AccountID
	SetAt        db.Instant
}

// TableName names the table of a row type.
func (autolockRow) TableName() string { return "autolock_setting" }

// SetAutolock applies autolock.set. The newest decision of an organisation is in force.
func SetAutolock(tx *db.Tx, e journal.Entry, in AutolockSet) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Administrator); err != nil {
		return journal.Outcome{}, err
	}
	if tx.Actor.Organisation == "" {
		return journal.Outcome{}, fault.New(fault.Forbidden, "organisation_missing", "The setting is an organisation's.")
	}
	return journal.Applied(), tx.Create(&autolockRow{
		Entry: e.ID, Organisation: tx.Actor.Organisation, Minutes: in.Minutes, Account: tx.Actor.Account, SetAt: tx.Now,
	}).Error
}

// AutolockSetting is an organisation's newest decision on the automatic lock of its phones.
type AutolockSetting struct {
	Minutes int
	By      actor.AccountID
	At      db.Instant // zero where nobody has decided
}

// Autolock returns the setting of an organisation.
func Autolock(tx *db.Tx, of actor.OrganisationID) (AutolockSetting, error) {
	var row autolockRow
	err := tx.Where("organisation = ?", of).Order("set_at DESC, entry DESC").Limit(1).Find(&row).Error
	if row.SetAt.IsZero() {
		row.Minutes = defaultAutolock
	}
	return AutolockSetting{Minutes: row.Minutes, By: row.Account, At: row.SetAt}, err
}
