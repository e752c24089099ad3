package paper_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/paper"
	"tripol/internal/testkit"
)

const north area.Key = "panchayat:wb-gp:2738-01"

// office is an organisation with its people, and the one way in which they submit entries.
type office struct {
	*testing.T
	s     *db.Store
	table *intake.Table
}

// The people of the tests.
var (
	coordinator = person("018f0000-0000-7000-8000-0000000000c1", actor.Coordinator)
	typist      = person("018f0000-0000-7000-8000-0000000000c2", actor.Coordinator)
	worker      = person("018f0000-0000-7000-8000-0000000000c3", actor.OutreachWorker)
	verifier    = person("018f0000-0000-7000-8000-0000000000c4", actor.OutreachWorker)
	distributor = person("018f0000-0000-7000-8000-0000000000c5", actor.Distributor)
	stranger    = testkit.Stranger(actor.Coordinator, actor.OutreachWorker)
)

func person(id actor.AccountID, role actor.Role) actor.Actor {
	a := testkit.Actor(role)
	a.Account, a.Name = id, "Person "+string(id[len(id)-2:])
	return a
}

// opened sets up the office on an open database, with blank forms from number 1.
func opened(t *testing.T, s *db.Store) *office {
	t.Helper()
	keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	testkit.Areas(t, s, testkit.TwoBlocks...)
	testkit.Staff(t, s, coordinator, typist, worker, verifier, distributor, stranger)
	o := &office{t, s, intake.New(keys)}
	o.take(coordinator, "paper.issue", paper.PaperIssue{
		ID: paper.RunID(db.NewID()), Layout: paper.SansadSheet, Sheets: 2, Language: "bn",
	})
	return o
}

func onBoth(t *testing.T, test func(o *office)) {
	t.Helper()
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) { test(opened(t, s)) })
}

func (o *office) submit(a actor.Actor, kind string, payload any) journal.Outcome {
	o.Helper()
	raw, err := json.Marshal(payload)
	if err != nil {
		o.Fatal(err)
	}
	out, err := o.table.Take(o.Context(), o.s, a, journal.Entry{
		ID: journal.EntryID(db.NewID()), Kind: kind, Schema: intake.Schema, OccurredAt: db.At(time.Now()), Payload: raw,
	})
	if f := fault.Of(err); f != nil {
		return journal.Outcome{Status: journal.StatusRejected, Code: f.Code, Path: f.Path, Numbers: f.Numbers}
	}
	if err != nil {
		o.Fatal(err)
	}
	return out
}

func (o *office) take(a actor.Actor, kind string, payload any) journal.Outcome {
	o.Helper()
	out := o.submit(a, kind, payload)
	if out.Status != journal.StatusApplied {
		o.Fatalf("%s: %+v", kind, out)
	}
	return out
}

// refused submits an entry that must be refused with a code, at a path of the payload.
func (o *office) refused(a actor.Actor, kind string, payload any, code, path string) journal.Outcome {
	o.Helper()
	out := o.submit(a, kind, payload)
	if out.Status == journal.StatusApplied || out.Code != code || out.Path != path && out.Path != "/payload"+path {
		o.Errorf("%s: %+v, want %s at %q", kind, out, code, path)
	}
	return out
}

func (o *office) read(a actor.Actor, fn func(tx *db.Tx) error) {
	o.Helper()
	if err := o.s.Read(o.Context(), a, fn); err != nil {
		o.Fatal(err)
	}
}

// filled is a form with a grade, filled in by the worker half an hour ago.
func filled(n paper.Number, change func(p *paper.PaperEnter)) paper.PaperEnter {
	grade := damage.Severe
	p := paper.PaperEnter{
		ID: household.ID(db.NewID()), Number: n.String(), Worker: worker.Account,
		FilledAt: db.At(time.Now().Add(-30 * time.Minute)), Area: north, Name: "Rahima Bibi", Landmark: "Beside the school",
		Phone: "98765 43210", PhoneOf: "self", People: household.People{Women: 1, Girls: 2},
		Criteria: []string{"widow", "infant"}, House: household.Kutcha, Mark: "fish",
		Consent:    household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
		Assessment: damage.ID(db.NewID()), Grade: &grade,
	}
	if change != nil {
		change(&p)
	}
	return p
}

func (o *office) assessment(id household.ID) (found damage.AssessmentDetails) {
	o.Helper()
	o.read(worker, func(tx *db.Tx) error { // a grade that the reader may still verify is withheld
		all, err := damage.ForHousehold(tx, id)
		if err == nil && len(all) > 0 {
			found = all[0]
		}
		return err
	})
	return found
}

