package db

import (
	"context"
	"strings"
)

// Recovering reports whether Postgres is in recovery: a standby, or a server that still replays its log. It
// accepts no write.
func (s *Store) Recovering(ctx context.Context) (recovering bool, err error) {
	if s.engine != Postgres {
		return false, nil
	}
	err = s.pool.QueryRowContext(ctx, "SELECT pg_is_in_recovery()").Scan(&recovering)
	return recovering, translate(err)
}

// Replication is the configuration of synchronous replication and the number of standbys.
type Replication struct {
	Standbys    int64  // connected standbys
	Synchronous string // synchronous_standby_names
	Commit      string // synchronous_commit
}

// Replication reads the settings of a session and the standbys of its server; SQLite has none.
func (s *Store) Replication(ctx context.Context) (r Replication, err error) {
	if s.engine != Postgres {
		return r, nil
	}
	// For a role without pg_read_all_stats the state is NULL. A base backup is a WAL sender too, but not a
	// standby.
	err = s.pool.QueryRowContext(ctx, `SELECT
		(SELECT COUNT(*) FROM pg_stat_replication WHERE COALESCE(state, 'streaming') <> 'backup'),
		current_setting('synchronous_standby_names'), current_setting('synchronous_commit')`).
		Scan(&r.Standbys, &r.Synchronous, &r.Commit)
	return r, translate(err)
}

// Unprotected reports whether there is a standby although no commit waits for it: after a failover,
// acknowledged entries may be missing.
func (r Replication) Unprotected() bool {
	waits := strings.TrimSpace(r.Synchronous) != "" && r.Commit != "local" && r.Commit != "off"
	return r.Standbys > 0 && !waits
}
