package people

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// SignEveryoneOut deletes all sessions. Required after a restore: the backup holds sessions that were ended since.
func SignEveryoneOut(ctx context.Context, store *db.Store) error {
	return store.Write(ctx, actor.System(), func(tx *db.Tx) error { return tx.Exec("DELETE FROM session").Error })
}
