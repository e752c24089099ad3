package card

import (
	"time"

	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// CardRetract is the payload of card.retract: a card that a worker has given to the wrong family. Card is a scanned
// token or a typed code, as of the binding.
type CardRetract struct {
	Card      string       `json:"card" shape:"card" pattern:"." maxLength:"200" fault:"card_unreadable"`
	Household household.ID `json:"household" format:"uuid" fault:"not_an_id"`
}

// Validate checks the form.
func (r CardRetract) Validate() error { return form.Check(r) }

// retractable is for how long after its binding was received a card can be retracted. Later the office withdraws it.
const retractable = 14 * 24 * time.Hour

// Retract applies card.retract: the card is withdrawn for ever, and the family needs another one. It never becomes
// blank again: whoever holds a stolen phone can move no card, and goods that were given with a card stay with its
// family. Only the worker who bound it can retract it, and only for a while.
func Retract(tx *db.Tx, e journal.Entry, in CardRetract) (journal.Outcome, error) {
	if err := tx.Actor.Must(binders...); err != nil {
		return journal.Outcome{}, err
	}
	if err := reachable(tx, in.Household); err != nil {
		return journal.Outcome{}, err
	}
	shown, err := Resolve(tx, in.Card)
	if err != nil {
		return journal.Outcome{}, atField("/card", err)
	}
	switch bound, err := bindingOf(tx, shown.ID); {
	case err != nil:
		return journal.Outcome{}, err
	case bound == nil:
		return journal.Outcome{}, fault.NotFound("card binding").At("/household")
	case bound.Household != in.Household: // its own binding was refused: there is nothing to retract
		return journal.Applied().With("card", shown.ID).With("changed", 0), nil
	case bound.BoundBy != tx.Actor.Account:
		return journal.Outcome{}, fault.New(fault.Forbidden, "not_yours",
			"Only the person who gave this card can take it back.").At("/card")
	case tx.Now.Sub(bound.BoundAt.Time) > retractable:
		return journal.Outcome{}, fault.New(fault.Conflict, "given_long_ago", "This card was given long ago.").
			At("/card").With("days", int(retractable/(24*time.Hour)))
	}
	row := revocationRow{
		Card: shown.ID, Organisation: tx.Actor.Organisation, Reason: Mistaken, RevokedAt: tx.Now,
		RevokedBy: tx.Actor.Account, Entry: e.ID,
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	return journal.Applied().With("card", shown.ID).With("changed", int(made.RowsAffected)), made.Error
}

// bindingOf returns the binding of a card, or nil.
func bindingOf(tx *db.Tx, card ID) (*bindingRow, error) {
	var rows []bindingRow
	if err := tx.Where("card = ?", card).Limit(1).Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}