// Author and time are the paper's, the typist is stored beside them, and the entry is the typist's.
func TestAFormHasTheAuthorAndTheTimeOfThePaper(t *testing.T) {
	onBoth(t, func(o *office) {
		p := filled(1, nil)
		o.take(typist, "paper.enter", p)
		o.read(coordinator, func(tx *db.Tx) error {
			h, err := household.Get(tx, p.ID)
			if err != nil {
				return err
			}
			if h.RegisteredBy != worker.Account || !h.OccurredAt.Equal(p.FilledAt.Time) || h.Name != p.Name {
				o.Errorf("registered by %s at %s", h.RegisteredBy, h.OccurredAt)
			}
			past, err := household.History(tx, p.ID)
			if err != nil {
				return err
			}
			if n := len(past.Events); n != 1 || len(past.Events[0].Changes) < 8 || *past.Events[0].Author != typist.Account {
				o.Errorf("the history is %+v", past.Events)
			}
			return nil
		})
		a := o.assessment(p.ID)
		if a.AssessedBy != worker.Account || a.TypedBy == nil || *a.TypedBy != typist.Account ||
			!a.OccurredAt.Equal(p.FilledAt.Time) || a.Grade != damage.Severe {
			o.Errorf("the assessment is %+v", a.Assessment)
		}
		o.verified()
	})
}

// verified checks the invariants of the packages that a form writes to.
func (o *office) verified() {
	o.Helper()
	o.read(actor.System(), func(tx *db.Tx) error {
		for _, verify := range []func(*db.Tx) ([]journal.Violation, error){paper.Verify, damage.Verify, intake.Verify} {
			found, err := verify(tx)
			if err != nil || len(found) > 0 {
				o.Errorf("%v %v", found, err)
			}
		}
		return nil
	})
}

// A grade from a form is a first one: neither the worker on the form nor the typist may be the second person.
func TestB44_NeitherWorkerNorTypistVerifiesTheGradeOfAForm(t *testing.T) {
	onBoth(t, func(o *office) {
		p := filled(1, nil)
		o.take(typist, "paper.enter", p)
		verify := damage.DamageVerify{ID: db.NewID(), Assessment: p.Assessment, Grade: damage.Severe}
		o.refused(worker, "damage.verify", verify, "own_assessment", "")
		o.refused(typist, "damage.verify", verify, "own_assessment", "")
		o.read(typist, func(tx *db.Tx) error { // nor is it offered to the typist
			rows, _, err := damage.Unverified(tx, damage.Filter{NotBy: typist.Account})
			if len(rows) > 0 {
				o.Error("the typist is asked to verify it")
			}
			return err
		})
		// The control: the row itself is refused, past the function that asks.
		raw := damage.Verification{
			Assessment: p.Assessment, Organisation: typist.Organisation, Assessor: worker.Account, Typist: &typist.Account,
			AssessedGrade: damage.Severe, VerifiedBy: typist.Account, Grade: damage.Severe, Agreed: true, Seen: damage.AtHouse,
			VerifiedAt: db.At(time.Now()), Entry: journal.EntryID(db.NewID()),
		}
		err := o.s.Write(o.Context(), typist, func(tx *db.Tx) error { return tx.Create(&raw).Error })
		if !fault.Is(err, "rule_broken") {
			o.Errorf("by writing the row: %v", err)
		}
		raw.Typist = nil // a writer that leaves the typist out is seen by Verify
		if err := o.s.Write(o.Context(), typist, func(tx *db.Tx) error { return tx.Create(&raw).Error }); err != nil {
			o.Fatal(err)
		}
		o.read(actor.System(), func(tx *db.Tx) error {
			found, err := damage.Verify(tx)
			if len(found) != 1 || found[0].Check != "verification_by_typist" {
				o.Errorf("%+v", found)
			}
			return err
		})
	})
	onBoth(t, func(o *office) {
		p := filled(1, nil)
		o.take(typist, "paper.enter", p)
		o.take(verifier, "damage.verify", damage.DamageVerify{ID: db.NewID(), Assessment: p.Assessment, Grade: damage.Severe})
		o.verified()
	})
}

