package testkit

import (
	"database/sql"
	"strconv"
	"syscall"
	"time"
)

// Cut stops the WAL receiver of a standby, so that later writes of its primary do not arrive. The returned function
// kills the receiver, with any data in its socket, and promotes the standby; the primary must be down by then, or
// another receiver would connect.
func (c *Cluster) Cut() (promote func()) {
	c.t.Helper()
	receiver, err := strconv.Atoi(c.Ask("postgres", "SELECT pid::text FROM pg_stat_wal_receiver"))
	if err == nil {
		err = syscall.Kill(receiver, syscall.SIGSTOP)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	return func() {
		c.t.Helper()
		if err := syscall.Kill(receiver, syscall.SIGKILL); err != nil {
			c.t.Fatal(err)
		}
		c.awaitRestart(receiver)
		c.Promote()
		c.Await("SELECT pg_is_in_recovery()::text", "false")
	}
}

// awaitRestart waits until the standby responds again: a killed receiver restarts all its processes.
func (c *Cluster) awaitRestart(receiver int) {
	c.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); <-tick.C {
		if c.restarted(receiver) {
			return
		}
	}
	c.t.Fatal("the standby did not come back after its receiver was killed")
}

func (c *Cluster) restarted(receiver int) bool {
	pool, err := sql.Open("pgx", c.URL("postgres"))
	if err != nil {
		return false
	}
	defer pool.Close()
	var gone bool
	const query = "SELECT NOT EXISTS (SELECT 1 FROM pg_stat_wal_receiver WHERE pid = $1)"
	return pool.QueryRowContext(c.t.Context(), query, receiver).Scan(&gone) == nil && gone
}
