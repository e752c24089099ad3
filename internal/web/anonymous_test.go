package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/phonedata/protocol1"
	"tripol/internal/summary"
	"tripol/internal/testkit"
	"tripol/internal/words"
)

// unlike is a scene with two families of one list, both graded, carded and served: one with a name that left out its
// house type and who lives there, and one that refused to have its details recorded.
type unlike struct {
	*relief
	named, anonymous household.ID
	code             string // of the card of the second
}

func newUnlike(t *testing.T, s *db.Store) unlike {
	t.Helper()
	u := unlike{relief: relieve(t, s, 1, 5), named: newID[household.ID](), anonymous: newID[household.ID]()}
	register := func(id household.ID, name, details string) {
		u.as(planner, "household.register", household.HouseholdRegister{
			ID: id, Area: "panchayat:wb-gp:2738-01", Name: name, People: household.People{Unstated: 5}, Mark: "boat",
			Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn", Details: details},
		})
	}
	register(u.named, "Karima Bibi", "")
	register(u.anonymous, "", household.DetailsRefused)
	batch := newID[card.BatchID]()
	u.as(planner, "card.print_batch", card.CardPrintBatch{ID: batch, Name: "second", Cards: 2})
	var codes []string
	if err := s.Read(t.Context(), planner, func(tx *db.Tx) error {
		cards, err := card.Cards(tx, batch)
		for _, c := range cards {
			codes = append(codes, c.Code)
		}
		return err
	}); err != nil || len(codes) != 2 {
		t.Fatal(codes, err)
	}
	for i, id := range []household.ID{u.named, u.anonymous} {
		first, second := newID[damage.ID](), newID[damage.ID]()
		u.as(planner, "damage.assess", damage.DamageAssess{ID: first, Household: id, Grade: 4, House: household.Kutcha})
		u.as(approver, "damage.verify", damage.DamageVerify{ID: db.NewID(), Assessment: first, Grade: 4})
		u.as(planner, "damage.assess", damage.DamageAssess{ID: second, Household: id, Grade: 4, House: household.Kutcha})
		u.as(planner, "card.bind", card.CardBind{Card: codes[i], Household: id})
	}
	u.code = codes[1]
	list := newID[distribution.ID]()
	u.as(planner, "distribution.plan", distribution.DistributionPlan{
		ID: list, Name: "Second", Area: "block:2738", Store: u.store, MinimumGrade: 3, Quantity: 3,
		Weights: distribution.Current, Lines: []distribution.PlanItem{{Item: u.item, PerHousehold: 1}},
	})
	u.as(approver, "distribution.approve", distribution.DistributionApprove{Distribution: list, Number: "352614"})
	u.as(planner, "distribution.open", distribution.DistributionOpen{Distribution: list})
	u.distribution = list
	for _, code := range codes {
		u.as(planner, "handover.give", distribution.HandoverGive{
			ID: newID[distribution.HandoverID](), Distribution: list, Card: code, Collector: "self",
		})
	}
	return u
}

// shapeOf returns the paths of a row's values that are not empty. Numbers are never empty.
func shapeOf(row any) []string {
	raw, err := json.Marshal(row)
	if err != nil {
		return []string{err.Error()}
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return []string{err.Error()}
	}
	shape := map[string]bool{}
	addShape(shape, "", value)
	return slices.Sorted(maps.Keys(shape))
}

func addShape(shape map[string]bool, path string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			addShape(shape, path+"/"+name, inner)
		}
	case []any:
		for _, inner := range v {
			addShape(shape, path+"/*", inner)
		}
	case nil:
	case string:
		if v != "" {
			shape[path] = true
		}
	default:
		shape[path] = true
	}
}

// sameShape compares the rows of the two families in a list and returns the second's name in it.
func (u unlike) sameShape(list string, rows []map[string]any, by, name string) string {
	u.t.Helper()
	of := func(id household.ID) map[string]any {
		at := slices.IndexFunc(rows, func(row map[string]any) bool { return row[by] == string(id) })
		if at < 0 {
			u.t.Errorf("%s: the family is not in it: %v", list, rows)
			return nil
		}
		return rows[at]
	}
	named, anonymous := of(u.named), of(u.anonymous)
	if a, b := shapeOf(named), shapeOf(anonymous); !slices.Equal(a, b) {
		u.t.Errorf("%s: the rows differ:\n%v\n%v", list, a, b)
	}
	for key, value := range anonymous {
		if strings.Contains(fmt.Sprint(key, value), "refus") {
			u.t.Errorf("%s says that the family refused: %s %v", list, key, value)
		}
	}
	// The control: the same row without what it is called has another shape.
	if text, is := anonymous[name].(string); is && text != "" {
		unnamed := maps.Clone(anonymous)
		unnamed[name] = ""
		if slices.Equal(shapeOf(named), shapeOf(unnamed)) {
			u.t.Errorf("%s: a missing name is not seen", list)
		}
		return text
	}
	u.t.Errorf("%s: it is called nothing", list)
	return ""
}

