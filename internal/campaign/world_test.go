package campaign_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

var (
	coordinator = testkit.Actor(actor.Coordinator)
	treasurer   = testkit.Other(actor.Treasurer)
	stranger    = testkit.Stranger(actor.Coordinator, actor.Treasurer)
)

const (
	north = "/19/303/2738/"
	south = "/19/304/2800/"
)

// world is one campaign over two districts with a block in each.
type world struct {
	*testing.T
	s        *db.Store
	campaign campaign.ID
}

func onBoth(t *testing.T, test func(w *world)) {
	t.Helper()
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		w := &world{T: t, s: s, campaign: newID[campaign.ID]()}
		testkit.Areas(t, s, testkit.WestBengal, testkit.North, testkit.South, testkit.Hasnabad, testkit.Gosaba)
		w.applied(take(w, coordinator, homesForHundreds(w.campaign), campaign.Add))
		test(w)
	})
}

func homesForHundreds(id campaign.ID) campaign.CampaignAdd {
	return campaign.CampaignAdd{
		ID: id, Slug: "homes-for-hundreds", Name: "Homes for Hundreds", HomePricePaise: 60_000_00, GoalHomes: 100,
	}
}

func newID[T ~string]() T { return T(db.NewID()) }

// take submits one entry through the journal.
func take[P interface{ Validate() error }](
	w *world, a actor.Actor, in P, do func(*db.Tx, journal.Entry, P) (journal.Outcome, error),
) journal.Outcome {
	w.Helper()
	payload, err := json.Marshal(in)
	if err != nil {
		w.Fatal(err)
	}
	e := testkit.Entry(fmt.Sprintf("%T", in))
	e.Author, e.Organisation, e.Payload = a.Account, a.Organisation, payload
	outcome, err := journal.Take(w.Context(), w.s, a, e, func(tx *db.Tx) (journal.Outcome, error) { return do(tx, e, in) })
	if err != nil {
		w.Errorf("%s: %v", e.Kind, err)
	}
	return outcome
}

func (w *world) applied(o journal.Outcome) {
	w.Helper()
	if o.Status != journal.StatusApplied {
		w.Fatalf("not applied: %+v", o)
	}
}

func (w *world) refused(o journal.Outcome, status journal.Status, code string) {
	w.Helper()
	if o.Status != status || o.Code != code {
		w.Fatalf("want %s %s, got %+v", status, code, o)
	}
}

func (w *world) pledge(paise int64) campaign.PledgeID {
	w.Helper()
	in := campaign.PledgeRecord{
		ID: newID[campaign.PledgeID](), Campaign: w.campaign, Donor: "A school class", AmountPaise: paise, Currency: "INR",
	}
	w.applied(take(w, treasurer, in, campaign.RecordPledge))
	return in.ID
}

func (w *world) pay(pledge campaign.PledgeID, paise int64, reference string) journal.Outcome {
	w.Helper()
	return take(w, treasurer, payment(pledge, paise, reference), campaign.RecordPayment)
}

func payment(pledge campaign.PledgeID, paise int64, reference string) campaign.PaymentRecord {
	return campaign.PaymentRecord{
		ID: newID[campaign.PaymentID](), Pledge: pledge, AmountPaise: paise, Currency: "INR",
		Reference: reference, ReceivedOn: "2020-06-05",
	}
}

func (w *world) promise(a actor.Actor, block area.Key, count int64) (campaign.HomeID, journal.Outcome) {
	w.Helper()
	in := campaign.HomePromise{ID: newID[campaign.HomeID](), Campaign: w.campaign, Area: block, Count: count}
	return in.ID, take(w, a, in, campaign.Promise)
}

func (w *world) advance(a actor.Actor, home campaign.HomeID, to campaign.Stage) journal.Outcome {
	w.Helper()
	return take(w, a, campaign.HomeAdvance{Home: home, To: to, Note: "seen"}, campaign.Advance)
}

func (w *world) read(a actor.Actor, fn func(*db.Tx) error) {
	w.Helper()
	if err := w.s.Read(w.Context(), a, fn); err != nil {
		w.Fatal(err)
	}
}

func (w *world) findings() (found []journal.Violation) {
	w.Helper()
	w.read(actor.System(), func(tx *db.Tx) (err error) {
		found, err = campaign.Verify(tx)
		return err
	})
	return found
}

func (w *world) clean() {
	w.Helper()
	if found := w.findings(); len(found) > 0 {
		w.Fatalf("verify: %+v", found)
	}
}

// race starts n calls behind one barrier and counts their results by code, or by status where there is none.
func race(n int, do func(i int) journal.Outcome) map[string]int {
	outcomes := make([]journal.Outcome, n)
	start := make(chan struct{})
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			<-start
			outcomes[i] = do(i)
		})
	}
	close(start)
	group.Wait()
	counts := map[string]int{}
	for _, o := range outcomes {
		if o.Code != "" {
			counts[o.Code]++
			continue
		}
		counts[string(o.Status)]++
	}
	return counts
}
