package household_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// The areas of these tests: two panchayats of one block, one of another.
const (
	north     area.Key = "panchayat:wb-gp:2738-01"
	south     area.Key = "panchayat:wb-gp:2738-02"
	elsewhere area.Key = "panchayat:wb-gp:2739-01"

	northPath = "/19/303/2738/wb-gp:2738-01/"
	southPath = "/19/303/2738/wb-gp:2738-02/"
	blockPath = "/19/303/2738/"
)

var worker = testkit.Actor(actor.OutreachWorker)

func registration(change func(*household.HouseholdRegister)) household.HouseholdRegister {
	r := household.HouseholdRegister{
		ID: household.ID(db.NewID()), Area: north, Name: "Rahima Bibi", Phone: "98765 43210", PhoneOf: "self",
		People: household.People{Women: 1, Girls: 2}, Criteria: []string{"widow", "woman_headed"}, House: household.Kutcha,
		Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
	}
	if change != nil {
		change(&r)
	}
	return r
}

// places creates the hierarchy.
func places(t *testing.T, s *db.Store) {
	t.Helper()
	testkit.Areas(t, s, testkit.TwoBlocks...)
}

func write(t *testing.T, s *db.Store, a actor.Actor, fn func(*db.Tx) error) {
	t.Helper()
	if err := s.Write(t.Context(), a, fn); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, s *db.Store, a actor.Actor, fn func(*db.Tx) error) {
	t.Helper()
	if err := s.Read(t.Context(), a, fn); err != nil {
		t.Fatal(err)
	}
}

// register registers a household and returns the result of Register.
func register(t *testing.T, s *db.Store, a actor.Actor, r household.HouseholdRegister) error {
	t.Helper()
	return s.Write(t.Context(), a, func(tx *db.Tx) error {
		_, err := household.Register(tx, testkit.Entry("household.register"), r)
		return err
	})
}

func mustRegister(t *testing.T, s *db.Store, a actor.Actor, r household.HouseholdRegister) household.ID {
	t.Helper()
	if err := register(t, s, a, r); err != nil {
		t.Fatal(err)
	}
	return r.ID
}

func TestRegistrationForm(t *testing.T) {
	for _, c := range []struct {
		name       string
		change     func(*household.HouseholdRegister)
		path, code string
	}{
		{"as it is", nil, "", ""},
		{"no phone", func(r *household.HouseholdRegister) { r.Phone, r.PhoneOf = "", "" }, "", ""},
		{"phone in Bengali digits", func(r *household.HouseholdRegister) { r.Phone = "+৯১ ৯৮৭৬৫ ৪৩২১০" }, "", ""},
		{"id not an id", func(r *household.HouseholdRegister) { r.ID = "x" }, "/id", "malformed"},
		{
			"id in capitals", func(r *household.HouseholdRegister) { r.ID = household.ID(strings.ToUpper(string(r.ID))) },
			"/id", "malformed",
		},
		{"no place", func(r *household.HouseholdRegister) { r.Area = "" }, "/area", "required"},
		{"no name", func(r *household.HouseholdRegister) { r.Name = "" }, "", ""},
		{"no house type", func(r *household.HouseholdRegister) { r.House = "" }, "", ""},
		{"only their number", func(r *household.HouseholdRegister) { r.People = household.People{Unstated: 5} }, "", ""},
		{"a hundred unstated", func(r *household.HouseholdRegister) { r.People.Unstated = 100 }, "/people/unstated", "out_of_range"},
		{"details unknown", func(r *household.HouseholdRegister) { r.Consent.Details = "perhaps" }, "/consent/details", "not_offered"},
		{"name of 120", func(r *household.HouseholdRegister) { r.Name = strings.Repeat("ক", 120) }, "", ""},
		{"name of 121", func(r *household.HouseholdRegister) { r.Name = strings.Repeat("ক", 121) }, "/name", "too_long"},
		{"name with a NUL", func(r *household.HouseholdRegister) { r.Name = "Rahima\x00" }, "/name", "unreadable_character"},
		{"name turned round", func(r *household.HouseholdRegister) { r.Name = "Rahima\u202e" }, "/name", "unreadable_character"},
		{"phone of nine", func(r *household.HouseholdRegister) { r.Phone = "987654321" }, "/phone", "phone_malformed"},
		{"phone of a stranger", func(r *household.HouseholdRegister) { r.PhoneOf = "stranger" }, "/phone_of", "not_offered"},
		{"minus one", func(r *household.HouseholdRegister) { r.People.Boys = -1 }, "/people/boys", "out_of_range"},
		{"a hundred", func(r *household.HouseholdRegister) { r.People.Elderly = 100 }, "/people/elderly", "out_of_range"},
		{"nobody", func(r *household.HouseholdRegister) { r.People = household.People{} }, "/people", "nobody"},
		{
			"unknown criterion", func(r *household.HouseholdRegister) { r.Criteria = []string{"widow", "caste"} },
			"/criteria/1", "not_offered",
		},
		{
			"criterion twice", func(r *household.HouseholdRegister) { r.Criteria = []string{"widow", "widow"} }, "/criteria/1",
			"repeated",
		},
		{"a tent", func(r *household.HouseholdRegister) { r.House = "tent" }, "/house", "not_offered"},
		{"no yes", func(r *household.HouseholdRegister) { r.Consent.Given = false }, "/consent/given", "consent_missing"},
		{
			"consent in no language", func(r *household.HouseholdRegister) { r.Consent.Language = "" }, "/consent/language",
			"not_offered",
		},
		{"consent by post", func(r *household.HouseholdRegister) { r.Consent.How = "by_post" }, "/consent/how", "not_offered"},
		{"unknown mark", func(r *household.HouseholdRegister) { r.Mark = "skull" }, "/mark", "not_offered"},
		{
			"not the same as nothing", func(r *household.HouseholdRegister) { r.NotSameAs = []household.ID{""} },
			"/not_same_as/0", "malformed",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := registration(c.change).Validate()
			if c.code == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			f := fault.Of(err)
			if f == nil || f.Code != c.code || f.Path != c.path || f.Kind != fault.Invalid {
				t.Fatalf("got %v, want %s at %s", err, c.code, c.path)
			}
		})
	}
}

