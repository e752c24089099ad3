package field_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// custodian is a site whose goods a storekeeper hands out and takes back; every event has its hour of the day.
type custodian struct {
	*site
	phone int // of the storekeeper, in phones
}

// newCustodian makes a site with so many distributors, whose phones are loaded by nobody.
func newCustodian(p *phone, families, distributors int) *custodian {
	p.Helper()
	k := &custodian{site: newSite(p, families, 0, distributors), phone: distributors}
	k.phones = append(k.phones, p.enrol("keeper", actor.Storekeeper))
	k.counted = append(k.counted, 0)
	return k
}

// at is an event at an hour and minute of the day, by the clock of its phone.
func (k *custodian) at(phone int, clock, kind string, payload any) event {
	e := k.does(phone, kind, payload)
	e.record = strings.Replace(e.record, "T09:00:00Z", "T"+clock+":00Z", 1)
	return e
}

func (k *custodian) items(n int64) []distribution.HandedItem {
	return []distribution.HandedItem{{Item: k.item, Quantity: n}}
}

func (k *custodian) hands(clock string, to int, n int64) event {
	return k.handsAs(db.NewID(), clock, to, n)
}

func (k *custodian) handsAs(id, clock string, to int, n int64) event {
	return k.at(k.phone, clock, "custody.handed", distribution.CustodyHanded{
		ID: id, Distribution: k.id, Device: string(k.phones[to].Credential), Items: k.items(n),
	})
}

// receives is the same handing, recorded by the distributor's phone that has read its code.
func (k *custodian) receives(id, clock string, phone int, n int64) event {
	return k.at(phone, clock, "custody.handed", distribution.CustodyHanded{
		ID: id, Distribution: k.id, Device: string(k.phones[phone].Credential), Items: k.items(n),
	})
}

func (k *custodian) takesBack(clock string, from int, n int64) event {
	return k.at(k.phone, clock, "custody.returned", distribution.CustodyReturned{
		ID: db.NewID(), Distribution: k.id, Device: string(k.phones[from].Credential),
		Counted: []distribution.CountedItem{{Item: k.item, Quantity: n}},
	})
}

func (k *custodian) closes(clock string, phone int, n int64) event {
	return k.at(phone, clock, "custody.close", distribution.CustodyClose{
		ID: db.NewID(), Distribution: k.id, Counted: []distribution.CountedItem{{Item: k.item, Quantity: n}},
	})
}

func (k *custodian) gives(clock string, phone int, due dueRow) event {
	return k.at(phone, clock, "handover.record", k.handover(due, 1))
}

// loads enters a load as the distributor's phone does while it has a network.
func (k *custodian) loads(id, clock string, phone int, n int64) journal.Outcome {
	k.Helper()
	e := testkit.Entry("custody.load")
	e.Payload = []byte(fmt.Sprintf(`{"id":%q,"device":%q,"distribution":%q,"items":[{"item":%q,"quantity":%d}]}`,
		id, k.phones[phone].Credential, k.id, k.item, n))
	hour, err := time.Parse(time.DateTime, "2020-06-05 "+clock+":00")
	if err != nil {
		k.Fatal(err)
	}
	e.Credential, e.DeviceSeq, e.OccurredAt = string(k.phones[phone].Credential), 1, db.At(hour)
	o, err := k.door.Intake.Take(k.Context(), k.door.Store, k.phones[phone].Actor, e)
	if err != nil {
		k.Fatal(err)
	}
	return o
}

// arrive lets events arrive and demands that each is applied.
func (k *custodian) arrive(events ...event) (states []any) {
	k.Helper()
	for _, e := range events {
		o := k.arrives(e)
		if o.Status != journal.StatusApplied {
			k.Fatalf("%+v of %s", o, e.record)
		}
		states = append(states, o.Numbers["state"])
	}
	return states
}

// holds demands the sums of the store, of custody and of what is missing.
func (k *custodian) holds(when string, store, custody, missing int64) {
	k.Helper()
	got := [3]int64{k.balance("store:%"), k.balance("custody:%"), k.balance("discrepancy:%")}
	if got != [3]int64{store, custody, missing} {
		k.Errorf("%s: store, custody and discrepancy are %v, not %v", when, got, [3]int64{store, custody, missing})
	}
	k.clean()
}

func (k *custodian) raised(kind string) int { return k.count("exception WHERE kind = '" + kind + "'") }

// The storekeeper and the distributor record one day: whatever comes first is booked, the other is kept.
func TestCustodyIsBookedOnceByEitherSide(t *testing.T) {
	onBoth(t, func(p *phone) {
		k := newCustodian(p, 5, 1) // 50 in the store
		k.arrive(k.hands("09:00", 0, 10), k.gives("10:00", 0, k.due[0]), k.gives("10:01", 0, k.due[1]))
		k.holds("handed", 40, 8, 0)
		if s := k.arrive(k.takesBack("16:00", 0, 7), k.closes("16:05", 0, 7)); s[0] != "booked" || s[1] != "repeated" {
			k.Errorf("%v", s)
		}
		k.holds("counted by both", 47, 0, 1)
		if k.raised("count_differs") != 1 || k.raised("custody_count_differs") != 0 {
			k.Error("the same count of both sides is one difference")
		}
		if s := k.arrive(k.closes("16:10", 0, 6)); s[0] != "repeated" || k.raised("custody_count_differs") != 1 {
			k.Errorf("another count: %v", s)
		}
		k.holds("counted again", 47, 0, 1)
		k.arrive(k.hands("17:00", 0, 5), k.closes("18:00", 0, 5))
		k.holds("a second period", 47, 0, 1)
	})
}

