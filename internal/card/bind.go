package card

import (
	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// Bind applies card.bind: it binds the card to the household. Binding the same pair again has no effect. A second card
// replaces the first, which is withdrawn from then on. Two phones that bind one card, or give one household two cards,
// meet at the unique keys of card_binding: the second insert waits and inserts nothing, and the card is read again.
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
			return journal.Outcome{}, atField("/card", err)
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
	return journal.Outcome{}, fault.New(fault.Busy, "card_binding_busy", "Others are binding this card. Try again.")
}

func bound(c Card) journal.Outcome {
	return journal.Applied().With("card", c.ID).With("generation", c.Generation)
}

// reachable rejects a household that the actor may not register for; missing, foreign and out of scope return the same
// fault.
func reachable(tx *db.Tx, id household.ID) error {
	family, err := household.GetForShare(tx, id)
	if err != nil {
		return atField("/household", err)
	}
	if !tx.Actor.Reaches(family.AreaPath, binders...) {
		return fault.NotFound("household").At("/household")
	}
	return nil
}

// bindable rejects a card that is withdrawn, expired or bound to another household, without naming that household.
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

// insertBinding returns the generation of the card, or 0 when a concurrent transaction bound it first.
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

// atField sets the path of the payload field that a fault refers to.
func atField(path string, err error) error {
	if f := fault.Of(err); f != nil {
		return f.At(path)
	}
	return err
}
