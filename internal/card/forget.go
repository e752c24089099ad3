package card

import (
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// Forget withdraws the newest card of an erased household; older ones are withdrawn already. The caller must have
// checked the actor's right to the household.
func Forget(tx *db.Tx, e journal.Entry, id household.ID) error {
	cards, err := NewestByHousehold(tx, []string{string(id)})
	if err != nil {
		return err
	}
	held, has := cards[string(id)]
	if !has {
		return nil
	}
	row := revocationRow{
		Card: held.ID, Organisation: tx.Actor.Organisation, Reason: Erased, RevokedAt: tx.Now,
		RevokedBy: tx.Actor.Account, Entry: e.ID,
	}
	return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
}

// HistoryEvent is a binding or withdrawal of a household's card.
type HistoryEvent struct {
	Code      string // the typed code
	Withdrawn bool   // false: it was bound
	Reason    Reason // of a withdrawal
	By        actor.AccountID
	At        db.Instant
	Entry     journal.EntryID
}

// History returns the bindings and withdrawals of a household's cards, oldest first. The caller must have checked the
// reader's right.
func History(tx *db.Tx, id household.ID) ([]HistoryEvent, error) {
	var bound, withdrawn []HistoryEvent
	err := tx.Table("card_binding AS n").Joins("JOIN card AS c ON c.id = n.card").Where("n.household = ?", id).
		Select("c.code, n.bound_by AS by, n.bound_at AS at, n.entry").Order("n.bound_at, n.generation").Scan(&bound).Error
	if err != nil {
		return nil, err
	}
	err = tx.Table("card_revocation AS r").Joins("JOIN card AS c ON c.id = r.card").
		Joins("JOIN card_binding AS n ON n.card = r.card").Where("n.household = ?", id).
		Select("c.code, r.reason, r.revoked_by AS by, r.revoked_at AS at, r.entry").Order("r.revoked_at").
		Scan(&withdrawn).Error
	for i := range withdrawn {
		withdrawn[i].Withdrawn = true
	}
	return append(bound, withdrawn...), err
}