// A second count of a distributor's own phone on one day moves nothing; before, it returned the goods a second time.
func TestASecondCloseOfOneDayMovesNothing(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 2, 0, 1)
		s.load(0, 4)
		for range 2 {
			s.arrives(s.does(0, "custody.close", distribution.CustodyClose{
				ID: db.NewID(), Distribution: s.id, Counted: []distribution.CountedItem{{Item: s.item, Quantity: 4}},
			}))
		}
		if in, missing := s.balance("store:%"), s.balance("discrepancy:%"); in != 20 || missing != 0 {
			s.Errorf("the store has %d, the discrepancy is %d", in, missing)
		}
		s.clean()
	})
}

// A handing and a load with the id that the distributor's phone adopted are one event in both orders.
func TestAHandingThatIsAdoptedIsOneLoad(t *testing.T) {
	onBoth(t, func(p *phone) {
		k := newCustodian(p, 5, 2)
		id := db.NewID()
		k.arrive(k.handsAs(id, "09:00", 0, 10))
		if o := k.loads(id, "09:00", 0, 10); o.Code != "duplicate" {
			k.Errorf("%+v", o)
		}
		id = db.NewID()
		if o := k.loads(id, "09:00", 1, 10); o.Status != journal.StatusApplied {
			k.Errorf("%+v", o)
		}
		if s := k.arrive(k.handsAs(id, "09:00", 1, 10)); s[0] != "confirmed" {
			k.Errorf("%v", s)
		}
		k.holds("adopted", 30, 20, 0)
		if s := k.arrive(k.handsAs(id, "09:00", 1, 9)); s[0] != "differs" || k.raised("custody_load_differs") != 1 {
			k.Errorf("other goods: %v", s)
		}
		if o := k.arrives(k.handsAs(id, "09:00", 0, 10)); o.Code != "duplicate" { // of another phone
			k.Errorf("%+v", o)
		}
		k.holds("adopted once each", 30, 20, 0)
		if k.raised("custody_loaded_twice") != 0 {
			k.Error("an adopted handing was taken for a second one")
		}
	})
}

// Both phones record one handing, and either suffices; the pack of the distributor's phone names the load. The control: a
// distributor records no goods of another phone, whose custody they do not have.
func TestAHandingIsRecordedByEitherPhone(t *testing.T) {
	onBoth(t, func(p *phone) {
		k := newCustodian(p, 5, 2)
		first, second := db.NewID(), db.NewID()
		if s := k.arrive(k.receives(first, "09:00", 0, 10), k.handsAs(first, "09:00", 0, 10)); s[0] != "booked" || s[1] != "confirmed" {
			k.Errorf("the distributor's first: %v", s)
		}
		if s := k.arrive(k.handsAs(second, "09:30", 1, 10), k.receives(second, "09:30", 1, 10)); s[0] != "booked" || s[1] != "confirmed" {
			k.Errorf("the storekeeper's first: %v", s)
		}
		k.holds("handed", 30, 20, 0)
		if k.raised("custody_loaded_twice") != 0 || k.raised("custody_load_differs") != 0 {
			k.Error("one handing was taken for two")
		}
		anothers := k.at(0, "10:00", "custody.handed", distribution.CustodyHanded{
			ID: db.NewID(), Distribution: k.id, Device: string(k.phones[1].Credential), Items: k.items(1),
		})
		if o := k.arrives(anothers); o.Code != "role_missing" {
			k.Errorf("goods of another phone: %+v", o)
		}
		k.holds("handed", 30, 20, 0)
	})
}

// Two loads under two ids are both booked, with an exception; a coordinator reverses one, before or after the count.
func TestALoadOfBothSidesIsReversedByAPerson(t *testing.T) {
	onBoth(t, func(p *phone) {
		for _, counted := range []bool{false, true} {
			t.Run(fmt.Sprintf("counted first: %t", counted), func(*testing.T) {
				k := newCustodian(newPhone(p.T, p.door.Store.Engine()), 5, 1)
				own := db.NewID()
				k.loads(own, "09:00", 0, 10)
				k.arrive(k.hands("09:05", 0, 10))
				if k.raised("custody_loaded_twice") != 1 {
					k.Error("no exception about two loads")
				}
				k.holds("both", 30, 20, 0)
				back := k.closes("16:00", 0, 10)
				if counted {
					k.arrive(back)
					k.holds("counted", 40, 0, 10)
				}
				k.entered(testkit.Actor(actor.Coordinator), "stock.reverse", map[string]any{"id": db.NewID(), "movement": own, "reason": "Twice."})
				if !counted {
					k.arrive(back)
				}
				k.holds("reversed", 50, 0, 0)
			})
		}
	})
}

