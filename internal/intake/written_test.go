package intake_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/summary"
	"tripol/internal/testkit"
)

const hasnabadBlock = area.Key("block:2738")

// clerks is an organisation with an office and a worker, and the places of sideOf.
type clerks struct {
	*side
	sender
	options               db.Options
	worker, office, other actor.Actor
	steward               actor.Actor
}

func onClerks(t *testing.T, test func(c *clerks)) {
	t.Helper()
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		c := &clerks{
			options: o, side: sideOf(t, testkit.Open(t, o)), sender: sender{Rand: rand.New(rand.NewPCG(1, 2))},
			worker: person("01", actor.OutreachWorker), office: person("02", actor.Coordinator), steward: person("03", actor.Administrator),
			other: testkit.Stranger(actor.Coordinator, actor.OutreachWorker, actor.Administrator),
		}
		c.steward.Steward = true
		testkit.Staff(t, c.Store, c.worker, c.office, c.steward, c.other)
		test(c)
	})
}

// takes submits an entry that must be applied.
func (c *clerks) takes(a actor.Actor, kind string, payload any) journal.Outcome {
	c.Helper()
	o, err := c.Intake.Take(c.Context(), c.Store, a, c.entry(kind, payload))
	if err != nil || o.Status != journal.StatusApplied {
		c.Fatalf("%s: %+v %v", kind, o, err)
	}
	return o
}

// refused submits an entry that must be refused, and returns code and path.
func (c *clerks) refused(a actor.Actor, kind string, payload any) string {
	c.Helper()
	o, err := c.Intake.Take(c.Context(), c.Store, a, c.entry(kind, payload))
	if f := fault.Of(err); f != nil {
		return f.Code + " " + f.Path
	}
	if err != nil || o.Status == journal.StatusApplied {
		c.Fatalf("%s: %+v %v", kind, o, err)
	}
	return o.Code + " " + o.Path
}

// writes registers a family whose place is written under the block.
func (c *clerks) writes(name string) household.ID {
	c.Helper()
	in := c.registration(hasnabadBlock)
	in.WrittenPlace = name
	c.takes(c.worker, "household.register", in)
	return in.ID
}

func (c *clerks) reads(a actor.Actor, do func(tx *db.Tx) error) {
	c.Helper()
	if err := c.Store.Read(c.Context(), a, do); err != nil {
		c.Fatal(err)
	}
}

// livesAt returns the area of a family.
func (c *clerks) livesAt(id household.ID) (at area.Key) {
	c.Helper()
	c.reads(c.office, func(tx *db.Tx) error {
		h, err := household.Get(tx, id)
		at = h.Area
		return err
	})
	return at
}

// listed returns the undecided names of the office's list, one line per group.
func (c *clerks) listed(a actor.Actor, decided bool) (lines []string) {
	c.Helper()
	c.reads(a, func(tx *db.Tx) error {
		groups, err := household.WrittenPlaces(tx, decided)
		for _, g := range groups {
			var names []string
			for _, s := range g.Spellings {
				names = append(names, s.Name+"×"+string(rune('0'+s.Households+s.Reports+s.Complaints)))
			}
			lines = append(lines, strings.TrimSpace(string(g.Area)+" "+strings.Join(names, " + ")))
		}
		return err
	})
	return lines
}

func (c *clerks) verifies() (checks []string) {
	c.Helper()
	c.reads(actor.System(), func(tx *db.Tx) error {
		for _, verify := range []func(*db.Tx) ([]journal.Violation, error){
			journal.Verify, household.Verify, summary.Verify, summary.VerifyEntries,
		} {
			found, err := verify(tx)
			if err != nil {
				return err
			}
			for _, f := range found {
				checks = append(checks, f.Check)
			}
		}
		return nil
	})
	return checks
}

func (c *clerks) wants(what string, got []string, want ...string) {
	c.Helper()
	if !slices.Equal(got, want) {
		c.Errorf("%s: %q, want %q", what, got, want)
	}
}

// counted returns the families that the summary counts at or below an area.
func (c *clerks) counted(path string) (n int64) {
	c.Helper()
	c.reads(c.office, func(tx *db.Tx) error {
		counts, err := summary.ByArea(tx, path, area.Block)
		n = counts.Total.Households
		return err
	})
	return n
}

const amlaniPath, barunhatPath = "/19/303/2738/wb-gp:2738-01/", "/19/303/2738/wb-gp:2738-02/"

