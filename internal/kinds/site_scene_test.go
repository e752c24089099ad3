package kinds_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/stock"
)

// goodsOf adds an item and a store that holds it.
func (sc *scene) goodsOf(all staff) (g goods) {
	sc.Helper()
	g = goods{tarpaulin: stock.ItemID(sc.id()), site: stock.StoreID(sc.id())}
	sc.take(all.coordinator, "item.add", stock.ItemAdd{ID: g.tarpaulin, Code: "tarpaulin", Name: "Tarpaulin", Unit: "sheet", Picture: "other"})
	sc.take(all.coordinator, "store.add", stock.StoreAdd{ID: g.site, Name: "School", Kind: "site", Area: block})
	sc.take(all.keeper, "stock.receive", stock.StockReceive{
		ID: stock.MovementID(sc.id()), Store: g.site, Lines: []stock.ItemQuantity{{Item: g.tarpaulin, Quantity: 10}},
	})
	return g
}

func (sc *scene) plan(g goods, families int) distribution.DistributionPlan {
	return distribution.DistributionPlan{
		ID: distribution.ID(sc.id()), Name: "Tarpaulins", Area: block, Store: g.site, MinimumGrade: 3, Quantity: families,
		Weights: distribution.Current, Lines: []distribution.PlanItem{{Item: g.tarpaulin, PerHousehold: 1}},
	}
}

func approval(plan distribution.DistributionPlan) distribution.DistributionApprove {
	return distribution.DistributionApprove{Distribution: plan.ID, Number: "352614"}
}

// site is an open distribution with its families, their cards and their entitlements.
type site struct {
	*scene
	staff
	goods
	id       distribution.ID
	families []household.ID
	cards    []card.Card
	due      map[household.ID]distribution.EntitlementID
}

// unlisted are the places that are written for some families of a site.
var unlisted = map[int]string{0: "Purano Para", 4: "Natun Para"}

// decides places the families of unlisted places: one by the office, one by the steward.
func (st *site) decides() {
	st.Helper()
	st.take(st.coordinator, "written_place.match", household.WrittenPlaceMatch{
		Records: []string{string(st.families[0])}, Area: village,
	})
	st.take(st.coordinator, "written_place.match", household.WrittenPlaceMatch{
		Records: []string{string(st.told(st.staff, block, "Dokkhin Para"))}, Area: village,
	})
	st.take(st.first, "written_place.add", household.WrittenPlaceAdd{
		Records: []string{string(st.told(st.staff, block, "Uttor Para"))}, Level: area.Village, Parent: village,
		Name: "Uttor Para",
	})
	st.take(st.first, "written_place.add", household.WrittenPlaceAdd{
		Records: []string{string(st.families[4])}, Level: area.Village, Parent: village, Name: "Natun Para",
	})
}

const familiesOfSite = 12 // enough for the lift of private reasons; another one of the scene is eligible, too

// opens registers and grades families, gives them cards, and plans, approves and opens a distribution for them.
func (sc *scene) opens(all staff, g goods) *site {
	sc.Helper()
	st := &site{scene: sc, staff: all, goods: g, due: map[household.ID]distribution.EntitlementID{}}
	for n := range familiesOfSite {
		in := sc.registration(village)
		in.PrivateReason = 1 - min(n, 1)
		if name := unlisted[n]; name != "" {
			in.Area, in.WrittenPlace = block, name
		}
		in.SealedNote = sc.blob()
		sc.take(all.worker, "household.register", in)
		st.families = append(st.families, in.ID)
		sc.graded(all, in.ID, 3)
	}
	sc.printed(all, 1)
	sc.extras(func() { sc.printed(all, 1) })
	st.cards = sc.printed(all, familiesOfSite+4)
	for n, h := range st.families {
		sc.carded(all, h, st.cards[n])
	}
	plan := sc.plan(g, familiesOfSite+1)
	st.id = plan.ID
	sc.take(all.coordinator, "distribution.plan", plan)
	sc.take(all.approver, "distribution.approve", approval(plan))
	sc.take(all.coordinator, "distribution.open", distribution.DistributionOpen{Distribution: st.id})
	var rows []struct {
		ID        distribution.EntitlementID
		Household household.ID
	}
	err := sc.s.Read(sc.Context(), all.coordinator, func(tx *db.Tx) error {
		return tx.Raw("SELECT id, household FROM entitlement WHERE distribution = ?", string(st.id)).Scan(&rows).Error
	})
	if err != nil {
		sc.Fatal(err)
	}
	for _, row := range rows {
		st.due[row.Household] = row.ID
	}
	return st
}

