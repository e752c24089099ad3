package distribution_test

import (
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/testkit"
)

// agency is a world whose entries go through intake, with a clock that the test turns.
type agency struct {
	*world
	kinds *intake.Table
	now   time.Time
}

// onAgency opens the world a second time, with the test's clock.
func onAgency(t *testing.T, test func(g *agency)) {
	t.Helper()
	onBoth(t, func(w *world) {
		keys, err := card.OpenKeys(filepath.Join(w.TempDir(), "keys"))
		if err != nil {
			w.Fatal(err)
		}
		g := &agency{world: w, kinds: intake.New(keys), now: time.Now().Truncate(time.Microsecond)}
		o := w.options
		o.Clock = func() time.Time { return g.now }
		g.s = testkit.Open(w.T, o)
		test(g)
	})
}

func (g *agency) hand(a actor.Actor, kind string, payload any) journal.Outcome {
	g.Helper()
	raw, err := json.Marshal(payload)
	if err != nil {
		g.Fatal(err)
	}
	e := testkit.Entry(kind)
	e.Author, e.Organisation, e.Payload = a.Account, a.Organisation, raw
	o, err := g.kinds.Take(g.Context(), g.s, a, e)
	if err != nil {
		g.Fatalf("%s: %v", kind, err)
	}
	return o
}

func (g *agency) state(id distribution.ID) (state string) {
	g.Helper()
	g.read(actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT state FROM distribution WHERE id = ?", string(id)).Scan(&state).Error
	})
	return state
}

func (g *agency) sweep() int {
	g.Helper()
	n, err := g.kinds.ReleaseDue(g.Context(), g.s)
	if err != nil {
		g.Fatal(err)
	}
	return n
}

// B44: where a coordinator is alone, their own approval of a plan waits 72 hours, is shown meanwhile, and can be
// objected to. The record says that it waited, and the control, the same row without that, is found by verify.
func TestB44_ThePlanOfAnOrganisationWithOneCoordinatorWaits(t *testing.T) {
	onAgency(t, func(g *agency) {
		worker := testkit.Other(actor.OutreachWorker)
		testkit.Staff(g.T, g.s, planner, worker)
		g.families(3, 4)
		plans := []distribution.ID{g.plan(g.proposal(3)), g.plan(g.proposal(3))}
		asked := make([]journal.Outcome, len(plans))
		for i, id := range plans {
			asked[i] = g.hand(planner, "distribution.approve", distribution.DistributionApprove{Distribution: id, Number: "352614"})
			if asked[i].Status != journal.StatusDeferred || asked[i].Code != people.CodeWaits || g.state(id) != "planned" {
				g.Fatalf("alone: %+v, %s", asked[i], g.state(id))
			}
		}
		g.read(worker, func(tx *db.Tx) error {
			seen, err := people.PendingActions(tx)
			if len(seen) != len(plans) || seen[0].Kind != "distribution.approve" || seen[0].Subject == "" || seen[0].MayApprove {
				g.Errorf("shown to a worker: %+v", seen)
			}
			return err
		})
		g.now = g.now.Add(people.WaitLength - time.Second)
		if n := g.sweep(); n != 0 || g.state(plans[0]) != "planned" {
			g.Errorf("%d took effect too early", n)
		}
		applied(g.world, g.hand(planner, "pending.object", people.PendingObject{Entry: asked[1].Entry, Reason: "The store is wrong."}))
		g.now = g.now.Add(2 * time.Second)
		if n := g.sweep(); n != 1 || g.state(plans[0]) != "approved" || g.state(plans[1]) != "planned" {
			g.Errorf("%d took effect: %s, %s", n, g.state(plans[0]), g.state(plans[1]))
		}
		g.clean()
		if g.s.Engine() == db.Postgres {
			g.asOwner("ALTER TABLE distribution DROP CONSTRAINT another_approver")
		}
		g.asOwner("UPDATE distribution SET waited = NULL")
		g.finds("approved_by_the_planner")
	})
}

// B44: where another coordinator is there, no wait replaces them.
func TestB44_AnotherCoordinatorApprovesThePlan(t *testing.T) {
	onAgency(t, func(g *agency) {
		testkit.Staff(g.T, g.s, planner, approver)
		g.families(3, 4)
		id := g.plan(g.proposal(3))
		in := distribution.DistributionApprove{Distribution: id, Number: "352614"}
		if o := g.hand(planner, "distribution.approve", in); o.Code != "own_plan" {
			g.Errorf("their own: %+v", o)
		}
		g.now = g.now.Add(2 * people.WaitLength)
		if n := g.sweep(); n != 0 || g.state(id) != "planned" {
			g.Errorf("%d took effect by waiting", n)
		}
		applied(g.world, g.hand(approver, "distribution.approve", in))
	})
}
