package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"tripol/internal/fault"
)

// translate converts a database error to a fault, the same on both engines; any other error is returned
// unchanged.
func translate(err error) error {
	if err == nil || fault.Of(err) != nil {
		return err
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return translatePostgres(pg, err)
	}
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		return translateSQLite(lite, err)
	}
	if disconnected(err) {
		return busy(err)
	}
	return err
}

// disconnected reports whether the connection to the database ended or could not be opened. It covers each
// error that pgx or database/sql returned while a server was stopped, killed or failed over; a cancelled
// context is not one of them.
func disconnected(err error) bool {
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return true
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	_, connecting := errors.AsType[*pgconn.ConnectError](err)
	return connecting || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err)
}

func translatePostgres(pg *pgconn.PgError, err error) error {
	switch pg.Code {
	case "23505":
		return fault.New(fault.Conflict, "duplicate", "A record with this key already exists.").Because(err)
	case "23503":
		return fault.New(fault.Conflict, "unknown_reference", "Refers to a record that does not exist.").Because(err)
	case "23514":
		return fault.New(fault.Conflict, "rule_broken", "Violates a data integrity constraint.").Because(err)
	case "22021": // a NUL character; entries with one are rejected earlier, so it was in a search or an id
		return fault.New(fault.Invalid, "malformed_text", "A text contains a character that cannot be stored.").Because(err)
	case "53100":
		return storageFull(err)
	}
	switch pg.Code[:2] {
	// shutdown, too many connections, connection lost, still in conflict after every retry
	case "57", "53", "08", "40":
		if pg.Code == "57014" {
			return err // cancelled: the caller's own deadline
		}
		return busy(err)
	}
	return err
}

// readOnly reports whether a write reached a server in recovery: a standby, or a primary that became one.
func readOnly(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pg.Code == "25006"
}

// unconfirmed returns the error of a COMMIT that was sent. A server that answers with an error has rolled back;
// any other end of the round trip leaves open whether the transaction is durable. Class 57 ends the connection,
// perhaps after the local commit. pgconn.SafeToRetry cannot decide it: it is true of a connection that closed
// while the response was read.
func unconfirmed(err error) error {
	if pg, answered := errors.AsType[*pgconn.PgError](err); answered && pg.Code[:2] != "57" {
		return err
	}
	const sentence = "The commit was not confirmed: it may be saved or not. Send the same entry again; it counts once."
	return fault.New(fault.Busy, "outcome_unknown", sentence).Because(err)
}

// SQLite's extended result codes that translate maps to faults.
const (
	sqliteFull       = 13
	sqliteBusy       = 5
	sqliteCheck      = 275
	sqliteForeignKey = 787
	sqlitePrimaryKey = 1555
	sqliteTrigger    = 1811
	sqliteUnique     = 2067
)

func translateSQLite(lite *sqlite.Error, err error) error {
	switch lite.Code() {
	case sqliteUnique, sqlitePrimaryKey:
		return fault.New(fault.Conflict, "duplicate", "A record with this key already exists.").Because(err)
	case sqliteForeignKey:
		return fault.New(fault.Conflict, "unknown_reference", "Refers to a record that does not exist.").Because(err)
	case sqliteTrigger: // reported by both a RESTRICT delete and our own RAISE(ABORT)
		if strings.Contains(err.Error(), "FOREIGN KEY") {
			return fault.New(fault.Conflict, "unknown_reference", "Refers to a record that does not exist.").Because(err)
		}
		return fault.New(fault.Conflict, "rule_broken", "Violates a data integrity constraint.").Because(err)
	case sqliteCheck:
		return fault.New(fault.Conflict, "rule_broken", "Violates a data integrity constraint.").Because(err)
	}
	switch lite.Code() & 0xff {
	case sqliteFull:
		return storageFull(err)
	case sqliteBusy:
		return busy(err)
	}
	return err
}

// isLocked reports whether SQLite returned SQLITE_BUSY.
func isLocked(err error) bool {
	lite, ok := errors.AsType[*sqlite.Error](err)
	return ok && lite.Code()&0xff == sqliteBusy
}

func storageFull(err error) error {
	return fault.New(fault.StorageFull, "storage_full", "The disk is full. Nothing was written.").Because(err)
}

func busy(err error) error {
	return fault.New(fault.Busy, "database_busy", "The database is unavailable. Try again.").Because(err)
}

// isRefusal reports whether an error concerns this entry alone, so that the rest of its group can be committed.
// A full disk or a busy database concerns the whole group.
func isRefusal(err error) bool {
	f := fault.Of(err)
	return f != nil && f.Kind != fault.StorageFull && f.Kind != fault.Busy
}

// ErrRetry requests that the transaction be run again because a concurrent transaction committed a conflicting
// change. It occurs on Postgres only.
var ErrRetry = errors.New("db: a concurrent transaction committed a conflicting change")

// needsRetry reports whether the transaction must run again: a serialization failure, a deadlock, or ErrRetry.
func needsRetry(err error) bool {
	if errors.Is(err, ErrRetry) {
		return true
	}
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01") && !errors.Is(err, context.Canceled)
}
