package household

import (
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// deed is what an entry did to a household.
type deed string

const (
	registered deed = "registered"
	corrected  deed = "corrected"
	consented  deed = "consented"
	erased     deed = "erased"
)

// scan is one entry that concerns a household, in the order they came. Of a correction it names the fields, never what
// stood in them: that is in the entry's body alone, so that erasing the body erases it.
type step struct {
	Household    ID  `gorm:"primaryKey"`
	N            int `gorm:"primaryKey;autoIncrement:false"`
	Organisation actor.OrganisationID
	Entry        journal.EntryID
	Deed         deed
	Version      int    // of the household after it
	Fields       string // comma-separated, in the order of the form
}

// TableName names the table.
func (step) TableName() string { return "household_entry" }

// note adds a step to a household's list. The caller holds the household or has just made it, so the next number is
// free; were it not, the primary key would refuse.
func note(tx *db.Tx, h Household, s step) error {
	last := 0
	if s.Deed != registered {
		err := tx.Model(&step{}).Where("household = ?", h.ID).Select("COALESCE(MAX(n), 0)").Scan(&last).Error
		if err != nil {
			return err
		}
	}
	s.Household, s.Organisation, s.N = h.ID, h.Organisation, last+1
	return tx.Create(&s).Error
}

// scans gives a household's list, oldest first.
func steps(tx *db.Tx, id ID) ([]step, error) {
	var rows []step
	return rows, tx.Where("household = ?", id).Order("n").Find(&rows).Error
}

// held reads a household that the actor reaches in one of the roles, and keeps others from changing it until the end of
// the transaction.
func held(tx *db.Tx, id ID, roles ...actor.Role) (Household, error) {
	if err := tx.Actor.Must(roles...); err != nil {
		return Household{}, err
	}
	if err := lock(tx, id, "UPDATE"); err != nil {
		return Household{}, err
	}
	h, err := getAny(tx, id, roles...)
	switch {
	case fault.Of(err) != nil:
		return h, fault.Of(err).At("/household")
	case err != nil:
		return h, err
	case h.ErasedAt != nil:
		return h, fault.New(fault.Gone, "gone", "This household has been erased.").At("/household")
	}
	return h, nil
}

// Hold is Get for a caller that will write about the household: until the end of the transaction it is not corrected,
// erased, nor does it take back a consent, and what did so just now is seen.
func Hold(tx *db.Tx, id ID) (Household, error) {
	if err := lock(tx, id, "KEY SHARE"); err != nil {
		return Household{}, err
	}
	return Get(tx, id)
}

// lock locks a household's row before it is looked at; on SQLite there is one writer. An id that is no id locks
// nothing.
func lock(tx *db.Tx, id ID, strength string) error {
	if tx.Engine != db.Postgres || !id.WellFormed() {
		return nil
	}
	q := tx.Model(&Household{}).Select("id").Clauses(clause.Locking{Strength: strength}).Where("id = ?", id)
	return q.Find(&[]ID{}).Error
}

func (s step) fields() []string {
	if s.Fields == "" {
		return nil
	}
	return strings.Split(s.Fields, ",")
}
