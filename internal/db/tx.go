package db

import (
	"crypto/rand"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
)

// Engine is one of the two supported databases.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Tx is one transaction with one timestamp and one actor. Functions that change or read data take it; only
// Read, ReadOnce and Write make it.
type Tx struct {
	*gorm.DB
	Now      Instant
	Actor    actor.Actor
	Engine   Engine
	pipeline *pipeline // Postgres only
}

// NewID returns a UUIDv7: sortable by its time of creation, which is only a hint.
func NewID() string {
	id, err := uuid.NewV7FromReader(rand.Reader)
	if err != nil {
		panic("the system's random source failed: " + err.Error()) // crypto/rand.Reader never fails since Go 1.24
	}
	return id.String()
}

// Within filters rows whose area path is equal to or below one of the paths. Without paths it returns no rows;
// "/" is everywhere. It compares ranges, not patterns, so that an index is used and no character is a wildcard.
func Within(column string, paths []string) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		if len(paths) == 0 {
			return q.Where("1 = 0")
		}
		var parts []string
		var args []any
		for _, p := range paths {
			if p == "/" {
				return q
			}
			parts = append(parts, "("+column+" >= ? AND "+column+" < ?)")
			args = append(args, p, strings.TrimSuffix(p, "/")+"0") // '0' follows '/' in byte order
		}
		return q.Where("("+strings.Join(parts, " OR ")+")", args...)
	}
}

// OneOrganisation filters rows of the query's own table to the actor's organisation; the program itself sees
// all.
func OneOrganisation(a actor.Actor) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		if a.System {
			return q
		}
		own := clause.Column{Table: clause.CurrentTable, Name: "organisation"}
		return q.Where(clause.Eq{Column: own, Value: string(a.Organisation)})
	}
}
