package db

import (
	"database/sql"
	"strconv"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"
)

// Insert says how rows of one table are written many at a time.
type Insert struct {
	Into  string // such as INSERT INTO entry_body (entry, payload, salt)
	Width int    // how many values a row has
	After string // what follows the rows, such as ON CONFLICT DO NOTHING
}

// pieces are how many rows one statement takes. They are few, so that both engines know the statements from before.
var pieces = []int{256, 64, 16, 4, 1}

// Run writes the rows, each as wide as the Insert. No rows, no statement.
func (i Insert) Run(tx *Tx, rows [][]any) error {
	return i.each(tx, rows, func(pool gorm.ConnPool, text string, values []any) (int64, error) {
		done, err := pool.ExecContext(tx.context(), text, values...)
		if err != nil {
			return 0, err
		}
		return done.RowsAffected()
	})
}

// Returning writes the rows and gives what the Insert's RETURNING says of each that was written: one text a row.
func (i Insert) Returning(tx *Tx, rows [][]any) (returned map[string]bool, err error) {
	returned = make(map[string]bool, len(rows))
	err = i.each(tx, rows, func(pool gorm.ConnPool, text string, values []any) (int64, error) {
		before := len(returned)
		found, err := pool.QueryContext(tx.context(), text, values...)
		if err != nil {
			return 0, err
		}
		return int64(len(returned) - before), collect(found, returned)
	})
	return returned, err
}

func collect(rows *sql.Rows, into map[string]bool) error {
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		into[text] = true
	}
	return rows.Err()
}

type sender func(pool gorm.ConnPool, text string, values []any) (rows int64, err error)

// each sends the rows in pieces, and tells the log of statements.
func (i Insert) each(tx *Tx, rows [][]any, send sender) error {
	values := make([]any, 0, min(len(rows), pieces[0])*i.Width)
	for len(rows) > 0 {
		size := i.piece(len(rows))
		values = values[:0]
		for _, row := range rows[:size] {
			values = append(values, row...)
		}
		text := i.text(tx.Engine, size)
		began := time.Now()
		written, err := send(tx.Statement.ConnPool, text, values)
		tx.Logger.Trace(tx.context(), began, func() (string, int64) { return text, written }, err)
		if err != nil {
			return err
		}
		rows = rows[size:]
	}
	return nil
}

// piece is the most rows of so many that one statement takes; on SQLite longer ones would not be kept prepared.
func (i Insert) piece(rows int) int {
	for _, size := range pieces {
		if size <= rows && len(i.Into)+len(" VALUES ")+len(i.After)+size*(2*i.Width+3) <= longestPrepared {
			return size
		}
	}
	return 1
}

type textKey struct {
	Insert
	engine Engine
	rows   int
}

var statementTexts sync.Map // textKey → string; as many as there are inserts in the program, times the pieces

func (i Insert) text(engine Engine, rows int) string {
	key := textKey{i, engine, rows}
	if text, known := statementTexts.Load(key); known {
		return text.(string) //nolint:forcetypeassert,errcheck // nothing else is stored
	}
	var b strings.Builder
	b.WriteString(i.Into + " VALUES ")
	hole := 0
	for row := range rows {
		b.WriteString(strings.Repeat(", ", min(row, 1)) + "(")
		for column := range i.Width {
			hole++
			b.WriteString(strings.Repeat(",", min(column, 1)) + "?")
			if engine == Postgres {
				b.WriteString(strconv.Itoa(hole))
			}
		}
		b.WriteString(")")
	}
	text := b.String() + " " + i.After
	if engine == Postgres {
		text = strings.ReplaceAll(text, "?", "$")
	}
	statementTexts.Store(key, text)
	return text
}
