package field_test

import (
	"encoding/json"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/field"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/phonedata/protocol2"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

// work2 issues a pack of protocol 2 and returns its part of work, also as text.
func (p *phone) work2(as people.Phone) (w protocol2.Work, text string) {
	p.Helper()
	issued, err := p.door.Issue(p.Context(), as, field.Version2)
	if err != nil {
		p.Fatal(err)
	}
	var m protocol2.Manifest
	if err := json.Unmarshal(issued.Manifest, &m); err != nil {
		p.Fatal(err)
	}
	body, err := p.door.PackPart(p.Context(), as, m.Pack, "work")
	if err != nil {
		p.Fatal(err)
	}
	if err := json.Unmarshal(body, &w); err != nil {
		p.Fatal(err)
	}
	return w, string(body)
}

// dispatched sends goods from a new store to the site's, and returns the waybill.
func (s *site) dispatched(number string) stock.WaybillID {
	s.Helper()
	office, from := testkit.Actor(actor.Roles...), stock.StoreID(db.NewID())
	s.entered(office, "store.add", stock.StoreAdd{
		ID: from, Organisation: testkit.Organisation, Name: "From " + number, Kind: "warehouse", Area: "state:19",
	})
	s.entered(office, "stock.receive", stock.StockReceive{
		ID: stock.MovementID(db.NewID()), Store: from, Lines: []stock.ItemQuantity{{Item: s.item, Quantity: 4242}},
	})
	in := stock.StockDispatch{
		ID: stock.WaybillID(db.NewID()), From: from, To: s.store, Number: number, Lines: []stock.ItemQuantity{{Item: s.item, Quantity: 7}},
	}
	s.entered(office, "stock.dispatch", in)
	return in.ID
}

// A storekeeper's phone holds the stores, the waybills on the way and the distributors' phones: no family, and nothing
// of what lies in a store. A distributor's phone holds none of it.
func TestAStorekeepersPackHoldsTheWorkOfAStore(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 2, 0, 2)
		waybill := s.dispatched("W-1")
		arrived := s.dispatched("W-2")
		s.entered(testkit.Actor(actor.Storekeeper), "stock.accept", stock.StockAccept{
			ID: stock.MovementID(db.NewID()), Waybill: arrived, Lines: []stock.Arrival{{Item: s.item, Received: 7}},
		})
		w, text := p.work2(p.enrol("keeper", actor.Storekeeper))
		k := w.Storekeeping
		if k == nil || len(k.Stores) != 3 || len(k.Waybills) != 1 || len(k.Handing) != 1 {
			t.Fatalf("%+v", k)
		}
		one := k.Waybills[0]
		if one.Waybill != waybill || one.Number != "W-1" || one.Store != s.store || one.From != "From W-1" || len(one.Lines) != 1 || one.Lines[0].Sent != 7 {
			t.Errorf("%+v", one)
		}
		h := k.Handing[0]
		if h.Distribution != s.id || h.Store != s.store || len(h.Phones) != 2 || h.Phones[0].Device != s.phones[0].Credential || h.Phones[0].Worker != "giver0" {
			t.Errorf("%+v", h)
		}
		for _, family := range s.due {
			if strings.Contains(text, string(family.Household)) {
				t.Error("a storekeeper's phone knows a family")
			}
		}
		if len(w.Distributions) != 0 || strings.Contains(text, "42") && strings.Contains(text, `:4242`) || strings.Contains(text, `:4235`) {
			t.Errorf("it tells what lies in a store: %s", text)
		}
		if w, _ := p.work2(s.phones[0]); w.Storekeeping != nil {
			t.Errorf("a distributor's phone: %+v", w.Storekeeping)
		}
	})
}

// A phone that is blocked, and one whose worker left, cannot be handed goods to; neither is listed.
func TestOnlyWorkingPhonesAreHandedTo(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 2, 0, 2)
		s.entered(testkit.Steward(actor.Administrator), "device.withdraw", people.DeviceWithdraw{Credential: s.phones[0].Credential, Reason: "lost"})
		w, _ := p.work2(p.enrol("keeper", actor.Storekeeper))
		if phones := w.Storekeeping.Handing[0].Phones; len(phones) != 1 || phones[0].Device != s.phones[1].Credential {
			t.Errorf("%+v", phones)
		}
	})
}

// The feed tells the phones of a store's keeper that goods are on the way or have come; phones of protocol 1 and others
// hear nothing.
func TestTheFeedTellsKeepersOfWaybills(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 2, 0, 1)
		keeper := p.enrol("keeper", actor.Storekeeper)
		s.seal()
		var before journal.Head
		p.read(actor.System(), func(tx *db.Tx) (err error) {
			before, err = journal.NewestHead(tx)
			return err
		})
		s.dispatched("W-1")
		o := s.pushAs(keeper, envelope(s.recordOf("waybill.arrived", stock.WaybillArrived{
			ID: stock.MovementID(db.NewID()), Number: "w-1", Store: s.store, Lines: []stock.Arrival{{Item: s.item, Received: 7}},
		}))).Results[0]
		if o.Status != journal.StatusApplied {
			t.Fatalf("%+v", o)
		}
		s.seal()
		for as, want := range map[*people.Phone]int{&keeper: 2, &s.phones[0]: 0} {
			f := s.since(*as, before.Seq)
			n := 0
			for _, e := range f.Events {
				if e.Type == field.EventWaybill {
					n++
				}
			}
			if n != want {
				t.Errorf("%d events of waybills, not %d: %+v", n, want, f.Events)
			}
			old, err := json.Marshal(f.In(field.Version1))
			if err != nil || strings.Contains(string(old), field.EventWaybill) {
				t.Errorf("protocol 1: %s %v", old, err)
			}
		}
	})
}
