package paper

import (
	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// PaperIssue is the payload of paper.issue: a run of forms with consecutive numbers, to be printed in one language.
type PaperIssue struct {
	ID       RunID  `json:"id" format:"uuid" fault:"malformed"`
	Layout   Layout `json:"layout" fault:"not_offered"`
	Sheets   int    `json:"sheets" minimum:"1" maximum:"500"`
	Language string `json:"language" set:"language" fault:"unknown_language"`
}

// Validate checks the form; it needs no database.
func (p PaperIssue) Validate() error { return form.Check(p) }

// Issue applies paper.issue: it gives the organisation's next numbers to a run.
func Issue(tx *db.Tx, e journal.Entry, in PaperIssue) (journal.Outcome, error) {
	if err := tx.Actor.Must(issuers...); err != nil {
		return journal.Outcome{}, err
	}
	if tx.Actor.Organisation == "" {
		return journal.Outcome{}, fault.New(fault.Forbidden, "organisation_missing", "Forms belong to an organisation.")
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	run, err := insertRun(tx, runRow{
		ID: in.ID, Organisation: tx.Actor.Organisation, Layout: in.Layout, Language: in.Language,
		IssuedBy: tx.Actor.Account, IssuedAt: tx.Now, Entry: e.ID,
	}, Number(in.Sheets*in.Layout.Forms()))
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := insertForms(tx, run); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("first", run.First.String()).With("last", run.Last.String()), nil
}

// insertRun gives a run the numbers after the newest. Of two concurrent transactions the second waits for the unique
// key, inserts nothing and tries again.
func insertRun(tx *db.Tx, row runRow, forms Number) (runRow, error) {
	const tries = 5
	for range tries {
		var last Number
		newest := tx.Model(&runRow{}).Where("organisation = ?", row.Organisation).Select("COALESCE(MAX(last), 0)")
		if err := newest.Scan(&last).Error; err != nil {
			return row, err
		}
		row.First, row.Last = last+1, last+forms
		if row.Last > lastNumber {
			return row, fault.New(fault.Conflict, "form_numbers_used_up", "No form number is left.")
		}
		made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		if made.Error != nil || made.RowsAffected == 1 {
			return row, made.Error
		}
		var same int64
		if err := tx.Model(&runRow{}).Where("id = ?", row.ID).Count(&same).Error; err != nil {
			return row, err
		}
		if same > 0 {
			return row, fault.New(fault.Conflict, "forms_issued", "These forms have been issued already.").At("/id")
		}
	}
	return row, fault.New(fault.Busy, "form_numbers_busy", "Others are printing forms just now. Try again.")
}

// insertForms inserts the numbers of a run. Their primary key would reject a number that was issued before.
func insertForms(tx *db.Tx, run runRow) error {
	rows := make([]formRow, 0, run.Last-run.First+1)
	for n := run.First; n <= run.Last; n++ {
		rows = append(rows, formRow{Organisation: run.Organisation, Number: n, Run: run.ID})
	}
	const chunk = 500
	return tx.CreateInBatches(rows, chunk).Error
}
