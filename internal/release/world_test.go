package release_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/release"
	"tripol/internal/testkit"
	"tripol/internal/testkit/fixture"
)

var (
	coordinator = testkit.Actor(actor.Coordinator, actor.OutreachWorker, actor.Storekeeper, actor.Treasurer)
	second      = testkit.Other(actor.Coordinator, actor.OutreachWorker)
)

// What must never be public.
const (
	canaryName  = "Rahima Canary Bibi"
	canaryPhone = "9876512345"
)

// world is a district of three blocks with a campaign.
type world struct {
	*fixture.World
	campaign campaign.ID
}

func onBoth(t *testing.T, test func(w *world)) {
	t.Helper()
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		w := &world{World: fixture.New(t, s), campaign: campaign.ID(db.NewID())}
		testkit.Organisations(t, s)
		hasnabad := testkit.Hasnabad
		hasnabad.Quality, hasnabad.Outline = area.Approximate, square(88.8, 22.5, 89, 22.7)
		w.Areas(testkit.WestBengal, testkit.North, hasnabad, testkit.Hingalganj, testkit.Minakhan, testkit.Amlani,
			testkit.South, testkit.Gosaba)
		w.Take(coordinator, "campaign.add", campaign.CampaignAdd{
			ID: w.campaign, Slug: "homes", Name: "Homes", NameBN: "বাড়ি",
			HomePricePaise: 100, GoalHomes: 1000, District: "district:303",
		})
		test(w)
	})
}

// square is an outline with these corners.
func square(west, south, east, north float64) json.RawMessage {
	return fmt.Appendf(nil, `{"type":"Polygon","coordinates":[[[%[1]v,%[2]v],[%[3]v,%[2]v],[%[3]v,%[4]v],[%[1]v,%[4]v],`+
		`[%[1]v,%[2]v]]]}`, west, south, east, north)
}

// families registers households and gives their ids.
func (w *world) families(n int, place area.Key) []household.ID {
	w.Helper()
	ids := make([]household.ID, n)
	for i := range ids {
		ids[i] = household.ID(db.NewID())
		w.Take(coordinator, "household.register", household.HouseholdRegister{
			ID: ids[i], Area: place, Name: fmt.Sprintf("%s %d", canaryName, i), Phone: canaryPhone, PhoneOf: "self",
			People: household.People{Women: 1}, Criteria: []string{"widow"},
			House: household.Kutcha, NotSameAs: []household.ID{},
			Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
		})
	}
	return ids
}

func (w *world) damaged(ids []household.ID, grade damage.Grade) {
	w.Helper()
	for _, id := range ids {
		w.Verified(coordinator, second, id, grade)
	}
}

// serve hands a tarpaulin to everybody in the block whose house is damaged.
func (w *world) serve(ids []household.ID, block area.Key) {
	w.Helper()
	item, store, plan := w.Item(coordinator, "tarpaulin"), w.Site(coordinator, block), distribution.ID(db.NewID())
	w.Receive(coordinator, store, item, 1000)
	cards := w.Print(coordinator, len(ids))
	for i, id := range ids {
		w.Take(coordinator, "card.bind", card.CardBind{Card: cards[i].Code, Household: id})
	}
	w.Take(coordinator, "distribution.plan", distribution.DistributionPlan{
		ID: plan, Name: "First", Area: block, Store: store, MinimumGrade: 1, Weights: distribution.Current,
		Lines: []distribution.PlanItem{{Item: item, PerHousehold: 1}},
	})
	w.Open(coordinator, second, plan)
	for _, c := range cards {
		w.Take(coordinator, "handover.give", distribution.HandoverGive{
			ID: distribution.HandoverID(db.NewID()), Distribution: plan, Card: c.Code, Collector: "self",
		})
	}
}

func (w *world) promise(block area.Key, homes int64) campaign.HomeID {
	w.Helper()
	in := campaign.HomePromise{ID: campaign.HomeID(db.NewID()), Campaign: w.campaign, Area: block, Count: homes}
	w.Take(coordinator, "home.promise", in)
	return in.ID
}

func (w *world) publish() release.Report {
	w.Helper()
	report, err := release.Publish(w.Context(), w.Store, actor.System(), release.Options{K: 10})
	if err != nil {
		w.Fatal(err)
	}
	return report
}

func (w *world) latest() release.Campaign {
	w.Helper()
	var found release.Campaign
	w.read(func(tx *db.Tx) (err error) {
		found, err = release.Latest(tx, "homes")
		return err
	})
	return found
}

// read reads as the public does: without an actor.
func (w *world) read(fn func(*db.Tx) error) {
	w.Helper()
	if err := w.Store.Read(w.Context(), actor.Actor{}, fn); err != nil {
		w.Fatal(err)
	}
}

func (w *world) block(key area.Key) release.Block {
	w.Helper()
	for _, b := range w.latest().Blocks {
		if b.Area == key {
			return b
		}
	}
	w.Fatalf("%s is not in the release", key)
	return release.Block{}
}
