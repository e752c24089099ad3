package testkit

import "tripol/internal/db"

// AwaitBlocked polls until another transaction waits for this one; on SQLite the other has not begun. It reads locks
// only: the list of connections is a snapshot per transaction, in which a later connection would never appear.
func AwaitBlocked(tx *db.Tx) error {
	for n := 0; n == 0 && tx.Engine == db.Postgres; {
		err := tx.Raw(`SELECT COUNT(*) FROM pg_locks
			WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))`).Scan(&n).Error
		if err != nil {
			return err
		}
	}
	return nil
}
