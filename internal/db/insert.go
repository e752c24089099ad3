package db

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Insert describes a multi-row INSERT into one table.
type Insert struct {
	Into  string // such as INSERT INTO entry_body (entry, payload, salt)
	Width int    // number of values per row
	After string // clause after the rows, such as ON CONFLICT DO NOTHING
}

// pieces are the numbers of rows per statement. They are few, so that both engines can reuse prepared
// statements.
var pieces = []int{256, 64, 16, 4, 1}

// Run writes the rows, each with Width values; on Postgres the statements are queued (see Queue). Without rows
// it runs no statement.
func (i Insert) Run(tx *Tx, rows [][]any) error {
	return i.each(tx, rows, func(text string, values []any) error { return tx.Queue(nil, text, values...) })
}

// Returning writes the rows and returns the RETURNING text of each row that was written.
func (i Insert) Returning(tx *Tx, rows [][]any) (returned map[string]bool, err error) {
	returned = make(map[string]bool, len(rows))
	return returned, i.each(tx, rows, func(text string, values []any) error {
		began, before := time.Now(), len(returned)
		found, err := tx.Statement.ConnPool.QueryContext(tx.context(), text, values...)
		if err == nil {
			err = collect(found, returned)
		}
		told := func() (string, int64) { return text, int64(len(returned) - before) }
		tx.Logger.Trace(tx.context(), began, told, err)
		return err
	})
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

// each splits the rows into pieces and calls send for each.
func (i Insert) each(tx *Tx, rows [][]any, send func(text string, values []any) error) error {
	for len(rows) > 0 {
		size := i.piece(len(rows))
		if err := send(i.text(tx.Engine, size), slices.Concat(rows[:size]...)); err != nil {
			return err
		}
		rows = rows[size:]
	}
	return nil
}

// piece returns the largest piece for a number of rows; on SQLite longer statements would not be kept prepared.
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

var statementTexts sync.Map // textKey → string; bounded by the number of inserts in the program times the pieces

func (i Insert) text(engine Engine, rows int) string {
	key := textKey{i, engine, rows}
	if text, known := statementTexts.Load(key); known {
		return text.(string) //nolint:forcetypeassert // nothing else is stored
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
