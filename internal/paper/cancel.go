package paper

import (
	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// PaperCancel is the payload of paper.cancel: a form that will not be entered.
type PaperCancel struct {
	Number string `json:"number" format:"paper-number" fault:"minLength=required"`
	Reason string `json:"reason" set:"paper_cancel"`
}

// Validate checks the form; it needs no database.
func (p PaperCancel) Validate() error { return form.Check(p) }

// Cancel applies paper.cancel.
func Cancel(tx *db.Tx, e journal.Entry, in PaperCancel) (journal.Outcome, error) {
	if err := tx.Actor.Must(typists...); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	number := numberOf(in.Number)
	if _, err := runOf(tx, number); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("number", number.String()), claim(tx, Use{
		Organisation: tx.Actor.Organisation, Number: number, Deed: cancelled, Reason: in.Reason,
		DoneBy: tx.Actor.Account, DoneAt: tx.Now, Entry: e.ID,
	})
}
