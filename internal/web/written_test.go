package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// rowsAt reads a list of rows.
func rowsAt[T any](sc *scene, path string) []T {
	sc.t.Helper()
	a := sc.send("GET", path, "")
	var list Rows[T]
	if err := json.Unmarshal([]byte(a.body), &list); err != nil || a.status != http.StatusOK {
		sc.t.Fatalf("%s: %d %s", path, a.status, a.body)
	}
	return list.Rows
}

// The office sees written names with places of similar names, and lists show the name with the family until it is
// decided. Another organisation sees neither.
func TestWrittenPlacesInTheOffice(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		steward := testkit.Steward(actor.Coordinator, actor.OutreachWorker)
		for _, d := range []area.AreaPut{
			{Level: area.State, Code: "19", Name: "West Bengal"},
			{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"},
			{Level: area.Block, Code: "2738", Name: "Hasnabad", NameBN: "হাসনাবাদ", Parent: "district:303"},
			{Level: area.Panchayat, Code: "wb-gp:2738-01", Name: "Amlani", Parent: "block:2738"},
			{Level: area.Panchayat, Code: "wb-gp:2738-02", Name: "Bhebia", Parent: "block:2738"},
		} {
			sc.takeAs(steward, "area.put", d)
		}
		id := db.NewID()
		sc.takeAs(steward, "household.register", household.HouseholdRegister{
			ID: household.ID(id), Area: "block:2738", Name: "Rahima Bibi", People: household.People{Women: 1}, Criteria: []string{},
			House: household.Kutcha, NotSameAs: []household.ID{}, WrittenPlace: "আমলানি",
			Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
		})
		open := rowsAt[WrittenPlaceView](sc, "/api/v1/written-places?state=open")
		if len(open) != 1 || open[0].Under.NameBN != "হাসনাবাদ" || open[0].Area != nil || open[0].DecidedAt != nil {
			t.Fatalf("%+v", open)
		}
		if like := open[0].Like; len(like) != 1 || like[0].Name != "Amlani" || open[0].Spellings[0].Families != 1 {
			t.Errorf("suggested %+v of %+v", like, open[0].Spellings)
		}
		families := rowsAt[HouseholdView](sc, "/api/v1/households")
		if len(families) != 1 || families[0].WrittenPlace != "আমলানি" || families[0].AreaName != "Hasnabad" {
			t.Errorf("before: %+v", families)
		}
		sc.takeAs(steward, "written_place.match", household.WrittenPlaceMatch{
			Records: []string{open[0].Spellings[0].Record}, Area: "panchayat:wb-gp:2738-01",
		})
		if open := rowsAt[WrittenPlaceView](sc, "/api/v1/written-places"); len(open) != 0 {
			t.Errorf("still open: %+v", open)
		}
		decided := rowsAt[WrittenPlaceView](sc, "/api/v1/written-places?state=decided")
		if len(decided) != 1 || decided[0].Area == nil || decided[0].Area.Name != "Amlani" || decided[0].DecidedAt == nil {
			t.Errorf("decided: %+v", decided)
		}
		families = rowsAt[HouseholdView](sc, "/api/v1/households")
		if len(families) != 1 || families[0].WrittenPlace != "" || families[0].AreaName != "Amlani" {
			t.Errorf("after: %+v", families)
		}
		past := sc.send("GET", "/api/v1/households/"+id+"/history", "").body
		for _, part := range []string{`"deed":"moved"`, `"written_place"`, "আমলানি", `"after":["Amlani"]`} {
			if !strings.Contains(past, part) {
				t.Errorf("the history lacks %s: %s", part, past)
			}
		}
		if a := sc.send("GET", "/api/v1/written-places?state=all", ""); a.status != http.StatusUnprocessableEntity {
			t.Errorf("another state: %d %s", a.status, a.body)
		}
	})
}
