package intake_test

import (
	"math/rand/v2"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// After an erasure the program's role may blank the texts of an assessment and nothing else of it: the grade, which
// totals include, cannot be altered in the name of the erasure. The control is the blanking itself. SQLite has no
// roles: nothing stops a writer of the file.
func TestAnErasureBlanksTextsOnly(t *testing.T) {
	onAgency(t, func(g *agency) {
		sideOf(t, g.s)
		worker := person("01", actor.OutreachWorker)
		first, second := person("02", actor.ProtectionOfficer), person("03", actor.ProtectionOfficer)
		testkit.Staff(t, g.s, worker, first, second)
		in := (&sender{Rand: rand.New(rand.NewPCG(1, 2))}).registration(amlani)
		g.done(worker, "household.register", in)
		finding := damage.DamageAssess{ID: damage.ID(db.NewID()), Household: in.ID, Grade: 3, House: household.Kutcha, Note: "by the pond"}
		g.done(worker, "damage.assess", finding)
		update := func(set string) error {
			return g.s.Write(g.Context(), actor.System(), func(tx *db.Tx) error {
				return tx.Exec("UPDATE assessment SET "+set+" WHERE id = ?", string(finding.ID)).Error
			})
		}
		if update("note = 'x'") == nil {
			g.Error("a note was changed without an erasure")
		}
		g.done(first, "household.erase", household.HouseholdErase{Household: in.ID, Reason: "family_asked"})
		if n := g.count("SELECT COUNT(*) FROM assessment WHERE id = ? AND note = '' AND grade = 3", string(finding.ID)); n != 1 {
			g.Error("the note was not blanked, or the grade is gone")
		}
		if err := update("note = ''"); err != nil {
			g.Errorf("blanked again: %v", err)
		}
		if g.s.Engine() != db.Postgres {
			return
		}
		for _, set := range []string{"grade = 0", "note = '', grade = 0", "recorded_at = now()"} {
			if update(set) == nil {
				g.Errorf("the program's role may set %s", set)
			}
		}
	})
}
