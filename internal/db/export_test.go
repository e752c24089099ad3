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

// MigrateTo migrates a schema to a version, without guards and policies.
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

// OpenConnections returns the number of open connections in the pool.
func (s *Store) OpenConnections() int { return s.pool.Stats().OpenConnections }

// VacantOn runs CheckEmpty on a test's own pool.
var VacantOn = vacantOn
