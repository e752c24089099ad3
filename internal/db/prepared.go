package db

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"
)

// Limits of the writer's statement cache. Without it SQLite would parse and plan the same few statements for
// every entry.
const (
	mostPrepared    = 256
	longestPrepared = 4096 // bytes; longer ones are lists of ids, which are not reused
)

// prepared is a connection with a cache of prepared statements. It is for one goroutine.
type prepared struct {
	*sql.Conn
	known map[string]*sql.Stmt
}

// of returns the prepared statement of a text, or nil when it is too long or does not compile: executing the
// text then returns the error.
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

// forget closes every statement and empties the cache, whatever Close returns.
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

// watched records the first statement that failed. On Postgres a failed statement aborts its transaction even
// where its error is ignored; SQLite would continue and commit a partial change that Postgres would roll back.
type watched struct {
	gorm.ConnPool
	failed error
}

// verdict returns the final error of a function that returned err. A statement's error that is not a refusal
// takes precedence over any later one: SQLite may have rolled the transaction back, and the next statement then
// fails with an error that looks like a refusal.
func (w *watched) verdict(err error) error {
	if w.failed != nil && (err == nil || !isRefusal(translate(w.failed))) {
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
