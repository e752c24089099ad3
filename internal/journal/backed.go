package journal

import "tripol/internal/db"

// BackedUpThrough is the place in the order that the newest backup holds; 0 when there is none. A phone may forget what
// it sent once that has passed it.
func BackedUpThrough(tx *db.Tx) (seq int64, err error) {
	return seq, tx.Raw("SELECT COALESCE(MAX(seq), 0) FROM backup_taken").Scan(&seq).Error
}
