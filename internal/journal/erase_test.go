package journal_test

import (
	"slices"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

func took(t *testing.T, s *db.Store, e journal.Entry, do func(*db.Tx) error) journal.Outcome {
	t.Helper()
	o, err := journal.Take(t.Context(), s, testkit.Actor(actor.Coordinator), e, func(tx *db.Tx) (journal.Outcome, error) {
		return journal.Applied(), do(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func noChange(*db.Tx) error { return nil }

func findings(t *testing.T, s *db.Store) (found []journal.Violation) {
	t.Helper()
	err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) (err error) { found, err = journal.Verify(tx); return err })
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func checks(t *testing.T, s *db.Store) (names []string) {
	t.Helper()
	for _, f := range findings(t, s) {
		names = append(names, f.Check)
	}
	return names
}

const someHousehold = "018f0000-0000-7000-8000-0000000000aa"

// about is an entry whose body contains a household's personal data.
func about(kind, id string) journal.Entry {
	e := testkit.Entry(kind)
	e.Organisation, e.Subjects = testkit.Organisation, []journal.Subject{{Kind: "household", ID: id}}
	return e
}

func sealAll(t *testing.T, s *db.Store) {
	t.Helper()
	if _, err := journal.Seal(t.Context(), s); err != nil {
		t.Fatal(err)
	}
}

func erasing(cause journal.Entry, erased ...journal.EntryID) func(*db.Tx) error {
	return func(tx *db.Tx) error { return journal.Erase(tx, cause.ID, "family_asked", erased) }
}

// The body is deleted and the history kept: the chain is valid, the id stays claimed, and a resend returns `gone`, with
// the same bytes or with others.
func TestErasedBodiesAreGoneAndHistoryStays(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		e, kept, cause := about("a.b", someHousehold), testkit.Entry("a.b"), about("household.erase", someHousehold)
		e.Payload = []byte(`{"name":"canary"}`)
		took(t, s, e, noChange)
		took(t, s, kept, noChange)
		sealAll(t, s)
		took(t, s, cause, erasing(cause, e.ID, e.ID))
		sealAll(t, s)
		other := e
		other.Payload = []byte(`{"name":"other"}`)
		for _, again := range []journal.Entry{e, other} {
			if o := took(t, s, again, noChange); o.Code != "gone" || o.Status != journal.StatusRejected {
				t.Errorf("sent again: %+v", o)
			}
		}
		if o := took(t, s, kept, noChange); o.Status != journal.StatusDuplicate {
			t.Errorf("another entry is %+v", o)
		}
		if names := checks(t, s); len(names) != 0 {
			t.Errorf("findings %v", names)
		}
		err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			records, err := journal.HistoryEntries(tx, []journal.EntryID{e.ID, kept.ID})
			if r := records[e.ID]; r.Payload != nil || r.ErasedAt == nil || r.ErasedReason != "family_asked" {
				t.Errorf("the erased entry is told as %+v", r)
			}
			if r := records[kept.ID]; r.Payload == nil || r.ErasedAt != nil {
				t.Errorf("the kept entry is told as %+v", r)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// An entry that arrives after the erasure of its subject is erased by that erasure's entry, however it is taken.
func TestALateEntryIsErasedByTheErasureOfItsSubject(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		cause := about("household.erase", someHousehold)
		took(t, s, cause, noChange)
		sealAll(t, s)
		gone := fault.New(fault.Gone, "gone", "This household has been erased.")
		refuse := func(*db.Tx) (journal.Outcome, error) { return journal.Outcome{}, gone }
		alone, nobody := about("a.b", someHousehold), testkit.Entry("a.b")
		var works []journal.Work
		for range 2 {
			works = append(works, journal.Work{Entry: about("a.b", someHousehold), Do: refuse})
		}
		for _, e := range []journal.Entry{alone, nobody} {
			if _, err := journal.Take(t.Context(), s, testkit.Actor(actor.Coordinator), e, refuse); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := journal.TakeMany(t.Context(), s, testkit.Actor(actor.Coordinator), works); err != nil {
			t.Fatal(err)
		}
		sealAll(t, s)
		late := []journal.EntryID{alone.ID, works[0].Entry.ID, works[1].Entry.ID}
		err := s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
			records, err := journal.HistoryEntries(tx, append(late, nobody.ID))
			for _, id := range late {
				if r := records[id]; r.Payload != nil || r.ErasedReason != "gone" {
					t.Errorf("a late entry is kept: %+v", r)
				}
			}
			if records[nobody.ID].Payload == nil {
				t.Error("an entry without a subject was erased")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if names := checks(t, s); len(names) != 0 {
			t.Errorf("findings %v", names)
		}
	})
}

// forgery is a journal with one genuine erasure in it, and bodies that have nothing to do with it.
type forgery struct {
	own, another          string // households
	cause, payment, other journal.Entry
	refused               journal.Entry // an erasing entry of the other household
}

func forge(t *testing.T, s *db.Store) forgery {
	t.Helper()
	f := forgery{own: db.NewID(), another: db.NewID(), payment: testkit.Entry("payment.record")}
	f.cause, f.other, f.refused = about("household.erase", f.own), about("a.b", f.another), about("household.erase", f.another)
	for _, e := range []journal.Entry{f.payment, f.other, f.cause} {
		took(t, s, e, noChange)
	}
	_, err := journal.Take(t.Context(), s, testkit.Actor(actor.Coordinator), f.refused,
		func(*db.Tx) (journal.Outcome, error) {
			return journal.Outcome{}, fault.New(fault.Conflict, "second_person_needed", "Another person than you must erase it.")
		})
	if err != nil {
		t.Fatal(err)
	}
	sealAll(t, s)
	return f
}

// attacks are, by name, the attempts of the audit and a bypass of each of the guards' conditions.
func (f forgery) attacks() map[string][]string {
	const deletion = "DELETE FROM entry_body WHERE entry IN (SELECT entry FROM erasure)"
	erase := func(e, cause journal.Entry) string {
		return "INSERT INTO erasure (entry, cause, by, reason, at) VALUES ('" + string(e.ID) + "', '" + string(cause.ID) +
			"', NULL, 'family_asked', 4000000000000000)"
	}
	link := func(e journal.Entry, household string) string {
		return "INSERT INTO entry_subject (entry, kind, subject) VALUES ('" + string(e.ID) + "', 'household', '" + household + "')"
	}
	return map[string][]string{
		"an entry erased by itself":         {erase(f.payment, f.payment), deletion},
		"an entry without a subject":        {erase(f.payment, f.cause), deletion},
		"the body of another household":     {erase(f.other, f.cause), deletion},
		"an erasing entry that was refused": {erase(f.other, f.refused), deletion},
		"the body of the erasing entry":     {erase(f.cause, f.cause), deletion},
		"an old entry gets a subject":       {link(f.payment, f.own), erase(f.payment, f.cause), deletion},
		"an old erasing entry gets another": {link(f.cause, f.another), erase(f.other, f.cause), deletion},
	}
}

// No statement with the program's own rights destroys a body, unless an erasing entry of the same household does.
func TestForgedErasuresAreRejected(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		for name, statements := range forge(t, s).attacks() {
			err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error { return execAll(tx, statements) })
			if err == nil {
				t.Errorf("the database let through: %s", name)
			}
		}
		if names := checks(t, s); len(names) != 0 {
			t.Errorf("findings %v", names)
		}
	})
}

func execAll(tx *db.Tx, statements []string) error {
	for _, statement := range statements {
		if err := tx.Exec(statement).Error; err != nil {
			return err
		}
	}
	return nil
}

// The control: with the guards of before, which asked for any erasure at all, each attack is let through, and Verify
// reports it.
func TestControlForgedErasuresWithoutTheirGuard(t *testing.T) {
	want := map[string][]string{
		"an entry erased by itself":         {"erasure_by_another_kind", "erasure_without_subject"},
		"an entry without a subject":        {"erasure_without_subject"},
		"the body of another household":     {"erasure_without_subject"},
		"an erasing entry that was refused": {"erasure_not_applied"},
		"the body of the erasing entry":     {"erasure_of_an_erasing_entry"},
		"an old entry gets a subject":       nil, // the subjects themselves are compared with the payloads by intake.Verify
		"an old erasing entry gets another": nil,
	}
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		s := testkit.Open(t, o)
		testkit.Unguard(t, o, "erasure")
		testkit.Unguard(t, o, "entry_subject")
		for name, expected := range want {
			f := forge(t, s)
			err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error { return execAll(tx, f.attacks()[name]) })
			if err != nil {
				t.Errorf("%s is rejected without its guard: %v", name, err)
			}
			var names []string
			for _, found := range findings(t, s) {
				if slices.Contains([]journal.EntryID{f.payment.ID, f.other.ID, f.cause.ID}, journal.EntryID(found.Subject)) {
					names = append(names, found.Check)
				}
			}
			slices.Sort(names)
			if !slices.Equal(names, expected) {
				t.Errorf("%s: findings %v", name, names)
			}
		}
	})
}

