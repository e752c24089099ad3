package testkit

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
)

// Staff gives actors accounts with their roles and an unknown password: the two-person rule checks for other accounts
// in an organisation.
func Staff(t *testing.T, s *db.Store, all ...actor.Actor) {
	t.Helper()
	for _, a := range all {
		e := Entry("account.add")
		_, err := journal.Take(t.Context(), s, actor.System(), e, func(tx *db.Tx) (journal.Outcome, error) {
			return journal.Applied(), staff(tx, e, a)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func staff(tx *db.Tx, e journal.Entry, a actor.Actor) error {
	id := string(a.Account)
	err := tx.Exec("INSERT INTO organisation (id, name, entry, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		string(a.Organisation), "Organisation "+string(a.Organisation), string(e.ID), tx.Now).Error
	if err != nil {
		return err
	}
	err = tx.Exec(`INSERT INTO account (id, organisation, login, name, language, demo, entry, created_at)
		VALUES (?, ?, ?, ?, 'en', ?, ?, ?)`, id, string(a.Organisation), "staff-"+id, a.Name, false, string(e.ID), tx.Now).Error
	if err != nil {
		return err
	}
	for _, g := range a.Grants {
		err = tx.Exec("INSERT INTO account_grant (account, organisation, role, area_path) VALUES (?, ?, ?, ?)",
			id, string(a.Organisation), string(g.Role), g.Path).Error
		if err != nil {
			return err
		}
	}
	return tx.Exec("INSERT INTO credential (account, organisation, hash, set_at) VALUES (?, ?, 'none', ?)",
		id, string(a.Organisation), tx.Now).Error
}

// Organisations adds the organisations of the test actors, which stores and own items reference.
func Organisations(t *testing.T, s *db.Store) {
	t.Helper()
	e := Entry("organisation.add")
	_, err := journal.Take(t.Context(), s, actor.System(), e, func(tx *db.Tx) (journal.Outcome, error) {
		for _, id := range []actor.OrganisationID{Organisation, OtherOrganisation} {
			err := tx.Exec("INSERT INTO organisation (id, name, entry, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
				string(id), "Organisation "+string(id), string(e.ID), tx.Now).Error
			if err != nil {
				return journal.Outcome{}, err
			}
		}
		return journal.Applied(), nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
