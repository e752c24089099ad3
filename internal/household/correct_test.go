package household_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

func correct(t *testing.T, s *db.Store, a actor.Actor, in household.HouseholdCorrect) (o journal.Outcome, err error) {
	t.Helper()
	if err := in.Validate(); err != nil {
		return o, err
	}
	err = s.Write(t.Context(), a, func(tx *db.Tx) error {
		o, err = household.Correct(tx, testkit.Entry("household.correct"), in)
		return err
	})
	return o, err
}

func fetch(t *testing.T, s *db.Store, id household.ID) (h household.Household) {
	t.Helper()
	read(t, s, worker, func(tx *db.Tx) (err error) { h, err = household.Get(tx, id); return err })
	return h
}

func found(t *testing.T, s *db.Store, search string) int {
	t.Helper()
	n := 0
	read(t, s, worker, func(tx *db.Tx) error {
		rows, _, err := household.List(tx, household.Filter{Search: search})
		n = len(rows)
		return err
	})
	return n
}

func TestCorrectingChangesWhatIsSaidAndNothingElse(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustRegister(t, s, worker, registration(func(r *household.HouseholdRegister) { r.Landmark = "behind the pond" }))
		before := fetch(t, s, id)
		o, err := correct(t, s, worker, household.HouseholdCorrect{
			Household: id, BaseVersion: 1, Name: new("Fatima  Khatun"), Phone: new(""), Landmark: new(""),
			People: &household.PeopleChanged{Girls: new(0)},
		})
		if err != nil || o.Numbers["version"] != 2 || o.Numbers["changed"] != 5 { // the phone takes with it whose it was
			t.Fatalf("%+v %v", o, err)
		}
		want := before
		want.Name, want.Phone, want.PhoneOf, want.Landmark, want.People.Girls, want.Version = "Fatima Khatun", "", "", "", 0, 2
		if after := fetch(t, s, id); !reflect.DeepEqual(after, want) {
			t.Errorf("it became\n%+v\nnot\n%+v", after, want)
		}
		if found(t, s, "Rahima") != 0 || found(t, s, "3210") != 0 || found(t, s, "Fatima") != 1 {
			t.Error("the keys are not those of the new name")
		}
		if broken := findings(t, s); len(broken) != 0 {
			t.Errorf("findings %v", broken)
		}
	})
}

func TestCorrectionsAreRefused(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustRegister(t, s, worker, registration(nil))
		one := func(change func(*household.HouseholdCorrect)) household.HouseholdCorrect {
			c := household.HouseholdCorrect{Household: id, BaseVersion: 1}
			change(&c)
			return c
		}
		zero := household.PeopleChanged{Women: new(0), Girls: new(0)}
		for _, c := range []struct {
			who        actor.Actor
			in         household.HouseholdCorrect
			path, code string
		}{
			{worker, one(func(*household.HouseholdCorrect) {}), "", "nothing_changed"},
			{worker, one(func(c *household.HouseholdCorrect) { c.Name = new("Rahima\x00") }), "/name", "unreadable_character"},
			{worker, one(func(c *household.HouseholdCorrect) { c.Phone = new("12") }), "/phone", "phone_malformed"},
			{worker, one(func(c *household.HouseholdCorrect) { c.People = &zero }), "/people", "nobody"},
			{worker, one(func(c *household.HouseholdCorrect) { c.Area = new(area.Key("block:9")) }), "/area", "not_found"},
			{worker, one(func(c *household.HouseholdCorrect) { c.House, c.BaseVersion = new(household.Hut), 2 }), "/base_version", "unknown_version"},
			{worker, one(func(c *household.HouseholdCorrect) { c.House, c.BaseVersion = new(household.Hut), 0 }), "/base_version", "out_of_range"},
			{testkit.Only(worker, northPath), one(func(c *household.HouseholdCorrect) { c.Area = new(south) }), "/area", "out_of_scope"},
			{testkit.Only(worker, southPath), one(func(c *household.HouseholdCorrect) { c.House = new(household.Hut) }), "/household", "not_found"},
			{testkit.Stranger(actor.Coordinator), one(func(c *household.HouseholdCorrect) { c.House = new(household.Hut) }), "/household", "not_found"},
			{testkit.Other(actor.Distributor, actor.ProtectionOfficer), one(func(c *household.HouseholdCorrect) { c.House = new(household.Hut) }), "", "role_missing"},
		} {
			_, err := correct(t, s, c.who, c.in)
			if f := fault.Of(err); f == nil || f.Code != c.code || f.Path != c.path {
				t.Errorf("want %s at %s: %v", c.code, c.path, err)
			}
		}
		if h := fetch(t, s, id); h.Version != 1 || h.House != household.Kutcha {
			t.Errorf("a refused correction changed it: %+v", h)
		}
	})
}

