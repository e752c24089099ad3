package card_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
)

func (g *stage) verify() []string {
	g.Helper()
	var checks []string
	g.read(actor.System(), func(tx *db.Tx) error {
		findings, err := card.Verify(tx)
		checks = nil
		for _, f := range findings {
			checks = append(checks, f.Check+" "+f.Subject)
		}
		return err
	})
	return checks
}

// Regular data have no violations; each broken rule is reported with its subject.
func TestVerifyFindsWhatDoesNotClose(t *testing.T) {
	onStage(t, 3, func(g *stage) {
		family := g.household(north)
		g.mustBind(g.print[0].Token, family)
		g.mustBind(g.print[1].Token, family)
		if found := g.verify(); len(found) != 0 {
			t.Fatalf("findings in a sound record: %v", found)
		}
		_, code := drawn(t)
		g.write(actor.System(), func(tx *db.Tx) error {
			return tx.Exec(`INSERT INTO card (id, code, organisation, batch, place, generation, expires_on, created_at)
				SELECT '00000000000000000001', ?, organisation, batch, 99, 1, 1, 1 FROM card WHERE id = ?`,
				code, g.cards[0].ID).Error
		})
		want := []string{"card_batch_complete " + string(g.cards[0].Batch), "card_code 00000000000000000001"}
		if diff := cmp.Diff(want, g.verify()); diff != "" {
			t.Errorf("(-want +found):\n%s", diff)
		}
	})
}

// The control for generations: one of three cards is missing in the middle.
func TestVerifyFindsAMissingGeneration(t *testing.T) {
	onStage(t, 1, func(g *stage) {
		family := g.household(north)
		g.write(actor.System(), func(tx *db.Tx) error {
			return tx.Exec(`INSERT INTO card_binding (card, household, organisation, generation, bound_at, bound_by, entry)
				VALUES (?, ?, ?, 3, 1, ?, ?)`,
				g.cards[0].ID, family, worker.Organisation, worker.Account, db.NewID()).Error
		})
		if diff := cmp.Diff([]string{"card_generations " + string(family)}, g.verify()); diff != "" {
			t.Errorf("(-want +found):\n%s", diff)
		}
	})
}
