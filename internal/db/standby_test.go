package db_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

// insert is a write of one row that nothing refuses.
func insert(tx *db.Tx) error {
	return tx.Exec("INSERT INTO marks (n) VALUES (1)").Error
}

func marked(c *testkit.Cluster) db.Options {
	o := c.Fresh("outage")
	c.Exec("outage", "CREATE TABLE marks (n INTEGER)", "GRANT SELECT, INSERT ON marks TO tripol_program")
	return o
}

// formerly is the mapping before lost connections were mapped in full: true is an answer of 500.
func formerly(cause error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](cause); ok {
		return pg.Code[:2] != "57" && pg.Code[:2] != "53" && pg.Code[:2] != "08"
	}
	_, network := errors.AsType[*net.OpError](cause)
	return !network && !errors.Is(cause, driver.ErrBadConn)
}

// Under immediate stops of Postgres every failed write is a fault of kind Busy, so that clients try again. Control: the
// same causes under the former mapping contain internal errors.
func TestEveryFailureOfAStoppedPostgresIsBusy(t *testing.T) {
	postgresOnly(t)
	c := testkit.StartCluster(t)
	o := marked(c)
	s := testkit.Open(t, o)
	var writers sync.WaitGroup
	var ended atomic.Bool
	var failed, written, internal atomic.Int64
	pause := time.NewTicker(2 * time.Millisecond)
	defer pause.Stop()
	for range 8 {
		writers.Go(func() {
			for !ended.Load() {
				for _, run := range []func() error{
					func() error { return s.Write(t.Context(), actor.System(), insert) },
					func() error {
						return s.Read(t.Context(), actor.System(), func(tx *db.Tx) error { return tx.Exec("SELECT 1").Error })
					},
				} {
					err := run()
					if err == nil {
						written.Add(1)
						continue
					}
					failed.Add(1)
					<-pause.C // the server is away; there is nothing to gain by asking at once
					f := fault.Of(err)
					if f == nil || f.Kind != fault.Busy {
						t.Errorf("not a fault of kind Busy: %v", err)
						continue
					}
					if formerly(errors.Unwrap(f)) {
						internal.Add(1)
					}
				}
			}
		})
	}
	stops := max(6, testkit.Scale(50))
	for i := range stops {
		for before := written.Load(); written.Load() < before+100 && !t.Failed(); { // under way again
			<-pause.C
		}
		if i%2 == 0 {
			c.Stop("immediate")
		} else {
			c.Stop("fast")
		}
		c.Start()
	}
	ended.Store(true)
	writers.Wait()
	if failed.Load() == 0 || internal.Load() == 0 {
		t.Errorf("%d failures, %d of them internal under the former mapping: this test could not fail", failed.Load(), internal.Load())
	}
	t.Logf("%d stops, %d writes and reads, %d failed, %d internal under the former mapping", stops, written.Load(), failed.Load(),
		internal.Load())
}

// A commit whose confirmation is lost is reported as such: it may be durable.
func TestALostCommitIsUnknown(t *testing.T) {
	postgresOnly(t)
	c := testkit.StartCluster(t)
	o := marked(c)
	c.Exec("outage", `CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$`,
		`CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON marks DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slowly()`)
	s := testkit.Open(t, o)
	ended := make(chan error, 1)
	go func() { ended <- s.Write(t.Context(), actor.System(), insert) }()
	c.Await("SELECT COUNT(*)::text FROM pg_stat_activity WHERE query = 'COMMIT' AND state = 'active'", "1")
	c.Stop("immediate")
	if err := <-ended; !fault.Is(err, "outcome_unknown") || fault.Of(err).Kind != fault.Busy {
		t.Errorf("a commit without confirmation: %v, because of %v", err, errors.Unwrap(err))
	}
	c.Start()
	control := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
		c.Stop("immediate")
		return insert(tx)
	})
	if !fault.Is(control, "database_busy") {
		t.Errorf("control, a write that never came to its commit: %v", control)
	}
}

// A standby is in recovery, refuses writes as busy, and its connection is dropped; promoted, it takes them.
func TestAStandbyTakesNoWrites(t *testing.T) {
	postgresOnly(t)
	primary := testkit.StartCluster(t)
	o := marked(primary)
	standby := primary.Standby("b")
	primary.AwaitReplay(standby)
	at := testkit.Open(t, standby.Options("outage"))
	is := func(want bool) {
		t.Helper()
		if got, err := at.Recovering(t.Context()); err != nil || got != want {
			t.Fatalf("in recovery %v, %v", got, err)
		}
	}
	is(true)
	err := at.Write(t.Context(), actor.System(), insert)
	if !fault.Is(err, "database_busy") {
		t.Errorf("a write on a standby: %v", err)
	}
	if open := at.OpenConnections(); open != 0 {
		t.Errorf("%d connections to a standby are kept after a refused write", open)
	}
	reads := func(tx *db.Tx) error { return tx.Exec("SELECT COUNT(*) FROM marks").Error }
	if err := at.Read(t.Context(), actor.System(), reads); err != nil || at.OpenConnections() != 1 {
		t.Errorf("control, a read on a standby: %v, %d connections", err, at.OpenConnections())
	}
	writes := at.Read(t.Context(), actor.System(), insert)
	if writes == nil || fault.Of(writes) != nil {
		t.Errorf("a write within a read is a failure of the program: %v", writes)
	}
	replication(t, primary, o)
	primary.Stop("immediate")
	standby.Promote()
	is(false)
	if err := at.Write(t.Context(), actor.System(), insert); err != nil {
		t.Errorf("a write after the promotion: %v", err)
	}
}

// replication checks the warning about standbys that no commit waits for.
func replication(t *testing.T, primary *testkit.Cluster, o db.Options) {
	t.Helper()
	want := func(when string, unprotected bool) {
		t.Helper()
		s, err := db.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		r, err := s.Replication(context.Background())
		if err != nil || r.Standbys != 1 || r.Unprotected() != unprotected {
			t.Errorf("%s: %+v, unprotected %v, %v", when, r, r.Unprotected(), err)
		}
	}
	want("asynchronous", true)
	primary.Exec("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'b'", "SELECT pg_reload_conf()")
	primary.Await("SELECT sync_state FROM pg_stat_replication", "sync")
	want("synchronous", false)
	primary.Exec("postgres", "ALTER ROLE tripol_program SET synchronous_commit = 'local'")
	want("a role that waits for its own disk only", true)
	if (db.Replication{}).Unprotected() {
		t.Error("a server without a standby is warned about")
	}
}

// Every setting of a scope ends with its transaction: through a pooler, a leaked setting would apply to other requests.
func TestAScopeEndsWithItsTransaction(t *testing.T) {
	postgresOnly(t)
	o := testkit.Empty(t, db.Postgres)
	pool := testkit.Owner(t, o) // one connection
	scope := func() (value string) {
		if err := pool.QueryRowContext(t.Context(), "SELECT COALESCE(current_setting('app.organisations', true), '')").
			Scan(&value); err != nil {
			t.Fatal(err)
		}
		return value
	}
	if err := db.VacantOn(t.Context(), pool); err != nil {
		t.Fatal(err)
	}
	if left := scope(); left != "" {
		t.Errorf("the scope %q outlives its transaction", left)
	}
	if _, err := pool.ExecContext(t.Context(), "SELECT set_config('app.organisations', '*', false)"); err != nil {
		t.Fatal(err)
	}
	if control := scope(); control != "*" {
		t.Errorf("control: a scope of the session reads as %q", control)
	}
}
