package db

import (
	"context"
	"database/sql"
	"errors"
)

// Replanning opens a pool as the program does.
var Replanning = replanning

// OpenPoolsBy lets a test open the migrations' pools.
func OpenPoolsBy(open func(driver, dsn string) (*sql.DB, error)) { openPool = open }

// MigrateTo brings a schema forward to a version, and makes neither guards nor policies.
func MigrateTo(ctx context.Context, o Options, version int64) (err error) {
	engine, owner, err := openOwner(o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, owner.Close()) }()
	p, err := provider(engine, owner)
	if err != nil {
		return err
	}
	_, err = p.UpTo(ctx, version)
	return err
}

// OpenConnections is how many connections the pool holds.
func (s *Store) OpenConnections() int { return s.pool.Stats().OpenConnections }

// VacantOn is CheckEmpty on a pool of the test's.
var VacantOn = vacantOn
