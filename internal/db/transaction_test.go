package db_test

import (
	"context"
	"errors"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/testkit"
)

// shelf is a database with two tables of the test's own.
func shelf(t *testing.T, engine db.Engine) (*db.Store, db.Options) {
	t.Helper()
	o := testkit.Fresh(t, engine)
	testkit.AsOwner(t, o,
		"CREATE TABLE box (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, n BIGINT NOT NULL CHECK (n < 10))",
		"CREATE TABLE thing (id BIGINT PRIMARY KEY, box BIGINT NOT NULL REFERENCES box (id) ON DELETE RESTRICT)",
		"INSERT INTO box VALUES (1, 'one', 1), (2, 'two', 2)", "INSERT INTO thing VALUES (1, 1)")
	if engine == db.Postgres {
		testkit.AsOwner(t, o, "GRANT ALL ON box, thing TO tripol_program")
	}
	return testkit.Open(t, o), o
}

func onBoth(t *testing.T, test func(t *testing.T, s *db.Store)) {
	t.Helper()
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		s, _ := shelf(t, engine)
		test(t, s)
	})
}

func write(s *db.Store, statements ...string) error {
	return s.Write(context.Background(), actor.System(), func(tx *db.Tx) error {
		for _, statement := range statements {
			if err := tx.Exec(statement).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

func boxes(t *testing.T, s *db.Store) (n int64) {
	t.Helper()
	err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error { return tx.Table("box").Count(&n).Error })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A violated constraint has one fault code on both engines, and the whole write is rolled back.
func TestComplaintsHaveOneNameOnBothEngines(t *testing.T) {
	onBoth(t, func(t *testing.T, s *db.Store) {
		for _, c := range []struct{ name, statement, code string }{
			{"a primary key twice", "INSERT INTO box VALUES (1, 'three', 3)", "duplicate"},
			{"a unique name twice", "INSERT INTO box VALUES (3, 'one', 3)", "duplicate"},
			{"a name changed to another's", "UPDATE box SET name = 'one' WHERE id = 2", "duplicate"},
			{"a reference to nothing", "INSERT INTO thing VALUES (2, 9)", "unknown_reference"},
			{"a reference changed to nothing", "UPDATE thing SET box = 9", "unknown_reference"},
			{"something that is referred to", "DELETE FROM box WHERE id = 1", "unknown_reference"},
			{"a broken rule", "INSERT INTO box VALUES (3, 'three', 30)", "rule_broken"},
			{"a rule broken by a change", "UPDATE box SET n = 30", "rule_broken"},
			{"history changed", "UPDATE seal SET seq = 1", ""},
		} {
			err := write(s, "INSERT INTO box VALUES (7, 'seven', 7)", c.statement)
			f := fault.Of(err)
			// nothing is there to change: SQLite's trigger has no row to refuse, Postgres refuses the right
			if c.code == "" {
				continue
			}
			if f == nil || f.Code != c.code || f.Kind != fault.Conflict {
				t.Errorf("%s: %v", c.name, err)
			}
			if f != nil && (f.Unwrap() == nil || strings.Contains(f.Message+f.Path, "box")) {
				t.Errorf("%s: the cause is for the log and not for the sender: %+v", c.name, f)
			}
			if n := boxes(t, s); n != 2 {
				t.Fatalf("%s left %d boxes", c.name, n)
			}
		}
		for _, statement := range []string{"INSERT INTO box VALUES (3, NULL, 3)", "INSERT INTO nowhere VALUES (1)", "no statement"} {
			if err := write(s, statement); err == nil || fault.Of(err) != nil { // our own mistakes are nobody's refusal
				t.Errorf("%s: %v", statement, err)
			}
		}
	})
}

// A write that goes on after a complaint which it swallowed is refused whole, on both engines.
func TestASwallowedComplaintRefusesTheWholeWrite(t *testing.T) {
	onBoth(t, func(t *testing.T, s *db.Store) {
		for name, then := range map[string]func(tx *db.Tx) error{
			"a query":       func(tx *db.Tx) error { var n int64; return tx.Raw("SELECT COUNT(*) FROM box").Scan(&n).Error },
			"another write": func(tx *db.Tx) error { return tx.Exec("INSERT INTO box VALUES (4, 'four', 4)").Error },
			"nothing":       func(*db.Tx) error { return nil },
		} {
			err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
				if err := tx.Exec("INSERT INTO box VALUES (3, 'three', 3)").Error; err != nil {
					return err
				}
				_ = tx.Exec("INSERT INTO box VALUES (1, 'again', 1)").Error // swallowed
				return then(tx)
			})
			if err == nil {
				t.Errorf("%s after a swallowed complaint was accepted", name)
			}
			if n := boxes(t, s); n != 2 {
				t.Errorf("%s after a swallowed complaint left %d boxes", name, n)
			}
		}
		if err := write(s, "INSERT INTO box VALUES (5, 'five', 5)"); err != nil || boxes(t, s) != 3 {
			t.Errorf("the next write: %v", err)
		}
	})
}

func TestAReadCannotWrite(t *testing.T) {
	onBoth(t, func(t *testing.T, s *db.Store) {
		err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			return tx.Exec("INSERT INTO box VALUES (3, 'three', 3)").Error
		})
		if err == nil || boxes(t, s) != 2 {
			t.Errorf("a read wrote: %v, %d boxes", err, boxes(t, s))
		}
	})
}

