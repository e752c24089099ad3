package campaign_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/campaign"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

func TestValidateNamesTheField(t *testing.T) {
	id := db.NewID()
	good := homesForHundreds(campaign.ID(id))
	slug, price := good, good
	slug.Slug, price.HomePricePaise = "Homes--For", 0
	pledge := campaign.PledgeRecord{
		ID: campaign.PledgeID(id), Campaign: campaign.ID(id), Donor: "D", AmountPaise: 100, Currency: "INR",
	}
	currency, amount := pledge, pledge
	currency.Currency, amount.AmountPaise = "USD", -5
	paid := payment(campaign.PledgeID(id), 100, "UTR 1")
	day, reference := paid, paid
	day.ReceivedOn, reference.Reference = "05/06/2020", "  "
	for name, c := range map[string]struct {
		in         interface{ Validate() error }
		path, code string
	}{
		"slug":      {slug, "/slug", "not_a_slug"},
		"price":     {price, "/home_price_paise", "out_of_range"},
		"currency":  {currency, "/currency", "unknown_value"},
		"amount":    {amount, "/amount_paise", "out_of_range"},
		"day":       {day, "/received_on", "not_a_day"},
		"reference": {reference, "/reference", "required"},
		"count": {
			campaign.HomePromise{ID: campaign.HomeID(id), Campaign: campaign.ID(id), Area: "block:1", Count: 501},
			"/count", "out_of_range",
		},
		"step": {campaign.HomeAdvance{Home: campaign.HomeID(id), To: "roofed"}, "/to", "unknown_value"},
		"home": {campaign.HomeAdvance{Home: "7", To: campaign.Roof}, "/home", "not_an_id"},
	} {
		t.Run(name, func(t *testing.T) {
			f := fault.Of(c.in.Validate())
			if f == nil || f.Path != c.path || f.Code != c.code {
				t.Fatalf("want %s at %s, got %v", c.code, c.path, f)
			}
		})
	}
	for _, in := range []interface{ Validate() error }{good, pledge, paid} {
		if err := in.Validate(); err != nil {
			t.Errorf("%+v: %v", in, err)
		}
	}
}

func TestSumsOfPledgesAndPayments(t *testing.T) {
	onBoth(t, func(w *world) {
		part, over, none := w.pledge(60_000_00), w.pledge(500_00), w.pledge(1)
		w.applied(w.pay(part, 10_000_00, "UTR 0001"))
		o := w.pay(part, 20_000_00, "UTR 0002")
		w.applied(o)
		if o.Numbers["paid_paise"] != int64(30_000_00) || o.Numbers["pledged_paise"] != int64(60_000_00) {
			w.Errorf("numbers %v", o.Numbers)
		}
		w.applied(w.pay(over, 700_00, "UTR 0003"))
		states := map[campaign.PledgeID]campaign.PledgeState{}
		w.read(treasurer, func(tx *db.Tx) error {
			got, err := campaign.BySlug(tx, "homes-for-hundreds")
			if err != nil {
				return err
			}
			if got.PledgedPaise != 60_500_01 || got.PaidPaise != 30_700_00 || got.HomesByStep[campaign.Promised] != 0 {
				w.Errorf("%+v", got)
			}
			var after campaign.PledgeID
			for {
				page, err := campaign.Pledges(tx, w.campaign, after, 2)
				if err != nil || len(page) == 0 {
					return err
				}
				for _, p := range page {
					states[p.ID] = p.State()
				}
				after = page[len(page)-1].ID
			}
		})
		want := map[campaign.PledgeID]campaign.PledgeState{
			part: campaign.PartlyPaid, over: campaign.OverPaid, none: campaign.Unpaid,
		}
		if diff := cmp.Diff(want, states); diff != "" {
			w.Error(diff)
		}
		w.clean()
	})
}

