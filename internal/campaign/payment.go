package campaign

import (
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// PaymentRecord is the payload of payment.record: a payment received for a pledge, in paise.
type PaymentRecord struct {
	// ReceivedOn is a date, such as 2020-06-05.
	ReceivedOn  string    `json:"received_on" format:"date" pattern:"^[2-9]" fault:"not_a_day"`
	ID          PaymentID `json:"id" format:"uuid" fault:"not_an_id"`
	Pledge      PledgeID  `json:"pledge" format:"uuid" fault:"not_an_id"`
	AmountPaise int64     `json:"amount_paise" minimum:"1" maximum:"100000000000000"`
	Currency    string    `json:"currency" enum:"INR" fault:"unknown_value"`
	Reference   string    `json:"reference" shape:"bank" minLength:"1" maxLength:"60"` // the bank's reference, unique per payment
}

// Validate checks the form.
func (in PaymentRecord) Validate() error { return form.Check(in) }

// RecordPayment applies payment.record. Payments above the pledge are accepted and shown. `duplicate_reference` for a
// bank reference already recorded in the campaign, ignoring case and blanks. The outcome contains the total paid.
func RecordPayment(tx *db.Tx, e journal.Entry, in PaymentRecord) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Treasurer); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	pledge, err := ownPledge(tx, in.Pledge)
	if err != nil {
		return journal.Outcome{}, err
	}
	row := paymentRow{
		ID: in.ID, Organisation: pledge.Organisation, Entry: string(e.ID), Pledge: pledge.ID, Campaign: pledge.Campaign,
		AmountPaise: in.AmountPaise, Currency: in.Currency, Reference: foldReference(in.Reference), ReceivedOn: in.ReceivedOn,
		RecordedBy: optional(string(tx.Actor.Account)), RecordedAt: tx.Now,
	}
	once := []clause.Column{{Name: "campaign"}, {Name: "reference"}}
	made := tx.Clauses(clause.OnConflict{Columns: once, DoNothing: true}).Create(&row)
	if made.Error != nil {
		return journal.Outcome{}, made.Error
	}
	if made.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "duplicate_reference",
			"This bank reference has already been recorded.").At("/reference")
	}
	paid, err := paidFor(tx, pledge.ID)
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("pledged_paise", pledge.AmountPaise).With("paid_paise", paid), nil
}

// foldReference normalises a bank reference for comparison: upper case, without blanks.
func foldReference(text string) string {
	return strings.ToUpper(strings.Join(strings.Fields(text), ""))
}
