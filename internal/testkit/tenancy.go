package testkit

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// readable returns the tables in which an actor's transaction can read rows, without the scope of any query.
func readable(t *testing.T, s *db.Store, a actor.Actor, tables []string) (found []string) {
	t.Helper()
	for _, table := range tables {
		var n int64
		err := s.Read(t.Context(), a, func(tx *db.Tx) error { return tx.Table(table).Count(&n).Error })
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			found = append(found, table)
		}
	}
	return found
}

// OfOneOrganisation checks that a person of Organisation reads rows of each table and one of OtherOrganisation reads
// none, without the scope of any query. Its control drops the policies one by one, and the check finds each. SQLite
// has no policies: there it checks only the first half.
func OfOneOrganisation(t *testing.T, s *db.Store, o db.Options, tables ...string) {
	t.Helper()
	if found := readable(t, s, Actor(actor.Administrator), tables); len(found) != len(tables) {
		t.Fatalf("the organisation itself reads only %v of %v", found, tables)
	}
	if s.Engine() == db.SQLite {
		return
	}
	if found := readable(t, s, Stranger(actor.Administrator), tables); len(found) > 0 {
		t.Errorf("another organisation reads %v", found)
	}
	for i, table := range tables {
		AsOwner(t, o, "DROP POLICY own_organisation ON "+table, "ALTER TABLE "+table+" DISABLE ROW LEVEL SECURITY")
		if found := readable(t, s, Stranger(actor.Administrator), tables); len(found) != i+1 {
			t.Errorf("without the policy of %s, the check finds only %v", table, found)
		}
	}
}
