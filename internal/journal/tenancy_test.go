package journal_test

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// The policies hide exceptions, their settlements and erasures from another organisation.
func TestB52_ExceptionsAndErasuresAreOfOneOrganisation(t *testing.T) {
	onBoth(t, func(w *stage) {
		e, cause := about("a.b", someHousehold), about("household.erase", someHousehold)
		x := journal.Exception{Kind: "test", Entry: e.ID, Details: testDetails{}}
		took(t, w.s, e, func(tx *db.Tx) error {
			if err := journal.Raise(tx, x); err != nil {
				return err
			}
			open, err := journal.NewestOpen(tx, e.ID, x.Kind)
			if err != nil {
				return err
			}
			return journal.Update(tx, open.ID, x)
		})
		took(t, w.s, cause, erasing(cause, e.ID))
		settling := testkit.Entry("exception.settle")
		took(t, w.s, settling, func(tx *db.Tx) error { return journal.SettleKind(tx, settling, x, "noted", "a test") })
		testkit.OfOneOrganisation(t, w.s, w.options, "exception", "exception_settlement", "exception_update", "erasure")
	})
}

// Goods that arrive short concern two organisations: the receiver's transaction raises an exception of the sender, which
// the sender alone reads.
func TestB52_AnExceptionOfAnotherOrganisation(t *testing.T) {
	onBoth(t, func(w *stage) {
		e := testkit.Entry("a.b")
		took(t, w.s, e, func(tx *db.Tx) error {
			return journal.Raise(tx, journal.Exception{
				Kind: "test", Entry: e.ID, Organisation: testkit.OtherOrganisation, Details: testDetails{},
			})
		})
		for _, c := range []struct {
			who  actor.Actor
			want int
		}{{testkit.Actor(actor.Coordinator), 0}, {testkit.Stranger(actor.Coordinator), 1}} {
			err := w.s.Read(t.Context(), c.who, func(tx *db.Tx) error {
				found, err := journal.Exceptions(tx, 10)
				if len(found) != c.want {
					t.Errorf("%s reads %d exceptions, want %d", c.who.Organisation, len(found), c.want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// The policy hides the metadata of an entry, such as author and kind, from another organisation.
func TestB52_EntriesAreOfOneOrganisation(t *testing.T) {
	onBoth(t, func(w *stage) {
		w.must(entryWith("test.applied", 1))
		testkit.OfOneOrganisation(t, w.s, w.options, "entry", "entry_body", "outcome")
	})
}

// Nobody writes an entry of another organisation; the control is the same entry by a person of its organisation.
func TestB52_AnEntryOfAnotherOrganisationIsNotWritten(t *testing.T) {
	onBoth(t, func(w *stage) {
		e := entryWith("test.applied", 1)
		e.Author, e.Organisation = testkit.Stranger().Account, testkit.OtherOrganisation
		if w.s.Engine() == db.Postgres {
			_, err := journal.Take(t.Context(), w.s, worker, e, func(*db.Tx) (journal.Outcome, error) { return journal.Applied(), nil })
			if err == nil {
				t.Error("an entry of another organisation was written")
			}
		}
		if _, err := w.take(e); err != nil {
			t.Error(err)
		}
	})
}
