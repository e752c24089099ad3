package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/release"
	"tripol/internal/testkit"
	"tripol/internal/words"
)

// What must never be on a public page.
const (
	canaryName  = "Rahima Canary Bibi"
	canaryPhone = "9876512345"
)

// publicScene is a face over a campaign in a district of three blocks: 23 families and 14 homes in the first, 7
// families and 9 homes in the second, nothing in the third.
func publicScene(t *testing.T, s *db.Store) (*scene, []string) {
	t.Helper()
	sc := newScene(t, s, actor.Administrator)
	sc.server.assets = builtAssets(t)
	people := testkit.Steward(actor.Coordinator, actor.OutreachWorker, actor.Treasurer)
	for _, d := range []area.AreaPut{
		{Level: area.State, Code: "19", Name: "West Bengal"},
		{Level: area.District, Code: "303", Name: "North 24 Parganas", Parent: "state:19"},
		{
			Level: area.Block, Code: "2738", Name: "Hasnabad", NameBN: "হাসনাবাদ",
			Parent: "district:303", Quality: area.Approximate,
			Outline: square(88.8, 89),
		},
		{
			Level: area.Block, Code: "2739", Name: "=Hingalganj", Parent: "district:303", Quality: area.Surveyed,
			Outline: square(89, 89.2),
		},
		{Level: area.Block, Code: "2740", Name: "Minakhan", Parent: "district:303"},
	} {
		sc.takeAs(people, "area.put", d)
	}
	id := campaign.ID(db.NewID())
	sc.takeAs(people, "campaign.add", campaign.CampaignAdd{
		ID: id, Slug: "homes", Name: "Homes for <Hundreds>", NameBN: "শত ঘর",
		HomePricePaise: 100, GoalHomes: 124310, District: "district:303",
	})
	pledge := campaign.PledgeID(db.NewID())
	sc.takeAs(people, "pledge.record", campaign.PledgeRecord{
		ID: pledge, Campaign: id, Donor: "Canary Donor", AmountPaise: 12431000, Currency: "INR",
	})
	var canaries []string
	for block, families := range map[area.Key]int{"block:2738": 23, "block:2739": 7} {
		for i := range families {
			canaries = append(canaries, db.NewID())
			sc.takeAs(people, "household.register", household.HouseholdRegister{
				ID: household.ID(canaries[len(canaries)-1]), Area: block, Name: fmt.Sprintf("%s %d", canaryName, i),
				Phone: canaryPhone, PhoneOf: "self", People: household.People{Women: 1}, Criteria: []string{"widow"},
				House: household.Kutcha, NotSameAs: []household.ID{}, WrittenPlace: "Canary Para",
				Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
			})
		}
	}
	home := campaign.HomeID(db.NewID())
	sc.takeAs(people, "home.promise", campaign.HomePromise{ID: home, Campaign: id, Area: "block:2738", Count: 14})
	nine := campaign.HomePromise{ID: campaign.HomeID(db.NewID()), Campaign: id, Area: "block:2739", Count: 9}
	sc.takeAs(people, "home.promise", nine)
	sc.takeAs(people, "home.advance", campaign.HomeAdvance{Home: home, To: campaign.SiteReady})
	canaries = append(canaries, string(home), string(pledge), string(testkit.Organisation))
	return sc, append(canaries, canaryName, "Canary", canaryPhone, "widow")
}

// square is the outline of a block between two longitudes.
func square(west, east float64) json.RawMessage {
	const form = `{"type":"Polygon","coordinates":[[[%[1]v,22.5],[%[2]v,22.5],[%[2]v,22.7],[%[1]v,22.7],[%[1]v,22.5]]]}`
	return fmt.Appendf(nil, form, west, east)
}

