package household_test

import (
	"encoding/json"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

var protector = testkit.Other(actor.ProtectionOfficer)

// setPriority submits a change of the private reason through the journal.
func setPriority(t *testing.T, s *db.Store, a actor.Actor, in household.PrioritySet) journal.Outcome {
	t.Helper()
	e := testkit.Entry("priority.set")
	e.Author, e.Organisation = a.Account, a.Organisation
	o, err := journal.Take(t.Context(), s, a, e, func(tx *db.Tx) (journal.Outcome, error) {
		return household.SetPriority(tx, e, in)
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// ranked returns whether ranking uses a private reason, and the officer's page.
func ranked(t *testing.T, s *db.Store, id household.ID) (bool, household.Priority) {
	t.Helper()
	var private map[household.ID]bool
	var page household.Priority
	read(t, s, protector, func(tx *db.Tx) (err error) {
		if private, err = household.WithPrivateReason(tx); err != nil {
			return err
		}
		page, err = household.PriorityOf(tx, id)
		return err
	})
	if private[id] != page.PrivateReason {
		t.Errorf("ranking reads %t, the officer %+v", private[id], page)
	}
	return private[id], page
}

// It is stored at registration; only a protection officer reads and changes it, with a reason.
func TestPrivateReason(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		with := mustRegister(t, s, worker, registration(func(r *household.HouseholdRegister) { r.PrivateReason = 1 }))
		without := mustRegister(t, s, worker, registration(func(r *household.HouseholdRegister) { r.Phone = "98765 43211" }))
		if private, page := ranked(t, s, with); !private || page.Reason != "registered" || page.By != worker.Account || page.At.IsZero() {
			t.Errorf("as registered: %+v", page)
		}
		if private, page := ranked(t, s, without); private || page != (household.Priority{}) {
			t.Errorf("without: %+v", page)
		}
		remove := household.PrioritySet{Household: with, Reason: "no_longer_applies"}
		set := household.PrioritySet{Household: with, PrivateReason: 1, Reason: "danger"}
		for name, c := range map[string]struct {
			who  actor.Actor
			in   household.PrioritySet
			code string
		}{
			"a coordinator":          {testkit.Actor(actor.Coordinator), remove, "role_missing"},
			"the worker":             {worker, remove, "role_missing"},
			"an administrator":       {testkit.Actor(actor.Administrator), remove, "role_missing"},
			"a stranger":             {testkit.Stranger(actor.ProtectionOfficer), remove, "not_found"},
			"an officer elsewhere":   {testkit.Only(protector, southPath), remove, "not_found"},
			"what it is already":     {protector, set, "priority_unchanged"},
			"nothing to be taken":    {protector, household.PrioritySet{Household: without, Reason: "visit"}, "priority_unchanged"},
			"a household of nowhere": {protector, household.PrioritySet{Household: household.ID(db.NewID()), Reason: "visit"}, "not_found"},
		} {
			if o := setPriority(t, s, c.who, c.in); o.Code != c.code || o.Status == journal.StatusApplied {
				t.Errorf("%s: %+v", name, o)
			}
		}
		for _, step := range []household.PrioritySet{remove, set, remove} {
			if o := setPriority(t, s, protector, step); o.Status != journal.StatusApplied {
				t.Fatalf("%+v: %+v", step, o)
			}
			if private, page := ranked(t, s, with); private != (step.PrivateReason == 1) || page.Reason != step.Reason {
				t.Errorf("after %+v: %+v", step, page)
			}
		}
		for name, a := range map[string]actor.Actor{
			"a coordinator": testkit.Actor(actor.Coordinator), "the worker": worker, "a stranger": testkit.Stranger(actor.ProtectionOfficer),
			"an officer elsewhere": testkit.Only(protector, southPath),
		} {
			read(t, s, a, func(tx *db.Tx) error {
				if page, err := household.PriorityOf(tx, with); fault.Of(err) == nil || page != (household.Priority{}) {
					t.Errorf("%s sees %+v, %v", name, page, err)
				}
				return nil
			})
		}
		if broken := findings(t, s); len(broken) != 0 {
			t.Errorf("findings %v", broken)
		}
	})
}

func TestPriorityForm(t *testing.T) {
	good := household.PrioritySet{Household: household.ID(db.NewID()), PrivateReason: 1, Reason: "visit"}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for path, change := range map[string]func(*household.PrioritySet){
		"/household":      func(in *household.PrioritySet) { in.Household = "7" },
		"/reason":         func(in *household.PrioritySet) { in.Reason = "registered" },
		"/private_reason": func(in *household.PrioritySet) { in.PrivateReason = 2 },
	} {
		in := good
		change(&in)
		if f := fault.Of(in.Validate()); f == nil || f.Path != path {
			t.Errorf("%s: %v", path, f)
		}
	}
	wrong := registration(func(r *household.HouseholdRegister) { r.PrivateReason = 7 })
	if f := fault.Of(wrong.Validate()); f == nil || f.Path != "/private_reason" {
		t.Errorf("a registration: %v", f)
	}
}

// Older apps send it among the criteria: it is moved to its own field in a registration, and removed from a correction.
func TestPrivateReasonAmongTheCriteria(t *testing.T) {
	old := registration(func(r *household.HouseholdRegister) { r.Criteria = []string{"widow", "private_reason"} })
	if f := fault.Of(old.Validate()); f == nil || f.Code != "not_offered" {
		t.Errorf("it is a criterion still: %v", f)
	}
	got := old.Normalised()
	if strings.Join(got.Criteria, " ") != "widow" || got.PrivateReason != 1 || got.Validate() != nil {
		t.Errorf("%v %d", got.Criteria, got.PrivateReason)
	}
	if again := got.Normalised(); again.PrivateReason != 1 {
		t.Error("what is said in its own field is lost")
	}
	correction := household.HouseholdCorrect{Criteria: &[]string{"private_reason", "infant"}}.Normalised()
	if strings.Join(*correction.Criteria, " ") != "infant" {
		t.Errorf("a correction carries %v", *correction.Criteria)
	}
	if (household.HouseholdCorrect{}).Normalised().Criteria != nil {
		t.Error("a correction that says nothing of criteria empties them")
	}
}

// For entries of earlier versions, whose bodies list it among the criteria, the history shows nothing: a correction of
// it alone looks like one without changes.
func TestHistoryOfEarlierVersionsShowsNoPrivateReason(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		s := testkit.Open(t, o)
		places(t, s)
		in := registration(func(r *household.HouseholdRegister) { r.Criteria = []string{"widow"} })
		write := func(kind string, payload map[string]any, do func(tx *db.Tx, e journal.Entry) error) {
			t.Helper()
			e := testkit.Entry(kind)
			var err error
			if e.Payload, err = json.Marshal(payload); err != nil {
				t.Fatal(err)
			}
			_, err = journal.Take(t.Context(), s, worker, e, func(tx *db.Tx) (journal.Outcome, error) {
				return journal.Applied(), do(tx, e)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		write("household.register", map[string]any{"name": in.Name, "criteria": []string{"widow", "private_reason"}},
			func(tx *db.Tx, e journal.Entry) error { _, err := household.Register(tx, e, in); return err })
		for _, criteria := range [][]string{{"widow"}, {"widow", "private_reason"}, {"infant", "private_reason"}} {
			visible := criteria[:1]
			correction := household.HouseholdCorrect{Household: in.ID, BaseVersion: 1, Criteria: &visible}
			write("household.correct", map[string]any{"criteria": criteria},
				func(tx *db.Tx, e journal.Entry) error { _, err := household.Correct(tx, e, correction); return err })
		}
		// As the earlier version stored it: each of them changed the criteria.
		testkit.Unguard(t, o, "household_entry")
		testkit.AsOwner(t, o, "UPDATE household_entry SET fields = 'criteria', version = 2 WHERE deed = 'corrected'")
		read(t, s, worker, func(tx *db.Tx) error {
			past, err := household.History(tx, in.ID)
			if text, _ := json.Marshal(past); strings.Contains(string(text), `private_reason"]`) || strings.Contains(string(text), `"Field":"private`) {
				t.Errorf("the history: %s", text)
			}
			for i, want := range []int{0, 0, 0, 1} {
				if e := past.Events[i]; i > 0 && len(e.Changes) != want || e.Version != i+1 {
					t.Errorf("event %d: version %d, changes %+v", i, e.Version, e.Changes)
				}
			}
			return err
		})
	})
}
