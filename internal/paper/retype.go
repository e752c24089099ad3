package paper

import (
	"encoding/json"

	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// PaperRetype is the payload of paper.retype: the second typing of a form, with the fields of the first. Its id is that
// of the family, and its assessment is unused.
type PaperRetype PaperEnter

// Validate checks the form; it needs no database.
func (p PaperRetype) Validate() error { return PaperEnter(p).Validate() }

// Retype applies paper.retype: it compares the second typing of every tenth form with the first, and stores which
// fields differ. The database rejects a second typing by the person of the first.
func Retype(tx *db.Tx, e journal.Entry, in PaperRetype) (journal.Outcome, error) {
	if err := tx.Actor.Must(typists...); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	use, first, err := firstTyping(tx, numberOf(in.Number))
	if err != nil {
		return journal.Outcome{}, err
	}
	if !use.Number.NeedsSecond() {
		return journal.Outcome{}, fault.New(fault.Conflict, "form_once", "Only every tenth form is typed twice.").
			At("/number")
	}
	if *use.Household != in.ID {
		return journal.Outcome{}, fault.New(fault.Conflict, "changed_meanwhile", "This form belongs to another family.").
			At("/id")
	}
	if use.DoneBy == tx.Actor.Account {
		return journal.Outcome{}, fault.New(fault.Conflict, "own_form", "You typed this form: another person must type it.").
			At("/number")
	}
	differing := []string{}
	for _, d := range Differences(first, PaperEnter(in)) {
		differing = append(differing, d.Field)
	}
	row := Second{
		Organisation: tx.Actor.Organisation, Number: use.Number, FirstTypist: use.DoneBy, TypedBy: tx.Actor.Account,
		TypedAt: tx.Now, Fields: len(Fields), Differ: len(differing), Differing: differing, Entry: e.ID,
	}
	made := tx.Clauses(onceForNumber()).Create(&row)
	if made.Error != nil {
		return journal.Outcome{}, made.Error
	}
	if made.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "form_typed_twice", "This form has been typed a second time.").
			At("/number")
	}
	return journal.Applied().With("number", use.Number.String()).With("differ", len(differing)), nil
}

func onceForNumber() clause.OnConflict { return clause.OnConflict{DoNothing: true} }

// firstTyping returns an entered form of a family in the actor's scope, and what was typed. That is read from the
// entry: after an erasure it is gone.
func firstTyping(tx *db.Tx, n Number) (Use, PaperEnter, error) {
	use, err := useOf(tx, n)
	if err != nil {
		return use, PaperEnter{}, err
	}
	if use.Deed != entered {
		return use, PaperEnter{}, use.taken(tx)
	}
	if _, err := household.Get(tx, *use.Household); err != nil {
		return use, PaperEnter{}, err
	}
	first, err := typed(tx, use.Entry)
	return use, first, err
}

// typed reads what an entry typed of a form.
func typed(tx *db.Tx, id journal.EntryID) (said PaperEnter, err error) {
	e, err := journal.StoredEntry(tx, id)
	if err != nil {
		return said, err
	}
	return said, json.Unmarshal(e.Payload, &said)
}

// useOf returns what became of a number.
func useOf(tx *db.Tx, n Number) (Use, error) {
	var found []Use
	err := tx.Where("organisation = ? AND number = ?", tx.Actor.Organisation, n).Limit(1).Find(&found).Error
	if err == nil && len(found) == 0 {
		err = fault.New(fault.Missing, "form_not_entered", "The form with this number has not been entered.").At("/number")
	}
	if err != nil {
		return Use{}, err
	}
	return found[0], nil
}
