package stock_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

// B26, the ledger's half: for every sequence of operations the ledger balances after every step, and its balances equal
// those of a model without a database.
func TestB26_TheLedgerClosesAfterEveryStep(t *testing.T) {
	rounds := (testkit.Scale(1000) + histories - 1) / histories
	for round := range rounds {
		t.Run(strconv.Itoa(round), func(t *testing.T) {
			onBoth(t, func(w *world) {
				rapid.Check(w.T, func(rt *rapid.T) { history(rt, w) })
			})
		})
	}
}

func history(rt *rapid.T, w *world) {
	m := newModel(w)
	rt.Repeat(map[string]func(*rapid.T){
		"receive":  m.receive,
		"dispatch": m.dispatch,
		"accept":   m.accept,
		"reverse":  m.reverse,
		"": func(rt *rapid.T) {
			if found := w.findings(); len(found) > 0 {
				rt.Fatalf("the ledger does not close: %+v", found)
			}
			if diff := cmp.Diff(m.balances(), m.stored()); diff != "" {
				rt.Fatalf("model and database differ: %s", diff)
			}
		},
	})
}

type shelf struct {
	account stock.Account
	item    stock.ItemID
}

// model is the ledger as plain numbers, changed only when a whole operation is possible.
type model struct {
	w         *world
	stores    []stock.StoreID
	items     []stock.ItemID
	holds     map[shelf]int64
	waybills  []stock.WaybillID
	road      map[stock.WaybillID]*paper
	movements []stock.MovementID
	done      map[stock.MovementID]*deed
}

type paper struct {
	to    stock.StoreID
	state stock.WaybillState
	sent  map[stock.ItemID]int64
}

type deed struct {
	kind     string
	waybill  stock.WaybillID
	change   map[shelf]int64
	reversed bool
}

// newModel begins a history with stores of its own, so that many histories share one database.
func newModel(w *world) *model {
	m := &model{
		w: w, items: []stock.ItemID{w.tarpaulin, w.food},
		holds: map[shelf]int64{}, road: map[stock.WaybillID]*paper{}, done: map[stock.MovementID]*deed{},
	}
	for range 3 {
		m.stores = append(m.stores, w.store(coordinator, db.NewID(), "site"))
	}
	return m
}

func (m *model) pick(rt *rapid.T) stock.StoreID { return rapid.SampledFrom(m.stores).Draw(rt, "store") }

func (m *model) lines(rt *rapid.T) (lines []stock.ItemQuantity) {
	for _, item := range m.items[:rapid.IntRange(1, 2).Draw(rt, "items")] {
		lines = append(lines, line(item, int64(rapid.IntRange(1, 12).Draw(rt, "quantity"))))
	}
	return lines
}

// possible reports whether no physical account would become negative.
func (m *model) possible(change map[shelf]int64) bool {
	for s, quantity := range change {
		kind := string(s.account)[:5]
		if (kind == "store" || kind == "trans") && m.holds[s]+quantity < 0 {
			return false
		}
	}
	return true
}

func (m *model) do(id stock.MovementID, d *deed) {
	for s, quantity := range d.change {
		m.holds[s] += quantity
	}
	m.movements = append(m.movements, id)
	m.done[id] = d
}

func (m *model) receive(rt *rapid.T) {
	store, lines := m.pick(rt), m.lines(rt)
	in := stock.StockReceive{ID: newID[stock.MovementID](), Store: store, Lines: lines}
	answer(rt, take(m.w, keeper, in, stock.Receive), "")
	d := &deed{kind: "receive", change: map[shelf]int64{}}
	for _, l := range lines {
		d.change[shelf{stock.StoreAccount(store), l.Item}] = l.Quantity
	}
	m.do(in.ID, d)
}

func (m *model) dispatch(rt *rapid.T) {
	from, to, lines := m.pick(rt), m.pick(rt), m.lines(rt)
	if from == to {
		to = m.stores[(slices.Index(m.stores, from)+1)%3]
	}
	in := m.w.consignment(from, to, lines...)
	d := &deed{kind: "dispatch", waybill: in.ID, change: map[shelf]int64{}}
	sent := map[stock.ItemID]int64{}
	for _, l := range lines {
		d.change[shelf{stock.StoreAccount(from), l.Item}] = -l.Quantity
		d.change[shelf{stock.TransitAccount(in.ID), l.Item}] = l.Quantity
		sent[l.Item] = l.Quantity
	}
	o := take(m.w, keeper, in, stock.Dispatch)
	if !m.possible(d.change) {
		answer(rt, o, "insufficient_stock")
		return
	}
	answer(rt, o, "")
	m.do(stock.MovementID(in.ID), d)
	m.waybills = append(m.waybills, in.ID)
	m.road[in.ID] = &paper{to, stock.WaybillSent, sent}
}

