package damage_test

import (
	"slices"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/testkit"
)

// photograph adds photos that were taken at a time, from the office or from a phone.
func (sc scene) photograph(a actor.Actor, home household.ID, at time.Time, device string, photos ...media.ID) journal.Outcome {
	sc.Helper()
	e := testkit.Entry("damage.photograph")
	e.Credential, e.Author, e.Organisation, e.OccurredAt = device, a.Account, a.Organisation, db.At(at)
	in := damage.DamagePhotograph{ID: db.NewID(), Household: home, Photos: photos}
	if err := in.Validate(); err != nil {
		sc.Fatal(err)
	}
	o, err := journal.Take(sc.Context(), sc.s, a, e, func(tx *db.Tx) (journal.Outcome, error) { return damage.Photograph(tx, e, in) })
	if err != nil {
		sc.Fatal(err)
	}
	return o
}

// assessedAt stores an assessment that was made at a time.
func (sc scene) assessedAt(home household.ID, at time.Time, photos ...media.ID) damage.ID {
	sc.Helper()
	f := finding(home, func(f *damage.DamageAssess) { f.Photos = photos })
	write(sc.T, sc.s, sc.in, func(tx *db.Tx) error {
		e := testkit.Entry("damage.assess")
		e.OccurredAt, e.Credential = db.At(at), phone
		_, err := damage.Assess(tx, e, f)
		return err
	})
	return f.ID
}

// shownWith are the photos of each assessment of a household.
func (sc scene) shownWith(home household.ID) map[damage.ID][]media.ID {
	sc.Helper()
	shown := map[damage.ID][]media.ID{}
	read(sc.T, sc.s, sc.office, func(tx *db.Tx) error {
		records, err := damage.ForHousehold(tx, home)
		for _, r := range records {
			shown[r.ID] = r.Photos
		}
		return err
	})
	return shown
}

// A photo that was taken later is shown with the newest assessment before it, in whatever order they arrive; without one
// before it, with the first.
func TestALaterPhotoIsShownWithItsAssessment(t *testing.T) {
	onScene(t, func(sc scene) {
		day := sc.s.Now().Add(-96 * time.Hour)
		at := func(days int) time.Time { return day.Add(time.Duration(days) * 24 * time.Hour) }
		own, early, between, late := bring(t, sc.s, sc.in, "", "own"), bring(t, sc.s, sc.in, "", "early"),
			bring(t, sc.s, sc.in, "", "between"), media.ID(db.NewID())
		for _, o := range []journal.Outcome{
			sc.photograph(sc.in, sc.first, at(2), "", between), sc.photograph(sc.in, sc.first, at(0), phone, early),
			sc.photograph(sc.in, sc.first, at(3), phone, late),
		} {
			if o.Status != journal.StatusApplied {
				t.Errorf("%+v", o)
			}
		}
		second := sc.assessedAt(sc.first, at(3))
		first := sc.assessedAt(sc.first, at(1), own)
		bring(t, sc.s, sc.in, late, "late")
		shown := sc.shownWith(sc.first)
		if !slices.Equal(shown[first], []media.ID{own, early, between}) || !slices.Equal(shown[second], []media.ID{late}) {
			t.Errorf("%v with the first, %v with the second", shown[first], shown[second])
		}
		if len(sc.shownWith(sc.other)) != 0 || sees(t, sc.s, sc.out, between) || !sees(t, sc.s, sc.office, between) {
			t.Error("a later photo is seen elsewhere, or not where its family is")
		}
		verifyCloses(t, sc.s)
	})
}

// A later photo has the rules of any: out of scope it is refused, of a family that refused photos it is erased, and with
// the family's refusal all of them go.
func TestALaterPhotoHasTheRulesOfAny(t *testing.T) {
	onScene(t, func(sc scene) {
		now := sc.s.Now().Time
		photo := bring(t, sc.s, sc.in, "", "house")
		if o := sc.photograph(sc.out, sc.first, now, "", bring(t, sc.s, sc.out, "", "x")); o.Code != "not_found" {
			t.Errorf("out of scope: %+v", o)
		}
		if o := sc.photograph(sc.in, sc.first, now, "", media.ID(db.NewID())); o.Status == journal.StatusApplied {
			t.Errorf("of a photo that is not there: %+v", o)
		}
		if o := sc.photograph(sc.in, sc.first, now, "", photo); o.Status != journal.StatusApplied {
			t.Errorf("%+v", o)
		}
		removed := 0
		write(t, sc.s, sc.in, func(tx *db.Tx) (err error) {
			e := testkit.Entry("consent.record")
			_, err = household.RecordConsent(tx, e, household.ConsentRecord{
				ID: db.NewID(), Household: sc.first, Purpose: household.PurposePhoto, How: "told_in_person", Language: "bn",
			})
			if err == nil {
				removed, err = damage.RemovePhotos(tx, e.ID, sc.first)
			}
			return err
		})
		if removed != 1 {
			t.Errorf("%d photos removed", removed)
		}
		again := bring(t, sc.s, sc.in, "", "again")
		if o := sc.photograph(sc.in, sc.first, now, "", again); o.Numbers["photos_left_out"] != 1 {
			t.Errorf("after the refusal: %+v", o)
		}
		sc.assessedAt(sc.first, now)
		for id, photos := range sc.shownWith(sc.first) {
			if len(photos) != 0 {
				t.Errorf("%s shows %v", id, photos)
			}
		}
	})
}
