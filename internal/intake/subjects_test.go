package intake_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/kinds"
	"tripol/internal/testkit"
)

// householdFields returns the names of a payload's own fields that hold one household's id. What it says of others
// (`not_same_as`) is a list of ids and no more.
func householdFields(payload reflect.Type) (names []string) {
	for f := range payload.Fields() {
		if f.Type == reflect.TypeFor[household.ID]() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			names = append(names, name)
		}
	}
	return names
}

// notErased is the promise's own check: the kinds whose payload names a household and whose body an erasure of it
// leaves.
func notErased(all []journal.Kind) (names []string) {
	for _, kind := range all {
		for _, name := range householdFields(kind.Decided.Payload) {
			named := slices.ContainsFunc(kind.Personal.Of, func(f journal.SubjectField) bool { return f.Field == name })
			if !named && kind.Personal.Reason != journal.IDOnly.Reason {
				names = append(names, kind.Name)
			}
		}
	}
	return names
}

func TestEveryKindDeclaresWhosePersonalDataItContains(t *testing.T) {
	for _, name := range notErased(kinds.All) {
		t.Errorf("%s names a household and is not erased with it", name)
	}
}

// The control: each declaration without subjects instead is found.
func TestControlSubjectsLeftOut(t *testing.T) {
	for i, kind := range kinds.All {
		if len(kind.Personal.Of) == 0 || kind.Name == "grievance.settle" || kind.Name == "grievance.erase" { // of a complaint
			continue
		}
		changed := slices.Clone(kinds.All)
		changed[i].Personal = journal.NoPersonalData
		if len(notErased(changed)) == 0 {
			t.Errorf("%s can be declared to name nobody", kind.Name)
		}
	}
}

// left returns the kinds of which a rejected entry about a household keeps its body after the household's erasure. The
// entries' subjects are the result of subjectsOf for their payloads.
func left(t *testing.T, engine db.Engine, subjectsOf func(kind string, payload []byte) (found, parts []journal.Subject)) (kinds []string) {
	t.Helper()
	w, from := newSide(t, engine), newSender(t)
	s, registration := w.Store, from.registration(amlani)
	id := string(registration.ID)
	complaint := db.NewID()
	w.together(testkit.Actor(actor.OutreachWorker, actor.Coordinator), []journal.Entry{
		from.entry("household.register", registration), from.entry("grievance.take", grievance.GrievanceTake{
			ID: grievance.ID(complaint), Household: registration.ID, About: "other", Text: "canary", AnswerBy: "none",
		}),
	})
	refuse := func(*db.Tx) (journal.Outcome, error) {
		return journal.Outcome{}, fault.New(fault.Conflict, "changed_since", "Somebody has changed this since you looked.")
	}
	sent := map[string]journal.EntryID{}
	for kind, fields := range intake.SubjectFields() {
		if slices.Contains([]string{"household.erase", "grievance.erase"}, kind) || len(fields) == 0 {
			continue
		}
		e := testkit.Entry(kind)
		e.Organisation, e.Payload = testkit.Organisation, []byte(`{"`+fields[0]+`":"`+id+`","text":"canary"}`)
		if kind == "grievance.settle" {
			e.Payload = []byte(`{"grievance":"` + complaint + `"}`)
		}
		e.Subjects, e.Parts = subjectsOf(kind, e.Payload)
		if _, err := journal.Take(t.Context(), s, testkit.Actor(actor.Coordinator), e, refuse); err != nil {
			t.Fatal(err)
		}
		sent[kind] = e.ID
	}
	erase := testkit.Entry("household.erase")
	erase.Payload, _ = json.Marshal(household.HouseholdErase{Household: household.ID(id), Reason: "family_asked"})
	o, err := w.Intake.Take(t.Context(), s, testkit.Other(actor.ProtectionOfficer), erase)
	if err != nil || o.Status != journal.StatusApplied {
		t.Fatalf("%+v %v", o, err)
	}
	err = s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
		for kind, entry := range sent {
			records, err := journal.HistoryEntries(tx, []journal.EntryID{entry})
			if err != nil {
				return err
			}
			if records[entry].Payload != nil {
				kinds = append(kinds, kind)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

// A rejected entry about a household loses its body with the household, whatever its kind.
func TestRefusedEntriesAreErasedWithTheirHousehold(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		if kinds := left(t, engine, intake.SubjectsOf); len(kinds) > 0 {
			t.Errorf("a body is left of %v", kinds)
		}
	})
}

// The control: a complaint without its household as subject keeps its body.
func TestControlAComplaintWithoutItsSubject(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		kinds := left(t, engine, func(kind string, payload []byte) (found, parts []journal.Subject) {
			if kind == "grievance.take" {
				return nil, nil
			}
			return intake.SubjectsOf(kind, payload)
		})
		if !slices.Equal(kinds, []string{"grievance.take"}) {
			t.Errorf("a body is left of %v", kinds)
		}
	})
}
