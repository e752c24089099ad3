package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// phoneWorld is what phones are told of: three families, of which two are due, two lists, one of them split into lanes,
// cards, goods in custody. All ids that a client chooses are fixed, and so is the clock. Entries are JSON, so that this
// file also compiles at the commit whose program wrote the golden responses (testdata/protocol1.golden).
type phoneWorld struct {
	*scene
	database *db.Store
	clock    time.Time
	office   actor.Actor
	other    actor.Actor
	codes    []string
	split    string // the distribution that is split into lanes
	tokens   map[string]string
	ids      map[string]string // credentials
}

// fixed is the id of something in the world.
func fixed(n int) string { return fmt.Sprintf("019f0000-0000-7000-8000-%012d", n) }

const (
	tarpaulin, school, openList, custodyLoad = 1, 2, 3, 4
	food                                     = 7
	family, assessment, verification         = 10, 20, 30
	handover                                 = 40
)

func newPhoneWorld(t *testing.T, engine db.Engine) *phoneWorld {
	t.Helper()
	w := &phoneWorld{
		clock:  time.Date(2026, 12, 1, 8, 0, 0, 123456000, time.UTC),
		office: testkit.Steward(actor.Coordinator, actor.OutreachWorker, actor.Storekeeper),
		other:  testkit.Other(actor.Coordinator), tokens: map[string]string{}, ids: map[string]string{},
	}
	options := testkit.Fresh(t, engine)
	options.Clock = func() time.Time { return w.clock }
	w.database = testkit.Open(t, options)
	w.scene = newScene(t, w.database, actor.Coordinator)
	w.places()
	w.families()
	w.lists()
	for login, roles := range map[string][]actor.Role{
		"rina": {actor.OutreachWorker, actor.Distributor}, "dipa": {actor.Distributor}, "gopal": {actor.Storekeeper},
	} {
		w.person(login, roles...)
		cookie := w.cookie
		w.cookie = ""
		v := w.enrol(login)
		w.cookie = cookie
		w.tokens[login], w.ids[login] = "Bearer "+string(v.FullToken), string(v.Credential)
	}
	w.enter(w.office, "custody.load", `{"id":%q,"device":%q,"distribution":%q,"items":[{"item":%q,"quantity":5}]}`,
		fixed(custodyLoad), w.ids["rina"], fixed(openList), fixed(tarpaulin))
	return w
}

// enter submits an entry and returns its outcome.
func (w *phoneWorld) enter(a actor.Actor, kind, payload string, values ...any) journal.Outcome {
	w.t.Helper()
	e := testkit.Entry(kind)
	e.OccurredAt, e.Payload = w.database.Now(), []byte(fmt.Sprintf(payload, values...))
	o, err := w.server.Intake.Take(w.t.Context(), w.database, a, e)
	if err != nil || o.Status != journal.StatusApplied {
		w.t.Fatalf("%s: %+v %v", kind, o, err)
	}
	return o
}

func (w *phoneWorld) places() {
	w.t.Helper()
	for _, place := range []string{
		`"level":"state","code":"19","name":"West Bengal","name_bn":"পশ্চিমবঙ্গ"`,
		`"level":"district","code":"303","name":"North 24 Parganas","parent":"state:19"`,
		`"level":"block","code":"2738","name":"Hasnabad <&> \"North\"","name_bn":"হাসনাবাদ","parent":"district:303"`,
		`"level":"panchayat","code":"wb-gp:2738-01","name":"Patlikhanpur","name_bn":"পাটলিখানপুর","parent":"block:2738",` +
			`"quality":"surveyed","outline":{"type":"Polygon","coordinates":[[[88.7,22.1],[88.9,22.1],[88.9,22.3],[88.7,22.3],[88.7,22.1]]]}`,
	} {
		w.enter(w.office, "area.put", `{%s}`, json.RawMessage(place))
	}
	w.enter(w.office, "item.add", `{"id":%q,"code":"tarpaulin","name":"Tarpaulin","name_bn":"ত্রিপল","name_hi":"तिरपाल",`+
		`"unit":"sheet","picture":"tarpaulin"}`, fixed(tarpaulin))
	w.enter(w.office, "item.add", `{"id":%q,"code":"food","name":"Food kit","unit":"kit","picture":"food"}`, fixed(food))
	w.enter(w.office, "store.add", `{"id":%q,"organisation":%q,"name":"Kalinagar School","kind":"site","area":"block:2738"}`,
		fixed(school), testkit.Organisation)
	w.enter(w.office, "stock.receive", `{"id":%q,"store":%q,"lines":[{"item":%q,"quantity":50},{"item":%q,"quantity":50}]}`,
		fixed(5), fixed(school), fixed(tarpaulin), fixed(food))
}

