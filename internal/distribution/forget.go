package distribution

import (
	"tripol/internal/db"
	"tripol/internal/household"
)

// Forget deletes the private data of an erased household from all lists: its ranking inputs, and whether it was lifted.
// Its rank and its handovers remain: the digest is over its commitment, and totals include them. The caller checks the
// actor's right.
func Forget(tx *db.Tx, id household.ID) error {
	// This order avoids a deadlock: an approval locks the first table before it writes to the second.
	if err := tx.Where("household = ?", id).Delete(&liftRow{}).Error; err != nil {
		return err
	}
	return tx.Where("household = ?", id).Delete(&inputRow{}).Error
}
