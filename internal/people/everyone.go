package people

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// SignEveryoneOut ends every session, after a restore: a session that was ended since the backup would live again.
func SignEveryoneOut(ctx context.Context, store *db.Store) error {
	return store.Write(ctx, actor.System(), func(tx *db.Tx) error { return tx.Exec("DELETE FROM session").Error })
}
