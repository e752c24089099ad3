package openings_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/exchange/openings"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

func states(l openings.List) map[openings.State]int {
	n := map[openings.State]int{}
	for _, row := range l.Rows {
		n[row.State]++
	}
	return n
}

// A list of opening stock is received once: each bad row is named, and the same list again changes nothing. Control: a
// storekeeper of another area cannot enter it.
func TestOpeningStockIsReceivedOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		testkit.Organisations(t, s)
		testkit.Areas(t, s, testkit.WestBengal, testkit.North, testkit.Hasnabad)
		keys, err := card.OpenKeys(filepath.Join(t.TempDir(), "keys"))
		if err != nil {
			t.Fatal(err)
		}
		table, who := intake.New(keys), testkit.Actor(actor.Coordinator, actor.Administrator, actor.Storekeeper)
		store := stock.StoreID(db.NewID())
		apply := func(kind string, payload any) {
			raw, err := json.Marshal(payload)
			if err != nil {
				t.Fatal(err)
			}
			outcome, err := table.Take(t.Context(), s, who, journal.Entry{
				ID: journal.EntryID(db.NewID()), Kind: kind, Schema: intake.Schema, OccurredAt: s.Now(), Payload: raw,
			})
			if err != nil || outcome.Status != journal.StatusApplied {
				t.Fatal(kind, err, outcome)
			}
		}
		apply("store.add", stock.StoreAdd{ID: store, Name: "Godown", Kind: "warehouse", Area: "district:303"})
		apply("item.add", stock.ItemAdd{
			ID: stock.ItemID(db.NewID()), Code: "rice", Name: "Rice", NameBN: "চাল", Unit: "kg", Picture: "food",
		})
		file := []byte("Opening stock of the godown\nItem,Quantity\nচাল,\"1,200\"\nexample: rice,5\nhorses,3\nrice,\n\"rice,4\n")
		read := func(by actor.Actor) (openings.List, error) {
			return openings.Read(t.Context(), s, by, file, openings.Options{Store: store})
		}
		list, err := read(who)
		if n := states(list); err != nil || n[openings.New] != 1 || n[openings.Wrong] != 4 {
			t.Fatalf("%v %+v", err, list)
		}
		for i, code := range []string{"", "example_row", "item_unknown", "number_unreadable", "row_malformed"} {
			if list.Rows[i].Code != code {
				t.Errorf("%+v, want %s", list.Rows[i], code)
			}
		}
		if list, err = openings.Add(t.Context(), table, s, who, list); err != nil || list.Rows[0].State != openings.Added {
			t.Errorf("%v %+v", err, list)
		}
		if list, err = read(who); err != nil || list.Rows[0].State != openings.There {
			t.Errorf("a second time: %v %+v", err, list)
		}
		if _, err := read(testkit.Only(who, "/19/304/")); !fault.Is(err, "not_found") {
			t.Errorf("another area's storekeeper: %v", err)
		}
	})
}
