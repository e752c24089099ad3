package grievance

import (
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// GrievanceErase is the payload of grievance.erase.
type GrievanceErase struct {
	Grievance ID     `json:"grievance" format:"uuid" fault:"malformed"`
	Reason    string `json:"reason" set:"erase_reason"`
}

// Validate checks the form.
func (in GrievanceErase) Validate() error { return form.Check(in) }

type erasureRow struct {
	Grievance    ID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Entry        journal.EntryID
	ErasedBy     actor.AccountID
	ErasedAt     db.Instant
}

// TableName names the table.
func (erasureRow) TableName() string { return "grievance_erasure" }

// notErased leaves out the complaints that were erased by themselves.
func notErased(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		return q.Where("grievance.id NOT IN (?)", tx.Model(&erasureRow{}).Select("grievance"))
	}
}

// Erase applies grievance.erase to a complaint about no registered family, by the rules of an erased family: the same
// roles, including those that cannot read it, and another person than the worker who took it. The bodies of its entries
// and every text are deleted; its row, its place and the chain remain, so that it is still counted.
//
// An outcome with a status is deferred for a second person, and nothing was erased.
func Erase(tx *db.Tx, e journal.Entry, in GrievanceErase) (journal.Outcome, error) {
	g, err := toErase(tx, in.Grievance)
	if err != nil {
		return journal.Outcome{}, err
	}
	if o, err := g.eraseBySecond(tx, e); err != nil || o.Status != "" {
		return o, err
	}
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&erasureRow{
		Grievance: g.ID, Organisation: g.Organisation, Entry: e.ID, ErasedBy: tx.Actor.Account, ErasedAt: tx.Now,
	})
	if done.Error == nil && done.RowsAffected == 0 {
		return journal.Outcome{}, errErased()
	}
	if done.Error != nil {
		return journal.Outcome{}, done.Error
	}
	linked, err := journal.ToErase(tx, e.ID)
	if err != nil {
		return journal.Outcome{}, err
	}
	entries := make([]journal.EntryID, len(linked))
	for i, l := range linked {
		entries[i] = l.Entry
	}
	if err := journal.Erase(tx, e.ID, in.Reason, entries); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("entries", len(entries)), g.blank(tx)
}

// mustExist refuses what concerns a complaint that was erased by itself: the journal then erases the refused entry.
func (g Grievance) mustExist(tx *db.Tx) error {
	var n int64
	if err := tx.Model(&erasureRow{}).Where("grievance = ?", g.ID).Count(&n).Error; err != nil || n == 0 {
		return err
	}
	return errErased()
}

func errErased() error {
	return fault.New(fault.Gone, "gone", "This complaint has been erased.").At("/grievance")
}

// toErase returns a complaint that the actor may erase, and locks it against a decision in another transaction.
func toErase(tx *db.Tx, id ID) (Grievance, error) {
	if err := tx.Actor.Must(household.Erasers...); err != nil {
		return Grievance{}, err
	}
	if err := lock(tx, id, clause.LockingStrengthUpdate); err != nil {
		return Grievance{}, err
	}
	var found []Grievance
	err := tx.Scopes(mayErase(tx)).Where("id = ?", id).Limit(1).Find(&found).Error
	switch {
	case err != nil:
		return Grievance{}, err
	case len(found) == 0:
		return Grievance{}, fault.NotFound("grievance").At("/grievance")
	case found[0].Household != nil:
		return Grievance{}, fault.New(fault.Conflict, "complaint_of_family",
			"This complaint is erased together with its family.").At("/grievance")
	}
	return found[0], nil
}

func mayErase(tx *db.Tx) func(*gorm.DB) *gorm.DB {
	within := db.Within("area_path", tx.Actor.Paths(household.Erasers...))
	return func(q *gorm.DB) *gorm.DB { return q.Scopes(db.OneOrganisation(tx.Actor), within) }
}

// lock locks a complaint's row before it is read; SQLite has a single writer.
func lock(tx *db.Tx, id ID, strength string) error {
	if tx.Engine != db.Postgres {
		return nil
	}
	q := tx.Model(&Grievance{}).Select("id").Clauses(clause.Locking{Strength: strength}).Where("id = ?", id)
	return q.Find(&[]ID{}).Error
}

func (g Grievance) eraseBySecond(tx *db.Tx, e journal.Entry) (journal.Outcome, error) {
	return people.RequireSecond(tx, e, people.SecondRule{
		First: people.FirstStep{Account: g.TakenBy, Entry: g.Entry},
		Own: fault.New(fault.Conflict, "second_person_needed", "Another person than you must erase this.").
			At("/grievance"),
		Roles: household.Erasers, AreaPath: g.AreaPath,
	})
}

// blank removes every text of a complaint whose entries have been erased, and its reference.
func (g Grievance) blank(tx *db.Tx) error {
	one := tx.Model(&Grievance{}).Where("id = ?", g.ID)
	if err := blank(tx, one, map[string]any{"reference": nil, "relation": "", "reach": ""}); err != nil {
		return err
	}
	return household.ForgetWrittenOn(tx, string(g.ID), g.Organisation)
}

// Erasable is a complaint as somebody sees it who may erase it, and may not read it.
type Erasable struct {
	ID         ID
	Area       area.Key
	RecordedAt db.Instant
}

// ToErase returns the complaint about no registered family that a reference identifies, without its content.
func ToErase(tx *db.Tx, reference string) (Erasable, error) {
	if err := tx.Actor.Must(household.Erasers...); err != nil {
		return Erasable{}, err
	}
	folded, is := FoldReference(reference)
	if !is {
		return Erasable{}, fault.Field("/reference", "malformed", "This is not a reference.")
	}
	var found []Erasable
	err := tx.Model(&Grievance{}).Scopes(mayErase(tx)).Where("reference = ? AND household IS NULL", folded).
		Limit(1).Find(&found).Error
	if err == nil && len(found) == 0 {
		err = fault.NotFound("grievance").At("/reference")
	}
	if err != nil {
		return Erasable{}, err
	}
	return found[0], nil
}
