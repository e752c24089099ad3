package db

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/pressly/goose/v3"

	"tripol/migrations"
)

// ErrNewerSchema reports a database whose schema is newer than this program.
var ErrNewerSchema = errors.New("the database was made by a newer program: use that one, or a newer one still")

// Versions returns the migrations that this program knows for an engine, in order.
func Versions(engine Engine) ([]int64, error) { return migrations.Versions(string(engine)) }

// FirstUnknown returns the first of versions that is not in known.
func FirstUnknown(versions, known []int64) (int64, bool) {
	for _, v := range versions {
		if !slices.Contains(known, v) {
			return v, true
		}
	}
	return 0, false
}

// migrateTo migrates an empty Postgres database to exactly these versions, without guards and policies: rows of
// a backup are loaded into the schema they were taken from and migrated afterwards.
func migrateTo(ctx context.Context, p *goose.Provider, versions []int64) error {
	known, err := Versions(Postgres)
	if err != nil {
		return err
	}
	if n := len(versions); n > 0 && n <= len(known) && slices.Equal(versions, known[:n]) {
		_, err := p.UpTo(ctx, versions[n-1])
		return err
	}
	for _, version := range versions { // a program between two of ours had other migrations
		_, err := p.ApplyVersion(ctx, version, true)
		if err != nil && !errors.Is(err, goose.ErrAlreadyApplied) {
			return fmt.Errorf("migration %d: %w", version, err)
		}
	}
	return nil
}
