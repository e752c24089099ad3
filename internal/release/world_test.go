package release_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/release"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

var (
	administrator = testkit.Steward()
	coordinator   = testkit.Actor(actor.Coordinator, actor.OutreachWorker, actor.Storekeeper, actor.Treasurer)
	second        = testkit.Other(actor.Coordinator, actor.OutreachWorker)
)

// What must never be public.
const (
	canaryName  = "Rahima Canary Bibi"
	canaryPhone = "9876512345"
)

// world is a district of three blocks with a campaign.
type world struct {
	*testing.T
	s        *db.Store
	table    *intake.Table
	campaign campaign.ID
}

func onBoth(t *testing.T, test func(w *world)) {
	t.Helper()
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
		if err != nil {
			t.Fatal(err)
		}
		w := &world{T: t, s: s, table: intake.New(keys), campaign: campaign.ID(db.NewID())}
		testkit.Organisations(t, s)
		for _, d := range []area.AreaPut{
			{Level: area.State, Code: "19", Name: "West Bengal"},
			{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"},
			{
				Level: area.Block, Code: "2738", Name: "Hasnabad", NameBN: "হাসনাবাদ",
				Parent: "district:303", Quality: area.Approximate,
				Outline: square(88.8, 22.5, 89, 22.7),
			},
			{Level: area.Block, Code: "2739", Name: "Hingalganj", Parent: "district:303"},
			{Level: area.Block, Code: "2740", Name: "Minakhan", Parent: "district:303"},
			{Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Amlani", Parent: "block:2738"},
			{Level: area.District, Code: "304", Name: "South 24 Parganas", Parent: "state:19"},
			{Level: area.Block, Code: "2800", Name: "Basanti", Parent: "district:304"},
		} {
			w.take(administrator, "area.put", d)
		}
		w.take(coordinator, "campaign.add", campaign.CampaignAdd{
			ID: w.campaign, Slug: "homes", Name: "Homes", NameBN: "বাড়ি",
			HomePricePaise: 100, GoalHomes: 1000, District: "district:303",
		})
		test(w)
	})
}

func (w *world) take(a actor.Actor, kind string, payload any) journal.Outcome {
	w.Helper()
	raw, err := json.Marshal(payload)
	if err != nil {
		w.Fatal(err)
	}
	e := journal.Entry{ID: journal.EntryID(db.NewID()), Kind: kind, Schema: 1, OccurredAt: w.s.Now(), Payload: raw}
	out, err := w.table.Take(w.Context(), w.s, a, e)
	if err != nil || out.Status != journal.StatusApplied {
		w.Fatalf("%s: %+v %v", kind, out, err)
	}
	return out
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
		w.take(coordinator, "household.register", household.HouseholdRegister{
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
		in := damage.DamageAssess{ID: damage.ID(db.NewID()), Household: id, Grade: grade, House: household.Kutcha}
		in.Photos = []media.ID{}
		w.take(coordinator, "damage.assess", in)
		w.take(second, "damage.verify", damage.DamageVerify{ID: db.NewID(), Assessment: in.ID, Grade: grade})
	}
}

// serve hands a tarpaulin to everybody in the block whose house is damaged.
func (w *world) serve(ids []household.ID, block area.Key) {
	w.Helper()
	item, store, plan := stock.ItemID(db.NewID()), stock.StoreID(db.NewID()), distribution.ID(db.NewID())
	w.take(coordinator, "item.add", stock.ItemAdd{
		ID: item, Code: "tarpaulin", Name: "Tarpaulin", Unit: "piece", Picture: "tarpaulin",
	})
	w.take(coordinator, "store.add", stock.StoreAdd{
		ID: store, Organisation: coordinator.Organisation, Name: "School", Kind: "site", Area: block,
	})
	w.take(coordinator, "stock.receive", stock.StockReceive{
		ID: stock.MovementID(db.NewID()), Store: store, Lines: []stock.ItemQuantity{{Item: item, Quantity: 1000}},
	})
	batch := card.BatchID(db.NewID())
	w.take(coordinator, "card.print_batch", card.CardPrintBatch{ID: batch, Name: "B", Cards: len(ids)})
	codes := w.codes(batch)
	for i, id := range ids {
		w.take(coordinator, "card.bind", card.CardBind{Card: codes[i], Household: id})
	}
	w.take(coordinator, "distribution.plan", distribution.DistributionPlan{
		ID: plan, Name: "First", Area: block, Store: store, MinimumGrade: 1, Weights: distribution.Current,
		Lines: []distribution.PlanItem{{Item: item, PerHousehold: 1}},
	})
	w.take(second, "distribution.approve", distribution.DistributionApprove{Distribution: plan, Number: "352614"})
	w.take(coordinator, "distribution.open", distribution.DistributionOpen{Distribution: plan})
	for _, code := range codes {
		w.take(coordinator, "handover.give", distribution.HandoverGive{
			ID: distribution.HandoverID(db.NewID()), Distribution: plan, Card: code, Collector: "self",
		})
	}
}

func (w *world) codes(batch card.BatchID) []string {
	w.Helper()
	var cards []card.Card
	err := w.s.Read(w.Context(), coordinator, func(tx *db.Tx) (err error) {
		cards, err = card.Cards(tx, batch)
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	codes := make([]string, len(cards))
	for i, c := range cards {
		codes[i] = c.Code
	}
	return codes
}

func (w *world) promise(block area.Key, homes int64) campaign.HomeID {
	w.Helper()
	in := campaign.HomePromise{ID: campaign.HomeID(db.NewID()), Campaign: w.campaign, Area: block, Count: homes}
	w.take(coordinator, "home.promise", in)
	return in.ID
}

func (w *world) publish() release.Report {
	w.Helper()
	report, err := release.Publish(w.Context(), w.s, actor.System(), release.Options{K: 10})
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
	if err := w.s.Read(w.Context(), actor.Actor{}, fn); err != nil {
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
