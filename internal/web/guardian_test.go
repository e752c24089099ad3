package web

import (
	"context"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/grievance"
	"tripol/internal/household"
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

var someID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

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
	payload := registration("block:2738", `,"criteria":["widow"],"written_place":"Canary para"`)
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
		{200, "household.correct", `{"household":"ID","base_version":1,"also_called":"Canary two","landmark":"canary field",` +
			`"sealed_note":"NOTE"}`},
		{200, "grievance.take", `{"id":"NEW","household":"ID","about":"other","text":"canary complaint","answer_by":"none",` +
			`"complainant":"canary who","reach":"camp","reach_phone":"9123456780","reach_at":"canary camp"}`},
		{409, "household.correct", `{"household":"ID","base_version":1,"landmark":"canary too late"}`},
		{200, "damage.assess", `{"id":"NEW","household":"ID","grade":4,"house":"kutcha","note":"` + secretNote + `","photos":["PHOTO"],` +
			`"position":{"lon":88.9,"lat":22.5,"accuracy_m":5}}`},
	} {
		payload := strings.NewReplacer("ID", string(g.id), "NEW", db.NewID(), "PHOTO", string(g.photo),
			"NOTE", base64.StdEncoding.EncodeToString(canaryNote())).Replace(step.payload)
		g.bodies[step.kind] = entryOfKind(step.kind, payload)
		if a := g.send("POST", "/api/v1/entries", g.bodies[step.kind]); a.status != step.want {
			t.Fatalf("%s: %d %s", step.kind, a.status, a.body)
		}
	}
	g.settleComplaint()
	g.as(officer, "priority.set", household.PrioritySet{Household: g.id, PrivateReason: 1, Reason: "danger"})
	g.as(officer, "priority.set", household.PrioritySet{Household: g.id, Reason: "visit"})
	g.as(officer, "priority.set", household.PrioritySet{Household: g.id, PrivateReason: 1, Reason: "danger"})
	g.verifyAndServe()
	g.lift()
}

// lift records that a list has lifted the family: its own list is too short for that.
func (g *guardian) lift() {
	g.t.Helper()
	err := g.scene.store.Write(g.t.Context(), planner, func(tx *db.Tx) error {
		return tx.Exec(`INSERT INTO household_lift (household, organisation, lifted, distribution, recorded_at)
			VALUES (?, ?, TRUE, ?, 1)`, string(g.id), string(testkit.Organisation), string(g.distribution)).Error
	})
	if err != nil {
		g.t.Fatal(err)
	}
}

// private counts the stored data about the family's private reason: rows of three tables, and bodies of entries.
func (g *guardian) private() (counts []int) {
	g.t.Helper()
	g.look(actor.System(), func(tx *db.Tx) error {
		for _, query := range []string{
			"SELECT COUNT(*) FROM household_priority WHERE household = ?", "SELECT COUNT(*) FROM candidate_input WHERE household = ?",
			"SELECT COUNT(*) FROM household_lift WHERE household = ?",
			`SELECT COUNT(*) FROM entry_body b JOIN entry e ON e.id = b.entry WHERE e.kind = 'priority.set' AND CAST(? AS TEXT) <> ''`,
		} {
			var n int
			if err := tx.Raw(query, string(g.id)).Scan(&n).Error; err != nil {
				return err
			}
			counts = append(counts, n)
		}
		return nil
	})
	return counts
}

// settleComplaint has another coordinator decide the family's complaint, with a reason that mentions it.
func (g *guardian) settleComplaint() {
	g.t.Helper()
	var known []grievance.Details
	g.look(approver, func(tx *db.Tx) (err error) {
		known, _, err = grievance.List(tx, grievance.Filter{State: "open"})
		return err
	})
	if len(known) != 1 {
		g.t.Fatalf("complaints that wait: %+v", known)
	}
	g.as(approver, "grievance.settle", grievance.GrievanceSettle{
		Grievance: known[0].ID, Decision: "upheld", Reason: "canary reason", Answer: "canary answer",
	})
}

// canaryNote is a blob that passes for a sealed one, with a canary that the search can see.
func canaryNote() []byte {
	return fmt.Appendf(nil, "%-1024s", "age-encryption.org/v1\n-> X25519 canary blob")
}

// verifyAndServe takes the family through a plan of its own to a handover.
func (g *guardian) verifyAndServe() {
	g.t.Helper()
	var assessments []damage.AssessmentDetails
	g.look(planner, func(tx *db.Tx) (err error) { assessments, err = damage.ForHousehold(tx, g.id); return err })
	g.as(approver, "damage.verify", damage.DamageVerify{ID: db.NewID(), Assessment: assessments[0].ID, Grade: 4})
	batch, plan := newID[card.BatchID](), newID[distribution.ID]()
	g.as(planner, "card.print_batch", card.CardPrintBatch{ID: batch, Name: "more", Cards: 1})
	var cards []card.Card
	g.look(planner, func(tx *db.Tx) (err error) { cards, err = card.Cards(tx, batch); return err })
	g.cards = append(g.cards, cards[0].Code)
	g.as(planner, "card.bind", card.CardBind{Card: cards[0].Code, Household: g.id})
	g.as(planner, "distribution.plan", distribution.DistributionPlan{
		ID: plan, Name: "More", Area: "block:2738", Store: g.store, MinimumGrade: 3, Quantity: 2, Weights: distribution.Current,
		Lines: []distribution.PlanItem{{Item: g.item, PerHousehold: 1}},
	})
	g.as(approver, "distribution.approve", distribution.DistributionApprove{Distribution: plan, Number: "352614"})
	g.as(planner, "distribution.open", distribution.DistributionOpen{Distribution: plan})
	g.as(testkit.Actor(actor.Distributor), "handover.give", distribution.HandoverGive{
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
		if _, err := owner.ExecContext(context.Background(), "SELECT set_config('app.organisations', '*', false)"); err != nil {
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
				if _, number := (*v.(*any)).(int64); number {
					continue // a moment can hold any digits
				}
				text = someID.ReplaceAllString(text, "") // and so can an id
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

// proves returns every violation of every package.
func (g *guardian) proves() []string {
	g.t.Helper()
	var broken []string
	if _, err := journal.Seal(g.t.Context(), g.scene.store); err != nil {
		g.t.Fatal(err)
	}
	g.look(actor.System(), func(tx *db.Tx) error {
		photos := func(tx *db.Tx) ([]journal.Violation, error) { return media.Verify(tx, g.server.Photos) }
		for _, prove := range []func(*db.Tx) ([]journal.Violation, error){
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
	g.as(planner, "consent.record", household.ConsentRecord{
		ID: db.NewID(), Household: g.id, Purpose: "relief", How: "told_by_phone", Language: "bn",
	})
	g.as(officer, "household.erase", household.HouseholdErase{Household: g.id, Reason: "family_asked"})
	g.sweepWords()
}

// sweepWords runs the sweep that the program runs after a commit.
func (g *guardian) sweepWords() {
	g.t.Helper()
	if _, err := household.PruneWords(g.t.Context(), g.scene.store); err != nil {
		g.t.Fatal(err)
	}
}
