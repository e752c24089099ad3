package web

import (
	"encoding/csv"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/testkit"
)

// taken reads an exported list as rows by column.
func (sc *scene) taken(path string) (rows []map[string]string) {
	sc.t.Helper()
	a := sc.send("GET", "/api/v1/exports/"+path, "")
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\ufeff"))).ReadAll()
	if err != nil || a.status != 200 || len(lines) == 0 {
		sc.t.Fatalf("%s: %d, %v", path, a.status, err)
	}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// namesOfGoods are the Bengali and Hindi names in the lists of goods, by column.
var namesOfGoods = map[string]string{
	"item_bn": "ত্রিপল", "item_hi": "तिरपाल", "unit_bn": "খানা", "unit_hi": "नग", "store_name_bn": "কালীনগর স্কুল",
	"store_name_hi": "कालीनगर स्कूल", "block_bn": "হাসনাবাদ", "block_hi": "हसनाबाद", "district_bn": "",
}

// Lists name places, stores and items in every language, besides the English columns, which stay as they were. Control:
// a name that does not exist is blank, not the English one.
func TestListsNamePlacesAndGoodsInEveryLanguage(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		r := relieve(t, s, 1, 1)
		r.as(planner, "handover.give", distribution.HandoverGive{
			ID: newID[distribution.HandoverID](), Distribution: r.distribution, Card: r.cards[0], Collector: "self",
		})
		handovers, balances, families := r.taken("handovers.csv"), r.taken("stock.csv"), r.taken("households.csv")
		assessments := r.taken("assessments.csv")
		if len(handovers) != 1 || len(balances) != 1 || len(families) != 1 || len(assessments) != 1 {
			t.Fatal(handovers, balances, families, assessments)
		}
		for column, want := range namesOfGoods {
			if handovers[0][column] != want || balances[0][column] != want {
				t.Errorf("%s: %q and %q, want %q", column, handovers[0][column], balances[0][column], want)
			}
		}
		if handovers[0]["distribution_area_bn"] != "হাসনাবাদ" || handovers[0]["distribution_area_hi"] != "हसनाबाद" {
			t.Errorf("the area of the distribution: %v", handovers[0])
		}
		for _, row := range []map[string]string{families[0], assessments[0], handovers[0]} {
			if row["panchayat"] != "Patlikhanpur" || row["panchayat_bn"] != "পাটলিখানপুর" || row["panchayat_hi"] != "" ||
				row["block_hi"] != "हसनाबाद" {
				t.Errorf("places: %v", row)
			}
		}
	})
}

// The lists of handovers, balances and cards agree with each other; an auditor, who may not see families, gets
// handovers without names or places of families, and no other organisation's goods.
func TestListsOfGoodsAgreeWithWhatHappened(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		r := relieve(t, s, 2, 3)
		r.as(planner, "handover.give", distribution.HandoverGive{
			ID: newID[distribution.HandoverID](), Distribution: r.distribution, Card: r.cards[0], Collector: "self",
		})
		given := r.taken("handovers.csv")
		if len(given) != 1 || given[0]["household"] != string(r.households[0]) || given[0]["item_code"] != "tarpaulin" ||
			given[0]["quantity"] != "1" || given[0]["store_name"] != "Kalinagar School" || given[0]["distribution"] != "Tarpaulins" ||
			given[0]["panchayat"] != "Patlikhanpur" || given[0]["name"] != "Rahima Bibi" || given[0]["collector"] != "self" {
			t.Errorf("given: %v", given)
		}
		if left := r.taken("stock.csv"); len(left) != 1 || left[0]["quantity"] != "4" || left[0]["block_code"] != "2738" {
			t.Errorf("left: %v", left)
		}
		held := map[string]string{}
		for _, family := range r.taken("households.csv") {
			held[family["household"]] = family["card"]
		}
		if len(held) != 2 || held[string(r.households[0])] != card.GroupCode(r.cards[0]) {
			t.Errorf("%d families; the card of the first is not the one bound to it", len(held))
		}
		if later := r.taken("handovers.csv?since=2999-01-01"); len(later) != 0 {
			t.Errorf("%d handovers of a day to come", len(later))
		}

		r.person("auditor", actor.Auditor)
		r.signIn("auditor", testPassword)
		seen := r.taken("handovers.csv")
		if len(seen) != 1 || seen[0]["name"] != "" || seen[0]["panchayat"] != "" || seen[0]["quantity"] != "1" {
			t.Errorf("an auditor sees %v", seen)
		}
		if a := r.send("GET", "/api/v1/exports/households.csv", ""); a.status != 403 {
			t.Errorf("an auditor gets the families: %d", a.status)
		}
		err := s.Read(t.Context(), testkit.Stranger(actor.Coordinator), func(tx *db.Tx) error {
			codes, err := card.ValidCodes(tx, []string{string(r.households[0])})
			if len(codes) != 0 {
				t.Error("another organisation learns a card's code")
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}
