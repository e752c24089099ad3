package campaign

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// PledgeRecord is the payload of pledge.record: a donor's pledge, in paise.
type PledgeRecord struct {
	ID          PledgeID `json:"id" format:"uuid" fault:"not_an_id"`
	Campaign    ID       `json:"campaign" format:"uuid" fault:"not_an_id"`
	Donor       string   `json:"donor" minLength:"1" maxLength:"200"`
	AmountPaise int64    `json:"amount_paise" minimum:"1" maximum:"100000000000000"`
	Currency    string   `json:"currency" enum:"INR" fault:"unknown_value"`
}

// Validate checks the form.
func (in PledgeRecord) Validate() error { return form.Check(in) }

// RecordPledge applies pledge.record: it stores a donor's pledge to a campaign.
func RecordPledge(tx *db.Tx, e journal.Entry, in PledgeRecord) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Treasurer); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	campaign, err := inReach(tx, in.Campaign, actor.Treasurer)
	if err != nil {
		return journal.Outcome{}, err
	}
	row := pledgeRow{
		ID: in.ID, Entry: string(e.ID), Organisation: campaign.Organisation, Campaign: in.Campaign, Donor: in.Donor,
		AmountPaise: in.AmountPaise, Currency: in.Currency,
		RecordedBy: optional(string(tx.Actor.Account)), RecordedAt: tx.Now,
	}
	if err := tx.Create(&row).Error; err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), nil
}