func (u unlike) rows(path, language string) []map[string]any {
	u.t.Helper()
	a := u.send("GET", path, "", "Accept-Language", language)
	if a.status != 200 {
		u.t.Fatalf("%s: %d %s", path, a.status, a.body)
	}
	return decoded[struct{ Rows []map[string]any }](u.t, a.body).Rows
}

// A family that refused its details has, in every list, export and pack, a row of the same shape as all others, with a
// designation of mark and card where they have a name. Nothing says that it refused.
func TestAFamilyWithoutDetailsHasARowLikeAllOthers(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		u := newUnlike(t, s)
		end := u.code[len(u.code)-4:]
		for _, c := range []struct{ path, by, name string }{
			{"/api/v1/households", "id", "name"},
			{"/api/v1/households?sort=size", "id", "name"},
			{"/api/v1/distributions/" + string(u.distribution) + "/list", "household", "household_name"},
			{"/api/v1/assessments?state=waiting", "household", "household_name"},
		} {
			for language, word := range map[string]string{"en": "Boat · ", "bn": "নৌকা · ", "hi": "नाव · "} {
				if got := u.sameShape(c.path+" "+language, u.rows(c.path, language), c.by, c.name); got != word+end {
					t.Errorf("%s %s: %q", c.path, language, got)
				}
			}
		}
		for _, list := range []string{"households", "assessments", "handovers"} {
			var rows []map[string]any
			for _, row := range u.taken(list + ".csv") {
				typed := map[string]any{}
				for column, value := range row {
					typed[column] = value
				}
				rows = append(rows, typed)
			}
			if got := u.sameShape(list+".csv", rows, "household", "name"); got != "Boat · "+end {
				t.Errorf("%s: %q", list, got)
			}
		}
		u.onPaperAndPhone(end)
	})
}

// onPaperAndPhone compares the packs of both protocols, the page of a card and the list of calls.
func (u unlike) onPaperAndPhone(end string) {
	u.t.Helper()
	u.person("rina", actor.OutreachWorker)
	v := u.enrol("rina")
	token := []string{"Authorization", "Bearer " + string(v.FullToken)}
	for protocol := range 2 {
		var issued field.Issued
		var manifest protocol1.Manifest
		pack := u.send("GET", fmt.Sprintf("/api/v1/pack?protocol=%d", protocol+1), "", token...)
		if err := json.Unmarshal([]byte(pack.body), &issued); err != nil || json.Unmarshal(issued.Manifest, &manifest) != nil {
			u.t.Fatalf("%d %s", pack.status, pack.body)
		}
		seen := false
		for _, part := range manifest.Parts {
			if !strings.HasPrefix(part.Name, "families") {
				continue
			}
			seen = true
			rows := decoded[[]map[string]any](u.t, u.send("GET", "/api/v1/pack/"+manifest.Pack+"/"+part.Name, "", token...).body)
			for _, row := range rows {
				delete(row, "sounds") // of a name only; it is a search key and not shown
			}
			if got := u.sameShape(part.Name, rows, "household", "name"); got != "Boat · "+end {
				u.t.Errorf("protocol %d: %q", protocol+1, got)
			}
		}
		if !seen {
			u.t.Errorf("no families in %+v", manifest.Parts)
		}
	}
	calls := []summary.Call{{Household: u.anonymous, Mark: "boat"}, {Household: u.named, Name: "Karima Bibi", Mark: "boat"}}
	err := u.scene.store.Read(u.t.Context(), planner, func(tx *db.Tx) error { return callNames(tx, calls, words.English) })
	if err != nil || calls[0].Name != "Boat · "+end || calls[1].Name != "Karima Bibi" {
		u.t.Errorf("%+v, %v", calls, err)
	}
}