// A written name counts at the block until the office decides. Then its families move with a history, the next family
// is placed at once, a wrong decision can be corrected and taken back, and every count follows.
func TestAWrittenPlaceCountsAtTheBlockUntilTheOfficeDecides(t *testing.T) {
	onClerks(t, func(c *clerks) {
		one, two, bengali := c.writes("Amloni  Para"), c.writes("amloni para"), c.writes("আমলনি পাড়া")
		other := c.writes("Dakshin Hat")
		c.wants("undecided", c.listed(c.office, false), "Amloni Para×2 + আমলনি পাড়া×1", "Dakshin Hat×1")
		if at := c.livesAt(one); at != hasnabadBlock || c.counted(hasnabad) != 4 || c.counted(amlaniPath) != 0 {
			t.Errorf("before: at %s, counted %d and %d", at, c.counted(hasnabad), c.counted(amlaniPath))
		}
		o := c.takes(c.office, "written_place.match", household.WrittenPlaceMatch{Records: []string{string(one)}, Area: amlani})
		if o.Numbers["families"] != 2 {
			t.Errorf("moved %v", o.Numbers)
		}
		c.wants("decided one spelling", c.listed(c.office, false), "আমলনি পাড়া×1", "Dakshin Hat×1")
		if c.livesAt(one) != amlani || c.livesAt(two) != amlani || c.livesAt(bengali) != hasnabadBlock || c.counted(amlaniPath) != 2 {
			t.Error("the families of the spelling have not moved, or others have")
		}
		next := c.writes("Amloni Para")
		if at := c.livesAt(next); at != amlani {
			t.Errorf("the next family with the name is at %s", at)
		}
		c.takes(c.office, "written_place.match", household.WrittenPlaceMatch{Records: []string{string(two)}, Area: barunhat})
		for _, id := range []household.ID{one, two, next} {
			if at := c.livesAt(id); at != barunhat {
				t.Errorf("after the correction at %s", at)
			}
		}
		if at := c.livesAt(c.writes("amloni-para")); at != barunhat {
			t.Errorf("after the correction, the next one is at %s", at)
		}
		c.takes(c.office, "written_place.match", household.WrittenPlaceMatch{Records: []string{string(one)}, Area: hasnabadBlock})
		if c.livesAt(next) != hasnabadBlock || c.livesAt(c.writes("Amloni Para")) != hasnabadBlock {
			t.Error("a decision that was taken back still places families")
		}
		c.wants("taken back", c.listed(c.office, false), "Amloni Para×5 + আমলনি পাড়া×1", "Dakshin Hat×1")
		if c.livesAt(other) != hasnabadBlock || c.counted(hasnabad) != 7 || c.counted(barunhatPath) != 0 {
			t.Errorf("at the end %d and %d", c.counted(hasnabad), c.counted(barunhatPath))
		}
		c.past(one, "area written_place registered 1", "area moved 2", "area moved 3", "area moved 4")
		c.wants("verify", c.verifies())
	})
}

// past compares a family's history: the fields of the place that each event changed.
func (c *clerks) past(id household.ID, want ...string) {
	c.Helper()
	var lines []string
	c.reads(c.office, func(tx *db.Tx) error {
		past, err := household.History(tx, id)
		for _, e := range past.Events {
			var fields []string
			for _, change := range e.Changes {
				if change.Field == "area" || change.Field == "written_place" {
					fields = append(fields, change.Field)
				}
			}
			lines = append(lines, strings.Join(append(fields, e.Deed, string(rune('0'+e.Version))), " "))
		}
		return err
	})
	c.wants("history", lines, want...)
}

// The steward adds a place that no list has; another administrator is refused.
func TestTheStewardAddsAWrittenPlace(t *testing.T) {
	onClerks(t, func(c *clerks) {
		id := c.writes("Natun Char")
		add := household.WrittenPlaceAdd{Records: []string{string(id)}, Level: area.Village, Parent: amlani, Name: "Natun Char"}
		administrator := c.steward
		administrator.Steward = false
		if code := c.refused(administrator, "written_place.add", add); code != "steward_only " {
			t.Errorf("an administrator: %s", code)
		}
		elsewhere := add
		elsewhere.Parent = hingalganj
		if code := c.refused(c.steward, "written_place.add", elsewhere); code != "place_elsewhere /parent" {
			t.Errorf("in another block: %s", code)
		}
		o := c.takes(c.steward, "written_place.add", add)
		at := c.livesAt(id)
		if string(at) != o.Numbers["area"] || !strings.HasPrefix(string(at), "village:local:") {
			t.Errorf("%s, outcome %v", at, o.Numbers)
		}
		if next := c.livesAt(c.writes("natun char")); next != at {
			t.Errorf("the next one is at %s", next)
		}
		if c.counted(amlaniPath) != 2 {
			t.Errorf("counted %d", c.counted(amlaniPath))
		}
		c.wants("verify", c.verifies())
	})
}

