package summary_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/stock"
	"tripol/internal/testkit"
	"tripol/internal/testkit/fixture"
)

var (
	first    = testkit.Actor(actor.Coordinator, actor.OutreachWorker, actor.Storekeeper)
	second   = testkit.Other(actor.Coordinator, actor.OutreachWorker)
	auditor  = testkit.Other(actor.Auditor)
	stranger = testkit.Stranger(actor.Coordinator, actor.OutreachWorker)
)

const (
	northPath = "/19/303/2738/wb-gp:2738-01/"
	blockPath = "/19/303/2738/"
)

var places = []area.Key{"panchayat:wb-gp:2738-01", "panchayat:wb-gp:2738-02", "panchayat:wb-gp:2739-01", "block:2739"}

// world is two blocks with three panchayats and whatever a history makes there.
type world struct {
	*fixture.World
	options  db.Options
	random   *rand.Rand
	families []household.ID
	waiting  []damage.ID // not verified
	blank    []string    // codes not bound
	bound    []string    // codes bound
	ids      map[string]card.ID
	item     stock.ItemID
	store    stock.StoreID
	open     []distribution.ID // one of them is drawn for a handover
}

func onBoth(t *testing.T, test func(w *world)) {
	t.Helper()
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		w := &world{
			World: fixture.New(t, testkit.Open(t, o)), options: o, random: rand.New(rand.NewPCG(5, 20)), ids: map[string]card.ID{},
		}
		testkit.Organisations(t, w.Store)
		w.Areas(testkit.TwoBlocks...)
		w.item, w.store = w.Item(first, "tarpaulin"), w.Site(first, "block:2738")
		w.Receive(first, w.store, w.item, 10_000)
		w.print(50)
		test(w)
	})
}

func (w *world) print(n int) {
	w.Helper()
	for _, c := range w.Print(first, n) {
		w.blank = append(w.blank, c.Code)
		w.ids[c.Code] = c.ID
	}
}

// family registers one family of the actor somewhere.
func (w *world) family(a actor.Actor, place area.Key) household.ID {
	w.Helper()
	in := household.HouseholdRegister{
		ID: household.ID(db.NewID()), Area: place, Name: fmt.Sprintf("Family %d", len(w.families)),
		People: household.People{Women: 1, Boys: w.random.IntN(4)}, Criteria: []string{"widow"}, House: household.Kutcha,
		Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
	}
	if w.random.IntN(2) == 0 {
		in.House, in.Criteria = household.Hut, []string{"infant", "landless"}
	}
	w.Take(a, "household.register", in)
	return in.ID
}

func (w *world) assess(h household.ID, grade int) damage.ID {
	in := damage.DamageAssess{
		ID: damage.ID(db.NewID()), Household: h, Grade: damage.Grade(grade), House: household.Kutcha, Photos: []media.ID{},
	}
	w.Take(first, "damage.assess", in)
	return in.ID
}

// report states a grade that nobody saw.
func (w *world) report(h household.ID, grade int) {
	w.Take(first, "damage.report", damage.DamageReport{
		ID: db.NewID(), Household: h, Grade: damage.Grade(grade), Source: damage.FromList,
	})
}

// deeds are the random steps of a history; a deed without a target has no effect.
func (w *world) deeds() []func() {
	pick := func(n int) int { return w.random.IntN(n) }
	some := func() household.ID { return w.families[pick(len(w.families))] }
	return []func(){
		func() { w.families = append(w.families, w.family(first, places[pick(len(places))])) },
		func() { w.families = append(w.families, w.family(second, places[pick(len(places))])) },
		func() { w.family(stranger, places[pick(len(places))]) },
		func() { w.waiting = append(w.waiting, w.assess(some(), pick(5))) },
		func() { w.waiting = append(w.waiting, w.assess(some(), pick(5))) },
		func() {
			if len(w.waiting) > 0 {
				w.Take(second, "damage.verify", damage.DamageVerify{
					ID: db.NewID(), Assessment: w.waiting[0], Grade: damage.Grade(pick(5)),
				})
				w.waiting = w.waiting[1:]
			}
		},
		func() {
			if len(w.blank) > 0 && w.Try(first, "card.bind", card.CardBind{Card: w.blank[0], Household: some()}).Code == "" {
				w.bound, w.blank = append(w.bound, w.blank[0]), w.blank[1:]
			}
		},
		func() {
			if len(w.bound) > 0 {
				w.Try(first, "card.revoke", card.CardRevoke{Card: w.ids[w.bound[pick(len(w.bound))]], Reason: card.Lost})
			}
		},
		w.distribute,
		func() {
			if len(w.open) > 0 && len(w.bound) > 0 {
				w.Try(first, "handover.give", distribution.HandoverGive{
					ID: distribution.HandoverID(db.NewID()), Distribution: w.open[pick(len(w.open))],
					Card: w.bound[pick(len(w.bound))], Collector: distribution.Self,
				})
			}
		},
		func() { w.report(some(), pick(5)) },
		func() { w.report(w.family(first, places[pick(len(places))]), pick(5)) },
	}
}

// settle makes families whose houses are broken and who hold a card, so that there is somebody to give to.
func (w *world) settle(n int) {
	for i := range n {
		h := w.family(first, places[i%2])
		w.families = append(w.families, h)
		w.Take(second, "damage.verify", damage.DamageVerify{ID: db.NewID(), Assessment: w.assess(h, 3), Grade: 3})
		w.Take(first, "card.bind", card.CardBind{Card: w.blank[0], Household: h})
		w.bound, w.blank = append(w.bound, w.blank[0]), w.blank[1:]
	}
}

// distribute plans, has approved and opens, where there is anybody to give to.
func (w *world) distribute() {
	id := distribution.ID(db.NewID())
	planned := w.Try(first, "distribution.plan", distribution.DistributionPlan{
		ID: id, Name: "First", Area: "block:2738", Store: w.store, MinimumGrade: 1, Weights: distribution.Current,
		Lines: []distribution.PlanItem{{Item: w.item, PerHousehold: 1}},
	})
	if planned.Status != journal.StatusApplied {
		return
	}
	w.Open(first, second, id)
	w.open = append(w.open, id)
}