// split divides the list into lanes for two phones.
func (st *site) split(phone, other people.Phone) {
	st.Helper()
	alone := distribution.Leader{Distribution: st.id, PIN: "271828"}
	st.take(st.coordinator, "distribution.leader", distribution.DistributionLeader{Distribution: st.id}, alone.Keep)
	leader := distribution.Leader{Distribution: st.id, Lanes: 2, PIN: "314159"}
	st.take(st.coordinator, "distribution.lanes", distribution.DistributionLanes{Distribution: st.id, Lanes: 2}, leader.Keep)
	st.between(phone.Actor, func(tx *db.Tx) error {
		_, _, err := distribution.TakeLane(tx, st.id, string(phone.Credential))
		return err
	})
	st.take(st.coordinator, "lane.free", distribution.LaneFree{Distribution: st.id, Lane: 1})
	st.take(other.Actor, "lane.open", distribution.LaneOpen{Distribution: st.id, Lane: 1, Reason: "phone_lost"})
	st.take(other.Actor, "list.searched", distribution.ListSearched{Distribution: st.id, By: "name", Answers: 1})
	st.take(other.Actor, "entry.withdrawn", people.EntryWithdrawn{})
}

func (st *site) lines(n int64) []distribution.HandedItem {
	return []distribution.HandedItem{{Item: st.tarpaulin, Quantity: n}}
}

// record is a handover on a phone.
func (st *site) record(quantity int64, change func(in *distribution.HandoverRecord)) distribution.HandoverRecord {
	in := distribution.HandoverRecord{
		ID: distribution.HandoverID(st.scene.id()), Distribution: st.id, How: "scan", Collector: distribution.Self,
		Items: st.lines(quantity),
	}
	change(&in)
	return in
}

// due records a handover to a family of the list.
func (st *site) served(phone people.Phone, n int) distribution.HandoverID {
	st.Helper()
	in := st.record(1, func(in *distribution.HandoverRecord) {
		in.Entitlement, in.Card = st.due[st.families[n]], st.cards[n].Code
	})
	st.take(phone.Actor, "handover.record", in)
	return in.ID
}

// serves hands over online and offline, with everything that can be wrong with a handover.
func (st *site) serves(phone, other people.Phone) {
	st.Helper()
	st.take(st.distributor, "handover.give", distribution.HandoverGive{
		ID: distribution.HandoverID(st.scene.id()), Distribution: st.id, Card: st.cards[0].Code, Collector: distribution.Self,
	})
	st.loads(phone)
	first := st.served(phone, 1)
	st.served(other, 1)
	st.undone(phone, first)
	for _, wrong := range []func(in *distribution.HandoverRecord){
		func(in *distribution.HandoverRecord) { in.OffList = "" },
		func(in *distribution.HandoverRecord) { in.Card = "no card of ours" },
		func(in *distribution.HandoverRecord) {
			in.Entitlement, in.Card = st.due[st.families[2]], st.cards[3].Code
		},
		func(in *distribution.HandoverRecord) {
			in.Entitlement, in.Items = st.due[st.families[4]], st.lines(50)
		},
	} {
		st.take(phone.Actor, "handover.record", st.record(1, wrong))
	}
	st.offList(phone)
	st.awaited(phone)
	st.closes(phone, other)
}

func (st *site) loads(phone people.Phone) {
	st.Helper()
	st.take(st.keeper, "custody.load", distribution.CustodyLoad{
		ID: st.scene.id(), Device: string(phone.Credential), Distribution: st.id, Items: st.lines(10),
	})
}

func (st *site) undone(phone people.Phone, id distribution.HandoverID) {
	st.Helper()
	st.take(phone.Actor, "handover.undo", distribution.HandoverUndo{ID: st.scene.id(), Handover: id, Reason: "by_mistake"})
}

// offList serves families that are not on the list, more than a phone may.
func (st *site) offList(phone people.Phone) {
	st.Helper()
	for n := range 2 {
		h := st.family(st.staff, village)
		assessment := st.assessed(st.staff, h, 2)
		st.carded(st.staff, h, st.cards[familiesOfSite+n])
		st.take(phone.Actor, "handover.record", st.record(1, func(in *distribution.HandoverRecord) {
			in.Card, in.OffList = st.cards[familiesOfSite+n].Code, "new_damage"
		}))
		st.verified(st.staff, assessment, 2)
	}
}

// awaited serves the bearer of a card that is bound later only.
func (st *site) awaited(phone people.Phone) {
	st.Helper()
	blank := st.cards[familiesOfSite+2]
	in := st.record(1, func(in *distribution.HandoverRecord) { in.Card = blank.Code })
	if o := st.submit(phone.Actor, "handover.record", in); o.Status != journal.StatusDeferred {
		st.Fatalf("%+v", o)
	}
	h := st.family(st.staff, village)
	st.carded(st.staff, h, blank)
	st.did(func() {
		if n, err := st.phones.ResolveWaiting(st.Context()); err != nil || n != 1 {
			st.Fatalf("%d were decided: %v", n, err)
		}
	})
}