// Reports and complaints keep the name and are decided with the families. A sealed complaint has no name in clear.
func TestReportsAndComplaintsHaveWrittenPlaces(t *testing.T) {
	onClerks(t, func(c *clerks) {
		report := damage.SituationReport{
			ID: db.NewID(), Area: hasnabadBlock, Day: "2020-06-05", Flooded: "part", Power: "out", Water: "unsafe", Road: "open",
			Market: "closed", WrittenPlace: "Natun Char",
		}
		c.takes(c.worker, "situation.report", report)
		complaint := grievance.GrievanceTake{
			ID: grievance.ID(db.NewID()), Area: hasnabadBlock, About: "other", Text: "late", AnswerBy: "none", WrittenPlace: "natun char",
		}
		c.takes(c.worker, "grievance.take", complaint)
		c.writes("Natun-Char")
		c.wants("undecided", c.listed(c.office, false), "Natun Char×3")
		sealed := complaint
		sealed.ID, sealed.About, sealed.Text, sealed.Sealed = grievance.ID(db.NewID()), grievance.Private, "", make([]byte, household.NoteSize)
		if code := c.refused(c.worker, "grievance.take", sealed); code != "not_offered /payload/written_place" {
			t.Errorf("a sealed complaint: %s", code)
		}
		c.takes(c.office, "written_place.match", household.WrittenPlaceMatch{Records: []string{report.ID}, Area: amlani})
		c.wants("decided", c.listed(c.office, true), "panchayat:wb-gp:2738-01 Natun Char×3")
		c.reads(c.office, func(tx *db.Tx) error {
			names, err := household.WrittenNames(tx, []string{report.ID, string(complaint.ID)})
			for id, state := range names {
				if state.Area != amlani || state.Undecided() != "" {
					t.Errorf("%s: %+v", id, state)
				}
			}
			if len(names) != 2 {
				t.Errorf("%d names", len(names))
			}
			return err
		})
		c.wants("verify", c.verifies())
	})
}

// A name is written under a block or panchayat only, needs a letter, and is decided by the office within its areas.
func TestWhoDecidesOnWrittenPlaces(t *testing.T) {
	onClerks(t, func(c *clerks) {
		under := c.registration(hingalganj)
		under.WrittenPlace, under.Area = "Para", "village:301"
		if code := c.refused(c.worker, "household.register", under); code != "not_offered /payload/written_place" {
			t.Errorf("under a village: %s", code)
		}
		under.WrittenPlace, under.Area = " - ", hasnabadBlock
		if code := c.refused(c.worker, "household.register", under); code != "name_malformed /payload/written_place" {
			t.Errorf("without a letter: %s", code)
		}
		id := c.writes("Para")
		match := household.WrittenPlaceMatch{Records: []string{string(id)}, Area: amlani}
		beyond := testkit.Only(c.office, "/19/303/2739/")
		for name, a := range map[string]actor.Actor{"another organisation": c.other, "out of its areas": beyond} {
			if code := c.refused(a, "written_place.match", match); code != "not_found /records" {
				t.Errorf("%s: %s", name, code)
			}
			c.wants(name, c.listed(a, false))
		}
		match.Area = hingalganj
		if code := c.refused(c.office, "written_place.match", match); code != "place_elsewhere /area" {
			t.Errorf("in another block: %s", code)
		}
		if code := c.refused(c.worker, "written_place.match", match); code != "role_missing " {
			t.Errorf("a worker: %s", code)
		}
		if c.livesAt(id) != hasnabadBlock {
			t.Error("a refused decision moved a family")
		}
	})
}

// A family that a correction placed stays there, whatever is decided on the name later; a correction that did not see a
// move of the family conflicts with it.
func TestACorrectionPlacesOneFamilyAlone(t *testing.T) {
	onClerks(t, func(c *clerks) {
		one, two := c.writes("Para"), c.writes("Para")
		to := barunhat
		c.takes(c.office, "household.correct", household.HouseholdCorrect{Household: one, BaseVersion: 1, Area: &to})
		c.takes(c.office, "written_place.match", household.WrittenPlaceMatch{Records: []string{string(two)}, Area: amlani})
		if c.livesAt(one) != barunhat || c.livesAt(two) != amlani {
			t.Errorf("at %s and %s", c.livesAt(one), c.livesAt(two))
		}
		stale := household.HouseholdCorrect{Household: two, BaseVersion: 1, Area: &to}
		if code := c.refused(c.office, "household.correct", stale); code != "changed_since /area" {
			t.Errorf("a stale correction: %s", code)
		}
		c.wants("verify", c.verifies())
	})
}

