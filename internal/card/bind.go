package card

import (
	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// Bind applies card.bind: this card is now the household's. The same pair again changes nothing. A second card replaces
// the first, which from then on reads as withdrawn. Two phones that bind one card, or give one household two cards,
// meet at the unique keys of card_binding: the second insert waits, inserts nothing, and the card is read again.
func Bind(tx *db.Tx, e journal.Entry, in CardBind) (journal.Outcome, error) {
	if err := tx.Actor.Must(binders...); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	if err := reachable(tx, in.Household); err != nil {
		return journal.Outcome{}, err
	}
	const tries = 5
	for range tries {
		shown, err := Resolve(tx, in.Card)
		if err != nil {
			return journal.Outcome{}, at("/card", err)
		}
		if err := bindable(shown, in.Household); err != nil {
			return journal.Outcome{}, err
		}
		if shown.State == Bound {
			return bound(shown), nil
		}
		done, err := insertBinding(tx, e, shown.ID, in.Household)
		if err != nil {
			return journal.Outcome{}, err
		}
		if done > 0 {
			shown.Generation = done
			return bound(shown), nil
		}
	}
	return journal.Outcome{}, fault.New(fault.Busy, "card_binding_busy", "Others are binding this just now; try again.")
}

func bound(c Card) journal.Outcome {
	return journal.Applied().With("card", c.ID).With("generation", c.Generation)
}

// reachable refuses a household that the actor may not register for: missing, foreign and out of reach look alike.
func reachable(tx *db.Tx, id household.ID) error {
	family, err := household.Hold(tx, id)
	if err != nil {
		return at("/household", err)
	}
	if !tx.Actor.Reaches(family.AreaPath, binders...) {
		return fault.NotFound("household").At("/household")
	}
	return nil
}

// bindable refuses a card that is withdrawn, expired or another household's; whose it is, is not said.
func bindable(c Card, wanted household.ID) error {
	switch {
	case c.State == Withdrawn:
		return errWithdrawn().At("/card").With("reason", c.Reason)
	case c.State == Expired:
		return errExpired().At("/card").With("expired_on", c.ExpiresOn.String())
	case c.Household != "" && c.Household != string(wanted):
		return fault.New(fault.Conflict, "card_already_bound", "This card belongs to another household.").At("/card")
	}
	return nil
}

// insertBinding gives the generation that the card became, or 0 when another transaction came first.
func insertBinding(tx *db.Tx, e journal.Entry, card ID, family household.ID) (int, error) {
	var last int
	err := tx.Model(&bindingRow{}).Where("household = ?", family).Select("COALESCE(MAX(generation), 0)").Scan(&last).Error
	if err != nil {
		return 0, err
	}
	if last >= 255 {
		return 0, fault.New(fault.Conflict, "too_many_cards", "This household has had too many cards.").At("/household")
	}
	row := bindingRow{
		Card: card, Household: family, Organisation: tx.Actor.Organisation, Generation: last + 1, BoundAt: tx.Now,
		BoundBy: tx.Actor.Account, Entry: e.ID,
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if made.Error != nil || made.RowsAffected == 0 {
		return 0, made.Error
	}
	return row.Generation, nil
}

// at says which field of the payload a refusal is about.
func at(path string, err error) error {
	if f := fault.Of(err); f != nil {
		return f.At(path)
	}
	return err
}
