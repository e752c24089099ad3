package db_test

import (
	"slices"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/testkit"
)

// durability is the setting by which a commit waits for the disk, and its values that do not wait.
var durability = map[db.Engine]struct {
	show, weaken string
	lossy        []string
}{
	db.SQLite:   {"PRAGMA synchronous", "", []string{"0", "1"}},
	db.Postgres: {"SHOW synchronous_commit", "SET LOCAL synchronous_commit = off", []string{"off"}},
}

// loses reports whether the commit of the current transaction can be acknowledged before it is on the disk.
func loses(tx *db.Tx) (bool, error) {
	var is string
	if err := tx.Raw(durability[tx.Engine].show).Scan(&is).Error; err != nil {
		return false, err
	}
	return slices.Contains(durability[tx.Engine].lossy, is), nil
}

// B2: every writing transaction, whichever connection and attempt it has, waits for the disk at its commit. Control: a
// transaction of Postgres that is set not to wait is found; TestTheWriterSyncsEveryCommit has SQLite's, which admits
// none.
func TestB2_EveryCommitWaitsForTheDisk(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		for n := range 20 {
			err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
				lossy, err := loses(tx)
				if lossy {
					t.Errorf("transaction %d is acknowledged before it is on the disk", n)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if durability[s.Engine()].weaken == "" {
			return
		}
		err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error {
			if err := tx.Exec(durability[tx.Engine].weaken).Error; err != nil {
				return err
			}
			lossy, err := loses(tx)
			if !lossy {
				t.Error("control: a transaction that does not wait was not found")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
