package household_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

func named(name, phone string, place area.Key) household.HouseholdRegister {
	return registration(func(r *household.HouseholdRegister) { r.Name, r.Phone, r.Area = name, phone, place })
}

func similar(t *testing.T, s *db.Store, a actor.Actor, p household.Probe) []household.Match {
	t.Helper()
	var matches []household.Match
	read(t, s, a, func(tx *db.Tx) (err error) {
		matches, err = household.Similar(tx, p)
		return err
	})
	return matches
}

// The same family in another script, in the next panchayat, under its other name, or with the same phone only, is
// found, the best match first.
func TestSimilarAcrossScripts(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		everything := mustRegister(t, s, worker, named("সীতা মণ্ডল", "9876543210", north))
		phoneOnly := mustRegister(t, s, worker, named("Karim Sk", "9876543210", elsewhere))
		here := mustRegister(t, s, worker, named("Mandal Seeta", "", north))
		next := mustRegister(t, s, worker, named("सीता मंडल", "9000000000", south))
		alias := mustRegister(t, s, worker, registration(func(r *household.HouseholdRegister) {
			r.Name, r.AlsoCalled, r.Phone, r.PhoneOf, r.Area = "Buri", "Sita Mandal", "", "", north
		}))
		mustRegister(t, s, worker, named("Sita Mondal", "9111111111",
			elsewhere)) // the same name in another block is another family
		mustRegister(t, s, worker, named("Gita Mondal", "", north))
		mustRegister(t, s, testkit.Stranger(actor.OutreachWorker), named("Sita Mondal", "9876543210", north))

		got := map[household.ID][]household.MatchReason{}
		var order []household.ID
		for _, m := range similar(t, s, worker, household.Probe{
			Name: "Sita Mondal", Phone: "+91 98765 43210",
			Area: north,
		}) {
			got[m.Household.ID] = m.Why
			order = append(order, m.Household.ID)
		}
		const phone, name, place = household.SamePhone, household.SameName, household.SamePlace
		want := map[household.ID][]household.MatchReason{
			everything: {phone, name, place}, phoneOnly: {phone}, here: {name, place}, alias: {name, place}, next: {name},
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff([]household.ID{everything, phoneOnly, here, alias, next}, order); d != "" {
			t.Error(d)
		}
		// Without an area only a phone matches; without anything nothing does.
		if m := similar(t, s, worker, household.Probe{Name: "Sita Mondal"}); len(m) != 0 {
			t.Errorf("a name without a place gave %d", len(m))
		}
		if m := similar(t, s, worker, household.Probe{Phone: "9876543210"}); len(m) != 2 {
			t.Errorf("a phone without a place gave %d", len(m))
		}
	})
}

func TestSimilarShowsEightAtMostAndTheBestOfMany(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		for i := range 12 {
			mustRegister(t, s, worker, named("Sita Mondal", fmt.Sprintf("90000000%02d", i), south))
		}
		best := mustRegister(t, s, worker, named("Sita Mandal", "9000000099", north))
		matches := similar(t, s, worker, household.Probe{Name: "সীতা মণ্ডল", Area: north})
		if len(matches) != 8 || matches[0].Household.ID != best {
			t.Errorf("%d matches, the first %+v", len(matches), matches[0])
		}
	})
}

func TestSimilarRefuses(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		for code, ask := range map[string]struct {
			who   actor.Actor
			probe household.Probe
		}{
			"role_missing":    {testkit.Actor(actor.Distributor), household.Probe{}},
			"phone_malformed": {worker, household.Probe{Phone: "123"}},
			"not_found":       {worker, household.Probe{Area: "block:1"}},
		} {
			err := s.Read(t.Context(), ask.who, func(tx *db.Tx) error {
				_, err := household.Similar(tx, ask.probe)
				return err
			})
			if !fault.Is(err, code) {
				t.Errorf("%v, want %s", err, code)
			}
		}
	})
}
