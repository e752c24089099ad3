package damage_test

import (
	"testing"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/media"
	"tripol/internal/testkit"
)

// An assessment concurrent with its family's erasure or refusal of photos waits for it and then fails accordingly: it
// stores no note and no picture.
func TestAnAssessmentThatRacesWhatTheFamilyAsked(t *testing.T) {
	officer := testkit.Other(actor.ProtectionOfficer, actor.Coordinator)
	erase := func(tx *db.Tx, id household.ID) error {
		_, err := household.Erase(tx, testkit.Entry("household.erase"), household.HouseholdErase{Household: id, Reason: "family_asked"})
		return err
	}
	refuse := func(tx *db.Tx, id household.ID) error {
		_, err := household.RecordConsent(tx, testkit.Entry("consent.record"), household.ConsentRecord{
			ID: db.NewID(), Household: id, Purpose: household.PurposePhoto, How: "in_writing", Language: "bn",
		})
		return err
	}
	for name, asked := range map[string]func(*db.Tx, household.ID) error{"erased": erase, "no photos": refuse} {
		t.Run(name, func(t *testing.T) {
			testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
				places(t, s)
				id, photo := home(t, s, worker, north), media.ID(db.NewID())
				write(t, s, worker, func(tx *db.Tx) error {
					return tx.Create(&media.Photo{
						ID: photo, Organisation: testkit.Organisation, KeptBy: worker.Account, Bytes: 1, Width: 1, Height: 1,
						SHA256: make([]byte, 32), KeptAt: tx.Now,
					}).Error
				})
				did, told := make(chan struct{}), make(chan error, 1)
				go func() {
					told <- s.Write(t.Context(), officer, func(tx *db.Tx) error {
						if err := asked(tx, id); err != nil {
							return err
						}
						close(did)
						return testkit.AwaitBlocked(tx)
					})
				}()
				<-did
				leftOut := false
				err := s.Write(t.Context(), worker, func(tx *db.Tx) error {
					f := finding(id, func(f *damage.DamageAssess) { f.Note, f.Photos = "roof gone", []media.ID{photo} })
					o, err := damage.Assess(tx, testkit.Entry("damage.assess"), f)
					leftOut = o.Numbers["photos_left_out"] == 1
					return err
				})
				if failed := <-told; failed != nil {
					t.Fatal(failed)
				}
				if name == "erased" && !fault.Is(err, "gone") || name != "erased" && (err != nil || !leftOut) {
					t.Errorf("the assessment: %v, its photo was left out: %v", err, leftOut)
				}
			})
		})
	}
}
