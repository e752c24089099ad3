package card_test

import (
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

func (g *stage) retract(a actor.Actor, presented string, family household.ID) (o journal.Outcome, err error) {
	g.Helper()
	err = g.store.Write(g.Context(), a, func(tx *db.Tx) error {
		o, err = card.Retract(tx, testkit.Entry("card.retract"), card.CardRetract{Card: presented, Household: family})
		return err
	})
	return o, err
}

// A card that was given to the wrong family is withdrawn for ever by whoever gave it: nobody can give it to another
// family, and the family gets another card.
func TestARetractedCardIsWithdrawn(t *testing.T) {
	onStage(t, 3, func(g *stage) {
		family, other := g.household(north), g.household(north)
		g.mustBind(g.print[0].Token, family)
		colleague := worker
		colleague.Account = actor.AccountID(db.NewID())
		_, err := g.retract(colleague, g.print[0].Token, family)
		g.refused(err, "not_yours", "/card")
		_, err = g.retract(testkit.Actor(actor.Distributor), g.print[0].Token, family)
		g.refused(err, "role_missing", "")
		_, err = g.retract(testkit.Stranger(actor.OutreachWorker), g.print[0].Token, family)
		g.refused(err, "not_found", "/household")
		_, err = g.retract(worker, g.print[1].Token, family) // its binding has not arrived: a fact waits for it
		g.refused(err, "not_found", "/household")
		if o, err := g.retract(worker, g.print[0].Token, other); err != nil || o.Numbers["changed"] != 0 {
			t.Errorf("a card of another family: %+v %v", o, err)
		}
		if c := g.state(g.print[0].Token); c.State != card.Bound {
			t.Fatalf("a refused retraction left %+v", c)
		}
		for _, changed := range []int{1, 0} { // the second time it is withdrawn already
			if o, err := g.retract(worker, g.print[0].Code, family); err != nil || o.Numbers["changed"] != changed {
				t.Errorf("%+v %v", o, err)
			}
		}
		if c := g.state(g.print[0].Token); c.State != card.Withdrawn || c.Reason != card.Mistaken {
			t.Errorf("%+v", c)
		}
		for _, to := range []household.ID{family, other} {
			_, err := g.bind(worker, g.print[0].Token, to)
			g.refused(err, "card_withdrawn", "/card")
		}
		if o := g.mustBind(g.print[1].Token, family); o.Numbers["generation"] != 2 {
			t.Errorf("its next card: %+v", o)
		}
	})
}

// A card is retracted for two weeks after its binding was received; later the office withdraws it.
func TestACardIsRetractedForAWhile(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		now := time.Date(2026, 6, 5, 9, 0, 0, 0, time.UTC)
		o := testkit.Fresh(t, engine)
		o.Clock = func() time.Time { return now }
		g := newStage(t, testkit.Open(t, o), 2)
		early, late := g.household(north), g.household(north)
		g.mustBind(g.print[0].Token, early)
		g.mustBind(g.print[1].Token, late)
		now = now.Add(14 * 24 * time.Hour)
		if _, err := g.retract(worker, g.print[0].Token, early); err != nil {
			t.Error(err)
		}
		now = now.Add(time.Minute)
		_, err := g.retract(worker, g.print[1].Token, late)
		g.refused(err, "given_long_ago", "/card")
	})
}
