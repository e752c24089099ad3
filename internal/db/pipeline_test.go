package db_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

var errShelf = fault.New(fault.Conflict, "shelf_full", "The shelf is full.")

func atLeast(rows int64) func(int64) error {
	return func(changed int64) error {
		if changed < rows {
			return errShelf
		}
		return nil
	}
}

func TestWhatIsSaidLaterIsDoneInOrderAndSeen(t *testing.T) {
	onBoth(t, func(t *testing.T, s *db.Store) {
		err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
			err := errors.Join(
				tx.Queue(atLeast(1), "INSERT INTO box (id, name, n) VALUES (?, ?, ?)", 3, "three", 3),
				tx.Queue(atLeast(1), "UPDATE box SET n = n + ? WHERE id = ?", 4, 3),
			)
			var n int64
			if found := tx.Raw("SELECT n FROM box WHERE id = 3").Scan(&n); found.Error != nil || n != 7 {
				t.Errorf("read %d, %v", n, found.Error)
			}
			return errors.Join(err, tx.Queue(nil, "DELETE FROM box WHERE id = ?", 2))
		})
		if n := boxes(t, s); err != nil || n != 2 {
			t.Errorf("%d boxes, %v", n, err)
		}
	})
}

// The error of the first failing check is returned, whatever fails after it and even where the caller ignores an
// error.
func TestACheckThatRefusesTakesAllWithIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *db.Store) {
		for name, more := range map[string]func(tx *db.Tx) error{
			"alone":               func(*db.Tx) error { return nil },
			"a statement behind":  func(tx *db.Tx) error { return tx.Queue(nil, "INSERT INTO box VALUES (?, ?, ?)", 5, "five", 5) },
			"an error behind":     func(tx *db.Tx) error { return tx.Queue(nil, "INSERT INTO box VALUES (?, ?, ?)", 1, "one", 1) },
			"a look away, a read": func(tx *db.Tx) error { _ = tx.Exec("SELECT 1").Error; return nil },
		} {
			err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
				if err := tx.Queue(nil, "INSERT INTO box VALUES (?, ?, ?)", 4, "four", 4); err != nil {
					return err
				}
				if err := tx.Queue(atLeast(1), "UPDATE box SET n = 0 WHERE id = ?", 99); err != nil {
					return err
				}
				return more(tx)
			})
			if n := boxes(t, s); !errors.Is(err, errShelf) || n != 2 {
				t.Errorf("%s: %d boxes, %v", name, n, err)
			}
		}
	})
}

// A check may read the data for its message.
func TestACheckMayRead(t *testing.T) {
	onBoth(t, func(t *testing.T, s *db.Store) {
		var said string
		err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
			reads := func(rows int64) error {
				if err := tx.Raw("SELECT name FROM box WHERE id = 2").Scan(&said).Error; err != nil || rows > 0 {
					return err
				}
				return errShelf
			}
			return tx.Queue(reads, "UPDATE box SET n = 0 WHERE id = ?", 99)
		})
		if !errors.Is(err, errShelf) || said != "two" {
			t.Errorf("said %q, %v", said, err)
		}
	})
}

// A failed transaction writes none of its queued statements, and its connection serves the next one.
func TestATransactionThatBreaksOffLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *db.Store) {
		for range 40 { // more than there are connections
			ctx, cancel := context.WithCancel(t.Context())
			err := s.Write(ctx, actor.System(), func(tx *db.Tx) error {
				err := tx.Queue(nil, "INSERT INTO box VALUES (?, ?, ?)", 6, "six", 6)
				cancel()
				return errors.Join(err, tx.Flush(), errShelf)
			})
			if err == nil {
				t.Fatal("a cancelled write was acknowledged")
			}
			if err := swallowed(s); err == nil {
				t.Fatal("a panic was acknowledged")
			}
		}
		if n := boxes(t, s); n != 2 {
			t.Errorf("%d boxes", n)
		}
	})
}

// swallowed writes, and panics before the end.
func swallowed(s *db.Store) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errShelf
		}
	}()
	return s.Write(context.Background(), actor.System(), func(tx *db.Tx) error {
		if err := tx.Queue(nil, "INSERT INTO box VALUES (?, ?, ?)", 7, "seven", 7); err != nil {
			return err
		}
		panic("a mistake of the program")
	})
}

// Statements queued in a part end with it: when the part is refused, the rest of the transaction is kept.
func TestWhatAPartSaysLaterEndsWithIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *db.Store) {
		err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
			if err := tx.Queue(nil, "INSERT INTO box VALUES (?, ?, ?)", 3, "three", 3); err != nil {
				return err
			}
			refused, broken := tx.Savepoint(func() error {
				return errors.Join(tx.Queue(nil, "INSERT INTO box VALUES (?, ?, ?)", 4, "four", 4),
					tx.Queue(atLeast(1), "UPDATE box SET n = 0 WHERE id = ?", 99))
			})
			if refused == nil || refused.Code != errShelf.Code {
				t.Errorf("the part was not refused: %v", refused)
			}
			return errors.Join(broken, tx.Queue(nil, "INSERT INTO box VALUES (?, ?, ?)", 5, "five", 5))
		})
		if n := boxes(t, s); err != nil || n != 4 {
			t.Errorf("%d boxes, %v", n, err)
		}
	})
}

// A query by Each sees the statements queued before it, whether pipelined with it or flushed before.
func TestEachSeesWhatWasSaidBefore(t *testing.T) {
	onBoth(t, func(t *testing.T, s *db.Store) {
		var names []string
		read := func(row db.Row) error {
			var name string
			err := row.Scan(&name)
			names = append(names, name)
			return err
		}
		err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
			names = nil
			return errors.Join(
				tx.Queue(nil, "INSERT INTO box VALUES (?, ?, ?)", 3, "three", 3),
				tx.Each(read, "SELECT name FROM box WHERE n > ? ORDER BY id", 1),
				tx.Queue(atLeast(1), "DELETE FROM box WHERE id = ?", 2),
				tx.Each(read, "SELECT name FROM box WHERE n > ? ORDER BY id", 1),
			)
		})
		if got := strings.Join(names, " "); err != nil || got != "two three three" {
			t.Errorf("read %q, %v", got, err)
		}
	})
}

// An error or a refusal before the query is returned, and the query yields no row; a reader that fails midway fails
// the transaction. The next transaction works.
func TestEachTellsWhatBrokeBeforeIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *db.Store) {
		rows := 0
		count := func(db.Row) error { rows++; return nil }
		for name, before := range map[string]func(tx *db.Tx) error{
			"an error":   func(tx *db.Tx) error { return tx.Queue(nil, "INSERT INTO box VALUES (?, ?, ?)", 1, "one", 1) },
			"a refusal":  func(tx *db.Tx) error { return tx.Queue(atLeast(1), "UPDATE box SET n = 0 WHERE id = ?", 99) },
			"the reader": func(*db.Tx) error { return nil },
		} {
			rows = 0
			err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
				if err := tx.Queue(nil, "INSERT INTO box VALUES (?, ?, ?)", 8, "eight", 8); err != nil {
					return err
				}
				if err := before(tx); err != nil {
					return err
				}
				if name == "the reader" {
					return tx.Each(func(db.Row) error { return errShelf }, "SELECT name FROM box")
				}
				return tx.Each(count, "SELECT name FROM box")
			})
			if n := boxes(t, s); err == nil || rows > 0 || n != 2 {
				t.Errorf("%s: %d rows read, %d boxes, %v", name, rows, n, err)
			}
		}
	})
}