// Without an erasure the database rejects the deletion of a body, for every role.
func TestNoBodyGoesWithoutAnErasure(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		e, erased := testkit.Entry("a.b"), about("a.b", someHousehold)
		took(t, s, e, noChange)
		took(t, s, erased, noChange)
		cause := about("household.erase", someHousehold)
		took(t, s, cause, erasing(cause, erased.ID))
		for _, statement := range []string{
			"DELETE FROM entry_body WHERE entry = ?", "UPDATE entry_body SET payload = salt WHERE entry = ?",
		} {
			err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error { return tx.Exec(statement, e.ID).Error })
			if err == nil {
				t.Errorf("the database let %q through", statement)
			}
		}
		for _, statement := range []string{
			"DELETE FROM erasure WHERE entry = ?", "UPDATE erasure SET reason = 'x' WHERE entry = ?",
		} {
			err := s.Write(t.Context(), actor.System(), func(tx *db.Tx) error { return tx.Exec(statement, erased.ID).Error })
			if err == nil {
				t.Errorf("the database let %q through", statement)
			}
		}
	})
}

// The control: a body taken past the guard, or an erasure written without taking the body, is seen by Verify.
func TestControlBodiesTakenPastTheGuard(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		s := testkit.Open(t, o)
		gone, still, cause := testkit.Entry("a.b"), about("a.b", someHousehold), about("household.erase", someHousehold)
		for _, e := range []journal.Entry{gone, still, cause} {
			took(t, s, e, noChange)
		}
		testkit.Unguard(t, o, "entry_body")
		testkit.Unguard(t, o, "erasure")
		testkit.AsOwner(t, o, "DELETE FROM entry_body WHERE entry = '"+string(gone.ID)+"'",
			"INSERT INTO erasure (entry, cause, reason, at) VALUES ('"+string(still.ID)+"', '"+string(cause.ID)+"', 'x', 4000000000000000)")
		names := checks(t, s)
		slices.Sort(names)
		if !slices.Equal(names, []string{"body_missing", "body_not_erased"}) {
			t.Errorf("findings %v", names)
		}
	})
}
