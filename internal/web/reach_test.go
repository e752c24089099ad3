package web

import (
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/exchange/jobs"
	"tripol/internal/household"
	"tripol/internal/phonedata/protocol2"
	"tripol/internal/testkit"
)

// joins enrols a further outreach worker with a phone.
func (w *phoneWorld) joins(login string) {
	w.t.Helper()
	w.person(login, actor.OutreachWorker)
	cookie := w.cookie
	w.cookie = ""
	v := w.enrol(login)
	w.cookie = cookie
	w.tokens[login], w.ids[login] = "Bearer "+string(v.FullToken), string(v.Credential)
}

// sends pushes one record of a phone, which must be applied.
func (w *phoneWorld) sends(login string, seq int, kind, payload string, values ...any) {
	w.t.Helper()
	a := w.asPhone(login, "POST", "/api/v1/sync", pushed(record(500+seq, seq, kind, fmt.Sprintf(payload, values...))))
	if a.status != http.StatusOK || !strings.Contains(a.body, `"status":"applied"`) {
		w.t.Fatalf("%s: %d %s", kind, a.status, a.body)
	}
	w.seals()
}

// carried is a family in the pack of a phone.
func (w *phoneWorld) carried(login string, n int) protocol2.Family {
	w.t.Helper()
	_, parts := w.packIn(login, "2")
	families := decoded[[]protocol2.Family](w.t, parts["families"])
	at := slices.IndexFunc(families, func(f protocol2.Family) bool { return string(f.Household) == fixed(n) })
	if at < 0 {
		w.t.Fatalf("%s does not carry the family", login)
	}
	return families[at]
}

func (w *phoneWorld) visits(login string, seq, n int, result, more string) {
	w.t.Helper()
	w.sends(login, seq, "household.visit", `{"id":%q,"household":%q,"result":%q%s}`, fixed(600+seq), fixed(n), result, more)
}

// A family that was registered without a phone and never seen is to be visited; after a visit that reached nobody it is,
// or is not, by the result; after an assessment it no longer is.
func TestFamiliesKnownAndNotReachedAreToBeVisited(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newPhoneWorld(t, engine)
		if w.carried("rina", family).ToVisit || !w.carried("rina", family+2).ToVisit {
			t.Error("a graded family is to be visited, or one from a list is not")
		}
		for i, c := range []struct {
			result, more string
			again        bool
		}{
			{"come_back", `,"again_on":"2026-12-04"`, true},
			{"gone", "", false},
			{"flooded", "", true},
			{"refused", "", false},
		} {
			w.clock = w.clock.Add(1e9)
			w.visits("rina", 10+i, family+2, c.result, c.more)
			if got := w.carried("rina", family+2).ToVisit; got != c.again {
				t.Errorf("after %s: %v", c.result, got)
			}
		}
		w.visits("rina", 14, family, "come_back", `,"again_on":"2026-12-04"`) // a family that was graded before
		if !w.carried("rina", family).ToVisit {
			t.Error("a family to come back to is not to be visited")
		}
		w.clock = w.clock.Add(3600e9)
		w.enter(w.office, "damage.assess", `{"id":%q,"household":%q,"grade":2,"house":"kutcha"}`, fixed(700), fixed(family))
		if w.carried("rina", family).ToVisit {
			t.Error("a family that was met after the visit is to be visited")
		}
	})
}

// The phone of another worker, and whoever may not know it, learns of a refusal nothing that it would not learn of a
// family that moved away: not from the pack, the feed, the family's page or its history, or an export. The control: the
// worker and the coordinator are told, so that the search finds the word where it is.
func TestARefusalIsKnownToFew(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newPhoneWorld(t, engine)
		w.joins("mina")
		_, before := w.packIn("mina", "2")
		w.visits("rina", 10, family+2, "refused", "")
		_, after := w.packIn("mina", "2")
		told := []string{w.asPhone("mina", "GET", "/api/v1/feed?protocol=2&epoch=1&seq=0", "").body}
		for name, part := range after {
			if !slices.Contains([]string{"manifest", "families", "revoked"}, name) && part != before[name] {
				t.Errorf("the part %s changed", name)
			}
			told = append(told, part)
		}
		page, history := "/api/v1/households/"+fixed(family+2), "/api/v1/households/"+fixed(family+2)+"/history"
		told = append(told, w.asPhone("mina", "GET", page, "").body, w.asPhone("mina", "GET", history, "").body)
		w.person("audit", actor.Auditor, actor.Coordinator)
		w.signIn("audit", testPassword)
		for _, list := range []string{"households", "assessments", "handovers"} {
			told = append(told, w.send("GET", "/api/v1/export/"+list+"?format=csv", "").body)
		}
		for _, text := range told {
			if strings.Contains(text, "refused") {
				t.Errorf("a refusal is told: %.300s", text)
			}
		}
		for _, reader := range []answer{w.asPhone("rina", "GET", page, ""), w.send("GET", page, ""), w.send("GET", history, "")} {
			if reader.status != http.StatusOK || !strings.Contains(reader.body, `"refused"`) { // the control
				t.Errorf("%d %s", reader.status, reader.body)
			}
		}
	})
}

