package db_test

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"tripol/internal/db"
	"tripol/internal/testkit"
)

// TestMain lets the test's own binary be a migrator that dies at a statement: a promise about a killed process needs one.
func TestMain(m *testing.M) {
	if os.Getenv("TRIPOL_TEST_CHILD") != "migrate" {
		os.Exit(m.Run())
	}
	if err := migrateAsChild(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func migrateAsChild() error {
	die, err := strconv.ParseInt(os.Getenv("TRIPOL_TEST_DIE_AT"), 10, 64)
	if err != nil {
		return err
	}
	var count atomic.Int64
	db.OpenPoolsBy(func(name, dsn string) (*sql.DB, error) {
		plain, err := sql.Open(name, dsn)
		if err != nil {
			return nil, err
		}
		defer plain.Close()
		return sql.OpenDB(counting{plain.Driver(), dsn, func() {
			if count.Add(1) == die {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL) // nothing after this line is ever run
			}
		}}), nil
	})
	err = db.Migrate(context.Background(), childOptions())
	fmt.Println(count.Load()) //nolint:forbidigo // read by the parent process
	return err
}

func childOptions() db.Options {
	return db.Options{
		URL: os.Getenv("TRIPOL_TEST_URL"), MigrateURL: os.Getenv("TRIPOL_TEST_MIGRATE_URL"), Path: os.Getenv("TRIPOL_TEST_PATH"),
	}
}

// counting is a driver whose connections tell of each statement before it is run.
type counting struct {
	driver driver.Driver
	dsn    string
	log    func()
}

// Connect opens a connection.
func (c counting) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	whole, ok := conn.(wholeConn)
	if !ok {
		return nil, fmt.Errorf("%T cannot be stood in for", conn)
	}
	return countedConn{whole, c.log}, nil
}

// Driver is the driver itself.
func (c counting) Driver() driver.Driver { return c.driver }

type wholeConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
}

type countedConn struct {
	wholeConn
	log func()
}

// CheckNamedValue leaves the arguments to the driver where it has an opinion.
func (c countedConn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.wholeConn.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

// BeginTx begins.
func (c countedConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	c.log()
	tx, err := c.wholeConn.BeginTx(ctx, o)
	return countedTx{tx, c.log}, err
}

// ExecContext runs a statement.
func (c countedConn) ExecContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Result, error) {
	c.log()
	return c.wholeConn.ExecContext(ctx, q, args)
}

// QueryContext runs a query.
func (c countedConn) QueryContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Rows, error) {
	c.log()
	return c.wholeConn.QueryContext(ctx, q, args)
}

type countedTx struct {
	driver.Tx
	log func()
}

// Commit commits.
func (t countedTx) Commit() error {
	t.log()
	return t.Tx.Commit()
}

// migrator is a process that migrates and dies before statement number die; 0 lets it live.
func migrator(o db.Options, die int) *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "TRIPOL_TEST_CHILD=migrate", "TRIPOL_TEST_DIE_AT="+strconv.Itoa(die),
		"TRIPOL_TEST_URL="+o.URL, "TRIPOL_TEST_MIGRATE_URL="+o.MigrateURL, "TRIPOL_TEST_PATH="+o.Path)
	return c
}

// B10: a migrator killed before any one of its statements leaves whole versions only, and data that was there intact;
// the next one finishes.
func TestB10_AMigratorKilledAtAnyStatement(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		want := schema(t, engine, testkit.Fresh(t, engine))
		out, err := migrator(testkit.Empty(t, engine), 0).Output()
		if err != nil {
			t.Fatalf("a migrator that nobody kills: %v", err)
		}
		statements, err := strconv.Atoi(strings.TrimSpace(string(out)))
		if err != nil || statements < 60 {
			t.Fatalf("%d statements: %v", statements, err)
		}
		times := min(statements, max(4, testkit.Scale(100)))
		for i := range times {
			die := 1 + i*(statements-1)/max(1, times-1)                                        // the first, the last, and evenly between
			t.Run(strconv.Itoa(i), func(t *testing.T) { killAndFinish(t, engine, die, want) }) // its connections end with it
		}
		t.Logf("%d statements, killed at %d of them", statements, times)
	})
}

func killAndFinish(t *testing.T, engine db.Engine, die int, want []string) {
	t.Helper()
	o := testkit.Empty(t, engine)
	testkit.AsOwner(t, o, "CREATE TABLE bystander (n INTEGER)", "INSERT INTO bystander (n) VALUES (41), (42)")
	var said bytes.Buffer
	c := migrator(o, die)
	c.Stderr = &said
	err := c.Run()
	if state, ok := c.ProcessState.Sys().(syscall.WaitStatus); !ok || !state.Signaled() {
		t.Fatalf("killed before statement %d: %v %s", die, err, said.String())
	}
	for _, line := range halves(wholeVersions(t, engine, o), want) {
		if !strings.Contains(line, "bystander") {
			t.Errorf("killed before statement %d: %s", die, line)
		}
	}
	if err := db.Migrate(t.Context(), o); err != nil {
		t.Fatalf("after a kill before statement %d: %v", die, err)
	}
	if got := column(t, testkit.Owner(t, o), "SELECT CAST(SUM(n) AS TEXT) FROM bystander"); len(got) != 1 || got[0] != "83" {
		t.Errorf("the data that was there: %v", got)
	}
	testkit.AsOwner(t, o, "DROP TABLE bystander")
	whole(t, engine, o, want)
}

// B10: two programs started together on one database: one migrates, the other waits for it or finds it done.
func TestB10_TwoProcessesMigrateTogether(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		want := schema(t, engine, testkit.Fresh(t, engine))
		for round := range max(1, testkit.Scale(50)) {
			t.Run(strconv.Itoa(round), func(t *testing.T) { migrateTogether(t, engine, want) })
		}
	})
}

func migrateTogether(t *testing.T, engine db.Engine, want []string) {
	t.Helper()
	o := testkit.Empty(t, engine)
	first, second := migrator(o, 0), migrator(o, 0)
	var said bytes.Buffer
	first.Stderr, second.Stderr = &said, nil
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	if err := second.Run(); err != nil {
		t.Errorf("the second: %v", err)
	}
	if err := first.Wait(); err != nil {
		t.Errorf("the first: %v %s", err, said.String())
	}
	whole(t, engine, o, want)
}
