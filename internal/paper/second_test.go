package paper_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/paper"
)

// changes are one change of each compared field.
var changes = map[string]func(p *paper.PaperEnter){
	"worker":        func(p *paper.PaperEnter) { p.Worker = verifier.Account },
	"filled_at":     func(p *paper.PaperEnter) { p.FilledAt = db.At(p.FilledAt.Add(-time.Minute)) },
	"details":       func(p *paper.PaperEnter) { p.Consent.Details = household.DetailsRefused },
	"area":          func(p *paper.PaperEnter) { p.Area = "panchayat:wb-gp:2738-02" },
	"written_place": func(p *paper.PaperEnter) { p.WrittenPlace = "Purano Para" },
	"name":          func(p *paper.PaperEnter) { p.Name = "Rahima Khatun" },
	"landmark":      func(p *paper.PaperEnter) { p.Landmark = "" },
	"also_called":   func(p *paper.PaperEnter) { p.AlsoCalled = "Rima" },
	"phone":         func(p *paper.PaperEnter) { p.Phone = "9876543211" },
	"phone_of":      func(p *paper.PaperEnter) { p.PhoneOf = "neighbour" },
	"women":         func(p *paper.PaperEnter) { p.People.Women++ },
	"men":           func(p *paper.PaperEnter) { p.People.Men++ },
	"girls":         func(p *paper.PaperEnter) { p.People.Girls-- },
	"boys":          func(p *paper.PaperEnter) { p.People.Boys++ },
	"infants":       func(p *paper.PaperEnter) { p.People.Infants++ },
	"elderly":       func(p *paper.PaperEnter) { p.People.Elderly++ },
	"unstated":      func(p *paper.PaperEnter) { p.People.Unstated++ },
	"criteria":      func(p *paper.PaperEnter) { p.Criteria = []string{"widow"} },
	"house":         func(p *paper.PaperEnter) { p.House = household.Pucca },
	"mark":          func(p *paper.PaperEnter) { p.Mark = "boat" },
	"grade":         func(p *paper.PaperEnter) { grade := damage.Undamaged; p.Grade = &grade },
	"card":          func(p *paper.PaperEnter) { p.Card = "7K2M9QXM4TA" },
}

// alike are ways of typing the same.
var alike = []func(p *paper.PaperEnter){
	func(p *paper.PaperEnter) { p.Name = "  Rahima   Bibi " },
	func(p *paper.PaperEnter) { p.Phone = "+91 98765-43210" },
	func(p *paper.PaperEnter) { p.Phone = "৯৮৭৬৫৪৩২১০" },
	func(p *paper.PaperEnter) { slices.Reverse(p.Criteria) },
	func(p *paper.PaperEnter) { p.Consent.Details = household.DetailsGiven },
	func(p *paper.PaperEnter) { p.NotSameAs = []household.ID{household.ID(db.NewID())} },
	func(p *paper.PaperEnter) { p.Assessment = damage.ID(db.NewID()) },
	func(p *paper.PaperEnter) { p.FilledAt = db.At(p.FilledAt.Truncate(time.Minute)) },
}

// For any set of fields that were typed otherwise, exactly these differ, however the others were written.
func TestDifferencesAreExactlyTheFieldsTypedOtherwise(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the test must repeat
	if len(changes) != len(paper.Fields) {
		t.Fatalf("%d changes of %d fields", len(changes), len(paper.Fields))
	}
	for range 2000 {
		first := filled(10, nil)
		second := first
		second.Criteria = slices.Clone(first.Criteria)
		var want []string
		for _, field := range paper.Fields {
			if random.IntN(6) == 0 {
				want = append(want, field)
				changes[field](&second)
			}
		}
		if want == nil {
			alike[random.IntN(len(alike))](&second)
		}
		var got []string
		for _, d := range paper.Differences(first, second) {
			got = append(got, d.Field)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%v differ, not %v", got, want)
		}
	}
}

func retyped(p paper.PaperEnter, change func(p *paper.PaperEnter)) paper.PaperRetype {
	if change != nil {
		change(&p)
	}
	return paper.PaperRetype(p)
}

// Every tenth form is typed a second time, by another person, and nobody else sees what was typed first.
func TestEveryTenthFormIsTypedTwiceByTwoPeople(t *testing.T) {
	onBoth(t, func(o *office) {
		ninth, tenth := filled(9, nil), filled(10, nil)
		o.take(typist, "paper.enter", ninth)
		o.refused(coordinator, "paper.retype", retyped(tenth, nil), "form_not_entered", "/number")
		o.take(typist, "paper.enter", tenth)
		o.waits(typist)
		o.waits(coordinator, "10M")
		o.refused(typist, "paper.retype", retyped(tenth, nil), "own_form", "/number")
		o.refused(coordinator, "paper.retype", retyped(ninth, nil), "form_once", "/number")
		if out := o.take(coordinator, "paper.retype", retyped(tenth, nil)); out.Numbers["differ"] != 0 {
			o.Errorf("%+v", out.Numbers)
		}
		o.refused(worker, "paper.retype", retyped(tenth, nil), "form_typed_twice", "/number")
		o.waits(coordinator)
		o.verified()
		o.refused(coordinator, "paper.settle", paper.PaperSettle{Household: tenth.ID, Number: tenth.Number, BaseVersion: 1},
			"nothing_differs", "/number")
		// The control: past the function, the database refuses the same typist, and forms that are typed once.
		o.take(typist, "paper.enter", filled(20, nil))
		for code, row := range map[string]paper.Second{
			"rule_broken":       second(20, typist.Account, typist.Account),
			"unknown_reference": second(20, coordinator.Account, worker.Account),
		} {
			err := o.s.Write(o.Context(), typist, func(tx *db.Tx) error { return tx.Create(&row).Error })
			if !fault.Is(err, code) {
				o.Errorf("%v, want %s", err, code)
			}
		}
		once := second(9, typist.Account, coordinator.Account)
		err := o.s.Write(o.Context(), typist, func(tx *db.Tx) error { return tx.Create(&once).Error })
		if !fault.Is(err, "rule_broken") {
			o.Errorf("of a form that is typed once: %v", err)
		}
	})
}