func (m *model) accept(rt *rapid.T) {
	if len(m.waybills) == 0 {
		rt.Skip("nothing was sent")
	}
	id := rapid.SampledFrom(m.waybills).Draw(rt, "waybill")
	p := m.road[id]
	d := &deed{kind: "accept", waybill: id, change: map[shelf]int64{}}
	in := stock.StockAccept{ID: newID[stock.MovementID](), Waybill: id}
	exact := true
	for _, item := range m.items {
		sent, listed := p.sent[item]
		if !listed {
			continue
		}
		came := max(0, sent+int64(rapid.SampledFrom([]int{0, 0, 0, -1, -3, 2}).Draw(rt, "difference")))
		exact = exact && came == sent
		in.Lines = append(in.Lines, arrival(item, came))
		d.change[shelf{stock.TransitAccount(id), item}] = -sent
		d.change[shelf{stock.StoreAccount(p.to), item}] = came
		d.change[shelf{stock.DiscrepancyAccount(id), item}] = sent - came
	}
	o := take(m.w, keeper, in, stock.Accept)
	if p.state != stock.WaybillSent {
		answer(rt, o, "waybill_not_open")
		return
	}
	answer(rt, o, "")
	m.do(in.ID, d)
	if p.state = stock.WaybillUnsettled; exact {
		p.state = stock.WaybillClosed
	}
}

func (m *model) reverse(rt *rapid.T) {
	if len(m.movements) == 0 {
		rt.Skip("nothing was done")
	}
	id := rapid.SampledFrom(m.movements).Draw(rt, "movement")
	was := m.done[id]
	d := &deed{kind: "reverse", change: map[shelf]int64{}}
	for s, quantity := range was.change {
		d.change[s] = -quantity
	}
	by, o := m.w.reverse(coordinator, id)
	switch p := m.road[was.waybill]; {
	case was.reversed:
		answer(rt, o, "already_reversed")
	case was.kind == "reverse":
		answer(rt, o, "not_reversible")
	case was.kind == "dispatch" && p.state != stock.WaybillSent, was.kind == "accept" && p.state == stock.WaybillSent:
		answer(rt, o, "waybill_not_open")
	case !m.possible(d.change):
		answer(rt, o, "insufficient_stock")
	default:
		answer(rt, o, "")
		was.reversed = true
		m.do(by, d)
		switch was.kind {
		case "dispatch":
			p.state = stock.WaybillClosed
		case "accept":
			p.state = stock.WaybillSent
		}
	}
}

func answer(rt *rapid.T, o journal.Outcome, code string) {
	if o.Code != code || (code == "") != (o.Status == journal.StatusApplied) {
		rt.Fatalf("want %q, got %+v", code, o)
	}
}

// balances returns the balances of the model's stores, by store and item in the order of creation.
func (m *model) balances() (all []int64) {
	for _, store := range m.stores {
		for _, item := range m.items {
			all = append(all, m.holds[shelf{stock.StoreAccount(store), item}])
		}
	}
	return all
}

// stored is the same from the database.
func (m *model) stored() (all []int64) {
	m.w.read(keeper, func(tx *db.Tx) error {
		all = nil
		for _, store := range m.stores {
			held, err := stock.Held(tx, store)
			if err != nil {
				return err
			}
			for _, item := range m.items {
				all = append(all, held[item])
			}
		}
		return nil
	})
	return all
}

func TestB26_ControlVerifySeesWhatWasChangedByHand(t *testing.T) {
	const byHand = "UPDATE balance SET quantity = quantity + 1 WHERE account LIKE 'store:%'"
	for name, c := range map[string]struct{ statement, check string }{
		"a balance by hand":     {byHand, "balance_is_not_its_legs"},
		"a balance of one side": {byHand, "item_does_not_close"},
		"goods on the road": {
			"UPDATE waybill SET state = 'closed'", "transit_is_not_the_waybill",
		},
		"a line of the paper": {"UPDATE waybill_line SET sent = sent + 1", "transit_is_not_the_waybill"},
		"an item gone":        {"DELETE FROM item WHERE code = 'food'", "item_unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(w *world) {
				w.receive(w.hasnabad, line(w.tarpaulin, 10), line(w.food, 3))
				w.dispatch(w.hasnabad, w.gosaba, line(w.tarpaulin, 4))
				w.clean()
				w.asOwner(c.statement)
				w.finds(c.check)
			})
		})
	}
}

// The program's own role may write a balance, so it is Verify that must notice.
func TestB26_ControlABalanceWrittenPastTheLedgerIsFound(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.hasnabad, line(w.tarpaulin, 10))
		err := w.s.Write(w.Context(), actor.System(), func(tx *db.Tx) error {
			return tx.Exec("UPDATE balance SET quantity = 12 WHERE account LIKE 'store:%'").Error
		})
		if err != nil {
			w.Fatal(err)
		}
		w.finds("balance_is_not_its_legs")
		w.finds("item_does_not_close")
	})
}
