package card_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// seesAll lets an actor read all households without a right to change them.
func seesAll(a actor.Actor) actor.Actor {
	a.Grants = append(a.Grants, actor.Grant{Role: actor.Distributor, Path: "/"})
	return a
}

func TestBindingACard(t *testing.T) {
	onStage(t, 4, func(g *stage) {
		first, second := g.household(north), g.household(south)
		outcome := g.mustBind(g.print[0].Token, first)
		if outcome.Status != journal.StatusApplied || outcome.Numbers["generation"] != 1 {
			t.Errorf("%+v", outcome)
		}
		if again := g.mustBind(g.print[0].Code, first); again.Numbers["generation"] != 1 {
			t.Errorf("the same pair again: %+v", again)
		}
		if c := g.state(g.print[0].Token); c.State != card.Bound || c.Household != string(first) {
			t.Errorf("%+v", c)
		}
		_, err := g.bind(worker, g.print[0].Token, second)
		g.refused(err, "card_already_bound", "/card")
		if strings.Contains(err.Error(), string(first)) {
			t.Error("the refusal says whose the card is")
		}
		if err := g.revoke(coordinator, g.cards[1].ID); err != nil {
			t.Fatal(err)
		}
		_, err = g.bind(worker, g.print[1].Token, second)
		g.refused(err, "card_withdrawn", "/card")
		_, err = g.bind(worker, "nonsense", second)
		g.refused(err, "card_unreadable", "/card")
		_, err = g.bind(worker, g.print[2].Token, household.ID(db.NewID()))
		g.refused(err, "not_found", "/household")
		_, err = g.bind(testkit.Only(worker, northPath), g.print[2].Token, second)
		g.refused(err, "not_found", "/household")
		_, err = g.bind(seesAll(testkit.Only(worker, northPath)), g.print[2].Token, second)
		g.refused(err, "not_found", "/household")
		_, err = g.bind(testkit.Actor(actor.Distributor), g.print[2].Token, second)
		g.refused(err, "role_missing", "")
		_, err = g.bind(testkit.Stranger(actor.OutreachWorker), g.print[2].Token, second)
		g.refused(err, "not_found", "/household")
		if c := g.state(g.print[2].Token); c.State != card.Blank {
			t.Errorf("a refused binding left %+v", c)
		}
	})
}

// B38: a newer card of the household invalidates the older one, although its signature remains valid.
func TestB38_ANewCardReplacesTheOld(t *testing.T) {
	onStage(t, 3, func(g *stage) {
		family, other := g.household(north), g.household(north)
		g.mustBind(g.print[0].Token, family)
		if outcome := g.mustBind(g.print[1].Code, family); outcome.Numbers["generation"] != 2 {
			t.Errorf("%+v", outcome)
		}
		g.mustBind(g.print[2].Code, other)
		old, now := g.state(g.print[0].Token), g.state(g.print[1].Token)
		if old.State != card.Withdrawn || old.Reason != card.Replaced || now.State != card.Bound || now.Generation != 2 {
			t.Errorf("old %+v\nnew %+v", old, now)
		}
		_, err := g.bind(worker, g.print[0].Token, family)
		g.refused(err, "card_withdrawn", "/card")
		g.read(worker, func(tx *db.Tx) error {
			all, err := card.NewestByHousehold(tx, []string{string(family), string(other), db.NewID(), "no id"})
			if len(all) != 2 || all[string(family)].Code != g.print[1].Code || all[string(other)].Code != g.print[2].Code {
				t.Errorf("%+v", all)
			}
			return err
		})
	})
}

func TestWithdrawingACard(t *testing.T) {
	onStage(t, 3, func(g *stage) {
		family := g.household(south)
		g.mustBind(g.print[0].Token, family)
		g.refused(g.revoke(worker, g.cards[0].ID), "role_missing", "")
		g.refused(g.revoke(testkit.Stranger(actor.Coordinator), g.cards[0].ID), "not_found", "/card")
		g.refused(g.revoke(testkit.Only(coordinator, northPath), g.cards[0].ID), "not_found", "/card")
		g.refused(g.revoke(seesAll(testkit.Only(coordinator, northPath)), g.cards[0].ID), "not_found", "/card")
		g.refused(g.revoke(coordinator, "00000000000000000000"), "not_found", "/card")
		if c := g.state(g.print[0].Token); c.State != card.Bound {
			t.Fatalf("a refused withdrawal left %+v", c)
		}
		if err := g.revoke(testkit.Only(coordinator, southPath), g.cards[0].ID); err != nil {
			t.Fatal(err)
		}
		c := g.state(g.print[0].Token)
		if c.State != card.Withdrawn || c.Reason != card.Lost || c.Household != string(family) {
			t.Errorf("%+v", c)
		}
		g.refused(g.revoke(coordinator, g.cards[0].ID), "card_already_withdrawn", "/card")
		g.mustBind(g.print[1].Token, family)
		if c := g.state(g.print[1].Token); c.State != card.Bound || c.Generation != 2 {
			t.Errorf("the card after a lost one: %+v", c)
		}
	})
}

// Eight phones bind one card to eight households concurrently: one succeeds, the others receive a fault.
func TestOneCardBoundByManyAtOnce(t *testing.T) {
	onStage(t, 1, func(g *stage) {
		const phones = 8
		families := make([]household.ID, phones)
		for i := range families {
			families[i] = g.household(north)
		}
		errs := make([]error, phones)
		var wait sync.WaitGroup
		for i := range phones {
			wait.Go(func() { _, errs[i] = g.bind(worker, g.print[0].Token, families[i]) })
		}
		wait.Wait()
		won := 0
		for i, err := range errs {
			if err == nil {
				won++
				if c := g.state(g.print[0].Code); c.Household != string(families[i]) {
					t.Errorf("the winner's answer and the record differ")
				}
			} else if !fault.Is(err, "card_already_bound") {
				t.Errorf("a loser is told %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d bindings were accepted, want 1", won)
		}
	})
}

// Four phones bind four cards to one household concurrently: all are stored, and exactly one is valid.
func TestOneHouseholdGivenManyCardsAtOnce(t *testing.T) {
	onStage(t, 4, func(g *stage) {
		family := g.household(north)
		errs := make([]error, len(g.print))
		var wait sync.WaitGroup
		for i, c := range g.print {
			wait.Go(func() { _, errs[i] = g.bind(worker, c.Token, family) })
		}
		wait.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		count := map[card.State]int{}
		for _, c := range g.print {
			count[g.state(c.Token).State]++
		}
		if diff := cmp.Diff(map[card.State]int{card.Bound: 1, card.Withdrawn: 3}, count); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
