package damage_test

import (
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/media"
	"tripol/internal/testkit"
)

func reported(h household.ID, change func(*damage.DamageReport)) damage.DamageReport {
	r := damage.DamageReport{ID: db.NewID(), Household: h, Grade: damage.Destroyed, Source: damage.FromList}
	if change != nil {
		change(&r)
	}
	return r
}

func report(t *testing.T, s *db.Store, a actor.Actor, r damage.DamageReport) error {
	t.Helper()
	return s.Write(t.Context(), a, func(tx *db.Tx) error {
		_, err := damage.Report(tx, testkit.Entry("damage.report"), r)
		return err
	})
}

func reportsOf(t *testing.T, s *db.Store, a actor.Actor, h household.ID) (found []damage.Reported) {
	t.Helper()
	read(t, s, a, func(tx *db.Tx) (err error) {
		found, err = damage.ReportsOf(tx, h)
		return err
	})
	return found
}

func TestAReportedGradeIsStoredBesideTheAssessments(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		h := home(t, s, worker, north)
		all := reported(h, func(r *damage.DamageReport) {
			r.House, r.ReportedOn, r.Note = household.Hut, "2020-05-22", " By the panchayat. "
		})
		if err := report(t, s, worker, all); err != nil {
			t.Fatal(err)
		}
		if err := report(t, s, worker, all); !fault.Is(err, "already_reported") {
			t.Errorf("the same id again: %v", err)
		}
		if err := report(t, s, second, reported(h, func(r *damage.DamageReport) { r.Grade, r.Source = 2, damage.FromOffice })); err != nil {
			t.Fatal(err)
		}
		found := reportsOf(t, s, second, h)
		if len(found) != 2 || found[0].Grade != 2 || found[1].Grade != 4 || found[1].Note != "By the panchayat." ||
			found[1].House != household.Hut || found[1].ReportedOn != "2020-05-22" || found[1].ReportedBy != worker.Account {
			t.Errorf("%+v", found)
		}
		read(t, s, second, func(tx *db.Tx) error {
			grades, err := damage.CurrentGrades(tx, []household.ID{h})
			records, failed := damage.ForHousehold(tx, h)
			if len(grades) != 0 || len(records) != 0 {
				t.Errorf("a reported grade became an assessment: %+v, %+v", grades, records)
			}
			if err == nil {
				err = failed
			}
			return err
		})
	})
}

func TestReportsThatCannotBe(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		h := home(t, s, worker, north)
		for _, c := range []struct {
			name, code, path string
			by               actor.Actor
			change           func(*damage.DamageReport)
		}{
			{"grade five", "out_of_range", "/grade", worker, func(r *damage.DamageReport) { r.Grade = 5 }},
			{"a date that is none", "not_a_day", "/reported_on", worker, func(r *damage.DamageReport) { r.ReportedOn = "2020-02-30" }},
			{"a date to come", "date_in_future", "/reported_on", worker, func(r *damage.DamageReport) {
				r.ReportedOn = time.Now().AddDate(0, 0, 3).Format(time.DateOnly)
			}},
			{"another source", "not_offered", "/source", worker, func(r *damage.DamageReport) { r.Source = "phone" }},
			{"a house unknown", "not_offered", "/house", worker, func(r *damage.DamageReport) { r.House = "tent" }},
			{"a long note", "too_long", "/note", worker, func(r *damage.DamageReport) { r.Note = strings.Repeat("n", 1001) }},
			{"no such family", "not_found", "/household", worker, func(r *damage.DamageReport) { r.Household = household.ID(db.NewID()) }},
			{"of another organisation", "not_found", "/household", stranger, nil},
			{"out of the areas", "not_found", "/household", testkit.Only(second, southPath), nil},
			{"by an auditor", "role_missing", "", testkit.Actor(actor.Auditor), nil},
		} {
			err := report(t, s, c.by, reported(h, c.change))
			if f := fault.Of(err); f == nil || f.Code != c.code || f.Path != c.path {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if found := reportsOf(t, s, worker, h); len(found) != 0 {
			t.Errorf("stored: %+v", found)
		}
	})
}

// decideSeen is decide by the second person, who states how they saw the house.
func decideSeen(t *testing.T, s *db.Store, id damage.ID, seen damage.Viewing, on string) error {
	t.Helper()
	return s.Write(t.Context(), second, func(tx *db.Tx) error {
		in := damage.DamageVerify{ID: db.NewID(), Assessment: id, Grade: damage.Severe, Seen: seen, SeenOn: on}
		_, err := damage.VerifyAssessment(tx, testkit.Entry("damage.verify"), in)
		return err
	})
}

func seenOf(t *testing.T, s *db.Store, id damage.ID) (seen string) {
	t.Helper()
	read(t, s, second, func(tx *db.Tx) error {
		var v damage.Verification
		err := tx.Where("assessment = ?", id).Take(&v).Error
		seen = string(v.Seen) + " " + v.SeenOn
		return err
	})
	return seen
}

// A desk review needs a photo of the house; a visit needs none, and is what entries without a statement are.
func TestB44_AGradeByPhotoNeedsAPhoto(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		h := home(t, s, worker, north)
		bare := mustAssess(t, s, worker, finding(h, nil))
		if err := decideSeen(t, s, bare, damage.ByPhoto, ""); !fault.Is(err, "photo_needed") || fault.Of(err).Path != "/seen" {
			t.Errorf("by a photo that does not exist: %v", err)
		}
		if err := decideSeen(t, s, bare, damage.AtHouse, time.Now().AddDate(0, 0, 3).Format(time.DateOnly)); !fault.Is(err, "date_in_future") {
			t.Errorf("at the house, in three days: %v", err)
		}
		if err := decideSeen(t, s, bare, damage.AtHouse, "2020-05-30"); err != nil {
			t.Errorf("at the house: %v", err)
		}
		shown := mustAssess(t, s, worker, finding(h, func(f *damage.DamageAssess) { f.Photos = []media.ID{bring(t, s, worker, "", "a roof")} }))
		if err := decideSeen(t, s, shown, damage.ByPhoto, ""); err != nil {
			t.Errorf("by its photo: %v", err)
		}
		silent := mustAssess(t, s, worker, finding(home(t, s, worker, north), nil))
		if err := decideSeen(t, s, silent, "", ""); err != nil {
			t.Errorf("by an earlier app: %v", err)
		}
		for id, want := range map[damage.ID]string{bare: "house 2020-05-30", shown: "photo ", silent: "house "} {
			if got := seenOf(t, s, id); got != want {
				t.Errorf("stored %q, want %q", got, want)
			}
		}
	})
}

// The control: without the check, a house that nobody else saw would be confirmed from a desk.
func TestB44_ControlADeskReviewWithoutTheCheck(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		id := mustAssess(t, s, worker, finding(home(t, s, worker, north), nil))
		write(t, s, second, func(tx *db.Tx) error {
			return tx.Create(&damage.Verification{
				Assessment: id, Organisation: tx.Actor.Organisation, Assessor: worker.Account, AssessedGrade: damage.Severe,
				VerifiedBy: second.Account, Grade: damage.Severe, Agreed: true, Seen: damage.ByPhoto, VerifiedAt: tx.Now,
				Entry: testkit.Entry("").ID,
			}).Error
		})
		if got := findings(t, s); len(got) != 1 || got[0] != "verification_without_photo" {
			t.Errorf("findings: %v", got)
		}
	})
}