// The office counts the families of each area by result; only those who may know a refusal read the counts.
func TestFamiliesNotReachedAreCountedByArea(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newPhoneWorld(t, engine)
		w.person("approver", actor.Coordinator)
		w.signIn("approver", testPassword)
		counted := func() NotReachedView {
			t.Helper()
			rows := into[Rows[NotReachedView]](t, w.send("GET", "/api/v1/not-reached?area=block:2738", ""), http.StatusOK).Rows
			if len(rows) != 1 || rows[0].AreaNameBN != "পাটলিখানপুর" {
				t.Fatalf("%+v", rows)
			}
			return rows[0]
		}
		if n := counted(); n.NotTried != 1 || n.Gone+n.Flooded+n.Refused+n.ComeBack != 0 {
			t.Errorf("%+v", n)
		}
		w.visits("rina", 10, family+2, "refused", "")
		w.visits("rina", 11, family+1, "come_back", `,"again_on":"2026-12-04"`)
		if n := counted(); n.NotTried != 0 || n.Refused != 1 || n.ComeBack != 1 || n.AgainOn != "2026-12-04" {
			t.Errorf("%+v", n)
		}
		for login, role := range map[string]actor.Role{"worker": actor.OutreachWorker, "auditor": actor.Auditor} {
			w.person(login, role)
			w.signIn(login, testPassword)
			if a := w.send("GET", "/api/v1/not-reached", ""); a.status != http.StatusForbidden {
				t.Errorf("%s: %d", role, a.status)
			}
		}
	})
}

// Malformed visits are refused with the path of the field, and a result has no text beside it.
func TestAVisitHasAResultAndNoText(t *testing.T) {
	for field, in := range map[string]household.HouseholdVisit{
		"/result":   {ID: fixed(1), Household: household.ID(fixed(2)), Result: "asleep"},
		"/again_on": {ID: fixed(1), Household: household.ID(fixed(2)), Result: "gone", AgainOn: "2026-12-04"},
	} {
		if err := in.Validate(); err == nil || !strings.Contains(fmt.Sprintf("%+v", err), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	texts := reflect.TypeFor[household.HouseholdVisit]()
	for f := range texts.Fields() {
		if f.Tag.Get("format") == "free-text" {
			t.Errorf("%s could hold a reason", f.Name)
		}
	}
}

// A second grade is waited for on the phones of those who may give it, not on that of the first observer; sent from the
// outbox it verifies, and the one that arrives second is refused. A grade of one's own assessment is refused as before.
func TestASecondGradeIsGivenOffline(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newPhoneWorld(t, engine)
		w.joins("mina")
		w.joins("tara")
		w.sends("rina", 10, "damage.assess", `{"id":%q,"household":%q,"grade":3,"house":"kutcha"}`, fixed(700), fixed(family+2))
		if own := w.carried("rina", family+2); own.Second != "" || own.Verified {
			t.Errorf("the first observer is asked for the second grade: %+v", own)
		}
		for _, other := range []string{"mina", "tara"} {
			if f := w.carried(other, family+2); string(f.Second) != fixed(700) || f.Verified {
				t.Errorf("%s: %+v", other, f)
			}
		}
		verify := func(login string, id int) string {
			payload := fmt.Sprintf(`{"id":%q,"assessment":%q,"grade":2}`, fixed(id+100), fixed(700))
			return w.asPhone(login, "POST", "/api/v1/sync", pushed(record(id, id, "damage.verify", payload))).body
		}
		if body := verify("rina", 20); !strings.Contains(body, `"own_assessment"`) {
			t.Error(body)
		}
		if body := verify("mina", 21); !strings.Contains(body, `"status":"applied"`) {
			t.Error(body)
		}
		if body := verify("tara", 22); !strings.Contains(body, `"already_verified"`) {
			t.Error(body)
		}
		w.seals()
		if f := w.carried("tara", family+2); f.Second != "" || !f.Verified || *f.Grade != 2 {
			t.Errorf("%+v", f)
		}
	})
}

