package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"tripol/internal/fault"
)

// explain turns the database's own complaint into a fault, the same on both engines; everything else stays as it is.
func explain(err error) error {
	if err == nil || fault.Of(err) != nil {
		return err
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return explainPostgres(pg, err)
	}
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		return explainSQLite(lite, err)
	}
	var network *net.OpError
	if errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) {
		return busy(err)
	}
	return err
}

func explainPostgres(pg *pgconn.PgError, err error) error {
	switch pg.Code {
	case "23505":
		return fault.New(fault.Conflict, "duplicate", "This is already there.").Because(err)
	case "23503":
		return fault.New(fault.Conflict, "unknown_reference", "It names something that is not there.").Because(err)
	case "23514":
		return fault.New(fault.Conflict, "rule_broken", "It breaks a rule of the record.").Because(err)
	case "22021": // a NUL; faces refuse it in entries, so this is a search or an id
		return fault.New(fault.Invalid, "malformed_text", "A text holds a character that cannot be kept.").Because(err)
	case "53100":
		return storageFull(err)
	}
	switch pg.Code[:2] {
	case "57", "53", "08": // shutting down, out of connections, connection lost
		if pg.Code == "57014" {
			return err // cancelled: the caller's own deadline
		}
		return busy(err)
	}
	return err
}

// The extended result codes of SQLite that are a rule's complaint and not a failure.
const (
	sqliteFull       = 13
	sqliteBusy       = 5
	sqliteCheck      = 275
	sqliteForeignKey = 787
	sqlitePrimaryKey = 1555
	sqliteTrigger    = 1811
	sqliteUnique     = 2067
)

func explainSQLite(lite *sqlite.Error, err error) error {
	switch lite.Code() {
	case sqliteUnique, sqlitePrimaryKey:
		return fault.New(fault.Conflict, "duplicate", "This is already there.").Because(err)
	case sqliteForeignKey:
		return fault.New(fault.Conflict, "unknown_reference", "It names something that is not there.").Because(err)
	case sqliteTrigger: // both a RESTRICT delete and our own RAISE(ABORT) report this
		if strings.Contains(err.Error(), "FOREIGN KEY") {
			return fault.New(fault.Conflict, "unknown_reference", "It names something that is not there.").Because(err)
		}
		return fault.New(fault.Conflict, "rule_broken", "It breaks a rule of the record.").Because(err)
	case sqliteCheck:
		return fault.New(fault.Conflict, "rule_broken", "It breaks a rule of the record.").Because(err)
	}
	switch lite.Code() & 0xff {
	case sqliteFull:
		return storageFull(err)
	case sqliteBusy:
		return busy(err)
	}
	return err
}

// isLocked says whether SQLite did not wait for whoever had the file.
func isLocked(err error) bool {
	lite, ok := errors.AsType[*sqlite.Error](err)
	return ok && lite.Code()&0xff == sqliteBusy
}

func storageFull(err error) error {
	return fault.New(fault.StorageFull, "storage_full", "The disk is full; nothing was written.").Because(err)
}

func busy(err error) error {
	return fault.New(fault.Busy, "database_busy", "The database cannot answer now; try again.").Because(err)
}

// refusal says whether an error is a verdict about this entry alone, so that its neighbours in a group are not touched.
// A full disk or a busy database is nobody's verdict.
func refusal(err error) bool {
	f := fault.Of(err)
	return f != nil && f.Kind != fault.StorageFull && f.Kind != fault.Busy
}

// ErrAgain asks for the transaction to be run again, upon what others have committed since; only Postgres has others.
var ErrAgain = errors.New("db: another transaction came between")

// again says whether Postgres, or who wrote, asks for the transaction to be run once more.
func again(err error) bool {
	if errors.Is(err, ErrAgain) {
		return true
	}
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01") && !errors.Is(err, context.Canceled)
}
