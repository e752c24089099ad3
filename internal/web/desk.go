package web

import (
	"tripol/internal/db"
	"tripol/internal/journal"
)

const deskRows = 200

// listExceptions lists what waits for a person's decision, what is settled last.
func listExceptions(c *call) (out Rows[journal.OpenException], err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := journal.Exceptions(tx, deskRows)
		out = rowsOf(found, "")
		return err
	})
}