func (sc *scene) takeAs(a actor.Actor, kind string, payload any) {
	sc.t.Helper()
	raw, err := json.Marshal(payload)
	if err != nil {
		sc.t.Fatal(err)
	}
	e := journal.Entry{ID: journal.EntryID(db.NewID()), Kind: kind, Schema: intake.Schema, Payload: raw}
	e.OccurredAt = sc.store.Now()
	out, err := sc.server.Intake.Take(sc.t.Context(), sc.store, a, e)
	if err != nil || out.Status != journal.StatusApplied {
		sc.t.Fatalf("%s: %+v %v", kind, out, err)
	}
}

func builtAssets(t *testing.T) *assets {
	t.Helper()
	a, err := newAssets(fstest.MapFS{
		".vite/manifest.json": {Data: []byte(
			`{"src/public/main.ts":{"file":"assets/public-1.js","css":["assets/public-1.css"]}}`,
		)},
		"assets/public-1.js":   {Data: []byte("1")},
		"assets/public-1.css":  {Data: []byte("a{}")},
		"assets/public-1.txt":  {Data: []byte("x")},
		"field/index.html":     {Data: []byte("field")},
		"assets/something.bin": {Data: []byte{0}},
		"office/index.html":    {Data: []byte(`<!doctype html><html lang="en"></html>`)},
	}, words.DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (sc *scene) publish() {
	sc.t.Helper()
	if _, err := release.Publish(sc.t.Context(), sc.store, actor.System(), release.Options{}); err != nil {
		sc.t.Fatal(err)
	}
}

// page asks as a stranger does, without a session.
func (sc *scene) page(path string, headers ...string) answer {
	sc.t.Helper()
	sc.cookie = ""
	return sc.send(http.MethodGet, path, "", headers...)
}

var (
	inline   = regexp.MustCompile(`(?i)\sstyle=|\son\w+=|<style|<script>|javascript:`)
	unfilled = regexp.MustCompile(`\{\w+\}|public\.\w+|step\.\w+|ZgotmplZ`)
)

// wellMade checks the invariants of every public page: its language, no inline code, no unfilled placeholders.
func wellMade(t *testing.T, a answer, language string) {
	t.Helper()
	for _, part := range []string{
		`<html lang="` + language + `"`, `href="#page"`, `<main id="page">`,
		`/assets/public-1.css`, `src="/assets/public-1.js"`, `hreflang="bn"`, "<h1",
	} {
		if !strings.Contains(a.body, part) {
			t.Errorf("the page lacks %s", part)
		}
	}
	if found := inline.FindString(a.body); found != "" {
		t.Errorf("inline code would be refused by our own policy: %q", found)
	}
	if found := unfilled.FindString(a.body); found != "" {
		t.Errorf("a sentence is not filled: %q", found)
	}
	if got := a.header.Get("Cache-Control"); got != "public, max-age=60" {
		t.Errorf("Cache-Control: %s", got)
	}
}

func holdsNone(t *testing.T, a answer, canaries []string) {
	t.Helper()
	for _, canary := range canaries {
		if strings.Contains(a.body, canary) {
			t.Errorf("the page holds %q", canary)
		}
	}
}

func TestThePublicPageAnswersOnAnEmptyDatabase(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Auditor)
		sc.server.assets = builtAssets(t)
		a := sc.page("/")
		if a.status != http.StatusOK || !strings.Contains(a.body, "Nothing has been published yet.") {
			t.Errorf("%d %s", a.status, a.body)
		}
		wellMade(t, a, "en")
		a = sc.page("/c/homes", "Accept-Language", "bn-IN,bn;q=0.9")
		if a.status != http.StatusNotFound {
			t.Errorf("a campaign that is not there: %d", a.status)
		}
		wellMade(t, a, "bn")
	})
}