// A household moves within the corrector's scope, and is then found at its new area.
func TestAHouseholdMoves(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustRegister(t, s, worker, registration(nil))
		if _, err := correct(t, s, worker, household.HouseholdCorrect{Household: id, BaseVersion: 1, Area: new(elsewhere)}); err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]int{northPath: 0, "/19/303/2739/": 1} {
			read(t, s, testkit.Only(testkit.Other(actor.Coordinator), path), func(tx *db.Tx) error {
				rows, _, err := household.List(tx, household.Filter{Search: "Rahima"})
				if len(rows) != want {
					t.Errorf("%d are found below %s", len(rows), path)
				}
				return err
			})
		}
		if broken := findings(t, s); len(broken) != 0 {
			t.Errorf("findings %v", broken)
		}
	})
}

func TestTheSameFieldConflictsAndOthersMerge(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustRegister(t, s, worker, registration(nil))
		apply := func(base int, name, mark *string) error {
			_, err := correct(t, s, worker, household.HouseholdCorrect{Household: id, BaseVersion: base, Name: name, Mark: mark})
			return err
		}
		for _, err := range []error{apply(1, new("Fatima"), nil), apply(1, nil, new("fish")), apply(1, new("Fatima"), nil)} {
			if err != nil { // another field merges, and the same answer is no conflict
				t.Fatal(err)
			}
		}
		err := apply(2, new("Amina"), new("boat"))
		f := fault.Of(err)
		if f == nil || f.Code != "changed_since" || f.Path != "/mark" || f.Numbers["base_version"] != 2 || f.Numbers["version"] != 3 { // of the correction that changed it
			t.Fatalf("%+v", f)
		}
		if h := fetch(t, s, id); h.Name != "Fatima" || h.Mark != "fish" || h.Version != 4 { // the same answer counts as a version
			t.Errorf("part of a refused correction took effect: %+v", h)
		}
		if err := apply(3, new("Amina"), new("boat")); err != nil { // looked again, it may
			t.Error(err)
		}
	})
}

// replayed is the check of the property below: it replays the accepted corrections in order and returns the lost
// updates: values overwritten by a writer that had not seen them, without a conflict.
func replayed(accepted []written) (lost []string) {
	changedAt := map[string]int{}
	for _, w := range accepted {
		for field, value := range w.fields {
			if changedAt[field] > w.base && w.over[field] != value {
				lost = append(lost, fmt.Sprintf("%s of version %d written over by one who saw %d", field, changedAt[field], w.base))
			}
			if w.over[field] != value {
				changedAt[field] = w.version
			}
		}
	}
	return lost
}

// written is an accepted correction: its base version, the old and new values, and the new version.
type written struct {
	base, version int
	fields, over  map[string]string
}

// Two phones correct one household from the version that each saw last, in any order: neither overwrites a value that
// it has not seen.
func TestNoCorrectionIsLostInSilence(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		conflicts := 0
		for round := range max(3, testkit.Scale(200)) {
			accepted, refused := twoPhones(t, s, rand.New(rand.NewPCG(7, uint64(round))), true)
			conflicts += refused
			for _, lost := range replayed(accepted) {
				t.Errorf("round %d: %s", round, lost)
			}
		}
		if conflicts == 0 {
			t.Error("there was not one conflict: the phones never disagreed")
		}
	})
}

