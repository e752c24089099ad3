package db

import (
	"cmp"
	"slices"
)

// deferredRow is a row that is written at the end of its transaction, with the function that writes rows of its
// name.
type deferredRow struct {
	name  string
	row   any
	write func(tx *Tx, rows []any) error
}

// QueueRows defers rows to the end of the transaction and then writes them in one batch. It is for rows that
// many transactions may write concurrently, each in a different order, such as words of names: written where
// they occur, two groups of entries would deadlock, which Postgres detects only after a second. At the end they
// are written in one order (by name; write must sort its own rows), and no lock is requested afterwards. Rows
// of a part that Savepoint rolled back are discarded. On SQLite, which has one writer, they are written
// immediately.
func (tx *Tx) QueueRows(name string, rows []any, write func(tx *Tx, rows []any) error) error {
	if tx.pipeline == nil {
		return write(tx, rows)
	}
	for _, row := range rows {
		tx.pipeline.deferred = append(tx.pipeline.deferred, deferredRow{name, row, write})
	}
	return nil
}

// writeDeferredRows writes the deferred rows, ordered by name.
func (tx *Tx) writeDeferredRows() error {
	waiting := tx.pipeline.deferred
	tx.pipeline.deferred = nil
	slices.SortStableFunc(waiting, func(a, b deferredRow) int { return cmp.Compare(a.name, b.name) })
	for len(waiting) > 0 {
		first, n := waiting[0], 0
		var rows []any
		for n < len(waiting) && waiting[n].name == first.name {
			rows = append(rows, waiting[n].row)
			n++
		}
		if err := first.write(tx, rows); err != nil {
			return err
		}
		waiting = waiting[n:]
	}
	return nil
}
