package web

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/db"
	"tripol/internal/people"
	"tripol/internal/stock"
	"tripol/internal/summary"
	"tripol/internal/testkit"
	"tripol/internal/words"
)

// places of the two districts in the order of a Bengali dictionary, with their English names, whose order differs.
var placesInBengali = []words.Names{
	{Name: "Amdanga", NameBN: "আমডাঙা", NameHI: "आमडांगा"},
	{Name: "Bagda", NameBN: "বাগদা", NameHI: "बागदा"},
	{Name: "Baduria", NameBN: "বাদুড়িয়া", NameHI: "बादुड़िया"},
	{Name: "Barasat", NameBN: "বারাসাত", NameHI: "बारासात"},
	{Name: "Minakhan", NameBN: "মিনাখাঁ", NameHI: "मिनाखाँ"},
	{Name: "Hingalganj", NameBN: "হিঙ্গলগঞ্জ", NameHI: "हिंगलगंज"},
}

var inEnglish = []string{"Amdanga", "Baduria", "Bagda", "Barasat", "Hingalganj", "Minakhan"}

// namesIn gets a list and returns the English names of its rows, in its order.
func (sc *scene) namesIn(path, language string) (names []string) {
	sc.t.Helper()
	a := sc.send("GET", path, "", "Accept-Language", language)
	var list Rows[struct {
		Name string `json:"name"`
	}]
	if err := json.Unmarshal([]byte(a.body), &list); err != nil || a.status != 200 {
		sc.t.Fatalf("%s: %d %s %v", path, a.status, a.body, err)
	}
	for _, row := range list.Rows {
		names = append(names, row.Name)
	}
	return names
}

// Lists that are read whole are in the order of the reader's language. Control: the orders of the languages differ, and
// the order of the database is that of English.
func TestListsAreSortedByTheReadersLanguage(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator, actor.Coordinator, actor.Storekeeper)
		sc.as(planner, "area.put", area.AreaPut{Level: area.State, Code: "19", Name: "West Bengal"})
		sc.as(planner, "area.put", area.AreaPut{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"})
		var bengali []string
		for i, n := range placesInBengali {
			bengali = append(bengali, n.Name)
			n := placesInBengali[(i+3)%len(placesInBengali)]
			code := strconv.Itoa(2730 + i)
			sc.as(planner, "area.put", area.AreaPut{
				Level: area.Block, Code: code, Name: n.Name, NameBN: n.NameBN, NameHI: n.NameHI, Parent: "district:303",
			})
			sc.as(planner, "item.add", stock.ItemAdd{
				ID: newID[stock.ItemID](), Code: code, Name: n.Name, NameBN: n.NameBN, NameHI: n.NameHI, Unit: "kit", Picture: "other",
			})
			sc.as(planner, "store.add", stock.StoreAdd{
				ID: newID[stock.StoreID](), Organisation: testkit.Organisation, Name: n.Name, NameBN: n.NameBN, NameHI: n.NameHI,
				Kind: "warehouse", Area: area.NewKey(area.Block, code),
			})
		}
		for _, path := range []string{
			"/api/v1/areas?parent=" + url.QueryEscape("district:303"), "/api/v1/areas?level=block", "/api/v1/items", "/api/v1/stores",
		} {
			for language, want := range map[string][]string{"bn": bengali, "hi": bengali, "en": inEnglish, "": bengali, "fr, ta": bengali} {
				if got := sc.namesIn(path, language); !slices.Equal(got, want) {
					t.Errorf("%s in %q: %v, want %v", path, language, got, want)
				}
			}
		}
		if slices.Equal(bengali, inEnglish) {
			t.Error("the control: the orders do not differ, so this test shows nothing")
		}
		if got := sc.namesIn("/api/v1/areas?search=ba", "bn"); len(got) == 0 || !strings.HasPrefix(got[0], "Ba") {
			t.Errorf("a search is by relevance: %v", got)
		}
	})
}