// The erasure of a family deletes the written name, and the alias that was made of it where no other record has it.
func TestAnErasureDeletesTheWrittenName(t *testing.T) {
	onClerks(t, func(c *clerks) {
		const canary = "Zohra khala bari"
		last, shared, second := c.writes(canary), c.writes("Para"), c.writes("Para")
		for _, id := range []household.ID{last, shared} {
			c.takes(c.office, "written_place.match", household.WrittenPlaceMatch{Records: []string{string(id)}, Area: amlani})
		}
		holds := func() (n int) {
			for _, table := range []string{"written_place", "area_own_alias"} {
				c.reads(actor.System(), func(tx *db.Tx) error {
					var found int
					err := tx.Raw("SELECT COUNT(*) FROM "+table+" WHERE folded = ?", area.Fold(canary)).Scan(&found).Error
					n += found
					return err
				})
			}
			return n
		}
		if holds() != 2 { // the control: the name is there before
			t.Fatalf("before the erasure, in %d rows", holds())
		}
		officer := person("04", actor.ProtectionOfficer)
		testkit.Staff(t, c.Store, officer)
		for _, id := range []household.ID{last, shared} {
			c.takes(officer, "household.erase", household.HouseholdErase{Household: id, Reason: "family_asked"})
		}
		if holds() != 0 {
			t.Errorf("after the erasure, in %d rows", holds())
		}
		if at := c.livesAt(c.writes("Para")); at != amlani || c.livesAt(second) != amlani {
			t.Errorf("a name of other families was forgotten: at %s", at)
		}
		if _, err := household.PruneWords(t.Context(), c.Store); err != nil {
			t.Fatal(err)
		}
		c.wants("verify", c.verifies())
	})
}

// The control of the verification: a family that is moved past the decision, and a name without its keys, are found.
func TestVerifyFindsMisplacedFamilies(t *testing.T) {
	onClerks(t, func(c *clerks) {
		id := c.writes("Para")
		c.takes(c.office, "written_place.match", household.WrittenPlaceMatch{Records: []string{string(id)}, Area: amlani})
		for _, broken := range []string{
			"UPDATE written_place SET area = '" + string(barunhat) + "', area_path = '" + barunhatPath + "'",
			"UPDATE written_place SET folded = 'other'",
		} {
			err := c.Store.Write(c.Context(), c.office, func(tx *db.Tx) error { return tx.Exec(broken).Error })
			if err != nil {
				t.Fatal(err)
			}
			if found := c.verifies(); !slices.Contains(found, "written_place") {
				t.Errorf("%s: %v", broken, found)
			}
		}
	})
}

// Families that are registered while the office decides on their name are placed by the decision or by its alias, never
// left at the block.
func TestNoFamilyIsMissedByADecision(t *testing.T) {
	onClerks(t, func(c *clerks) {
		first := c.writes("Para")
		ids := make([]household.ID, 24)
		var registrations []household.HouseholdRegister
		for i := range ids {
			in := c.registration(hasnabadBlock)
			in.WrittenPlace, ids[i] = "Para", in.ID
			registrations = append(registrations, in)
		}
		entries := make([]journal.Entry, len(ids))
		for i, in := range registrations {
			entries[i] = c.entry("household.register", in)
		}
		match := c.entry("written_place.match", household.WrittenPlaceMatch{Records: []string{string(first)}, Area: amlani})
		var all sync.WaitGroup
		for i, e := range entries {
			if i == len(entries)/2 {
				all.Go(func() { c.accepted(c.office, match) })
			}
			all.Go(func() { c.accepted(c.worker, e) })
		}
		all.Wait()
		for _, id := range ids {
			if at := c.livesAt(id); at != amlani {
				t.Errorf("a family is at %s", at)
			}
		}
		c.wants("verify", c.verifies())
	})
}

func (c *clerks) accepted(a actor.Actor, e journal.Entry) {
	if o, err := c.Intake.Take(c.Context(), c.Store, a, e); err != nil || o.Status != journal.StatusApplied {
		c.Errorf("%s: %+v %v", e.Kind, o, err)
	}
}

// Written names are rows of one organisation: on Postgres the policies hide them from another one.
func TestWrittenPlacesAreOfOneOrganisation(t *testing.T) {
	onClerks(t, func(c *clerks) {
		id := c.writes("Para")
		c.takes(c.office, "written_place.match", household.WrittenPlaceMatch{Records: []string{string(id)}, Area: amlani})
		testkit.OfOneOrganisation(t, c.Store, c.options, "written_place", "household_move", "area_own_alias")
	})
}
