package summary

import "tripol/internal/db"

// Lag returns the number of entries, sealed or not, that the read model does not include yet.
func Lag(tx *db.Tx) (int64, error) {
	var n int64
	err := tx.Raw(`SELECT COALESCE((SELECT MAX(seq) FROM seal), 0)
		- COALESCE((SELECT seq FROM summary_state WHERE id = 1), 0) + (SELECT COUNT(*) FROM unsealed)`).Scan(&n).Error
	return n, err
}

// Ready reports whether the read model is so close to the newest entry that every list and count is exact: a server
// that has just started takes no request before.
func Ready(tx *db.Tx) (bool, error) {
	fresh, err := readUncounted(tx)
	return err == nil && fresh.missed == 0, err
}
