package damage_test

import (
	"math"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/testkit"
)

const (
	north     area.Key = "panchayat:wb-gp:2738-01"
	south     area.Key = "panchayat:wb-gp:2738-02"
	northPath          = "/19/303/2738/wb-gp:2738-01/"
	southPath          = "/19/303/2738/wb-gp:2738-02/"
)

var (
	worker   = testkit.Actor(actor.OutreachWorker)
	second   = testkit.Other(actor.OutreachWorker)
	stranger = testkit.Stranger(actor.OutreachWorker, actor.Coordinator)
)

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

func places(t *testing.T, s *db.Store) {
	t.Helper()
	testkit.Areas(t, s, testkit.WestBengal, testkit.North, testkit.Hasnabad, testkit.Amlani, testkit.Barunhat)
}

func home(t *testing.T, s *db.Store, a actor.Actor, place area.Key) household.ID {
	t.Helper()
	r := household.HouseholdRegister{
		ID: household.ID(db.NewID()), Area: place, Name: "Rahima Bibi", People: household.People{Women: 1},
		House:   household.Kutcha,
		Consent: household.ConsentGiven{Given: true, How: "read_by_me", Language: "bn"},
	}
	write(t, s, a, func(tx *db.Tx) error {
		_, err := household.Register(tx, testkit.Entry("household.register"), r)
		return err
	})
	return r.ID
}

func finding(h household.ID, change func(*damage.DamageAssess)) damage.DamageAssess {
	f := damage.DamageAssess{ID: damage.ID(db.NewID()), Household: h, Grade: damage.Severe, House: household.Kutcha}
	if change != nil {
		change(&f)
	}
	return f
}

func assess(t *testing.T, s *db.Store, a actor.Actor, f damage.DamageAssess) error {
	t.Helper()
	return s.Write(t.Context(), a, func(tx *db.Tx) error {
		_, err := damage.Assess(tx, testkit.Entry("damage.assess"), f)
		return err
	})
}

func mustAssess(t *testing.T, s *db.Store, a actor.Actor, f damage.DamageAssess) damage.ID {
	t.Helper()
	if err := assess(t, s, a, f); err != nil {
		t.Fatal(err)
	}
	return f.ID
}

func decide(t *testing.T, s *db.Store, a actor.Actor, id damage.ID, grade damage.Grade) error {
	t.Helper()
	e := testkit.Entry("damage.verify")
	e.Author, e.Organisation = a.Account, a.Organisation
	in := damage.DamageVerify{ID: db.NewID(), Assessment: id, Grade: grade}
	o, err := journal.Take(t.Context(), s, a, e, func(tx *db.Tx) (journal.Outcome, error) {
		return damage.VerifyAssessment(tx, e, in)
	})
	if err == nil && o.Status != journal.StatusApplied {
		err = fault.New(fault.Missing, o.Code, o.Message).At(o.Path)
	}
	return err
}

func TestFindingForm(t *testing.T) {
	number := func(n int) *int { return &n }
	photo := media.ID("5e6f0d0e-6c1c-4a3e-9b55-0d6f6a3f0001")
	for _, c := range []struct {
		name       string
		change     func(*damage.DamageAssess)
		path, code string
	}{
		{"as it is", nil, "", ""},
		{"everything", func(f *damage.DamageAssess) {
			f.Percent, f.Photos, f.Note = number(60), []media.ID{photo}, "roof gone\nwalls stand"
			f.Position = &damage.Position{Lon: 88.9, Lat: 22.5, Accuracy: 12}
		}, "", ""},
		{"no id", func(f *damage.DamageAssess) { f.ID = "" }, "/id", "malformed"},
		{"no household", func(f *damage.DamageAssess) { f.Household = "x" }, "/household", "malformed"},
		{"grade five", func(f *damage.DamageAssess) { f.Grade = 5 }, "/grade", "out_of_range"},
		{"grade below", func(f *damage.DamageAssess) { f.Grade = -1 }, "/grade", "out_of_range"},
		{"a tent", func(f *damage.DamageAssess) { f.House = "tent" }, "/house", "not_offered"},
		{"more than all", func(f *damage.DamageAssess) { f.Percent = number(101) }, "/percent", "out_of_range"},
		{
			"photo not an id", func(f *damage.DamageAssess) { f.Photos = []media.ID{"../../etc/passwd"} }, "/photos/0",
			"malformed",
		},
		{"photo twice", func(f *damage.DamageAssess) { f.Photos = []media.ID{photo, photo} }, "/photos/1", "repeated"},
		{"eleven photos", func(f *damage.DamageAssess) { f.Photos = make([]media.ID, 11) }, "/photos", "too_many"},
		{
			"beyond the pole", func(f *damage.DamageAssess) { f.Position = &damage.Position{Lat: 91} }, "/position/lat",
			"out_of_range",
		},
		{
			"nowhere", func(f *damage.DamageAssess) { f.Position = &damage.Position{Lon: math.NaN()} }, "/position/lon",
			"out_of_range",
		},
		{
			"better than exact", func(f *damage.DamageAssess) { f.Position = &damage.Position{Accuracy: -1} },
			"/position/accuracy_m", "out_of_range",
		},
		{"long note", func(f *damage.DamageAssess) { f.Note = strings.Repeat("a", 1001) }, "/note", "too_long"},
		{
			"a number in the note", func(f *damage.DamageAssess) { f.Note = "card ৯৯৯৯ ৪১০৫ ৭০৫৮" }, "/note",
			"identity_number_refused",
		},
	} {
		err := finding(household.ID(db.NewID()), c.change).Validate()
		if f := fault.Of(err); c.code == "" && err != nil || c.code != "" &&
			(f == nil || f.Code != c.code || f.Path != c.path) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	for path, broken := range map[string]damage.DamageVerify{
		"/id":         {ID: "", Assessment: damage.ID(db.NewID())},
		"/assessment": {ID: db.NewID()},
		"/grade":      {ID: db.NewID(), Assessment: damage.ID(db.NewID()), Grade: 5},
	} {
		if f := fault.Of(broken.Validate()); f == nil || f.Path != path {
			t.Errorf("%s: %v", path, broken.Validate())
		}
	}
}

// Every grade and every house type is accepted, by Validate and by the database's CHECKs.
func TestClosedSets(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		h := home(t, s, worker, north)
		for _, grade := range damage.Grades {
			for _, house := range household.HouseTypes {
				id := mustAssess(t, s, worker, finding(h, func(f *damage.DamageAssess) { f.Grade, f.House = grade, house }))
				if err := decide(t, s, second, id, damage.Grades[len(damage.Grades)-1-int(grade)]); err != nil {
					t.Error(err)
				}
			}
		}
	})
}