// What cannot be is refused at its field, and leaves the number free and no family behind.
func TestAFormThatCannotBeIsRefusedAtItsField(t *testing.T) {
	onBoth(t, func(o *office) {
		south := worker
		south.Account = "018f0000-0000-7000-8000-0000000000c6"
		testkit.Staff(t, o.s, testkit.Only(south, "/19/303/2739/"))
		for _, bad := range []struct {
			code, path string
			change     func(p *paper.PaperEnter)
		}{
			{"form_number_wrong", "/number", func(p *paper.PaperEnter) { p.Number = "1C" }},
			{"form_unknown", "/number", func(p *paper.PaperEnter) { p.Number = paper.Number(21).String() }},
			{"form_in_future", "/filled_at", func(p *paper.PaperEnter) { p.FilledAt = db.At(time.Now().Add(time.Hour)) }},
			{"form_before_issue", "/filled_at", func(p *paper.PaperEnter) { p.FilledAt = db.At(time.Now().Add(-25 * time.Hour)) }},
			{"not_found", "/worker", func(p *paper.PaperEnter) { p.Worker = stranger.Account }},
			{"form_worker_role", "/worker", func(p *paper.PaperEnter) { p.Worker = distributor.Account }},
			{"form_worker_area", "/worker", func(p *paper.PaperEnter) { p.Worker = south.Account }},
			{"required", "/house", func(p *paper.PaperEnter) { p.House = "" }},
			{"nobody", "/people", func(p *paper.PaperEnter) { p.People = household.People{} }},
			{"card_unreadable", "/card", func(p *paper.PaperEnter) { p.Card = "K7Q2-M9XT-3" }},
		} {
			p := filled(1, bad.change)
			o.refused(typist, "paper.enter", p, bad.code, bad.path)
			o.read(coordinator, func(tx *db.Tx) error {
				if _, err := household.Get(tx, p.ID); !fault.Is(err, "not_found") {
					o.Errorf("%s left a family behind: %v", bad.code, err)
				}
				return nil
			})
		}
		o.refused(distributor, "paper.enter", filled(1, nil), "role_missing", "")
		o.refused(stranger, "paper.enter", filled(1, nil), "form_unknown", "/number")
		o.take(typist, "paper.enter", filled(1, nil))
	})
}

// A number is entered once, whoever types it, and the refusal says who did it and when.
func TestANumberIsEnteredOnce(t *testing.T) {
	onBoth(t, func(o *office) {
		o.take(typist, "paper.enter", filled(1, nil))
		out := o.refused(coordinator, "paper.enter", filled(1, nil), "form_entered", "/number")
		if out.Numbers["by"] != typist.Name || out.Numbers["number"] != "1B" || out.Numbers["at"] == nil {
			o.Errorf("%+v", out.Numbers)
		}
		o.refused(coordinator, "paper.cancel", paper.PaperCancel{Number: "1B", Reason: "lost"}, "form_entered", "/number")
		o.take(coordinator, "paper.cancel", paper.PaperCancel{Number: "2C", Reason: "spoiled"})
		o.refused(typist, "paper.enter", filled(2, nil), "form_cancelled", "/number")
	})
}

// race lets eight people type the same form at once, and returns how many succeeded.
func (o *office) race(n paper.Number) (entered int) {
	o.Helper()
	var all sync.WaitGroup
	results := make([]journal.Outcome, 8)
	for i := range results {
		all.Go(func() {
			who := coordinator
			who.Account = actor.AccountID(db.NewID())
			results[i] = o.submit(who, "paper.enter", filled(n, nil))
		})
	}
	all.Wait()
	for _, r := range results {
		switch {
		case r.Status == journal.StatusApplied:
			entered++
		case r.Code != "form_entered":
			o.Errorf("%+v", r)
		}
	}
	return entered
}

func TestARaceForANumberHasOneWinner(t *testing.T) {
	onBoth(t, func(o *office) {
		if n := o.race(3); n != 1 {
			o.Errorf("%d were entered", n)
		}
		o.verified()
	})
}

// Runs printed at once never share a number.
func TestRunsOfFormsNeverOverlap(t *testing.T) {
	onBoth(t, func(o *office) {
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				out := o.submit(coordinator, "paper.issue", paper.PaperIssue{
					ID: paper.RunID(db.NewID()), Layout: paper.FamilyForm, Sheets: 7, Language: "hi",
				})
				if out.Status != journal.StatusApplied && out.Code != "form_numbers_busy" {
					o.Errorf("%+v", out)
				}
			})
		}
		all.Wait()
		o.read(coordinator, func(tx *db.Tx) error {
			runs, err := paper.Runs(tx)
			next := paper.Number(1)
			for _, run := range slices.Backward(runs) {
				if run.First != next {
					o.Errorf("a run begins at %d, not %d", run.First, next)
				}
				next = run.Last + 1
			}
			return err
		})
		// The control: a second form of one number is refused by the database.
		err := o.s.Write(o.Context(), coordinator, func(tx *db.Tx) error {
			return tx.Exec(`INSERT INTO paper_form (organisation, number, run) SELECT organisation, 1, id FROM paper_run
				WHERE first = 1`).Error
		})
		if !fault.Is(err, "duplicate") {
			o.Errorf("a second form of one number: %v", err)
		}
	})
}
