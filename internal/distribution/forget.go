package distribution

import (
	"tripol/internal/db"
	"tripol/internal/household"
)

// Forget takes off the lists why a household that is erased came where it came. Its place, its points and what it was
// given stay: the digest is over those, and the sums are of them. The caller has answered for the actor's right.
func Forget(tx *db.Tx, id household.ID) error {
	return tx.Exec("UPDATE candidate SET reasons = '[]' WHERE household = ?", id).Error
}
