package export_test

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/exchange/export"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

func (h *house) says(id household.ID, purpose string, given bool) {
	h.Helper()
	h.Take(worker, "consent.record", household.ConsentRecord{
		ID: db.NewID(), Household: id, Purpose: purpose, Given: given, How: "told_by_phone", Language: "bn",
	})
}

func (h *house) seen(id household.ID) {
	h.Helper()
	h.Take(worker, "damage.assess", damage.DamageAssess{
		ID: damage.ID(db.NewID()), Household: id, Grade: 4, House: household.Kutcha, Note: "roof gone",
	})
}

// Erased and withdrawn families are in no file; the consent to partner sharing is a column.
func TestWhoMayNotLeaveIsInNoList(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		want := map[household.ID]string{}
		for answer, say := range map[string]func(household.ID){
			"yes": func(id household.ID) { h.says(id, household.PurposePartnerSharing, true) },
			"no": func(id household.ID) {
				h.says(id, household.PurposePartnerSharing, true)
				h.says(id, household.PurposePartnerSharing, false)
			},
			"not asked": func(household.ID) {},
		} {
			id := h.family(nil)
			say(id)
			want[id] = answer
		}
		withdrawn, erased := h.family(nil), h.family(nil)
		for _, id := range []household.ID{withdrawn, erased} {
			h.seen(id)
		}
		if n := len(h.read(h.begin(worker, export.Request{List: "households"}))); n != 5 {
			t.Fatalf("%d families before", n)
		}
		if n := len(h.read(h.begin(worker, export.Request{List: "assessments"}))); n != 2 {
			t.Fatalf("%d assessments before", n)
		}
		h.says(withdrawn, household.PurposeRelief, false)
		h.Take(testkit.Other(actor.ProtectionOfficer), "household.erase", household.HouseholdErase{Household: erased, Reason: "family_asked"})
		rows := h.read(h.begin(worker, export.Request{List: "households"}))
		for _, row := range rows {
			if answer := want[household.ID(row["household"])]; answer == "" || row["partner_sharing"] != answer {
				t.Errorf("a family that answered %q stands there with %q", answer, row["partner_sharing"])
			}
		}
		if len(rows) != len(want) {
			t.Errorf("%d families, want %d", len(rows), len(want))
		}
		if n := len(h.read(h.begin(worker, export.Request{List: "assessments"}))); n != 0 {
			t.Errorf("%d assessments of those who may not leave", n)
		}
	})
}

// An assessment is exported with its family: only to readers whose scope contains the family now.
func TestAnAssessmentGoesWithItsFamily(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		id := h.family(nil)
		h.seen(id)
		h.Take(worker, "household.correct", household.HouseholdCorrect{Household: id, BaseVersion: 1, Area: new(hingalganj)})
		for where, want := range map[area.Key]int{"block:2738": 0, hingalganj: 1} {
			rows := h.read(h.begin(second, export.Request{List: "assessments", Area: string(where)}))
			if len(rows) != want || want == 1 && rows[0]["block_code"] != "2739" {
				t.Errorf("%s: %v", where, rows)
			}
		}
		for path, want := range map[string]int{villagePath: 0, "/19/303/2739/": 1} {
			if n := len(h.read(h.begin(testkit.Only(second, path), export.Request{List: "assessments"}))); n != want {
				t.Errorf("who reaches %s gets %d", path, n)
			}
		}
	})
}

// A family that moves behind the reader's back, while a list of several pieces is taken out, comes once.
func TestAFamilyThatMovesComesOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		h := newHouse(t, s)
		first := h.family(nil)
		seen := map[household.ID]int{}
		part := household.ExportPage{Limit: 1}
		h.family(nil)
		for moved := false; ; moved = true {
			var piece []household.Household
			err := s.Read(t.Context(), worker, func(tx *db.Tx) (err error) {
				piece, err = household.ListExportPage(tx, part)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(piece) == 0 {
				break
			}
			seen[piece[0].ID]++
			part.After = household.ExportCursor{At: piece[0].RegisteredAt, ID: string(piece[0].ID)}
			if !moved { // to a place behind that of the others
				h.Take(worker, "household.correct", household.HouseholdCorrect{Household: first, BaseVersion: 1, Area: new(hingalganj)})
			}
		}
		if len(seen) != 2 || seen[first] != 1 {
			t.Errorf("the families came %v times", seen)
		}
	})
}
