package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/testkit"
)

// After an erasure no personal data of the family is left in any table, file or response, and the data for history
// and totals is kept.
func TestAnErasedFamilyIsNowhere(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		g := guard(t, engine)
		g.fill()
		before := g.kept() // the control: the search finds the data before the erasure
		for _, table := range []string{
			"household", "household_key", "assessment", "entry_body", "grievance", "grievance_settlement", "sealed_note",
			"written_place",
		} {
			if !slices.Contains(before, table) {
				t.Errorf("before the erasure the search sees no canary in %s", table)
			}
		}
		if broken := g.proves(); len(broken) > 0 {
			t.Fatalf("findings before: %v", broken)
		}
		if counts := g.private(); !slices.Equal(counts, []int{3, 1, 1, 3}) {
			t.Errorf("before the erasure its private reason is kept in %v", counts)
		}
		g.erase()
		if counts := g.private(); !slices.Equal(counts, []int{0, 0, 0, 0}) {
			t.Errorf("after the erasure its private reason is kept in %v", counts)
		}
		if left := g.kept(); len(left) > 0 {
			t.Errorf("canaries are left in %v", left)
		}
		if broken := g.proves(); len(broken) > 0 {
			t.Errorf("findings after: %v", broken)
		}
		g.goneFromSight()
		g.sentAgain()
		if left := g.kept(); len(left) > 0 {
			t.Errorf("sending again left canaries in %v", left)
		}
		if n, err := media.RemoveErased(t.Context(), g.scene.store, g.server.Photos, 1<<40); err != nil || n != 4 {
			t.Errorf("%d files of photos were removed, %v", n, err)
		}
		g.refusedWhileErased()
		if engine == db.SQLite {
			g.goneFromTheFile()
		}
	})
}