// Every member of every closed set is accepted, by Validate and by the database's CHECKs.
func TestClosedSets(t *testing.T) {
	if len(household.Marks) != 24 || len(household.Criteria) != 11 {
		t.Errorf("%d marks, %d criteria", len(household.Marks), len(household.Criteria))
	}
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		var all []household.HouseholdRegister
		add := func(change func(*household.HouseholdRegister)) { all = append(all, registration(change)) }
		for _, c := range household.Criteria {
			add(func(r *household.HouseholdRegister) { r.Criteria = []string{c} })
		}
		for _, h := range household.HouseTypes {
			add(func(r *household.HouseholdRegister) { r.House = h })
		}
		for _, m := range household.Marks {
			add(func(r *household.HouseholdRegister) { r.Mark = m })
		}
		for _, p := range household.PhoneOwners {
			add(func(r *household.HouseholdRegister) { r.PhoneOf = p })
		}
		for _, how := range household.ConsentWays {
			for _, language := range household.Languages {
				add(func(r *household.HouseholdRegister) { r.Consent.How, r.Consent.Language = how, language })
			}
		}
		for i, r := range all {
			if err := register(t, s, worker, r); err != nil {
				t.Errorf("%d %+v: %v", i, r, err)
			}
		}
	})
}

func TestRegisterKeepsWhatWasSaid(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		other := household.ID(db.NewID())
		r := registration(func(r *household.HouseholdRegister) {
			r.Name, r.AlsoCalled, r.Landmark = "  Rahima   Bibi ", "রহিমা", "behind the tube well"
			r.Phone, r.PhoneOf, r.Mark, r.NotSameAs = "+91 98765-43210", "neighbour", "boat", []household.ID{other}
		})
		mustRegister(t, s, worker, r)
		var got household.Household
		var consents []household.Consent
		read(t, s, worker, func(tx *db.Tx) (err error) {
			if got, err = household.Get(tx, r.ID); err != nil {
				return err
			}
			consents, err = household.Consents(tx, r.ID)
			return err
		})
		want := household.Household{
			ID: r.ID, Organisation: testkit.Organisation, Area: north, AreaPath: northPath, Name: "Rahima Bibi",
			AlsoCalled: "রহিমা",
			Phone:      "9876543210", PhoneOf: "neighbour", People: r.People, Criteria: []string{"woman_headed", "widow"},
			House: household.Kutcha, Landmark: "behind the tube well", Mark: "boat", NotSameAs: []household.ID{other},
			RegisteredBy: worker.Account, OccurredAt: testkit.Entry("").OccurredAt, RegisteredAt: got.RegisteredAt,
			Entry: got.Entry, Version: 1,
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		if got.PhoneLast4() != "3210" || got.People.Size() != 3 {
			t.Errorf("last four %s, size %d", got.PhoneLast4(), got.People.Size())
		}
		if len(consents) != 1 || !consents[0].Given || consents[0].Purpose != household.PurposeRelief ||
			consents[0].Language != "bn" {
			t.Errorf("consents %+v", consents)
		}
	})
}

