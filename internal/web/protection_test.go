package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/release"
	"tripol/internal/testkit"
	"tripol/migrations"
)

const secretNote = "canary note of the house"

// guardian is a scene with one family of which everything is known: registered, corrected, photographed, assessed, with
// a card, served, and with a correction that was refused.
type guardian struct {
	*relief
	o      db.Options
	id     household.ID
	photo  media.ID
	bodies map[string]string // by kind, an entry as it was sent
}

var officer = testkit.Other(actor.ProtectionOfficer)

func guard(t *testing.T, engine db.Engine) *guardian {
	t.Helper()
	o := testkit.Fresh(t, engine)
	g := &guardian{relief: relieve(t, testkit.Open(t, o), 1, 1), o: o, id: newID[household.ID](), bodies: map[string]string{}}
	send := func(want int, kind, payload string) {
		t.Helper()
		g.bodies[kind] = entryOfKind(kind, payload)
		if a := g.send("POST", "/api/v1/entries", g.bodies[kind]); a.status != want {
			t.Fatalf("%s: %d %s", kind, a.status, a.body)
		}
	}
	payload := registration("block:2738", `,"criteria":["widow"]`)
	send(200, "household.register", payload[:7]+string(g.id)+payload[7+len(g.id):])
	return g
}

func (g *guardian) fill() {
	t := g.t
	t.Helper()
	g.photo = media.ID(g.keepsPhoto())
	for _, step := range []struct {
		want          int
		kind, payload string
	}{
		{200, "household.correct", `{"household":"ID","base_version":1,"also_called":"Canary two","landmark":"canary field"}`},
		{409, "household.correct", `{"household":"ID","base_version":1,"landmark":"canary too late"}`},
		{200, "damage.assess", `{"id":"NEW","household":"ID","grade":4,"house":"kutcha","note":"` + secretNote + `","photos":["PHOTO"],` +
			`"position":{"lon":88.9,"lat":22.5,"accuracy_m":5}}`},
	} {
		payload := strings.NewReplacer("ID", string(g.id), "NEW", db.NewID(), "PHOTO", string(g.photo)).Replace(step.payload)
		g.bodies[step.kind] = entryOfKind(step.kind, payload)
		if a := g.send("POST", "/api/v1/entries", g.bodies[step.kind]); a.status != step.want {
			t.Fatalf("%s: %d %s", step.kind, a.status, a.body)
		}
	}
	g.verifyAndServe()
}

// verifyAndServe takes the family through a plan of its own to a handover.
func (g *guardian) verifyAndServe() {
	g.t.Helper()
	var assessments []damage.Record
	g.look(planner, func(tx *db.Tx) (err error) { assessments, err = damage.ForHousehold(tx, g.id); return err })
	g.as(approver, "damage.verify", damage.Second{ID: db.NewID(), Assessment: assessments[0].ID, Grade: 4})
	batch, plan := newID[card.BatchID](), newID[distribution.ID]()
	g.as(planner, "card.print_batch", card.Printing{ID: batch, Name: "more", Cards: 1})
	var cards []card.Card
	g.look(planner, func(tx *db.Tx) (err error) { cards, err = card.Cards(tx, batch); return err })
	g.cards = append(g.cards, cards[0].Code)
	g.as(planner, "card.bind", card.Binding{Card: cards[0].Code, Household: g.id})
	g.as(planner, "distribution.plan", distribution.Proposal{
		ID: plan, Name: "More", Area: "block:2738", Store: g.store, MinimumGrade: 3, Quantity: 2, Weights: "v1",
		Lines: []distribution.Line{{Item: g.item, PerHousehold: 1}},
	})
	g.as(approver, "distribution.approve", distribution.Approval{Distribution: plan, Number: "352614"})
	g.as(planner, "distribution.open", distribution.Opening{Distribution: plan})
	g.as(testkit.Actor(actor.Distributor), "handover.give", distribution.Giving{
		ID: newID[distribution.HandoverID](), Distribution: plan, Card: cards[0].Code, Collector: "self",
	})
}

func (g *guardian) look(a actor.Actor, fn func(*db.Tx) error) {
	g.t.Helper()
	if err := g.scene.store.Read(g.t.Context(), a, fn); err != nil {
		g.t.Fatal(err)
	}
}

