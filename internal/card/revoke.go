package card

import (
	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// Revoke applies card.revoke: it withdraws the card permanently. The card of a household requires a role with the
// household in scope.
func Revoke(tx *db.Tx, e journal.Entry, in CardRevoke) (journal.Outcome, error) {
	if err := tx.Actor.Must(printers...); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	shown, err := Get(tx, in.Card)
	if err != nil {
		return journal.Outcome{}, atField("/card", err)
	}
	if shown.Household != "" {
		family, err := household.Get(tx, household.ID(shown.Household))
		if fault.Of(err) != nil || (err == nil && !tx.Actor.Reaches(family.AreaPath, printers...)) {
			return journal.Outcome{}, fault.NotFound("card").At("/card")
		}
		if err != nil {
			return journal.Outcome{}, err
		}
	}
	row := revocationRow{
		Card: in.Card, Organisation: tx.Actor.Organisation, Reason: in.Reason, RevokedAt: tx.Now,
		RevokedBy: tx.Actor.Account, Entry: e.ID,
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if made.Error != nil {
		return journal.Outcome{}, made.Error
	}
	if made.RowsAffected == 0 {
		return journal.Outcome{}, fault.New(fault.Conflict, "card_already_withdrawn", "This card is already withdrawn.").
			At("/card")
	}
	return journal.Applied().With("card", in.Card), nil
}
