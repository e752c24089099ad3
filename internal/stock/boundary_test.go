package stock_test

import (
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

var attacker = testkit.Stranger(actor.Administrator, actor.Coordinator, actor.Storekeeper)

// newItem is a valid item.
func newItem(code string, common bool) stock.ItemAdd {
	return stock.ItemAdd{
		ID: newID[stock.ItemID](), Code: code, Name: code, Unit: "piece", Picture: "other", Common: common,
	}
}

// listed gives the codes of the items that an actor sees, and the names of the stores.
func (w *world) listed(a actor.Actor) (codes, stores []string) {
	w.Helper()
	err := w.s.Read(w.Context(), a, func(tx *db.Tx) error {
		items, err := stock.Items(tx)
		for _, item := range items {
			codes = append(codes, item.Code)
		}
		if err != nil {
			return err
		}
		found, err := stock.Stores(tx)
		for _, s := range found {
			stores = append(stores, s.Name)
		}
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return codes, stores
}

// Common items are the steward's; every organisation adds to its own list only, and sees the common one and its own.
func TestItemsBelongToTheirOrganisation(t *testing.T) {
	onBoth(t, func(w *world) {
		plain := testkit.Actor(actor.Administrator, actor.Coordinator)
		o := take(w, plain, newItem("boat", true), stock.AddItem)
		w.refused(o, journal.StatusRejected, "steward_only")
		if o.Path != "/common" {
			w.Errorf("path %q", o.Path)
		}
		boat, theirs := newItem("boat", false), newItem("boat", false)
		w.applied(take(w, plain, boat, stock.AddItem))
		w.refused(take(w, plain, newItem("boat", false), stock.AddItem), journal.StatusConflict, "duplicate_code")
		w.refused(take(w, plain, newItem("food", false), stock.AddItem), journal.StatusConflict, "duplicate_code")
		w.applied(take(w, attacker, newItem("net", false), stock.AddItem))
		w.applied(take(w, attacker, theirs, stock.AddItem)) // the code of an item of others discloses nothing
		w.applied(take(w, testkit.Steward(), newItem("boat", true), stock.AddItem))

		for who, want := range map[*actor.Actor]string{
			&plain: "boat boat food tarpaulin", &attacker: "boat boat food net tarpaulin",
		} {
			if codes, _ := w.listed(*who); strings.Join(codes, " ") != want {
				w.Errorf("%s sees %v, want %s", who.Organisation, codes, want)
			}
		}

		for item, want := range map[stock.ItemID]string{boat.ID: "", theirs.ID: "not_found", newID[stock.ItemID](): "not_found"} {
			o := take(w, keeper, stock.StockReceive{
				ID: newID[stock.MovementID](), Store: w.hasnabad, Lines: []stock.ItemQuantity{line(item, 5)},
			}, stock.Receive)
			if o.Code != want || want != "" && o.Path != "/lines/0/item" {
				w.Errorf("received: %+v, want %q", o, want)
			}
		}
		o = take(w, keeper, w.consignment(w.hasnabad, w.foreign, line(boat.ID, 1)), stock.Dispatch)
		w.refused(o, journal.StatusConflict, "item_not_common")
		if o.Path != "/lines/0/item" {
			w.Errorf("path %q", o.Path)
		}
		w.applied(take(w, keeper, w.consignment(w.hasnabad, w.gosaba, line(boat.ID, 1)), stock.Dispatch))
	})
}

// The control: an item that is moved to the common list is in the other organisation's list, so the check above can fail.
func TestItemsControl(t *testing.T) {
	onBoth(t, func(w *world) {
		w.applied(take(w, coordinator, newItem("boat", false), stock.AddItem))
		if codes, _ := w.listed(attacker); slices.Contains(codes, "boat") {
			w.Fatal("another organisation's item is listed")
		}
		w.asOwner(w.scoped("UPDATE item SET organisation = NULL WHERE code = 'boat'")...)
		if codes, _ := w.listed(attacker); !slices.Contains(codes, "boat") {
			w.Error("a common item is not listed: the check proves nothing")
		}
	})
}

// scoped lets a statement of the owner's past the row-level policies.
func (w *world) scoped(statement string) []string {
	if w.s.Engine() == db.SQLite {
		return []string{statement}
	}
	return []string{"BEGIN; SELECT set_config('app.organisations', '*', true); " + statement + "; COMMIT"}
}

// A store's organisation is the actor's. Another organisation in the body gets the same refusal whether it exists or
// not, and nothing is written; the database rejects an unknown organisation for every role.
func TestAStoreIsOfTheActorsOrganisation(t *testing.T) {
	onBoth(t, func(w *world) {
		var answers []journal.Outcome
		for _, organisation := range []actor.OrganisationID{testkit.Organisation, newID[actor.OrganisationID]()} {
			in := stock.StoreAdd{
				ID: newID[stock.StoreID](), Organisation: organisation, Name: "Trojan", Kind: "site", Area: "block:2738",
			}
			o := take(w, attacker, in, stock.AddStore)
			o.Entry = ""
			answers = append(answers, o)
		}
		if answers[0].Code != "not_found" || answers[0].Path != "/organisation" || !equal(answers[0], answers[1]) {
			w.Errorf("%+v, %+v", answers[0], answers[1])
		}
		own := stock.StoreAdd{ID: newID[stock.StoreID](), Name: "Own", Kind: "site", Area: "block:2738"}
		w.applied(take(w, attacker, own, stock.AddStore))
		if _, stores := w.listed(testkit.Actor(actor.Administrator)); slices.Contains(stores, "Own") || slices.Contains(stores, "Trojan") {
			w.Errorf("the other organisation sees %v", stores)
		}
		nobody := own
		nobody.ID, nobody.Organisation = newID[stock.StoreID](), newID[actor.OrganisationID]()
		err := w.s.Write(w.Context(), actor.System(), func(tx *db.Tx) error {
			_, err := stock.AddStore(tx, testkit.Entry("store.add"), nobody)
			return err
		})
		if fault.Of(err) == nil {
			w.Errorf("a store of nobody: %v", err)
		}
	})
}

// The control: without the foreign key the database accepts a store without an organisation.
func TestAStoreOfNobodyControl(t *testing.T) {
	onBoth(t, func(w *world) {
		drop := []string{"ALTER TABLE store DROP CONSTRAINT store_organisation_fkey"}
		if w.s.Engine() == db.SQLite {
			drop = []string{"PRAGMA writable_schema = ON", `UPDATE sqlite_schema SET sql = replace(sql,
				'FOREIGN KEY (organisation) REFERENCES organisation (id)', 'CHECK (1)') WHERE name = 'store'`, "PRAGMA writable_schema = RESET"}
		}
		testkit.AsOwner(w.T, w.options, drop...)
		s := testkit.Open(w.T, w.options)
		err := s.Write(w.Context(), actor.System(), func(tx *db.Tx) error {
			_, err := stock.AddStore(tx, testkit.Entry("store.add"), stock.StoreAdd{
				ID: newID[stock.StoreID](), Organisation: newID[actor.OrganisationID](), Name: "Nobody's", Kind: "site", Area: "block:2738",
			})
			return err
		})
		if err != nil {
			w.Errorf("without the key: %v", err)
		}
	})
}

func equal(a, b journal.Outcome) bool {
	return a.Status == b.Status && a.Code == b.Code && a.Path == b.Path && a.Message == b.Message && len(a.Numbers)+len(b.Numbers) == 0
}

// Other organisations' stores are listed, and accepted as destinations, only where those opened them to partners or
// goods went between the two before. A store out of scope gets the same response as a store that does not exist.
func TestStoresOfOthersAreHidden(t *testing.T) {
	onBoth(t, func(w *world) {
		if _, stores := w.listed(attacker); !slices.Equal(stores, []string{"Gosaba", "Partner"}) {
			w.Errorf("the other organisation sees %v", stores)
		}
		w.receive(w.foreign, line(w.tarpaulin, 10))
		send := func(to stock.StoreID) journal.Outcome {
			o := take(w, partner, w.consignment(w.foreign, to, line(w.tarpaulin, 1)), stock.Dispatch)
			o.Entry = ""
			return o
		}
		hidden, missing := send(w.hasnabad), send(newID[stock.StoreID]())
		if hidden.Code != "not_found" || hidden.Path != "/to" || !equal(hidden, missing) {
			w.Errorf("%+v, %+v", hidden, missing)
		}
		w.receive(w.hasnabad, line(w.tarpaulin, 10))
		w.dispatch(w.hasnabad, w.foreign, line(w.tarpaulin, 1)) // the control, and the way to it: they exchange goods now
		if _, stores := w.listed(attacker); !slices.Equal(stores, []string{"Gosaba", "Hasnabad", "Partner"}) {
			w.Errorf("after an exchange the other organisation sees %v", stores)
		}
		w.applied(send(w.hasnabad))
	})
}

// An administrator without the steward's right changes no shared place, and names places for their own organisation
// only: there its own names win over the shared ones.
func TestPlacesAreTheStewards(t *testing.T) {
	onBoth(t, func(w *world) {
		redrawn := area.AreaPut{Level: area.Block, Code: "2738", Name: "Elsewhere"}
		for _, who := range []actor.Actor{attacker, testkit.Actor(actor.Administrator)} {
			w.refused(take(w, who, redrawn, area.Put), journal.StatusRejected, "steward_only")
		}
		w.refused(take(w, coordinator, redrawn, area.Put), journal.StatusRejected, "role_missing")
		w.applied(take(w, testkit.Steward(), area.AreaPut{
			Level: area.Block, Code: "2739", Name: "Hingalganj", Parent: "district:303", Aliases: []string{"The island"},
		}, area.Put))
		w.applied(take(w, attacker, area.AreaAlias{Area: "block:2738", Aliases: []string{"The Island", "Base 4"}}, area.SetAliases))

		found := func(a actor.Actor, text string) (keys []string) {
			err := w.s.Read(w.Context(), a, func(tx *db.Tx) error {
				named, err := area.Named(tx, text)
				for _, one := range named {
					keys = append(keys, string(one.Key))
				}
				if err != nil || len(keys) == 0 {
					return err
				}
				found, err := area.Find(tx, area.Block, text)
				if err != nil || len(found) != 1 || string(found[0].Key) != keys[0] {
					w.Errorf("found %v, %v", found, err)
				}
				return err
			})
			if err != nil {
				w.Fatal(err)
			}
			return keys
		}
		for _, c := range []struct {
			who        actor.Actor
			text, want string
		}{
			{attacker, "the island", "block:2738"},
			{coordinator, "the island", "block:2739"},
			{attacker, "base 4", "block:2738"},
			{coordinator, "base 4", ""},
			{attacker, "Hasnabad", "block:2738"},
		} {
			if got := strings.Join(found(c.who, c.text), " "); got != c.want {
				w.Errorf("%s finds %q by %q, want %q", c.who.Organisation, got, c.text, c.want)
			}
		}
		w.applied(take(w, attacker, area.AreaAlias{Area: "block:2738", Aliases: []string{}}, area.SetAliases))
		if got := found(attacker, "the island"); strings.Join(got, " ") != "block:2739" {
			w.Errorf("after its name was removed it finds %v", got)
		}
	})
}
