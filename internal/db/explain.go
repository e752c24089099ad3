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
	if disconnected(err) {
		return busy(err)
	}
	return err
}

// disconnected reports that the connection to the database ended or could not be made. Each of these is what pgx or
// database/sql returned while a server was stopped, killed or failed over; a cancelled context is none of them.
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
	// shutting down, out of connections, connection lost, still in conflict after every retry
	case "57", "53", "08", "40":
		if pg.Code == "57014" {
			return err // cancelled: the caller's own deadline
		}
		return busy(err)
	}
	return err
}

// readOnly reports that a write reached a server in recovery: a standby, or a primary that was put back behind one.
func readOnly(err error) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pg.Code == "25006"
}

// unconfirmed is the error of a COMMIT that was sent: a server that answers with an error has rolled back, any other
// end of the round trip leaves open whether the transaction is durable. Class 57 ends the connection, perhaps after the
// local commit. pgconn.SafeToRetry cannot decide it: it is true of a connection that closed while the answer was read.
func unconfirmed(err error) error {
	if pg, answered := errors.AsType[*pgconn.PgError](err); answered && pg.Code[:2] != "57" {
		return err
	}
	const sentence = "The database did not confirm: this may be saved or not. Send the same entry again; it counts once."
	return fault.New(fault.Busy, "outcome_unknown", sentence).Because(err)
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

// ErrRetry asks for the transaction to be run again, upon what others have committed since; only Postgres has others.
var ErrRetry = errors.New("db: another transaction came between")

// again says whether Postgres, or who wrote, asks for the transaction to be run once more.
func again(err error) bool {
	if errors.Is(err, ErrRetry) {
		return true
	}
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01") && !errors.Is(err, context.Canceled)
}