// A handing of more than the store has is booked all the same: the rest is a discrepancy, with an exception.
func TestAHandingIsNeverRefusedForTheStock(t *testing.T) {
	onBoth(t, func(p *phone) {
		k := newCustodian(p, 2, 1) // 20 in the store
		k.arrive(k.hands("09:00", 0, 30))
		k.holds("handed", 0, 30, -10)
		if k.raised("stock_short") != 1 {
			k.Error("no exception")
		}
	})
}

// custodyDay is a day of three distributors and a storekeeper: loads, handovers, mistakes, a second period, counts by
// either side or both, which agree. Its events are in the order in which they happened.
func (k *custodian) custodyDay(chance *rand.Rand) (events []event) {
	for phone := range k.phone {
		events = append(events, k.hands("09:00", phone, 3+chance.Int64N(3)))
		for i, due := range k.due {
			if chance.IntN(2) == 0 {
				continue
			}
			gave := k.handover(due, 1)
			k.name(gave.ID, "handover", 100*phone+i)
			events = append(events, k.at(phone, fmt.Sprintf("10:%02d", i), "handover.record", gave))
			if chance.IntN(4) == 0 {
				events = append(events, k.at(phone, fmt.Sprintf("11:%02d", i), "handover.undo", distribution.HandoverUndo{
					ID: db.NewID(), Handover: gave.ID, Reason: "by_mistake",
				}))
			}
		}
		events = append(events, k.ends(chance, "12", phone)...)
		if chance.IntN(2) == 0 {
			events = append(events, k.hands("14:00", phone, 2))
			events = append(events, k.ends(chance, "16", phone)...)
		}
	}
	return events
}

// ends counts a phone's goods: by its holder, by the storekeeper, or by both.
func (k *custodian) ends(chance *rand.Rand, hour string, phone int) (events []event) {
	left, by := chance.Int64N(4), chance.IntN(3)
	if by != 0 {
		events = append(events, k.closes(hour+":00", phone, left))
	}
	if by != 1 {
		events = append(events, k.takesBack(hour+":05", phone, left))
	}
	return events
}

// custody plays a day in an order of arrival, and returns the state.
func custody(t *testing.T, engine db.Engine, seed uint64, order func([]event)) (state string) {
	t.Helper()
	t.Run(fmt.Sprint("history ", seed), func(t *testing.T) {
		k := newCustodian(newPhone(t, engine), 5, 3)
		events := k.custodyDay(rand.New(rand.NewPCG(seed, 10)))
		order(events)
		for _, e := range events {
			if o := k.arrives(e); o.Status != journal.StatusApplied && o.Code != "waits_for" {
				t.Fatalf("history %d: %+v of %s", seed, o, e.record)
			}
		}
		for range sweeping {
			if _, err := k.door.ResolveWaiting(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		k.clean()
		state = k.state()
	})
	return state
}

// B20 for the storekeeper: the same day ends in the same balances, in whatever order its events arrive.
func TestB20_CustodyDoesNotDependOnTheOrderOfArrival(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		for seed := range uint64(max(4, testkit.Scale(200))) {
			first := custody(t, engine, seed, func([]event) {})
			for _, other := range []func([]event){slices.Reverse[[]event], shuffled(seed)} {
				if second := custody(t, engine, seed, other); first != second {
					t.Fatalf("history %d ends in two states:\n%s\n\n%s", seed, first, second)
				}
			}
		}
	})
}

// The control: counts dated by their arrival, as a program does that ignores when they happened.
func TestB20_CustodyControl(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		undated := func(events []event) {
			slices.Reverse(events)
			for i, e := range events {
				at := slices.IndexFunc([]byte(e.record), func(b byte) bool { return b == 'T' })
				events[i].record = strings.Replace(e.record, e.record[at:at+10], fmt.Sprintf("T20:%02d:%02dZ", i/60, i%60), 1)
			}
		}
		for seed := range uint64(4) {
			if custody(t, engine, seed, func([]event) {}) != custody(t, engine, seed, undated) {
				return
			}
		}
		t.Error("counts without their time end in the same balances")
	})
}

// Both sides count at the same moment: one count is booked.
func TestTwoCountsRace(t *testing.T) {
	onBoth(t, func(p *phone) {
		for range testkit.Scale(200) {
			k := newCustodian(newPhone(p.T, p.door.Store.Engine()), 2, 1)
			k.arrive(k.hands("09:00", 0, 5))
			events := []event{k.closes("16:00", 0, 5), k.takesBack("16:00", 0, 5)}
			var both sync.WaitGroup
			for _, e := range events {
				both.Go(func() { k.arrives(e) })
			}
			both.Wait()
			k.holds("counted by both", 20, 0, 0)
			if n := k.count("custody_count WHERE booked"); n != 1 {
				k.Fatalf("%d counts are booked", n)
			}
		}
	})
}
