package web

import (
	"encoding/json"
	"net/url"
	"slices"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// village is a scene with four families in two panchayats, the last with a card.
func village(t *testing.T, s *db.Store) (sc *scene, code string) {
	t.Helper()
	sc = newScene(t, s, actor.Coordinator, actor.OutreachWorker)
	for _, place := range []area.AreaPut{
		{Level: area.State, Code: "19", Name: "West Bengal"},
		{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"},
		{Level: area.Block, Code: "2738", Name: "Hasnabad", Parent: "district:303"},
		{Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Patlikhanpur", Parent: "block:2738"},
		{Level: area.Panchayat, Code: "wb-gp:2738-02", Name: "Amlani", Parent: "block:2738"},
	} {
		sc.as(planner, "area.put", place)
	}
	var last household.ID
	for i, name := range []string{"Rahima Mondal", "সীতা মণ্ডল", "Anwar Ali", "Rahima Mondal"} {
		in := household.HouseholdRegister{
			ID: newID[household.ID](), Area: "panchayat:wb-gp:2738-01", Name: name, People: household.People{Women: 1},
			Criteria: []string{"widow"}, House: household.Kutcha, Consent: household.ConsentGiven{Given: true, How: "played", Language: "bn"},
		}
		if i > 1 {
			in.Area, in.House, in.Criteria = "panchayat:wb-gp:2738-02", household.Hut, []string{}
		}
		sc.as(planner, "household.register", in)
		last = in.ID
	}
	batch := newID[card.BatchID]()
	sc.as(planner, "card.print_batch", card.CardPrintBatch{ID: batch, Name: "B", Cards: 2})
	var cards []card.Card
	err := s.Read(t.Context(), planner, func(tx *db.Tx) (err error) {
		cards, err = card.Cards(tx, batch)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	sc.as(planner, "card.bind", card.CardBind{Card: cards[0].Code, Household: last})
	return sc, cards[0].Code
}

// names requests a list and returns the names on it.
func (sc *scene) names(query string) (names []string) {
	sc.t.Helper()
	got := sc.send("GET", "/api/v1/households?"+query, "")
	var list Rows[HouseholdView]
	if err := json.Unmarshal([]byte(got.body), &list); err != nil || got.status != 200 {
		sc.t.Fatalf("%s: %d %s", query, got.status, got.body)
	}
	for _, row := range list.Rows {
		names = append(names, row.Name)
	}
	return names
}

// The search box accepts a part of a name, a card's code, a name and a place, or a place alone, with filters.
func TestOneBoxFindsAFamily(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, code := village(t, s)
		for query, want := range map[string][]string{
			"search=" + url.QueryEscape("মণ্ডল"):          {"সীতা মণ্ডল", "Rahima Mondal", "Rahima Mondal"},
			"search=ondal&house=hut":                      {"Rahima Mondal"},
			"search=" + code:                              {"Rahima Mondal"},
			"search=" + code + "&house=kutcha":            nil,
			"card=" + code:                                {"Rahima Mondal"},
			"search=" + url.QueryEscape("rahima, amlani"): {"Rahima Mondal"},
			"search=" + url.QueryEscape("anwar, patlik"):  nil,
			"search=amlani":                               {"Rahima Mondal", "Anwar Ali"},
			"search=xqxq":                                 nil,
			"carded=yes":                                  {"Rahima Mondal"},
			"carded=no&sort=oldest":                       {"Rahima Mondal", "সীতা মণ্ডল", "Anwar Ali"},
			"criterion=widow&area=block:2738":             {"সীতা মণ্ডল", "Rahima Mondal"},
			"grade=-1&verified=no&served=no&area=panchayat:wb-gp:2738-02": {"Rahima Mondal", "Anwar Ali"},
			"since=2999-01-01": nil,
		} {
			if got := sc.names(query); !slices.Equal(got, want) {
				t.Errorf("%s: %q, not %q", query, got, want)
			}
		}
		for query, path := range map[string]string{
			"served=maybe": "/served", "since=yesterday": "/since", "grade=bad": "/grade", "sort=name": "/sort", "house=tent": "/house",
			"after=x": "/after", "search=mondal&after=x": "/after",
		} {
			got := sc.send("GET", "/api/v1/households?"+query, "")
			if got.status != 400 && got.status != 422 || got.problem(t).Path != path {
				t.Errorf("%s: %d %s", query, got.status, got.body)
			}
		}
		if got := sc.send("GET", "/api/v1/households?area=block:9999", ""); got.status != 404 {
			t.Errorf("a place that is not there: %d", got.status)
		}
	})
}

// The overview counts the current state, and another organisation's counts are its own.
func TestTheOverviewCountsAtThisMoment(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, _ := village(t, s)
		var got SummaryView
		answer := sc.send("GET", "/api/v1/summary?level=panchayat", "")
		if err := json.Unmarshal([]byte(answer.body), &got); err != nil {
			t.Fatal(answer.body)
		}
		if len(got.Rows) != 2 || got.Rows[0].Name != "Patlikhanpur" || got.Rows[0].Households != 2 || got.Rows[1].Carded != 1 ||
			got.Total.Households != 4 || got.Total.People != 4 {
			t.Errorf("%s", answer.body)
		}
		if bad := sc.send("GET", "/api/v1/summary?level=village", ""); bad.problem(t).Path != "/level" {
			t.Errorf("a level that is not offered: %s", bad.body)
		}
		var n CountView
		counted := sc.send("GET", "/api/v1/households/count?house=hut", "")
		if err := json.Unmarshal([]byte(counted.body), &n); err != nil || n != (CountView{Count: 2}) {
			t.Errorf("counted %s", counted.body)
		}
	})
}
