package distribution_test

import (
	"fmt"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// private registers a family that comes first for a private reason and has no other need.
func (w *world) private(grade int) household.ID {
	w.Helper()
	h := w.uncarded(grade)
	in := household.PrioritySet{Household: h, PrivateReason: 1, Reason: "asked_by_family"}
	applied(w, take(w, testkit.Other(actor.ProtectionOfficer), as("priority.set", household.SetPriority), in))
	return h
}

// uncardeds are families with a need.
func (w *world) uncardeds(n, grade int) (all []household.ID) {
	w.Helper()
	for range n {
		all = append(all, w.uncarded(grade, "infant"))
	}
	return all
}

// lifts reads, past every door, whom lists have lifted so far.
func (w *world) lifts() map[household.ID]bool {
	w.Helper()
	lifted := map[household.ID]bool{}
	w.read(actor.System(), func(tx *db.Tx) error {
		var rows []struct {
			Household household.ID
			Lifted    bool
		}
		err := tx.Raw("SELECT household, lifted FROM household_lift").Scan(&rows).Error
		for _, row := range rows {
			lifted[row.Household] = row.Lifted
		}
		return err
	})
	return lifted
}

func numberLifted(lifts map[household.ID]bool) (n int) {
	for _, lifted := range lifts {
		n += count(lifted)
	}
	return n
}

// A family with a private reason and no other need comes before families with needs, with nine others; the list shows
// rank and grade; the next list lifts the same ones; and the record closes, also when one of them is erased.
func TestPrivateReasonLiftsWithOthers(t *testing.T) {
	onBoth(t, func(w *world) {
		w.uncardeds(30, 3)
		private := w.private(3)
		first := w.plan(w.proposal(10))
		for _, p := range w.list(first) {
			if p.Rank != 1 || p.Included != distribution.Draw {
				t.Errorf("before the draw: %+v", p)
			}
		}
		w.approve(first)
		lifts := w.lifts()
		if len(lifts) != 31 || numberLifted(lifts) != 10 || !lifts[private] {
			t.Fatalf("%d of %d are lifted, the private one %t", numberLifted(lifts), len(lifts), lifts[private])
		}
		for _, p := range w.list(first) {
			if lifts[p.Household] != (p.Included == distribution.Yes) || len(p.Commitment) != 64 {
				t.Errorf("after the draw: %+v", p)
			}
		}
		w.clean()
		w.approve(w.plan(w.proposal(10)))
		for h, lifted := range w.lifts() {
			if lifted != lifts[h] {
				t.Errorf("the second list shows another of %s", h)
			}
		}
		w.clean()
		if err := w.s.Write(t.Context(), planner, func(tx *db.Tx) error { return distribution.Forget(tx, private) }); err != nil {
			t.Fatal(err)
		}
		if lifts := w.lifts(); len(lifts) != 30 {
			t.Errorf("after an erasure %d are remembered", len(lifts))
		}
		w.clean()
		w.asOwner("UPDATE candidate SET rank = 32 - rank WHERE distribution = '" + string(first) + "'")
		w.finds("rank_is_not_drawn") // also where the inputs of one are gone
	})
}

// Who is no longer marked stays lifted: otherwise two lists would say who was.
func TestARemovedPrivateReasonStaysLifted(t *testing.T) {
	onBoth(t, func(w *world) {
		w.uncardeds(20, 3)
		private := w.private(3)
		w.approve(w.plan(w.proposal(5)))
		in := household.PrioritySet{Household: private, Reason: "recorded_by_mistake"}
		applied(w, take(w, testkit.Other(actor.ProtectionOfficer), as("priority.set", household.SetPriority), in))
		w.approve(w.plan(w.proposal(5)))
		if lifts := w.lifts(); !lifts[private] || numberLifted(lifts) != 10 {
			t.Errorf("%d are lifted, the formerly private one %t", numberLifted(lifts), lifts[private])
		}
		w.clean()
	})
}

// Two plans that were frozen before either was approved draw one cover, also when they are approved at one moment.
func TestListsApprovedAtOnceShareTheirCover(t *testing.T) {
	onBoth(t, func(w *world) {
		w.uncardeds(40, 3)
		w.private(3)
		plans := []distribution.ID{w.plan(w.proposal(5)), w.plan(w.proposal(5)), w.plan(w.proposal(5)), w.plan(w.proposal(5))}
		w.atOnce(len(plans), len(plans), func(i int) { w.approve(plans[i]) })
		if n := numberLifted(w.lifts()); n != 10 {
			t.Errorf("four lists have lifted %d families", n)
		}
		w.clean()
	})
}

// The reason of one family states its grade and its visible needs, and is the same with a private reason as without.
func TestExplanations(t *testing.T) {
	onBoth(t, func(w *world) {
		w.uncardeds(12, 3)
		private, elsewhere := w.private(3), w.uncarded(2)
		id := w.plan(w.proposal(5))
		w.approve(id)
		explain := func(a actor.Actor, h household.ID) (out distribution.Explanation, err error) {
			w.read(a, func(tx *db.Tx) error {
				out, err = distribution.Explain(tx, id, h)
				return nil
			})
			return out, err
		}
		for _, p := range w.list(id) {
			why, err := explain(planner, p.Household)
			needs := "infant"
			if p.Household == private {
				needs = ""
			}
			if err != nil || why.Rank != p.Rank || why.Grade != 3 || strings.Join(why.Needs, " ") != needs || why.Needs == nil {
				t.Errorf("%+v %v", why, err)
			}
		}
		for name, c := range map[string]struct {
			who  actor.Actor
			of   household.ID
			code string
		}{
			"not on the list":   {planner, elsewhere, "not_found"},
			"a stranger":        {stranger, private, "not_found"},
			"a distributor":     {distributor, private, "role_missing"},
			"outside the areas": {testkit.Only(planner, "/19/303/2740/"), private, "not_found"},
		} {
			if _, err := explain(c.who, c.of); !fault.Is(err, c.code) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Lists of the first rule are kept, checked and shown without their points; none is planned or approved any more.
func TestTheFirstRuleIsRetired(t *testing.T) {
	onBoth(t, func(w *world) {
		w.uncardeds(3, 3)
		in := w.proposal(2)
		in.Weights = "v1"
		refused(w, w.planning(planner, in), journal.StatusRejected, "unknown_weights")
		id := w.plan(w.proposal(2))
		list := w.list(id)
		text := fmt.Sprintf("tripol list 1\ndistribution %s\nweights v1\nquantity 2\n", id)
		lines := []string{}
		statements := []string{"DELETE FROM candidate_input"}
		for i, p := range list {
			lines = append(lines, fmt.Sprintf("%s %d\n", p.Reference, 300+i))
			statements = append(statements, fmt.Sprintf(`UPDATE candidate SET points = %d, commitment = '', rank = %d
				WHERE household = '%s'`, 300+i, 3-i, p.Household))
		}
		text += sortedLines(lines)
		statements = append(statements, fmt.Sprintf("UPDATE distribution SET weights = 'v1', digest = '%s'", sha(text)))
		w.asOwner(statements...)
		w.clean()
		refused(w, w.approval(approver, id), journal.StatusConflict, "weights_retired")
		w.asOwner("UPDATE candidate SET points = points + 1")
		w.finds("list_is_not_its_digest")
		w.read(planner, func(tx *db.Tx) error {
			why, err := distribution.Explain(tx, id, list[0].Household)
			if why.Needs != nil || why.Grade != 3 {
				t.Errorf("%+v", why)
			}
			return err
		})
	})
}