func TestRegisterRefuses(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		for _, c := range []struct {
			name   string
			who    actor.Actor
			change func(*household.HouseholdRegister)
			kind   fault.Kind
			code   string
		}{
			{"nobody", actor.Actor{}, nil, fault.Unauthenticated, "not_signed_in"},
			{"a storekeeper", testkit.Actor(actor.Storekeeper), nil, fault.Forbidden, "role_missing"},
			{"out of reach", testkit.Only(worker, southPath), nil, fault.Forbidden, "out_of_scope"},
			{"no such place", worker, func(r *household.HouseholdRegister) { r.Area = "block:9999" }, fault.Missing, "not_found"},
			{"no organisation", actor.System(), nil, fault.Forbidden, "organisation_missing"},
			{
				"no consent", worker, func(r *household.HouseholdRegister) { r.Consent.Given = false }, fault.Invalid,
				"consent_missing",
			},
		} {
			err := register(t, s, c.who, registration(c.change))
			if f := fault.Of(err); f == nil || f.Code != c.code || f.Kind != c.kind {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		id := mustRegister(t, s, worker, registration(nil))
		again := registration(func(r *household.HouseholdRegister) { r.ID = id })
		for _, who := range []actor.Actor{worker, testkit.Stranger(actor.OutreachWorker)} {
			if err := register(t, s, who, again); !fault.Is(err, "already_registered") {
				t.Errorf("the same id again: %v", err)
			}
		}
	})
}

func TestListPagesNewestFirst(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		var made []household.ID
		for i := range 25 {
			made = append(made, mustRegister(t, s, worker,
				registration(func(r *household.HouseholdRegister) { r.Name = fmt.Sprintf("Family %d", i) })))
		}
		var seen []household.ID
		after := ""
		for page := 0; page == 0 || after != ""; page++ {
			read(t, s, worker, func(tx *db.Tx) error {
				rows, next, err := household.List(tx, household.Filter{AreaPath: blockPath, After: after, Limit: 10})
				for _, row := range rows {
					seen = append(seen, row.ID)
				}
				after = next
				return err
			})
		}
		slices.Reverse(made)
		if d := cmp.Diff(made, seen); d != "" {
			t.Error(d)
		}
		read(t, s, worker, func(tx *db.Tx) error {
			for _, broken := range []string{"x", "12", "12.x", "x." + db.NewID(), "12.'; --"} {
				if _, _, err := household.List(tx, household.Filter{After: broken}); !fault.Is(err, "malformed") {
					t.Errorf("cursor %q: %v", broken, err)
				}
			}
			return nil
		})
	})
}

func TestSearch(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		names := map[household.ID]string{}
		for i, name := range []string{"রহিমা বিবি", "Sita Mondal", "Sk Abdul", "Mohammad Yusuf Sardar"} {
			id := mustRegister(t, s, worker, registration(func(r *household.HouseholdRegister) {
				r.Name, r.Phone = name, fmt.Sprintf("98765432%02d", i)
			}))
			names[id] = name
		}
		for search, want := range map[string][]string{
			"":               {"Mohammad Yusuf Sardar", "Sita Mondal", "Sk Abdul", "রহিমা বিবি"},
			"rahi":           {"রহিমা বিবি"},
			"Rohima":         {"রহিমা বিবি"},
			"মণ্ডল":          {"Sita Mondal"},
			"মন্ডল সীতা":     {"Sita Mondal"},
			"Mand":           {"Sita Mondal"},
			"Sheikh":         {"Sk Abdul"},
			"Md Yusuf":       {"Mohammad Yusuf Sardar"},
			"Moham":          {"Mohammad Yusuf Sardar"},
			"Rahima Sita":    nil,
			"3201":           {"Sita Mondal"},
			"৩২০২":           {"Sk Abdul"},
			"+91987654 3200": {"রহিমা বিবি"},
			"320":            nil,
			"%":              nil,
			"' OR 1=1 --":    nil,
			"...":            nil,
		} {
			read(t, s, worker, func(tx *db.Tx) error {
				rows, _, err := household.List(tx, household.Filter{Search: search})
				var got []string
				for _, row := range rows {
					got = append(got, names[row.ID])
				}
				slices.Sort(got)
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("%q: %s", search, d)
				}
				return err
			})
		}
	})
}

// Households cannot be missing from a distribution list: InArea returns all of the area, of the actor's organisation
// only.
func TestInAreaAndNames(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		first := mustRegister(t, s, worker, registration(nil))
		second := mustRegister(t, s, worker, registration(func(r *household.HouseholdRegister) { r.Area = south }))
		far := mustRegister(t, s, worker, registration(func(r *household.HouseholdRegister) { r.Area = elsewhere }))
		foreign := mustRegister(t, s, testkit.Stranger(actor.OutreachWorker), registration(nil))
		read(t, s, testkit.Actor(actor.Coordinator), func(tx *db.Tx) error {
			rows, err := household.InArea(tx, blockPath)
			if err != nil || len(rows) != 2 || rows[0].ID != first || rows[1].ID != second || rows[0].People.Size() != 3 {
				t.Errorf("%d rows, %v", len(rows), err)
			}
			found, err := household.GetMany(tx, []household.ID{first, far, foreign, "nonsense"})
			if len(found) != 2 || found[first].Name != "Rahima Bibi" || found[far].Name != "Rahima Bibi" {
				t.Errorf("found %+v", found)
			}
			return err
		})
		read(t, s, testkit.Actor(actor.Treasurer), func(tx *db.Tx) error {
			if _, err := household.InArea(tx, "/"); !fault.Is(err, "role_missing") {
				t.Errorf("a treasurer asked for households: %v", err)
			}
			return nil
		})
	})
}