func second(n paper.Number, first, by actor.AccountID) paper.Second {
	return paper.Second{
		Organisation: typist.Organisation, Number: n, FirstTypist: first, TypedBy: by, TypedAt: db.At(time.Now()), Fields: 22,
		Differing: []string{}, Entry: journal.EntryID(db.NewID()),
	}
}

// waits compares the forms that wait for somebody's second typing.
func (o *office) waits(a actor.Actor, want ...string) {
	o.Helper()
	o.read(a, func(tx *db.Tx) error {
		numbers, err := paper.ToRetype(tx)
		var got []string
		for _, n := range numbers {
			got = append(got, n.String())
		}
		if !slices.Equal(got, want) {
			o.Errorf("%v wait, not %v", got, want)
		}
		return err
	})
}

// What differs is decided by a coordinator from the paper: the family is corrected, and a grade that nobody has verified is
// replaced at the same moment.
func TestWhatDiffersIsDecidedFromThePaper(t *testing.T) {
	onBoth(t, func(o *office) {
		p := filled(10, nil)
		o.take(typist, "paper.enter", p)
		o.take(coordinator, "paper.retype", retyped(p, func(p *paper.PaperEnter) {
			changes["name"](p)
			changes["grade"](p)
			changes["women"](p)
		}))
		o.read(coordinator, func(tx *db.Tx) error {
			both, err := paper.BothTypings(tx, 10)
			if err != nil || len(both.Differences) != 3 || both.Differences[0] !=
				(paper.Difference{Field: "name", First: "Rahima Bibi", Second: "Rahima Khatun"}) {
				o.Errorf("%+v %v", both, err)
			}
			progress, err := paper.ProgressSince(tx, db.At(time.Now().Add(-time.Hour)))
			want := paper.Progress{EnteredToday: 1, Differing: 1, Compared: len(paper.Fields), Agreed: len(paper.Fields) - 3}
			if progress != want {
				o.Errorf("%+v", progress)
			}
			return err
		})
		name, grade := "Rahima Khatun", damage.Undamaged
		decided := paper.PaperSettle{
			Household: p.ID, Number: p.Number, BaseVersion: 1, Name: &name, Assessment: damage.ID(db.NewID()), Grade: &grade,
		}
		o.refused(worker, "paper.settle", decided, "role_missing", "")
		o.take(coordinator, "paper.settle", decided)
		o.refused(coordinator, "paper.settle", decided, "already_settled", "/number")
		o.read(coordinator, func(tx *db.Tx) error {
			h, err := household.Get(tx, p.ID)
			if h.Name != name || h.People.Women != 1 {
				o.Errorf("%+v", h)
			}
			past, failed := household.History(tx, p.ID)
			if failed != nil || len(past.Events) != 2 || len(past.Events[1].Changes) != 1 || past.Events[1].Changes[0].After != name {
				o.Errorf("%+v %v", past.Events, failed)
			}
			return err
		})
		a := o.assessment(p.ID)
		if a.Grade != grade || a.AssessedBy != worker.Account || *a.TypedBy != coordinator.Account ||
			!a.OccurredAt.Equal(p.FilledAt.Time) {
			o.Errorf("%+v", a.Assessment)
		}
		o.verified()
	})
}

// Both typings are erased with their family, and with them the values that differed; the figure of agreement stays.
func TestNothingOfBothTypingsOutlivesTheFamily(t *testing.T) {
	onBoth(t, func(o *office) {
		p := filled(10, nil)
		o.take(typist, "paper.enter", p)
		o.take(coordinator, "paper.retype", retyped(p, changes["name"]))
		var rows []string
		o.read(actor.System(), func(tx *db.Tx) error {
			return tx.Raw("SELECT differing FROM paper_second").Scan(&rows).Error
		})
		if len(rows) != 1 || rows[0] != `["name"]` || strings.Contains(rows[0], "Rahima") {
			o.Errorf("%v", rows)
		}
		officer := person("018f0000-0000-7000-8000-0000000000c7", actor.ProtectionOfficer)
		o.take(officer, "household.erase", household.HouseholdErase{Household: p.ID, Reason: "family_asked"})
		o.read(actor.System(), func(tx *db.Tx) error {
			var bodies []string
			err := tx.Raw(`SELECT CAST(b.payload AS TEXT) FROM entry_body b JOIN entry e ON e.id = b.entry
				WHERE e.kind IN ('paper.enter', 'paper.retype')`).Scan(&bodies).Error
			if len(bodies) > 0 {
				o.Errorf("%d bodies are left", len(bodies))
			}
			return err
		})
		o.waits(coordinator)
		o.verified()
	})
}
