package household

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// Erasers are the roles that may erase a household, including roles that cannot read it.
var Erasers = []actor.Role{actor.ProtectionOfficer, actor.Administrator}

// EraseReasons lists the reasons for erasing a household once.
var EraseReasons = form.Set("erase_reason", "family_asked", "registered_by_mistake", "no_longer_needed")

// HouseholdErase is the payload of household.erase.
type HouseholdErase struct {
	Household ID     `json:"household" format:"uuid" fault:"malformed"`
	Reason    string `json:"reason" set:"erase_reason"`
}

// Validate checks the form; it needs no database.
func (x HouseholdErase) Validate() error { return form.Check(x) }

// Erase removes all personal data from a household; in the same transaction the caller must erase the bodies that
// contain them, and the data of other packages. It keeps the row, its area, registration time and account, house type
// and consents. It requires two persons: the one who recorded the family's withdrawal, or otherwise the registration,
// must not erase it alone.
//
// An outcome with a status is deferred for a second person, and nothing was erased.
func Erase(tx *db.Tx, e journal.Entry, in HouseholdErase) (journal.Outcome, error) {
	h, err := getForUpdate(tx, in.Household, Erasers...)
	if err != nil {
		return journal.Outcome{}, err
	}
	if o, err := bySecond(tx, e, h); err != nil || o.Status != "" {
		return o, err
	}
	if err := appendEntry(tx, h, entryRow{Entry: e.ID, Deed: erased, Version: h.Version}); err != nil {
		return journal.Outcome{}, err
	}
	if err := forgetWritten(tx, h); err != nil {
		return journal.Outcome{}, err
	}
	empty := Household{
		ID: h.ID, Organisation: h.Organisation, Area: h.Area, AreaPath: h.AreaPath, House: h.House,
		Criteria: []string{}, NotSameAs: []ID{}, Version: h.Version, WithdrawnAt: h.WithdrawnAt, ErasedAt: &tx.Now,
	}
	return journal.Outcome{}, updateHousehold(tx, empty)
}

func bySecond(tx *db.Tx, e journal.Entry, h Household) (journal.Outcome, error) {
	first, err := firstPerson(tx, h)
	if err != nil {
		return journal.Outcome{}, err
	}
	return people.RequireSecond(tx, e, people.SecondRule{
		First: first,
		Own:   fault.New(fault.Conflict, "second_person_needed", "Another person than you must erase this.").At("/household"),
		Roles: Erasers, AreaPath: h.AreaPath,
	})
}