func TestB55_ThePublicPagesShowAReleaseAndNothingElse(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, canaries := publicScene(t, s)
		if a := sc.page("/c/homes"); a.status != http.StatusNotFound {
			t.Errorf("before the first release there is nothing to see: %d", a.status)
		}
		sc.publish()
		for language, parts := range map[string][]string{
			"en": {
				"14 of 1,24,310 homes", "Homes for &lt;Hundreds&gt;", "₹1,24,310", "Promised", "Few", "fewer than 10 families",
				"Your money goes to the whole campaign.", "<td>20</td>", "<title>Hasnabad: Homes begun: 1</title>",
			},
			"bn": {
				"১,২৪,৩১০টি বাড়ির মধ্যে ১৪টি", "শত ঘর", "₹১,২৪,৩১০", "কথা দেওয়া", "অল্প", "১০টির কম পরিবার",
				"<td>২০</td>", "হাসনাবাদ",
			},
			"hi": {"1,24,310 में से 14 घर", "कुछ", "<td>20</td>"},
		} {
			a := sc.page("/c/homes?lang=" + language)
			if a.status != http.StatusOK {
				t.Fatalf("%s: %d %s", language, a.status, a.body)
			}
			wellMade(t, a, language)
			holdsNone(t, a, canaries)
			for _, part := range parts {
				if !strings.Contains(a.body, part) {
					t.Errorf("the page in %s lacks %q", language, part)
				}
			}
		}
		home := sc.page("/", "Accept-Language", "hi")
		wellMade(t, home, "hi")
		holdsNone(t, home, canaries)
	})
}

// The row of the block with seven families and nine homes shows "few" in every cell.
func TestB55_SevenFamiliesAreFewOnThePageAndInTheFile(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, canaries := publicScene(t, s)
		sc.publish()
		page := sc.page("/c/homes?lang=en").body
		_, row, _ := strings.Cut(page, `<tr data-area="block:2739">`)
		row, _, _ = strings.Cut(row, "</tr>")
		if strings.Count(row, "<td>Few</td>") != 7 || regexp.MustCompile(`<td>[0-9]`).MatchString(row) {
			t.Errorf("the row: %s", row)
		}
		for _, shape := range []string{`class="block few" fill="url(#dots)"`, `class="block class-1"`} {
			if !strings.Contains(page, shape) {
				t.Errorf("the map lacks %s", shape)
			}
		}
		file := sc.page("/c/homes/data.csv")
		holdsNone(t, file, canaries)
		want := "block:2739,'=Hingalganj,few,few,few,few,few,few,few,few,few,few,few,few,few,,\n"
		if file.status != http.StatusOK || !strings.Contains(file.body, want) {
			t.Errorf("%d %s", file.status, file.body)
		}
		if !strings.Contains(file.body, "block:2738,Hasnabad,14,13,1,0,0,0,0,0,0,20,0,0,0,হাসনাবাদ,\n") {
			t.Errorf("%s", file.body)
		}
	})
}

func TestAPublicPageIsSentOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, _ := publicScene(t, s)
		sc.publish()
		first := sc.page("/c/homes")
		again := sc.page("/c/homes", "If-None-Match", first.header.Get("ETag"))
		if again.status != http.StatusNotModified || again.body != "" {
			t.Errorf("%d, %d bytes", again.status, len(again.body))
		}
		if other := sc.page("/c/homes?lang=bn", "If-None-Match", first.header.Get("ETag")); other.status != http.StatusOK {
			t.Errorf("another language is another page: %d", other.status)
		}
	})
}

func TestTheDemonstrationSaysSo(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Auditor)
		if strings.Contains(sc.page("/").body, "families are made up") {
			t.Error("a real one does not")
		}
		sc.server.Demo = true
		if !strings.Contains(sc.page("/").body, "families are made up") {
			t.Error("nothing says that the families are invented")
		}
	})
}

// The pages of the faces and the public ones say the installation's time zone.
func TestPagesSayTheTimeZone(t *testing.T) {
	const want = `<html data-time-zone="Asia/Kolkata" lang="en">`
	if got := string(builtAssets(t).files["office/index.html"].plain); !strings.Contains(got, want) {
		t.Error(got)
	}
}