// closes counts a phone's custody, and closes the distribution; later handovers and undos are pushed all the same.
func (st *site) closes(phone, other people.Phone) {
	st.Helper()
	st.loads(phone)
	late := st.served(phone, 6)
	st.take(phone.Actor, "custody.close", distribution.CustodyClose{ID: st.scene.id(), Distribution: st.id, Counted: []distribution.CountedItem{{Item: st.tarpaulin, Quantity: 1}}})
	st.undone(phone, late)
	st.take(other.Actor, "handover.record", st.record(1, func(in *distribution.HandoverRecord) {
		in.Entitlement, in.Items = st.due[st.families[5]], st.lines(5000)
	}))
	st.keeps(other)
	st.take(st.coordinator, "distribution.close", distribution.DistributionClose{Distribution: st.id})
	st.served(phone, 7)
	st.take(st.worker, "card.retract", card.CardRetract{Card: st.cards[7].Code, Household: st.families[7]})
	st.take(st.coordinator, "card.revoke", card.CardRevoke{Card: st.cards[8].ID, Reason: card.Lost})
	st.extras(func() { st.carded(st.staff, st.families[8], st.printed(st.staff, 1)[0]) })
	st.carded(st.staff, st.families[8], st.cards[familiesOfSite+3])
}

// pushes sends entries as a phone does.
func (sc *scene) pushes(phone people.Phone, entries ...journal.Entry) {
	sc.Helper()
	var records []string
	for _, e := range entries {
		raw, err := json.Marshal(map[string]any{
			"id": e.ID, "kind": e.Kind, "schema": e.Schema, "occurred_at": e.OccurredAt, "device_seq": e.DeviceSeq,
			"payload": json.RawMessage(e.Payload),
		})
		if err != nil {
			sc.Fatal(err)
		}
		records = append(records, string(raw))
	}
	sc.pushesRaw(phone, records...)
}

func (sc *scene) pushesRaw(phone people.Phone, records ...string) {
	sc.Helper()
	body := fmt.Sprintf(`{"protocol":1,"records":[%s]}`, strings.Join(records, ","))
	if _, err := sc.phones.Push(sc.Context(), phone, []byte(body)); err != nil {
		sc.Fatal(err)
	}
}

// unreadable sends a record that has a field twice.
func (sc *scene) unreadable(phone people.Phone) {
	sc.Helper()
	sc.didOnly("unreadable", func() {
		sc.pushesRaw(phone, fmt.Sprintf(`{"id":%q,"kind":"household.register","schema":1,"schema":1,`+
			`"occurred_at":"2020-06-05T09:00:00Z","device_seq":1000000,"payload":{}}`, sc.id()))
	})
}

// settlesAlone makes an administrator an officer, too, and settles the exception about it.
func (sc *scene) settlesAlone(one, second actor.Actor) {
	sc.Helper()
	sc.waited(one, "account.change", people.AccountChange{
		Account: second.Account, BaseVersion: 1, Name: "Second", Language: "bn",
		Grants: []people.Grant{{Role: actor.Administrator, AreaPath: "/"}, {Role: actor.ProtectionOfficer, AreaPath: "/"}},
	})
	sc.waited(one, "exception.settle", journal.ExceptionSettle{
		Exception: sc.exception("officer_appointed"), Decision: "nothing_to_do", Reason: "It was agreed.",
	})
}

// effort is an organisation at work.
func (sc *scene) effort() {
	sc.Helper()
	all := sc.hired()
	sc.areas(all.first)
	sc.aliases(all)
	sc.protects(all)
	g := sc.stores(all)
	phone, other := sc.enrolled("distributor", ""), sc.enrolled("coordinator", "")
	phoned := sc.enrolled("worker", "")
	sc.housesSeen(all, phoned.Actor)
	sc.papers(all, sc.printed(all, 2))
	sc.arrives(all, g, sc.enrolled("keeper", ""))
	st := sc.opens(all, g)
	st.split(phone, other)
	st.serves(phone, other)
	sc.graded(all, st.families[1], 1)
	sc.cares(all, st.families[0])
	st.decides()
	sc.moves(all, st.families[0])
	sc.amends(all, st.families[4])
	sc.erased(all, st.families[0])
	sc.forgets(all)
	sc.unreadable(phoned)
	sc.lost(all)
	sc.donates(all)
	sc.accounts(all)
	sc.partners(all.first)
	sc.keptAndRestored()
}
