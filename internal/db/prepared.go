package db

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"
)

// What the writer keeps prepared: SQLite would else read and plan the same few statements again for every entry.
const (
	mostPrepared    = 256
	longestPrepared = 4096 // bytes; longer ones are lists of ids, which do not come again
)

// prepared is a connection that remembers its statements. One goroutine uses it.
type prepared struct {
	*sql.Conn
	known map[string]*sql.Stmt
}

// of gives the statement of a text, or nil when it is not worth remembering or does not compile: running the text
// itself then says why.
func (p *prepared) of(ctx context.Context, query string) *sql.Stmt {
	if s := p.known[query]; s != nil {
		return s
	}
	if len(query) > longestPrepared {
		return nil
	}
	if len(p.known) >= mostPrepared && p.forget() != nil {
		return nil
	}
	s, err := p.PrepareContext(ctx, query) // it outlives ctx, which bounds the compiling alone
	if err != nil {
		return nil
	}
	p.known[query] = s
	return s
}

// forget closes every statement; none is used again, whatever closing it says.
func (p *prepared) forget() error {
	var failed error
	for _, s := range p.known {
		failed = errors.Join(failed, s.Close())
	}
	clear(p.known)
	return failed
}

// ExecContext runs a statement.
func (p *prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if s := p.of(ctx, query); s != nil { //nolint:sqlclosecheck // kept for the next entry
		return s.ExecContext(ctx, args...)
	}
	return p.Conn.ExecContext(ctx, query, args...)
}

// QueryContext runs a query.
func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if s := p.of(ctx, query); s != nil { //nolint:sqlclosecheck // kept for the next entry
		return s.QueryContext(ctx, args...)
	}
	return p.Conn.QueryContext(ctx, query, args...)
}

// watched remembers the first statement that failed. On Postgres a failed statement fails its transaction, whether its
// error was looked at or not; SQLite would go on, and what one engine refuses would be half written on the other.
type watched struct {
	gorm.ConnPool
	failed error
}

// verdict is what became of a function that answered err. A statement that broke, and was not merely refused, is the
// reason whatever came after it: SQLite may have rolled the transaction back under it, and then the next one fails for
// another reason that looks like a refusal.
func (w *watched) verdict(err error) error {
	if w.failed != nil && (err == nil || !refusal(explain(w.failed))) {
		return w.failed
	}
	return err
}

func (w *watched) note(err error) {
	if w.failed == nil {
		w.failed = err
	}
}

// ExecContext runs a statement.
func (w *watched) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	result, err := w.ConnPool.ExecContext(ctx, query, args...)
	w.note(err)
	return result, err
}

// QueryContext runs a query, or a statement that returns rows.
func (w *watched) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := w.ConnPool.QueryContext(ctx, query, args...)
	w.note(err)
	return rows, err
}
