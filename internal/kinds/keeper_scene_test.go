package kinds_test

import (
	"time"

	"tripol/internal/distribution"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/stock"
)

// earlier lets the entries of some steps have happened before those that were submitted already.
func (sc *scene) earlier(by time.Duration, submit func()) {
	sc.Helper()
	sc.back = by
	submit()
	sc.back = 0
}

// arrives accepts goods under a waybill that is dispatched later only, has them counted again, and counts the store.
func (sc *scene) arrives(all staff, g goods, phone people.Phone) {
	sc.Helper()
	arrived := func(tarpaulins int64) stock.WaybillArrived {
		return stock.WaybillArrived{
			ID: stock.MovementID(sc.id()), Number: "W-9", Store: g.site,
			Lines: []stock.Arrival{{Item: g.tarpaulin, Received: tarpaulins}, {Item: g.own, Received: 11}},
		}
	}
	if o := sc.submit(phone.Actor, "waybill.arrived", arrived(90)); o.Status != journal.StatusDeferred {
		sc.Fatalf("%+v", o)
	}
	sc.take(all.keeper, "stock.dispatch", stock.StockDispatch{
		ID: stock.WaybillID(sc.id()), From: g.store, To: g.site, Number: "W-9",
		Lines: []stock.ItemQuantity{{Item: g.tarpaulin, Quantity: 100}, {Item: g.own, Quantity: 10}},
	})
	sc.did(func() {
		if n, err := sc.phones.ResolveWaiting(sc.Context()); err != nil || n != 1 {
			sc.Fatalf("%d were decided: %v", n, err)
		}
	})
	sc.take(phone.Actor, "waybill.arrived", arrived(80))
	sc.take(phone.Actor, "stock.count", stock.StockCount{
		ID: sc.id(), Store: g.site, Counted: []stock.Counted{{Item: g.tarpaulin, Quantity: 1}},
	})
}

// keeps records custody from both sides, in every order: loads that arrive after their handovers and counts, loads and
// counts by both sides, and a load that was none.
func (st *site) keeps(other people.Phone) {
	st.Helper()
	third := st.enrolled("approver", "")
	st.take(st.keeper, "stock.receive", stock.StockReceive{
		ID: stock.MovementID(st.scene.id()), Store: st.site, Lines: []stock.ItemQuantity{{Item: st.tarpaulin, Quantity: 100}},
	})
	loads := func(phone people.Phone, n int64) {
		st.take(phone.Actor, "custody.load", distribution.CustodyLoad{
			ID: st.scene.id(), Device: string(phone.Credential), Distribution: st.id, Items: st.lines(n),
		})
	}
	hands := func(id string, n int64) {
		st.take(st.keeper, "custody.handed", distribution.CustodyHanded{
			ID: id, Device: string(other.Credential), Distribution: st.id, Items: st.lines(n),
		})
	}
	st.counts(third, 9)
	st.earlier(time.Hour, func() { loads(third, 3) })
	st.take(st.keeper, "custody.load", distribution.CustodyLoad{
		ID: st.scene.id(), Device: string(third.Credential), Distribution: st.id, Items: st.lines(2),
	})
	loads(third, 2)
	st.counts(other, 10)
	mistaken := st.scene.id()
	st.earlier(time.Hour, func() { hands(mistaken, 3) })
	loads(other, 4)
	own := st.scene.id()
	hands(own, 4)
	hands(own, 5)
	hands(st.scene.id(), 5000)
	for n := range int64(2) {
		st.take(st.keeper, "custody.returned", distribution.CustodyReturned{
			ID: st.scene.id(), Device: string(other.Credential), Distribution: st.id,
			Counted: []distribution.CountedItem{{Item: st.tarpaulin, Quantity: n}},
		})
	}
	st.take(st.coordinator, "stock.reverse", stock.StockReverse{
		ID: stock.MovementID(st.scene.id()), Movement: stock.MovementID(mistaken), Reason: "Never handed out.",
	})
}

// counts serves a family out of the store, and counts goods although no load is known.
func (st *site) counts(phone people.Phone, family int) {
	st.Helper()
	st.served(phone, family)
	st.take(phone.Actor, "custody.close", distribution.CustodyClose{
		ID: st.scene.id(), Distribution: st.id, Counted: []distribution.CountedItem{{Item: st.tarpaulin, Quantity: 1}},
	})
}
