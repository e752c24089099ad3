package distribution_test

import (
	"testing"

	"tripol/internal/area"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// A plan for a village leaves out the families of its panchayat that have no village, and includes them on choice, named
// or not. Those of another village, or without enough damage, are in neither. A panchayat's plan has them anyway.
func TestAVillagesPlanIncludesFamiliesWithoutAVillageOnChoice(t *testing.T) {
	onBoth(t, func(w *world) {
		const home, next = area.Key("village:900001"), area.Key("village:900002")
		testkit.Areas(w.T, w.s,
			area.AreaPut{Level: area.Village, Code: "900001", Name: "Uttar Para", Parent: village},
			area.AreaPut{Level: area.Village, Code: "900002", Name: "Dakshin Para", Parent: village})
		w.receive(w.tarpaulin, 10)
		in := func(place area.Key) {
			in := household.HouseholdCorrect{Household: w.family(3), BaseVersion: 1, Area: &place}
			applied(w, take(w, planner, as("household.correct", household.Correct), in))
		}
		in(home)
		in(next)
		w.family(3)
		w.family(4)
		w.family(1)
		for _, c := range []struct {
			area         area.Key
			with         bool
			listed, code any
		}{
			{home, false, 1, ""},
			{home, true, 3, ""},
			{village, false, 4, ""},
			{village, true, nil, "not_offered"},
		} {
			plan := w.proposal(0)
			plan.Area, plan.WithUnplaced = c.area, c.with
			o := w.planning(planner, plan)
			if o.Code != c.code || o.Numbers["listed"] != c.listed {
				t.Errorf("%s, %v: %+v", c.area, c.with, o)
			}
		}
	})
}