// The control: phones that always claim the newest version, as without base_version, cause lost updates, and the same
// check detects them.
func TestControlWithoutBaseVersionCorrectionsAreLost(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		var lost []string
		for round := range 5 {
			accepted, _ := twoPhones(t, s, rand.New(rand.NewPCG(7, uint64(round))), false)
			lost = append(lost, replayed(accepted)...)
		}
		if len(lost) == 0 {
			t.Error("the check sees no loss where every phone writes over the other")
		}
	})
}

// twoPhones registers a household and has two phones correct it in turn; each reads it again only now and then.
func twoPhones(t *testing.T, s *db.Store, r *rand.Rand, honest bool) (accepted []written, refused int) {
	t.Helper()
	id := mustRegister(t, s, worker, registration(nil))
	saw := []int{1, 1}
	for range 12 {
		phone := r.IntN(2)
		before := fetch(t, s, id)
		if r.IntN(3) == 0 {
			saw[phone] = before.Version
		}
		in := household.HouseholdCorrect{Household: id, BaseVersion: saw[phone]}
		if !honest {
			in.BaseVersion = before.Version
		}
		w := written{base: saw[phone], fields: map[string]string{}, over: map[string]string{}}
		if r.IntN(2) == 0 {
			in.Name = new("Name " + string(rune('a'+r.IntN(4))))
			w.fields["name"], w.over["name"] = *in.Name, before.Name
		}
		if r.IntN(2) == 0 || in.Name == nil {
			in.Mark = new(household.Marks[r.IntN(4)])
			w.fields["mark"], w.over["mark"] = *in.Mark, before.Mark
		}
		o, err := correct(t, s, worker, in)
		switch {
		case err == nil:
			w.version = o.Numbers["version"].(int)
			accepted = append(accepted, w)
		case fault.Is(err, "changed_since"):
			refused++
		default:
			t.Fatal(err)
		}
	}
	return accepted, refused
}

// The journal's bodies merged in order equal the stored household, and the fields of the list equal those of the
// payload.
func TestHistoryReplaysToWhatStands(t *testing.T) {
	if n := reflect.TypeFor[household.HouseholdCorrect]().NumField() - 5 + reflect.TypeFor[household.PeopleChanged]().NumField(); n != len(household.Fields) {
		t.Errorf("a correction has %d fields and the list %d", n, len(household.Fields))
	}
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		in := registration(nil)
		journalled(t, s, "household.register", in, household.Register)
		for i, c := range []household.HouseholdCorrect{
			{Household: in.ID, BaseVersion: 1, Name: new("Fatima"), Criteria: &[]string{"infant", "widow"}},
			{Household: in.ID, BaseVersion: 1, Phone: new("৯৮৭৬৫ ১১১১১"), People: &household.PeopleChanged{Men: new(1)}},
			{Household: in.ID, BaseVersion: 3, Phone: new("")},
		} {
			journalled(t, s, "household.correct", c, household.Correct)
			h := fetch(t, s, in.ID)
			read(t, s, worker, func(tx *db.Tx) error {
				past, err := household.History(tx, in.ID)
				if err != nil {
					return err
				}
				if len(past.Events) != i+2 {
					t.Fatalf("%d events", len(past.Events))
				}
				values := map[string]any{}
				for _, e := range past.Events {
					for _, change := range e.Changes {
						values[change.Field] = change.After
					}
				}
				for field, value := range values {
					if fmt.Sprint(value) != fmt.Sprint(h.Field(field)) {
						t.Errorf("%s: the history says %v, the household %v", field, value, h.Field(field))
					}
				}
				last := past.Events[len(past.Events)-1]
				if i == 2 && !slices.ContainsFunc(last.Changes, func(c household.FieldChange) bool {
					return c.Field == "phone" && c.Before == "9876511111" && c.After == ""
				}) {
					t.Errorf("before and after: %+v", last.Changes)
				}
				return nil
			})
		}
	})
}
