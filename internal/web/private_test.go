package web

import (
	archives "archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/phonedata/protocol1"
	"tripol/internal/testkit"
)

// twins are pairs of families alike in all but the private reason: the first of each pair has one. Some were registered
// by an app that sends it among the criteria, some were corrected by one, and of some a protection officer set it later.
type twins struct {
	*relief
	pairs [][2]household.ID
	cards map[household.ID]string
	of    map[household.ID]int // 2·pair, and one more for the second of the pair
}

func makeTwins(t *testing.T, s *db.Store, n int) *twins {
	t.Helper()
	w := &twins{relief: relieve(t, s, 1, 2*n+10), cards: map[household.ID]string{}, of: map[household.ID]int{}}
	dice := rand.New(rand.NewPCG(53, 1000))
	var registered, corrected, marked []journal.Entry
	for i := range n {
		pair := [2]household.ID{newID[household.ID](), newID[household.ID]()}
		w.pairs = append(w.pairs, pair)
		w.of[pair[0]], w.of[pair[1]] = 2*i, 2*i+1
		for _, which := range dice.Perm(2) {
			private := which == 0
			registered = append(registered, w.registered(pair[which], i, private))
			criteria := `["infant"]`
			if private && i%4 == 1 {
				criteria = `["infant","private_reason"]`
			}
			if i%4 == 1 {
				corrected = append(corrected, entryBy("household.correct", fmt.Sprintf(
					`{"household":%q,"base_version":1,"criteria":%s,"landmark":"pond"}`, pair[which], criteria)))
			}
			if private && i%4 > 1 {
				marked = append(marked, entryBy("priority.set", fmt.Sprintf(
					`{"household":%q,"private_reason":1,"reason":"danger"}`, pair[which])))
			}
		}
	}
	w.takeAll(planner, registered)
	w.takeAll(planner, corrected)
	w.takeAll(officer, marked)
	w.gradeAndCard()
	return w
}

func entryBy(kind, payload string) journal.Entry {
	e := testkit.Entry(kind)
	e.Payload = []byte(payload)
	return e
}

// registered is a registration: by today's app, by an earlier one, or without a word of it, for the officer to set later.
func (w *twins) registered(id household.ID, pair int, private bool) journal.Entry {
	criteria, said := []string{household.Criteria[pair%11]}, ""
	switch {
	case pair%4 == 0:
		said = fmt.Sprintf(`,"private_reason":%d`, map[bool]int{true: 1}[private])
	case pair%4 == 1 && private:
		criteria = append(criteria, "private_reason")
	}
	list, err := json.Marshal(criteria)
	if err != nil {
		w.t.Fatal(err)
	}
	return entryBy("household.register", fmt.Sprintf(`{"id":%q,"area":"panchayat:wb-gp:2738-01","name":"Twin %c%c Mondal",
		"also_called":"","phone":"","phone_of":"","people":{"women":%d,"men":1,"girls":0,"boys":0,"infants":0,"elderly":0},
		"criteria":%s,"house":"kutcha","landmark":"","consent":{"given":true,"how":"read_by_me","language":"bn"},
		"not_same_as":[],"mark":"fish"%s}`, id, 'a'+pair%26, 'a'+pair/26%26, 1+pair%7, list, said))
}

func (w *twins) takeAll(a actor.Actor, entries []journal.Entry) {
	w.t.Helper()
	verdicts, err := w.server.Intake.TakeMany(w.t.Context(), w.scene.store, a, entries)
	if err != nil {
		w.t.Fatal(err)
	}
	for i, v := range verdicts {
		if v.Malformed != nil || v.Outcome.Status != journal.StatusApplied {
			w.t.Fatalf("%s: %+v %+v", entries[i].Kind, v.Malformed, v.Outcome)
		}
	}
}