func (g *guardian) goneFromSight() {
	t := g.t
	t.Helper()
	for path, want := range map[string]int{
		"/api/v1/households/" + string(g.id): http.StatusGone, "/api/v1/households?search=canaryrahima": 200, "/api/v1/households": 200,
		"/api/v1/households?card=" + g.cards[1]: 200, "/api/v1/assessments": 200, "/api/v1/photos/" + string(g.photo): http.StatusNotFound,
	} {
		a := g.send("GET", path, "")
		if a.status != want || len(leaked(a.body)) > 0 || strings.Contains(a.body, string(g.id)) {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	if a := g.send("POST", "/api/v1/cards/read", `{"card":"`+g.cards[1]+`"}`); !strings.Contains(a.body, `"withdrawn"`) ||
		!strings.Contains(a.body, `"erased"`) || strings.Contains(a.body, string(g.id)) {
		t.Errorf("its card: %d %s", a.status, a.body)
	}
	g.look(planner, func(tx *db.Tx) error {
		given, err := distribution.History(tx, g.id)
		if len(given) != 1 || len(given[0].Items) != 1 {
			t.Errorf("its handover is told as %+v", given)
		}
		return err
	})
	history := g.history()
	var deeds []string
	for _, e := range history.Events {
		deeds = append(deeds, e.Deed)
		said := len(e.Changes) > 0 || e.Deed == "assessed" && e.Photos > 0
		erased := slices.Contains([]string{"registered", "corrected", "assessed", "card_bound", "consented"}, e.Deed)
		if said || erased != (e.ErasedAt != nil) {
			t.Errorf("after the erasure the history says %+v", e)
		}
	}
	if history.ErasedAt == nil || !slices.Contains(deeds, "handed_over") || !slices.Contains(deeds, "erased") || !slices.Contains(deeds, "card_withdrawn") {
		t.Errorf("the history is of %v, erased %v", deeds, history.ErasedAt)
	}
}

func (g *guardian) history() (view HistoryView) {
	g.t.Helper()
	a := g.send("GET", "/api/v1/households/"+string(g.id)+"/history", "")
	if strings.Contains(a.body, `"changes":null`) || strings.Contains(a.body, `"items":null`) {
		g.t.Error("a list is null on the wire")
	}
	if err := json.Unmarshal([]byte(a.body), &view); err != nil || a.status != http.StatusOK {
		g.t.Fatalf("%d %s", a.status, a.body)
	}
	return view
}

// sentAgain: a phone that submits erased entries late, or new ones about the family, gets `gone`, and nothing is
// stored.
func (g *guardian) sentAgain() {
	t := g.t
	t.Helper()
	late := map[string]string{}
	for kind, body := range g.bodies {
		late[kind+" again"] = body
	}
	again := registration("block:2738", `,"criteria":["widow"]`)
	again = again[:7] + string(g.id) + again[7+len(g.id):]
	late["a new registration"] = entryOfKind("household.register", again)
	late["a new correction"] = entryOfKind("household.correct", `{"household":"`+string(g.id)+`","base_version":1,"name":"Canary three"}`)
	var pictures []string
	picture := func() []byte {
		pictures = append(pictures, g.keepsPhoto())
		return []byte(`{"id":"` + db.NewID() + `","household":"` + string(g.id) + `","grade":4,"house":"hut","photos":["` +
			pictures[len(pictures)-1] + `"]}`)
	}
	late["an assessment with a photo"] = entryOfKind("damage.assess", string(picture()))
	many := []journal.Entry{testkit.Entry("damage.assess"), testkit.Entry("damage.assess")}
	many[0].Payload, many[1].Payload = picture(), picture()
	verdicts, err := g.server.Intake.TakeMany(t.Context(), g.scene.store, planner, many)
	if err != nil || verdicts[0].Outcome.Code != "gone" || verdicts[1].Outcome.Code != "gone" {
		t.Errorf("as two of many: %+v %v", verdicts, err)
	}
	defer func() {
		for _, picture := range pictures {
			if a := g.send("GET", "/api/v1/photos/"+picture, ""); a.status != http.StatusNotFound {
				t.Errorf("a photo that came too late is shown: %d", a.status)
			}
		}
	}()
	late["a new assessment"] = entryOfKind("damage.assess", `{"id":"`+db.NewID()+`","household":"`+string(g.id)+`","grade":4,"house":"hut","note":"canary"}`)
	for name, body := range late {
		for range 2 {
			if a := g.send("POST", "/api/v1/entries", body); a.status != http.StatusGone || a.problem(t).Code != "gone" || len(leaked(a.body)) > 0 {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
	}
}

// refusedWhileErased: an entry refused for another reason during the erasure is erased afterwards.
func (g *guardian) refusedWhileErased() {
	t := g.t
	t.Helper()
	picture := g.keepsPhoto()
	e := testkit.Entry("household.correct")
	e.Organisation, e.Subjects = testkit.Organisation, []journal.Subject{{Kind: "household", ID: string(g.id)}}
	e.Payload = []byte(`{"household":"` + string(g.id) + `","base_version":1,"name":"Canary late","photos":["` + picture + `"]}`)
	_, err := journal.Take(t.Context(), g.scene.store, planner, e, func(*db.Tx) (journal.Outcome, error) {
		return journal.Outcome{}, fault.New(fault.Conflict, "changed_since", "Somebody has changed this since you looked.")
	})
	if err != nil || len(g.kept()) == 0 {
		t.Fatalf("the late correction is not there: %v", err)
	}
	if n, err := intake.ForgetLate(t.Context(), g.scene.store); err != nil || n != 1 || len(g.kept()) > 0 {
		t.Errorf("%d were forgotten, %v; canaries in %v", n, err, g.kept())
	}
	if a := g.send("GET", "/api/v1/photos/"+picture, ""); a.status != http.StatusNotFound {
		t.Errorf("the photo that it named is shown: %d", a.status)
	}
	if broken := g.proves(); len(broken) > 0 {
		t.Errorf("findings %v", broken)
	}
}

// goneFromTheFile looks at the bytes on the disk, free pages and all.
func (g *guardian) goneFromTheFile() {
	t := g.t
	t.Helper()
	testkit.AsOwner(t, g.o, "PRAGMA wal_checkpoint(TRUNCATE)")
	file, err := os.ReadFile(g.o.Path)
	if err != nil {
		t.Fatal(err)
	}
	for _, canary := range []string{"Canary", "canary", "9830012345"} {
		if n := bytes.Count(file, []byte(canary)); n > 0 {
			t.Errorf("%q stands %d times in the database's file", canary, n)
		}
	}
}

// Control: an erasure that does not erase the bodies of the journal is detected.
func TestControlAnErasureThatForgetsTheJournal(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		g := guard(t, engine)
		err := g.scene.store.Write(t.Context(), officer, func(tx *db.Tx) error {
			_, err := household.Erase(tx, testkit.Entry("household.erase"), household.HouseholdErase{Household: g.id, Reason: "family_asked"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		g.sweepWords()
		if left := g.kept(); !slices.Equal(left, []string{"entry_body"}) {
			t.Errorf("the search sees canaries in %v", left)
		}
	})
}

// The history contains author, time and the values before and after, with both clocks, in the order of recording.
func TestTheHistoryOfAFamily(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		engine := s.Engine()
		g := guard(t, engine)
		g.fill()
		var deeds []string
		for _, e := range g.history().Events {
			deeds = append(deeds, e.Deed)
			if e.OccurredAt.IsZero() || e.RecordedAt.IsZero() || e.ErasedAt != nil {
				t.Errorf("%s has no two clocks: %+v", e.Deed, e)
			}
			if e.Deed != "corrected" {
				continue
			}
			want := []ChangeView{
				{Field: "also_called", Before: []string{}, After: []string{"Canary two"}},
				{Field: "landmark", Before: []string{plantedLandmark}, After: []string{"canary field"}},
			}
			if fmt.Sprint(e.Changes) != fmt.Sprint(want) || e.Version != 2 || e.By != "Sabita Mondal" {
				t.Errorf("the correction is told as %+v", e)
			}
		}
		if !slices.Equal(deeds, []string{"registered", "corrected", "assessed", "verified", "card_bound", "handed_over"}) {
			t.Errorf("the history is %v", deeds)
		}
		for _, who := range []actor.Actor{
			testkit.Actor(actor.Distributor), testkit.Actor(actor.Administrator), testkit.Stranger(actor.Coordinator),
			testkit.Only(testkit.Actor(actor.Coordinator), "/19/304/"),
		} {
			err := s.Read(t.Context(), who, func(tx *db.Tx) error { _, err := household.History(tx, g.id); return err })
			if err == nil {
				t.Errorf("%+v reads it", who.Grants)
			}
		}
	})
}

// Withdrawing consent to photos removes them at once; later photos are omitted while their assessment is kept.
func TestWithdrawingPhotos(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		g := guard(t, engine)
		g.fill()
		path := "/api/v1/photos/" + string(g.photo)
		if a := g.send("GET", path, ""); a.status != http.StatusOK {
			t.Fatalf("before: %d", a.status)
		}
		g.as(planner, "consent.record", household.ConsentRecord{ID: db.NewID(), Household: g.id, Purpose: "photo", How: "in_writing", Language: "bn"})
		if a := g.send("GET", path, ""); a.status != http.StatusNotFound {
			t.Errorf("after: %d", a.status)
		}
		second := g.keepsPhoto()
		payload := `{"id":"` + db.NewID() + `","household":"` + string(g.id) + `","grade":3,"house":"hut","photos":["` + second + `"]}`
		if a := g.send("POST", "/api/v1/entries", entryOfKind("damage.assess", payload)); !strings.Contains(a.body, `"photos_left_out":1`) {
			t.Errorf("an assessment with a photo: %d %s", a.status, a.body)
		}
		a := g.send("GET", "/api/v1/households/"+string(g.id), "")
		if strings.Contains(a.body, second) || strings.Contains(a.body, string(g.photo)) || strings.Count(a.body, `"grade":3`) != 2 {
			t.Errorf("the family: %s", a.body)
		}
		if n, err := media.RemoveErased(t.Context(), g.scene.store, g.server.Photos, 1<<40); err != nil || n != 2 {
			t.Errorf("%d files were removed, %v", n, err)
		}
		if broken := g.proves(); len(broken) > 0 {
			t.Errorf("findings %v", broken)
		}
	})
}

// Who erases sees where and since when, and no name.
func TestWithdrawalsNameNobody(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		g := guard(t, engine)
		g.as(planner, "consent.record", household.ConsentRecord{ID: db.NewID(), Household: g.id, Purpose: "relief", How: "in_writing", Language: "bn"})
		g.person("minati", actor.Administrator)
		g.signIn("minati", testPassword)
		a := g.send("GET", "/api/v1/withdrawals", "")
		if a.status != http.StatusOK || !strings.Contains(a.body, string(g.id)) || len(leaked(a.body)) > 0 {
			t.Errorf("%d %s", a.status, a.body)
		}
		if a := g.send("GET", "/api/v1/households/"+string(g.id), ""); a.status != http.StatusForbidden {
			t.Errorf("an administrator reads the family: %d", a.status)
		}
		g.stranger(actor.Administrator)
		if a := g.send("GET", "/api/v1/withdrawals", ""); strings.Contains(a.body, string(g.id)) {
			t.Errorf("another organisation sees it: %s", a.body)
		}
	})
}