func TestABankReferenceIsRecordedOnce(t *testing.T) {
	onBoth(t, func(w *world) {
		pledge, other := w.pledge(100), w.pledge(100)
		got := race(8, func(i int) journal.Outcome {
			return w.pay([]campaign.PledgeID{pledge, other}[i%2], 100, []string{"utr 77", " UTR77", "UTR 77 ", "Utr77"}[i%4])
		})
		if diff := cmp.Diff(map[string]int{"applied": 1, "duplicate_reference": 7}, got); diff != "" {
			w.Error(diff)
		}
		second := homesForHundreds(newID[campaign.ID]())
		w.refused(take(w, coordinator, second, campaign.Add), journal.StatusConflict, "duplicate_slug")
		second.Slug = "second"
		w.applied(take(w, coordinator, second, campaign.Add))
		in := campaign.PledgeRecord{
			ID: newID[campaign.PledgeID](), Campaign: second.ID, Donor: "D", AmountPaise: 100, Currency: "INR",
		}
		w.applied(take(w, treasurer, in, campaign.RecordPledge))
		w.applied(w.pay(in.ID, 100, "UTR 77")) // another campaign has another account
		w.clean()
	})
}

func TestAPaymentIsNeverWithoutItsPledge(t *testing.T) {
	onBoth(t, func(w *world) {
		w.refused(w.pay(newID[campaign.PledgeID](), 100, "UTR 1"), journal.StatusRejected, "not_found")
		pledge := w.pledge(100)
		o := take(w, stranger, payment(pledge, 100, "UTR 1"), campaign.RecordPayment)
		w.refused(o, journal.StatusRejected, "not_found")
		w.refused(take(w, coordinator, payment(pledge, 100, "UTR 1"), campaign.RecordPayment),
			journal.StatusRejected, "role_missing")
		entry := w.anyEntry()
		for name, ids := range map[string]string{
			"no pledge":        "'%[1]s', '%[2]s', '%[1]s', '%[3]s'",
			"another campaign": "'%[1]s', '%[2]s', '%[4]s', '%[1]s'",
		} {
			err := w.s.Write(w.Context(), treasurer, func(tx *db.Tx) error {
				values := fmt.Sprintf(ids+", 1, 'INR', 'x', '2020-06-05', NULL, 0, '%[5]s'", db.NewID(), entry, w.campaign, pledge,
					treasurer.Organisation)
				return tx.Exec("INSERT INTO payment (id, entry, pledge, campaign, amount_paise, currency, reference, received_on, " +
					"recorded_by, recorded_at, organisation) VALUES (" + values + ")").Error
			})
			if !fault.Is(err, "unknown_reference") {
				w.Errorf("%s: the database took it: %v", name, err)
			}
		}
		w.clean()
	})
}

func (w *world) anyEntry() (id string) {
	w.Helper()
	w.read(actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT CAST(id AS TEXT) FROM entry LIMIT 1").Scan(&id).Error
	})
	return id
}

func TestForeignCampaignsLookMissing(t *testing.T) {
	onBoth(t, func(w *world) {
		home, o := w.promise(coordinator, "block:2738", 1)
		w.applied(o)
		pledge := campaign.PledgeRecord{
			ID: newID[campaign.PledgeID](), Campaign: w.campaign, Donor: "D", AmountPaise: 1, Currency: "INR",
		}
		w.refused(take(w, stranger, pledge, campaign.RecordPledge), journal.StatusRejected, "not_found")
		_, o = w.promise(stranger, "block:2738", 1)
		w.refused(o, journal.StatusRejected, "not_found")
		w.refused(w.advance(stranger, home, campaign.SiteReady), journal.StatusRejected, "not_found")
		w.read(stranger, func(tx *db.Tx) error {
			_, bySlug := campaign.BySlug(tx, "homes-for-hundreds")
			_, byID := campaign.Get(tx, w.campaign)
			_, byPledge := campaign.Pledges(tx, w.campaign, "", 10)
			_, byHome := campaign.Homes(tx, w.campaign, campaign.HomeFilter{Limit: 10})
			_, byHistory := campaign.History(tx, home)
			for i, err := range []error{bySlug, byID, byPledge, byHome, byHistory} {
				if !fault.Is(err, "not_found") {
					w.Errorf("read %d: %v", i, err)
				}
			}
			all, err := campaign.Campaigns(tx)
			counts, err2 := campaign.CountByStage(tx, w.campaign)
			if len(all)+len(counts) != 0 || err2 != nil {
				w.Errorf("%+v %+v %v", all, counts, err2)
			}
			return err
		})
		far := testkit.Only(treasurer, "/19/999/")
		w.refused(take(w, far, pledge, campaign.RecordPledge), journal.StatusRejected, "not_found")
	})
}