// gradeAndCard gives both twins' houses the same grade, gives each family a card, and opens a distribution for them.
func (w *twins) gradeAndCard() {
	w.t.Helper()
	batch := newID[card.BatchID]()
	w.as(planner, "card.print_batch", card.CardPrintBatch{ID: batch, Name: "twins", Cards: min(500, 2*len(w.pairs))})
	var cards []card.Card
	w.look(func(tx *db.Tx) (err error) { cards, err = card.Cards(tx, batch); return err })
	var seen, confirmed, bound []journal.Entry
	for i, pair := range w.pairs {
		for _, h := range pair {
			assessment, grade := newID[damage.ID](), 3+i%2
			seen = append(seen, entryBy("damage.assess", fmt.Sprintf(`{"id":%q,"household":%q,"grade":%d,"house":"kutcha"}`,
				assessment, h, grade)))
			confirmed = append(confirmed, entryBy("damage.verify", fmt.Sprintf(`{"id":%q,"assessment":%q,"grade":%d}`,
				db.NewID(), assessment, grade)))
			if 2*(i+1) <= len(cards) { // both twins or neither
				w.cards[h] = cards[w.of[h]].Code
				bound = append(bound, entryBy("card.bind", fmt.Sprintf(`{"card":%q,"household":%q}`, w.cards[h], h)))
			}
		}
	}
	w.takeAll(planner, seen)
	w.takeAll(approver, confirmed)
	w.takeAll(planner, bound)
	w.distribution = newID[distribution.ID]()
	w.as(planner, "distribution.plan", distribution.DistributionPlan{
		ID: w.distribution, Name: "Twins", Area: "block:2738", Store: w.store, MinimumGrade: 3, Quantity: 2*len(w.pairs) + 1,
		Weights: distribution.Current, Lines: []distribution.PlanItem{{Item: w.item, PerHousehold: 1}},
	})
	w.as(approver, "distribution.approve", distribution.DistributionApprove{Distribution: w.distribution, Number: "352614"})
	w.as(planner, "distribution.open", distribution.DistributionOpen{Distribution: w.distribution})
}

func (w *twins) look(fn func(*db.Tx) error) {
	w.t.Helper()
	if err := w.scene.store.Read(w.t.Context(), planner, fn); err != nil {
		w.t.Fatal(err)
	}
}

// B53 exempts a list's rank, which is the purpose of the private reason. See the attack on lists.
var rankOf = regexp.MustCompile(`"rank":\d+,?|"in":"[a-z]+",?`)

