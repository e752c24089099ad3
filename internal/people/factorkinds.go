package people

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// factorOn is the state of the setting in which every account of the organisation needs a second factor.
const factorOn = "on"

var _ = form.Set("second_factor_state", factorOn, "off")

// SecondFactorSet is the payload of second_factor.set: whether a sign-in with a password needs a second factor.
type SecondFactorSet struct {
	State string `json:"state" set:"second_factor_state"`
}

// Validate checks the form; it needs no database.
func (in SecondFactorSet) Validate() error { return form.Check(in) }

type factorSettingRow struct {
	Entry        journal.EntryID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Required     bool
	Account      actor.AccountID
	SetAt        db.Instant
}

// TableName names the table of a row type.
func (factorSettingRow) TableName() string { return "second_factor_setting" }

// SetSecondFactor applies second_factor.set. The newest decision of an organisation is in force from the next sign-in
// of each account on.
func SetSecondFactor(tx *db.Tx, e journal.Entry, in SecondFactorSet) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Administrator); err != nil {
		return journal.Outcome{}, err
	}
	if tx.Actor.Organisation == "" {
		return journal.Outcome{}, fault.New(fault.Forbidden, "organisation_missing", "The setting is an organisation's.")
	}
	return journal.Applied(), tx.Create(&factorSettingRow{
		Entry: e.ID, Organisation: tx.Actor.Organisation, Required: in.State == factorOn, Account: tx.Actor.Account,
		SetAt: tx.Now,
	}).Error
}

// SecondFactorSetting is an organisation's newest decision on the second factor.
type SecondFactorSetting struct {
	Required bool
	By       actor.AccountID
	At       db.Instant // zero where nobody has decided
}

// SecondFactor returns the setting of an organisation.
func SecondFactor(tx *db.Tx, of actor.OrganisationID) (SecondFactorSetting, error) {
	var row factorSettingRow
	err := tx.Where("organisation = ?", of).Order("set_at DESC, entry DESC").Limit(1).Find(&row).Error
	return SecondFactorSetting{Required: row.Required, By: row.Account, At: row.SetAt}, err
}

// SecondFactorReset is the payload of second_factor.reset: a person has lost app and recovery codes.
type SecondFactorReset struct {
	Account actor.AccountID `json:"account" format:"uuid"`
}

// Validate checks the form.
func (in SecondFactorReset) Validate() error { return form.Check(in) }

// ResetSecondFactor deletes a person's second factor: `no_second_factor` without one. Where the organisation requires
// it they set up a new one at the next sign-in. For protection officers, and for stewards in the office, it needs a
// second person, as a reset of their password does.
func ResetSecondFactor(tx *db.Tx, e journal.Entry, in SecondFactorReset) (journal.Outcome, error) {
	return asFounder(tx, func() (journal.Outcome, error) { return resetSecondFactor(tx, e, in) })
}

func resetSecondFactor(tx *db.Tx, e journal.Entry, in SecondFactorReset) (journal.Outcome, error) {
	h, err := lockActiveAccount(tx, in.Account)
	if err != nil {
		return journal.Outcome{}, err
	}
	if _, found, err := confirmedFactor(tx, h.ID); err != nil || !found {
		return journal.Outcome{}, firstOf(err, noFactor())
	}
	if !tx.Actor.System || isOfficer(h.grants) {
		if o, err := h.resetTrusted(tx, e); err != nil || o.Status != "" {
			return o, err
		}
	}
	if err := link(tx, e, h.ID, h.Organisation, linkReset); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), forgetFactor(tx, h.ID)
}

func noFactor() error {
	return fault.New(fault.Conflict, "no_second_factor", "This account has no second factor.").At("/account")
}

// withFactor returns the accounts that have a second factor.
func withFactor(tx *db.Tx, accounts []string) (map[string]bool, error) {
	var ids []string
	err := tx.Model(&factorRow{}).Where("account IN ? AND confirmed_at IS NOT NULL", accounts).Pluck("account", &ids).Error
	has := make(map[string]bool, len(ids))
	for _, id := range ids {
		has[id] = true
	}
	return has, err
}