// kept names the tables of the database that hold a canary anywhere, read past every door.
func (g *guardian) kept() (found []string) {
	g.t.Helper()
	owner := testkit.Owner(g.t, g.o)
	defer owner.Close()
	if g.o.URL != "" {
		if _, err := owner.ExecContext(context.Background(), "SELECT set_config('app.organisation', '*', false)"); err != nil {
			g.t.Fatal(err)
		}
	}
	for _, table := range migrations.Tables {
		rows, err := owner.QueryContext(g.t.Context(), "SELECT * FROM "+table.Name)
		if err != nil {
			g.t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			g.t.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				g.t.Fatal(err)
			}
			for _, v := range values {
				text := fmt.Sprint(*v.(*any))
				if raw, is := (*v.(*any)).([]byte); is {
					text = string(raw)
				}
				if len(leaked(text)) > 0 || strings.Contains(text, "88.9") {
					found = append(found, table.Name)
				}
			}
		}
		if err := rows.Err(); err != nil {
			g.t.Fatal(err)
		}
		rows.Close()
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// proves gives every finding of every room.
func (g *guardian) proves() []string {
	g.t.Helper()
	var broken []string
	if _, err := journal.Seal(g.t.Context(), g.scene.store); err != nil {
		g.t.Fatal(err)
	}
	g.look(actor.System(), func(tx *db.Tx) error {
		photos := func(tx *db.Tx) ([]journal.Finding, error) { return media.Verify(tx, g.server.Photos) }
		for _, prove := range []func(*db.Tx) ([]journal.Finding, error){
			journal.Verify, household.Verify, damage.Verify, photos, card.Verify, distribution.Verify, release.Verify,
		} {
			found, err := prove(tx)
			if err != nil {
				return err
			}
			for _, f := range found {
				broken = append(broken, f.Check)
			}
		}
		return nil
	})
	return broken
}

func (g *guardian) erase() {
	g.t.Helper()
	g.as(planner, "consent.record", household.Answer{
		ID: db.NewID(), Household: g.id, Purpose: "relief", How: "told_by_phone", Language: "bn",
	})
	g.as(officer, "household.erase", household.Erasing{Household: g.id, Reason: "family_asked"})
}

// After an erasure nothing of a family is left in any table, file or answer, and what history and sums need is there.
func TestAnErasedFamilyIsNowhere(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		g := guard(t, engine)
		g.fill()
		before := g.kept() // the control: the search finds what there is
		for _, table := range []string{"household", "household_key", "assessment", "entry_body"} {
			if !slices.Contains(before, table) {
				t.Errorf("before the erasure the search sees no canary in %s", table)
			}
		}
		if broken := g.proves(); len(broken) > 0 {
			t.Fatalf("findings before: %v", broken)
		}
		g.erase()
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
		if n, err := media.RemoveErased(t.Context(), g.scene.store, g.server.Photos, 1<<40); err != nil || n != 1 {
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
		if said || (e.Deed == "registered" || e.Deed == "corrected" || e.Deed == "assessed") != (e.ErasedAt != nil) && e.Deed != "consented" {
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

// sentAgain: a phone that comes late with what was erased, or with something new about the family, is told that it is
// gone, and nothing of it is kept.
func (g *guardian) sentAgain() {
	t := g.t
	t.Helper()
	late := map[string]string{}
	for kind, body := range g.bodies {
		late[kind+" again"] = body
	}
	late["a new correction"] = entryOfKind("household.correct", `{"household":"`+string(g.id)+`","base_version":1,"name":"Canary three"}`)
	late["a new assessment"] = entryOfKind("damage.assess", `{"id":"`+db.NewID()+`","household":"`+string(g.id)+`","grade":4,"house":"hut","note":"canary"}`)
	for name, body := range late {
		for range 2 {
			if a := g.send("POST", "/api/v1/entries", body); a.status != http.StatusGone || a.problem(t).Code != "gone" || len(leaked(a.body)) > 0 {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
	}
}

// refusedWhileErased: what was refused for another reason just while the erasure ran is found afterwards.
func (g *guardian) refusedWhileErased() {
	t := g.t
	t.Helper()
	e := testkit.Entry("household.correct")
	e.Payload = []byte(`{"household":"` + string(g.id) + `","base_version":1,"name":"Canary late"}`)
	_, err := journal.Take(t.Context(), g.scene.store, planner, e, func(*db.Tx) (journal.Outcome, error) {
		return journal.Outcome{}, fault.New(fault.Conflict, "changed_since", "Somebody has changed this since you looked.")
	})
	if err != nil || len(g.kept()) == 0 {
		t.Fatalf("the late correction is not there: %v", err)
	}
	if n, err := intake.ForgetLate(t.Context(), g.scene.store); err != nil || n != 1 || len(g.kept()) > 0 {
		t.Errorf("%d were forgotten, %v; canaries in %v", n, err, g.kept())
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

// The control: an erasure that forgets the bodies of the journal, as one that only blanks the row does, is found out.
func TestControlAnErasureThatForgetsTheJournal(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		g := guard(t, engine)
		err := g.scene.store.Write(t.Context(), officer, func(tx *db.Tx) error {
			_, err := household.Erase(tx, testkit.Entry("household.erase"), household.Erasing{Household: g.id, Reason: "family_asked"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if left := g.kept(); !slices.Equal(left, []string{"entry_body"}) {
			t.Errorf("the search sees canaries in %v", left)
		}
	})
}

// The history says who, when and what before and after, by both clocks, in the order in which the server took it.
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

// A no to photos takes them away at once, and what is photographed later is left out while the assessment is kept.
func TestWithdrawingPhotos(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		g := guard(t, engine)
		g.fill()
		path := "/api/v1/photos/" + string(g.photo)
		if a := g.send("GET", path, ""); a.status != http.StatusOK {
			t.Fatalf("before: %d", a.status)
		}
		g.as(planner, "consent.record", household.Answer{ID: db.NewID(), Household: g.id, Purpose: "photo", How: "in_writing", Language: "bn"})
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
		g.as(planner, "consent.record", household.Answer{ID: db.NewID(), Household: g.id, Purpose: "relief", How: "in_writing", Language: "bn"})
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