// variable matches values that differ between any two families or times.
var variable = []struct {
	shape *regexp.Regexp
	as    string
}{
	{someID, "ID"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+Z`), "TIME"},
	{regexp.MustCompile(`\b[0-9A-Z]{3,5}-[0-9A-Z]{3,5}(-[0-9A-Z]{3,5})?\b`), "CARD"},
	{regexp.MustCompile(`"seq":\d+| r="[A-Z]*\d+"`), "PLACE"}, // in the order, or in a sheet
}

// plain is a response without the variable parts.
func plain(text string) string {
	text = rankOf.ReplaceAllString(text, "")
	for _, v := range variable {
		text = v.shape.ReplaceAllString(text, v.as)
	}
	return text
}

// seen is an attacker's data about each family: by response, a text with its size.
type seen struct {
	w    *twins
	said map[string]map[household.ID][]string
}

func (o *seen) add(response string, of household.ID, text string) {
	if _, twin := o.w.of[of]; !twin {
		return
	}
	if o.said[response] == nil {
		o.said[response] = map[household.ID][]string{}
	}
	o.said[response][of] = append(o.said[response][of], plain(text))
}

// rows adds every object of a JSON response that holds the id of a family.
func (o *seen) rows(response, body string) {
	var value any
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		o.w.t.Fatalf("%s: %v", response, err)
	}
	o.walk(response, value)
}

func (o *seen) walk(response string, value any) {
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			o.walk(response, one)
		}
	case map[string]any:
		for _, one := range v {
			if id, is := one.(string); is {
				if _, twin := o.w.of[household.ID(id)]; twin {
					text, err := json.Marshal(v)
					if err != nil {
						o.w.t.Fatal(err)
					}
					o.add(response, household.ID(id), string(text))
				}
				continue
			}
			o.walk(response, one)
		}
	}
}

// lines adds every line of a file that holds the id of a family.
func (o *seen) lines(response, text, end string) {
	for line := range strings.SplitSeq(text, end) {
		for _, id := range someID.FindAllString(line, -1) {
			o.add(response, household.ID(id), line)
		}
	}
}

// pages walks a list of the API to its end.
func (o *seen) pages(response, path string) {
	for after := ""; ; {
		joint := "?"
		if strings.Contains(path, "?") {
			joint = "&"
		}
		a := o.w.get(path + joint + "after=" + after)
		o.rows(response, a.body)
		var list struct{ Next string }
		if err := json.Unmarshal([]byte(a.body), &list); err != nil || list.Next == "" {
			return
		}
		after = list.Next
	}
}

func (w *twins) get(path string, headers ...string) answer {
	w.t.Helper()
	a := w.send("GET", path, "", headers...)
	if a.status != http.StatusOK {
		w.t.Fatalf("%s: %d %s", path, a.status, a.body)
	}
	return a
}

// observe collects the responses about the families for a coordinator, a worker's phone and a distributor.
func (w *twins) observe() *seen {
	w.t.Helper()
	w.catchUp(w.t)
	o := &seen{w: w, said: map[string]map[household.ID][]string{}}
	for _, sort := range []string{"newest", "oldest", "worst", "size", "place"} {
		o.pages("list", "/api/v1/households?sort="+sort)
	}
	for _, criterion := range household.Criteria {
		o.pages("filter", "/api/v1/households?criterion="+criterion)
	}
	o.pages("search", "/api/v1/households?search=twin")
	o.pages("similar", "/api/v1/households/similar?name=Twin+aa+Mondal&area=panchayat:wb-gp:2738-01")
	o.pages("distribution list", "/api/v1/distributions/"+string(w.distribution)+"/list")
	o.lines("export", w.get("/api/v1/exports/households.csv", "Sec-Fetch-Site", "same-origin").body, "\n")
	o.lines("export", w.get("/api/v1/exports/assessments.csv", "Sec-Fetch-Site", "same-origin").body, "\n")
	o.lines("workbook", w.sheet(w.get("/api/v1/exports/households.xlsx", "Sec-Fetch-Site", "same-origin").body), "</row>")
	w.phone(o)
	for _, pair := range w.pairs {
		for _, h := range pair {
			w.observeOne(o, h)
		}
	}
	return o
}

func (w *twins) observeOne(o *seen, h household.ID) {
	w.t.Helper()
	id := string(h)
	wrong := fmt.Sprintf(`{"household":%q,"base_version":99,"name":"x"}`, id)
	for response, a := range map[string]answer{
		"page":            w.send("GET", "/api/v1/households/"+id, ""),
		"history":         w.send("GET", "/api/v1/households/"+id+"/history", ""),
		"reason":          w.send("GET", "/api/v1/distributions/"+string(w.distribution)+"/list/"+id, ""),
		"error":           w.send("POST", "/api/v1/entries", entryOfKind("household.correct", wrong)),
		"refused page":    w.send("GET", "/api/v1/households/"+id+"/priority", ""),
		"registered once": w.send("POST", "/api/v1/entries", entryOfKind("household.register", string(w.registered(h, w.of[h]/2, false).Payload))),
	} {
		o.add(response, h, fmt.Sprint(a.status, a.header.Get("Content-Type"), len(a.header), a.body))
	}
	if code := w.cards[h]; code != "" {
		a := w.send("POST", "/api/v1/distributions/"+string(w.distribution)+"/verdict", `{"card":"`+code+`"}`)
		o.add("verdict", h, fmt.Sprint(a.status, a.body))
	}
}

// phone reads the pack and the feed of a worker's phone.
func (w *twins) phone(o *seen) {
	w.t.Helper()
	w.person("rina", actor.OutreachWorker, actor.Coordinator)
	cookie, csrf := w.cookie, w.csrf
	w.cookie = ""
	full := "Bearer " + string(w.enrol("rina").FullToken)
	defer func() { w.cookie, w.csrf = cookie, csrf }()
	a := w.get("/api/v1/pack", "Authorization", full)
	var issued field.Issued
	var manifest protocol1.Manifest
	if err := json.Unmarshal([]byte(a.body), &issued); err != nil {
		w.t.Fatal(err)
	}
	if err := json.Unmarshal(issued.Manifest, &manifest); err != nil || len(manifest.Parts) == 0 {
		w.t.Fatalf("%.300s %v", a.body, err)
	}
	for _, part := range manifest.Parts {
		o.rows("pack", w.get("/api/v1/pack/"+manifest.Pack+"/"+part.Name, "Authorization", full).body)
	}
	for at := (protocol1.Feed{More: true}); at.More; {
		body := w.get(fmt.Sprintf("/api/v1/feed?epoch=1&seq=%d&hash=%s", at.Seq, at.Hash), "Authorization", full).body
		o.rows("feed", body)
		at = protocol1.Feed{}
		if err := json.Unmarshal([]byte(body), &at); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *twins) sheet(book string) string {
	w.t.Helper()
	archive, err := archives.NewReader(bytes.NewReader([]byte(book)), int64(len(book)))
	if err != nil {
		w.t.Fatal(err)
	}
	file, err := archive.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		w.t.Fatal(err)
	}
	text, err := io.ReadAll(file)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}
