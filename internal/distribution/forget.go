package distribution

import (
	"tripol/internal/db"
	"tripol/internal/household"
)

// Forget deletes what lists hold of a household that is erased: why it came where it came, and that it was lifted or
// not. Its place and what it was given stay: the digest is over its commitment, and the sums are of them. The caller
// has answered for the actor's right.
func Forget(tx *db.Tx, id household.ID) error {
	// In this order: an approval locks the first table and then writes rows of the second.
	if err := tx.Where("household = ?", id).Delete(&liftRow{}).Error; err != nil {
		return err
	}
	return tx.Where("household = ?", id).Delete(&inputRow{}).Error
}
