package db

import (
	"cmp"
	"slices"
)

// gathered is a row that waits for the end of its transaction, with who writes such rows.
type gathered struct {
	name  string
	row   any
	write func(tx *Tx, rows []any) error
}

// QueueRows keeps rows back until the transaction ends, and then writes them all at once: for rows that many transactions
// may write at the same moment, each in its own order, such as the words of names. Written where they come up, two
// groups of entries would each hold what the other waits for, and Postgres looks for that only after a second. Held to
// the end there is one order, names first, and nothing is waited for afterwards. write brings its rows into an order of
// its own. What Savepoint undoes is not written. On SQLite, which has one writer, it is written at once.
func (tx *Tx) QueueRows(name string, rows []any, write func(tx *Tx, rows []any) error) error {
	if tx.trip == nil {
		return write(tx, rows)
	}
	for _, row := range rows {
		tx.trip.gathered = append(tx.trip.gathered, gathered{name, row, write})
	}
	return nil
}

// writeGathered writes what was kept back, by name.
func (tx *Tx) writeGathered() error {
	waiting := tx.trip.gathered
	tx.trip.gathered = nil
	slices.SortStableFunc(waiting, func(a, b gathered) int { return cmp.Compare(a.name, b.name) })
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
