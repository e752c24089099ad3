package household_test

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// anonymous is the registration of a family that refused to have its details recorded.
func anonymous(change func(*household.HouseholdRegister)) household.HouseholdRegister {
	return registration(func(r *household.HouseholdRegister) {
		*r = household.HouseholdRegister{
			ID: r.ID, Area: r.Area, People: household.People{Unstated: 5}, Mark: "fish", Criteria: []string{},
			Consent: household.ConsentGiven{
				Given: true, How: "read_by_me", Language: "bn", Details: household.DetailsRefused,
			},
		}
		if change != nil {
			change(r)
		}
	})
}

// A family that refuses its details is registered with place, number, mark and nothing else; every further detail is
// rejected at its path, so that none can be stored by mistake.
func TestAFamilyThatRefusesItsDetailsHasNone(t *testing.T) {
	if err := anonymous(nil).Validate(); err != nil {
		t.Fatal(err)
	}
	for path, change := range map[string]func(*household.HouseholdRegister){
		"/name":           func(r *household.HouseholdRegister) { r.Name = "Rahima Bibi" },
		"/also_called":    func(r *household.HouseholdRegister) { r.AlsoCalled = "Rahi" },
		"/landmark":       func(r *household.HouseholdRegister) { r.Landmark = "the tea stall" },
		"/phone":          func(r *household.HouseholdRegister) { r.Phone = "9876543210" },
		"/phone_of":       func(r *household.HouseholdRegister) { r.PhoneOf = "self" },
		"/people":         func(r *household.HouseholdRegister) { r.People.Women = 1 },
		"/criteria":       func(r *household.HouseholdRegister) { r.Criteria = []string{"widow"} },
		"/private_reason": func(r *household.HouseholdRegister) { r.PrivateReason = 1 },
	} {
		if f := fault.Of(anonymous(change).Validate()); f == nil || f.Code != "details_refused" || f.Path != path {
			t.Errorf("want details_refused at %s: %v", path, f)
		}
		// The control: with details given, the same registration is valid.
		given := anonymous(change)
		given.Consent.Details = ""
		if err := given.Validate(); err != nil {
			t.Errorf("%s with details given: %v", path, err)
		}
	}
	fine := anonymous(func(r *household.HouseholdRegister) { r.Area = "village:007" })
	if f := fault.Of(fine.Validate()); f == nil || f.Code != "place_too_fine" || f.Path != "/area" {
		t.Errorf("a village: %v", f)
	}
}

// A family without a name has consented to relief, has no search key, and neither it nor another such family is a
// likely duplicate; it is found by its place and counted with its members.
func TestAFamilyWithoutANameMatchesNobodyByName(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustRegister(t, s, worker, anonymous(nil))
		mustRegister(t, s, worker, anonymous(nil))
		phoned := mustRegister(t, s, worker, registration(func(r *household.HouseholdRegister) { r.Name, r.House = "", "" }))
		read(t, s, testkit.Actor(actor.Coordinator), func(tx *db.Tx) error {
			rows, err := household.InArea(tx, blockPath)
			if err != nil || len(rows) != 3 || rows[0].People.Size() != 5 || rows[0].WithdrawnAt != nil {
				t.Errorf("%+v, %v", rows, err)
			}
			h, err := household.Get(tx, id)
			if err != nil || h.Name != "" || h.House != "" || h.Mark != "fish" {
				t.Errorf("%+v, %v", h, err)
			}
			return err
		})
		read(t, s, worker, func(tx *db.Tx) error {
			for name, probe := range map[string]household.Probe{
				"no name": {Area: rahimasPlace()}, "a name": {Name: "Rahima Bibi", Area: rahimasPlace()},
				"the mark": {Name: "Fish", Area: rahimasPlace()},
			} {
				if found, err := household.Similar(tx, probe); err != nil || len(found) != 0 {
					t.Errorf("%s: %d likely duplicates, %v", name, len(found), err)
				}
			}
			found, err := household.Similar(tx, household.Probe{Phone: "9876543210", Area: rahimasPlace()})
			if err != nil || len(found) != 1 || found[0].Household.ID != phoned {
				t.Errorf("by phone: %+v, %v", found, err)
			}
			like, err := household.FindDuplicates(tx, []household.Candidate{{Path: rows0(tx, id)}, {Name: "Fish", Path: rows0(tx, id)}})
			if err != nil || len(like) != 2 || like[0].Household != "" || like[1].Household != "" {
				t.Errorf("of a list: %+v, %v", like, err)
			}
			for _, search := range []string{"Fish", "Family", "ফিশ", "·"} {
				if rows, _, err := household.List(tx, household.Filter{Search: search}); err != nil || len(rows) != 0 {
					t.Errorf("search for %q: %d rows, %v", search, len(rows), err)
				}
			}
			return nil
		})
	})
}

func rahimasPlace() area.Key { return registration(nil).Area }

func rows0(tx *db.Tx, id household.ID) string {
	h, err := household.Get(tx, id)
	if err != nil {
		return ""
	}
	return h.AreaPath
}

// The designation is neutral, and the same for a name that was refused and for one that was left out.
func TestADesignationIsMarkAndEndOfCard(t *testing.T) {
	for _, c := range []struct{ name, mark, code, want string }{
		{"Rahima Bibi", "fish", "ABCD2345679QXM", "Rahima Bibi"},
		{"", "fish", "ABCD2345679QXM", "Fish · 9QXM"},
		{"", "fish", "ABCD-2345-679Q-XM", "Fish · 9QXM"},
		{"", "", "ABCD2345679QXM", "Family · 9QXM"},
		{"", "boat", "", "Boat"},
		{"", "", "", "Family"},
	} {
		if got := household.Called(c.name, c.mark, c.code, household.EnglishMark); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