// mayCarry are the fields of a family on an outreach worker's phone. None says how the family came to be known.
var mayCarry = []string{
	"Household", "Area", "Name", "AlsoCalled", "Sounds", "Phone4", "Size", "House", "Mark", "Grade", "Card", "Version", "Verified",
	"Second", "ToVisit", "NoPhoto", "Reported",
}

// No phone holds the name of the list that a family came by, its file, its mapping or whoever imported it. The control:
// the office's page of the job has the name, so that the search finds it.
func TestNoPhoneHoldsTheListThatAFamilyCameBy(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, worker := newImportScene(t, s, actor.Coordinator, actor.Administrator)
		sc.takeAs(actor.System(), "area.put", map[string]any{"level": "state", "code": "19", "name": "West Bengal"})
		kept := into[jobs.StoredFile](t, sc.upload("canary-shelter.csv", familyList), http.StatusCreated)
		job := into[JobView](t, sc.send("POST", "/api/v1/jobs",
			`{"file":"`+kept.ID+`","kind":"households","mapping":`+familyMapping+`,"dry_run":false,"similar":"hold"}`), http.StatusOK)
		if did, err := worker.Next(t.Context()); !did || err != nil {
			t.Fatal(did, err)
		}
		if a := sc.send("GET", "/api/v1/jobs/"+job.ID, ""); !strings.Contains(a.body, "canary") { // the control
			t.Errorf("%d %s", a.status, a.body)
		}
		w := &phoneWorld{scene: sc, database: s, tokens: map[string]string{}, ids: map[string]string{}}
		w.joins("mina")
		w.seals()
		_, parts := w.packIn("mina", "2")
		told := append(slices.Collect(maps.Values(parts)), w.asPhone("mina", "GET", "/api/v1/feed?protocol=2&epoch=1&seq=0", "").body)
		for _, text := range told {
			for _, source := range []string{"canary", kept.ID, job.ID, "csv", "import"} {
				if strings.Contains(text, source) {
					t.Errorf("a phone holds %q", source)
				}
			}
		}
		families := decoded[[]protocol2.Family](t, parts["families"])
		if len(families) != 1 || !families[0].ToVisit {
			t.Errorf("%+v", families)
		}
	})
	var fields []string
	for f := range reflect.TypeFor[protocol2.Family]().Fields() {
		fields = append(fields, f.Name)
	}
	if !slices.Equal(fields, mayCarry) {
		t.Errorf("a phone's family has %v: add a field to mayCarry only if it does not say why a family is on a list", fields)
	}
}

// A family that said no to photos on one phone is not asked again on another: its row says so, without a reason or a
// time. Control: before the answer, and after a yes, it does not.
func TestARefusedPhotoIsToldToEveryPhone(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		w := newPhoneWorld(t, engine)
		w.joins("mina")
		answers := func(seq int, purpose string, given bool) {
			w.clock = w.clock.Add(1e9)
			w.sends("rina", seq, "consent.record", `{"id":%q,"household":%q,"purpose":%q,"given":%t,"how":"read_by_me","language":"bn"}`,
				fixed(700+seq), fixed(family), purpose, given)
		}
		for i, c := range []struct {
			purpose     string
			given, want bool
		}{{"public_story", false, false}, {"photo", false, true}, {"photo", true, false}, {"photo", false, true}} {
			answers(40+i, c.purpose, c.given)
			for _, login := range []string{"rina", "mina"} {
				if got := w.carried(login, family).NoPhoto; got != c.want {
					t.Errorf("%s after %+v: %v", login, c, got)
				}
			}
			if w.carried("mina", family+2).NoPhoto {
				t.Error("a family that was not asked has said no")
			}
		}
	})
}