func (w *phoneWorld) families() {
	w.t.Helper()
	batch := fixed(6)
	w.enter(w.office, "card.print_batch", `{"id":%q,"name":"First","cards":4}`, batch)
	err := w.database.Read(w.t.Context(), actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT code FROM card ORDER BY place").Scan(&w.codes).Error
	})
	if err != nil {
		w.t.Fatal(err)
	}
	for i, name := range []string{"Rahima Bibi", "সীতা মণ্ডল", "Anwar Ali"} {
		w.enter(w.office, "household.register", `{"id":%q,"area":"panchayat:wb-gp:2738-01","name":%q,"also_called":"",
			"phone":"983001234%d","phone_of":"self","people":{"women":1,"men":%d,"girls":0,"boys":0,"infants":0,"elderly":0},
			"criteria":["widow"],"house":"kutcha","landmark":"pond","mark":"fish",
			"consent":{"given":true,"how":"read_by_me","language":"bn"},"not_same_as":[]}`, fixed(family+i), name, i, i)
		if i == 2 {
			continue // not assessed: on no list, and without a card
		}
		w.enter(w.office, "damage.assess", `{"id":%q,"household":%q,"grade":%d,"house":"kutcha"}`, fixed(assessment+i), fixed(family+i), 4-i)
		w.enter(w.other, "damage.verify", `{"id":%q,"assessment":%q,"grade":%d}`, fixed(verification+i), fixed(assessment+i), 4-i)
		w.enter(w.office, "card.bind", `{"card":%q,"household":%q}`, w.codes[i], fixed(family+i))
	}
}

// lists opens a list, and one that is split so that each of two lanes has one family. Which lane a family is in depends on
// ids that the server generates: a fixed number of lists is approved, and the first that fits is opened.
func (w *phoneWorld) lists() {
	w.t.Helper()
	w.plan(fixed(openList), fixed(tarpaulin))
	w.opens(fixed(openList))
	w.clock = w.clock.Add(time.Hour)
	for range 40 {
		id := db.NewID()
		w.plan(id, fixed(food))
		var due []distribution.EntitlementID
		err := w.database.Read(w.t.Context(), actor.System(), func(tx *db.Tx) error {
			return tx.Raw("SELECT id FROM entitlement WHERE distribution = ? ORDER BY household", id).Scan(&due).Error
		})
		if err != nil || len(due) != 2 {
			w.t.Fatalf("%d due: %v", len(due), err)
		}
		if w.split == "" && distribution.LaneOf(due[0], 2) == 1 && distribution.LaneOf(due[1], 2) == 2 {
			w.split = id
		}
	}
	w.opens(w.split)
	a := w.send("POST", "/api/v1/distributions/"+w.split+"/lanes", fmt.Sprintf(`{"id":%q,"lanes":2,"pin":"135790"}`, db.NewID()))
	if a.status != http.StatusOK {
		w.t.Fatalf("%d %s", a.status, a.body)
	}
}

func (w *phoneWorld) plan(id, item string) {
	w.t.Helper()
	w.enter(w.office, "distribution.plan", `{"id":%q,"name":"Tarpaulins","area":"block:2738","store":%q,"minimum_grade":3,
		"quantity":2,"weights":%q,"lines":[{"item":%q,"per_household":1}]}`,
		id, fixed(school), distribution.Current, item)
	w.enter(w.other, "distribution.approve", `{"distribution":%q,"number":"352614"}`, id)
}

func (w *phoneWorld) opens(id string) {
	w.t.Helper()
	w.enter(w.office, "distribution.open", `{"distribution":%q}`, id)
}

// as sends a request of a phone.
func (w *phoneWorld) asPhone(login, method, path, body string) answer {
	w.t.Helper()
	cookie := w.cookie
	w.cookie = ""
	defer func() { w.cookie = cookie }()
	return w.send(method, path, body, "Authorization", w.tokens[login])
}

// seals extends the hash chain over all entries, so that the feed tells of them.
func (w *phoneWorld) seals() {
	w.t.Helper()
	if _, err := journal.Seal(w.t.Context(), w.database); err != nil {
		w.t.Fatal(err)
	}
}

// record is one open record of a push.
func record(id, seq int, kind, payload string) string {
	return fmt.Sprintf(`{"id":%q,"device_seq":%d,"kind":%q,"schema":1,"occurred_at":"2026-12-01T08:30:00Z","payload":%s}`,
		fixed(id), seq, kind, strings.Join(strings.Fields(payload), " "))
}
