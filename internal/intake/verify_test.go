package intake_test

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/grievance"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// Subjects added or removed past the guards differ from the payloads.
func TestVerifyComparesSubjectsWithPayloads(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		w, from := sideOf(t, testkit.Open(t, o)), newSender(t)
		one, other := from.registration(amlani), from.registration(barunhat)
		complaint := grievance.GrievanceTake{
			ID: grievance.ID(db.NewID()), Household: one.ID, About: "other", Text: "late", AnswerBy: "none",
		}
		registered := []journal.Entry{from.entry("household.register", one), from.entry("household.register", other)}
		w.together(testkit.Actor(actor.OutreachWorker, actor.Coordinator), append(registered,
			from.entry("grievance.take", complaint)))
		settled := from.entry("grievance.settle", grievance.GrievanceSettle{Grievance: complaint.ID, Decision: "upheld", Reason: "It is so."})
		w.together(testkit.Other(actor.Coordinator), []journal.Entry{settled})
		found := func() (subjects []string) {
			err := w.Store.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
				findings, err := intake.Verify(tx)
				subjects = nil
				for _, f := range findings {
					subjects = append(subjects, f.Subject)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return subjects
		}
		if broken := found(); len(broken) > 0 {
			t.Fatalf("before: %v", broken)
		}
		testkit.Unguard(t, o, "entry_subject")
		scope := ""
		if engine == db.Postgres {
			scope = "SELECT set_config('app.organisations', '*', true); "
		}
		place := "(SELECT id FROM entry WHERE kind = 'area.put' ORDER BY id LIMIT 1)"
		add := scope + "INSERT INTO entry_subject (entry, kind, subject) SELECT id, 'household', id FROM entry WHERE id = "
		for name, statement := range map[string]string{
			"another subject":        add + "'" + string(registered[0].ID) + "'",
			"a place with a subject": add + place,
			"a subject that is gone": scope + "DELETE FROM entry_subject WHERE entry = '" + string(registered[1].ID) + "'",
			"a settlement without":   scope + "DELETE FROM entry_subject WHERE entry = '" + string(settled.ID) + "'",
		} {
			before := len(found())
			testkit.AsOwner(t, o, statement)
			if now := len(found()); now != before+1 {
				t.Errorf("%s: %d findings, before %d", name, now, before)
			}
		}
	})
}