// A read sees one instant, whatever is written beside it.
func TestAReadIsOneInstant(t *testing.T) {
	onBoth(t, func(t *testing.T, s *db.Store) {
		var before, after int64
		err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			if err := tx.Table("box").Count(&before).Error; err != nil {
				return err
			}
			if err := write(s, "INSERT INTO box VALUES (3, 'three', 3)"); err != nil {
				return err
			}
			return tx.Table("box").Count(&after).Error
		})
		if err != nil || before != 2 || after != 2 || boxes(t, s) != 3 {
			t.Errorf("%v: saw %d, then %d, and there are %d", err, before, after, boxes(t, s))
		}
	})
}

func postgresOnly(t *testing.T) {
	t.Helper()
	if only := os.Getenv("TRIPOL_TEST_ENGINES"); only != "" && !strings.Contains(only, "postgres") {
		t.Skip("TRIPOL_TEST_ENGINES leaves Postgres out")
	}
}

// Two writes lock two rows in opposite order. Postgres ends one of them; it runs again and both succeed. SQLite has
// one writer.
func TestADeadlockIsRunAgain(t *testing.T) {
	postgresOnly(t)
	o := testkit.Fresh(t, db.Postgres)
	testkit.AsOwner(t, o, "CREATE TABLE box (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)", "INSERT INTO box VALUES (1, 0), (2, 0)",
		"GRANT ALL ON box TO tripol_program",
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = 50', current_database()); END $$")
	s := testkit.Open(t, o)
	var tries atomic.Int64
	var met, done sync.WaitGroup
	met.Add(2)
	for _, order := range [][2]int{{1, 2}, {2, 1}} {
		first := true
		done.Go(func() {
			err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
				tries.Add(1)
				if err := tx.Exec("UPDATE box SET n = n + 1 WHERE id = ?", order[0]).Error; err != nil {
					return err
				}
				if first {
					first = false
					met.Done()
					met.Wait() // both hold one row: the moment that no test would hit by luck
				}
				return tx.Exec("UPDATE box SET n = n + 1 WHERE id = ?", order[1]).Error
			})
			if err != nil {
				t.Errorf("%v: %v", order, err)
			}
		})
	}
	done.Wait()
	var sum int64
	err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error { return tx.Raw("SELECT SUM(n) FROM box").Scan(&sum).Error })
	if err != nil || sum != 4 || tries.Load() != 3 {
		t.Errorf("%v: the sum is %d after %d tries", err, sum, tries.Load())
	}
}

// Only serialization failures, deadlocks and ErrRetry are retried, with a limit.
func TestWhatIsRunAgain(t *testing.T) {
	postgresOnly(t)
	s, _ := shelf(t, db.Postgres)
	for _, c := range []struct {
		state       string
		times, want int
	}{{"40001", 2, 3}, {"40P01", 4, 5}, {"40001", 99, 5}, {"23505", 99, 1}, {"55P03", 99, 1}} {
		tries := 0
		err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
			if tries++; tries <= c.times {
				return tx.Exec("DO $$ BEGIN RAISE EXCEPTION 'asked for' USING ERRCODE = '" + c.state + "'; END $$").Error
			}
			return nil
		})
		if tries != c.want || (err == nil) != (c.times < c.want) {
			t.Errorf("%s, %d times: %d tries, %v", c.state, c.times, tries, err)
		}
	}
}

// A role, database or session with synchronous_commit=off is rejected at startup.
func TestACommitThatCouldBeLostStopsTheStart(t *testing.T) {
	postgresOnly(t)
	o := testkit.Fresh(t, db.Postgres)
	plain := session(t, o.URL, "")
	open := func(target string) error {
		s, err := db.Open(t.Context(), db.Options{URL: target})
		if s != nil {
			_ = s.Close()
		}
		return err
	}
	for _, c := range []struct {
		options string
		refused bool
	}{{"-c synchronous_commit=off", true}, {"-c synchronous_commit=on", false}, {"-c synchronous_commit=local", false}} {
		if err := open(session(t, o.URL, c.options)); (err != nil) != c.refused {
			t.Errorf("%s: %v", c.options, err)
		}
	}
	for _, who := range []string{"ALTER DATABASE %I SET", "ALTER ROLE tripol_program IN DATABASE %I SET"} {
		testkit.AsOwner(t, o, "DO $$ BEGIN EXECUTE format('"+who+" synchronous_commit = off', current_database()); END $$")
		if err := open(plain); err == nil || !strings.Contains(err.Error(), "synchronous_commit") {
			t.Errorf("%s: %v", who, err)
		}
	}
}

// session is a URL with these options of the session, and none of the run's.
func session(t *testing.T, target, options string) string {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Del("options")
	if options != "" {
		q.Set("options", options)
	}
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
	return u.String()
}

// A database that is gone is busy, not broken: the sender keeps its entry and comes back.
func TestALostConnectionIsBusy(t *testing.T) {
	postgresOnly(t)
	s, o := shelf(t, db.Postgres)
	err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
		testkit.AsOwner(t, o, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'tripol_program'")
		return tx.Exec("INSERT INTO box VALUES (3, 'three', 3)").Error
	})
	var pg *pgconn.PgError
	if f := fault.Of(err); f == nil || f.Kind != fault.Busy {
		t.Errorf("answered %v (%v)", err, errors.As(err, &pg))
	}
	if err := write(s, "INSERT INTO box VALUES (3, 'three', 3)"); err != nil {
		t.Errorf("the next write: %v", err)
	}
}