func TestAssessRefuses(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		h := home(t, s, worker, north)
		known := mustAssess(t, s, worker, finding(h, nil))
		distributorHere := testkit.Only(testkit.Other(actor.Distributor), northPath)
		distributorHere.Grants = append(distributorHere.Grants, actor.Grant{Role: actor.OutreachWorker, Path: southPath})
		for _, c := range []struct {
			name   string
			who    actor.Actor
			change func(*damage.DamageAssess)
			code   string
		}{
			{"nobody", actor.Actor{}, nil, "not_signed_in"},
			{"a distributor", testkit.Actor(actor.Distributor), nil, "role_missing"},
			{"sees it as a distributor, works elsewhere", distributorHere, nil, "out_of_scope"},
			{"of another organisation", stranger, nil, "not_found"},
			{"of another panchayat", testkit.Only(second, southPath), nil, "not_found"},
			{"no such household", worker, func(f *damage.DamageAssess) { f.Household = household.ID(db.NewID()) }, "not_found"},
			{"no such photo", worker, func(f *damage.DamageAssess) { f.Photos = []media.ID{media.ID(db.NewID())} }, "not_found"},
			{"the same id", worker, func(f *damage.DamageAssess) { f.ID = known }, "already_assessed"},
		} {
			if err := assess(t, s, c.who, finding(h, c.change)); !fault.Is(err, c.code) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	})
}

// A position that an earlier app sends with an assessment is accepted and not stored. Control: a row with one is
// found.
func TestAnAssessmentStoresNoPosition(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		s := testkit.Open(t, o)
		places(t, s)
		f := finding(home(t, s, worker, "panchayat:wb-gp:2738-01"), func(f *damage.DamageAssess) {
			f.Position = &damage.Position{Lon: 88.9, Lat: 22.5, Accuracy: 12}
		})
		if err := assess(t, s, worker, f); err != nil {
			t.Fatal(err)
		}
		var n int
		count := func() error {
			return s.Read(t.Context(), actor.System(), func(tx *db.Tx) error {
				return tx.Raw("SELECT COUNT(*) FROM assessment WHERE lon IS NOT NULL OR lat IS NOT NULL OR accuracy IS NOT NULL").Scan(&n).Error
			})
		}
		if err := count(); err != nil || n != 0 {
			t.Errorf("%d assessments have a position, %v", n, err)
		}
		write(t, s, worker, func(tx *db.Tx) error { // the control
			return tx.Exec(`INSERT INTO assessment (id, household, organisation, area_path, grade, house, note, assessed_by, occurred_at,
				recorded_at, entry, lon, lat, accuracy) SELECT ?, household, organisation, area_path, grade, house, note, assessed_by,
				occurred_at, recorded_at, ?, 88.9, 22.5, 12 FROM assessment`, db.NewID(), db.NewID()).Error
		})
		if err := count(); err != nil || n != 1 {
			t.Errorf("control: %d assessments have a position, %v", n, err)
		}
	})
}