// People are in the order of the reader's language, ended accounts last. Control: by code point Latin letters come first
// and ৎ, which is a ত, last.
func TestPeopleAreSortedByTheReadersLanguage(t *testing.T) {
	want := []string{"আমিনা", "ঢালি", "ৎসেরিং", "নবাব", "হাসান"}
	rows := []PersonView{{Name: "অমল", State: people.HasEnded}}
	for _, name := range []string{"হাসান", "ৎসেরিং", "নবাব", "আমিনা", "ঢালি"} {
		rows = append(rows, PersonView{Name: name})
	}
	sortPeople(rows, words.Bengali)
	var got []string
	for _, row := range rows {
		got = append(got, row.Name)
	}
	if !slices.Equal(got, append(slices.Clone(want), "অমল")) {
		t.Errorf("%v", got)
	}
	plain := slices.Clone(want)
	slices.Sort(plain)
	if slices.Equal(plain, want) {
		t.Error("the control: code points have the same order")
	}
}

// Of two items with one code the organisation's own stays first, and a call list keeps those to call first, place by
// place.
func TestSortingKeepsWhatComesFirst(t *testing.T) {
	items := []stock.Item{{ID: "own", Code: "x", Name: "Zinc"}, {ID: "common", Code: "x", Name: "Apple", Common: true}, {Code: "m", Name: "Mat"}}
	sortItems(items, words.English)
	if items[0].Code != "m" || items[1].ID != "own" || items[2].ID != "common" {
		t.Errorf("%+v", items)
	}
	calls := []summary.Call{
		{Name: "হাসান", AreaPath: "/1/"},
		{Name: "ৎসেরিং", AreaPath: "/1/"},
		{Name: "নবাব", AreaPath: "/1/"},
		{Name: "আমিনা", AreaPath: "/2/"},
		{Name: "সীতা", AreaPath: "/2/", First: true},
	}
	sortCalls(calls, words.Bengali)
	var got []string
	for _, one := range calls {
		got = append(got, one.Name)
	}
	if !slices.Equal(got, []string{"সীতা", "ৎসেরিং", "নবাব", "হাসান", "আমিনা"}) {
		t.Errorf("%v", got)
	}
}

// The public page lists campaigns, and the blocks of one, in the reader's language. Control: in English the order is
// another.
func TestThePublicPagesAreSortedByTheReadersLanguage(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Administrator)
		sc.server.assets = builtAssets(t)
		who := testkit.Steward(actor.Coordinator, actor.Treasurer)
		sc.as(who, "area.put", area.AreaPut{Level: area.State, Code: "19", Name: "West Bengal"})
		sc.as(who, "area.put", area.AreaPut{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"})
		for i, n := range placesInBengali {
			sc.as(who, "area.put", area.AreaPut{
				Level: area.Block, Code: strconv.Itoa(2730 + i), Name: n.Name, NameBN: n.NameBN, NameHI: n.NameHI,
				Parent: "district:303",
			})
			sc.as(who, "campaign.add", campaign.CampaignAdd{
				ID: newID[campaign.ID](), Slug: strings.ToLower(n.Name), Name: n.Name, NameBN: n.NameBN, NameHI: n.NameHI,
				HomePricePaise: 100, GoalHomes: 10, District: "district:303",
			})
		}
		sc.publish()
		for _, language := range words.Languages {
			var want []string
			for _, n := range placesInBengali {
				want = append(want, n.In(language))
			}
			if language == words.English {
				want = inEnglish
			}
			for path, cell := range map[string]string{"/?lang=": `<h2><a[^>]*>([^<]*)</a>`, "/c/bagda?lang=": `<tr data-area[^>]*><th scope="row">([^<]*)</th>`} {
				var got []string
				for _, found := range regexp.MustCompile(cell).FindAllStringSubmatch(sc.page(path+string(language)).body, -1) {
					got = append(got, strings.TrimSpace(found[1]))
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s%s: %v, want %v", path, language, got, want)
				}
			}
		}
	})
}
