package damage_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/testkit"
)

// bring stores a photo as the upload endpoint does, with the digest of its picture.
func bring(t *testing.T, s *db.Store, a actor.Actor, id media.ID, picture string) media.ID {
	t.Helper()
	if id == "" {
		id = media.ID(db.NewID())
	}
	sum := sha256.Sum256([]byte(picture))
	write(t, s, a, func(tx *db.Tx) error {
		row := media.Photo{
			ID: id, Organisation: testkit.Organisation, KeptBy: a.Account, Bytes: 1, Width: 1, Height: 1, SHA256: sum[:],
			KeptAt: tx.Now,
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return damage.PhotoUploaded(tx, row)
	})
	return id
}

// named submits an assessment with photos through the journal, from the office or from a phone.
func named(t *testing.T, s *db.Store, a actor.Actor, home household.ID, device string, photos ...media.ID) error {
	t.Helper()
	f := finding(home, func(f *damage.DamageAssess) { f.Photos = photos })
	e := testkit.Entry("damage.assess")
	e.Credential, e.Author, e.Organisation = device, a.Account, a.Organisation
	o, err := journal.Take(t.Context(), s, a, e, func(tx *db.Tx) (journal.Outcome, error) { return damage.Assess(tx, e, f) })
	if err == nil && o.Status != journal.StatusApplied {
		err = fault.New(fault.Missing, o.Code, o.Message).At(o.Path)
	}
	return err
}

func name(t *testing.T, s *db.Store, a actor.Actor, home household.ID, device string, photos ...media.ID) {
	t.Helper()
	if err := named(t, s, a, home, device, photos...); err != nil {
		t.Fatal(err)
	}
}

func exceptions(t *testing.T, s *db.Store, a actor.Actor, kind string) (found []journal.OpenException) {
	t.Helper()
	read(t, s, a, func(tx *db.Tx) error {
		all, err := journal.Exceptions(tx, 100)
		for _, x := range all {
			if x.Kind == kind {
				found = append(found, x)
			}
		}
		return err
	})
	return found
}

func sees(t *testing.T, s *db.Store, a actor.Actor, id media.ID) (seen bool) {
	t.Helper()
	err := s.Read(t.Context(), a, func(tx *db.Tx) error { return damage.MaySee(tx, id) })
	if err != nil && !fault.Is(err, "not_found") {
		t.Fatal(err)
	}
	return err == nil
}

const phone = "0190a5e4-0000-7000-8000-000000000001"

// scene is two families in two areas with their workers.
type scene struct {
	*testing.T
	s            *db.Store
	first, other household.ID // in the north, in the south
	in, out      actor.Actor  // reach the north alone, the south alone
	office       actor.Actor
}

func onScene(t *testing.T, test func(sc scene)) {
	t.Helper()
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		places(t, s)
		sc := scene{T: t, s: s, first: home(t, s, worker, north), other: home(t, s, worker, south)}
		sc.in, sc.out = testkit.Only(worker, northPath), testkit.Only(second, southPath)
		sc.office = testkit.Actor(actor.Coordinator)
		test(sc)
	})
}

// B50: a photo has its family's scope, whatever the order of naming and upload; an unclaimed one is visible to its
// uploader.
func TestB50_APhotoIsSeenWhereItsFamilyIs(t *testing.T) {
	onScene(t, func(sc scene) {
		early := bring(t, sc.s, sc.in, "", "early")
		for who, may := range map[*actor.Actor]bool{&sc.in: true, &sc.out: false, &sc.office: false, &stranger: false} {
			if who != &sc.office && sees(t, sc.s, *who, early) != may {
				t.Errorf("unnamed, %s over %v: %v", who.Account, who.Grants, !may)
			}
		}
		name(t, sc.s, sc.in, sc.first, "", early)
		late := media.ID(db.NewID())
		name(t, sc.s, sc.in, sc.first, phone, late)
		bring(t, sc.s, sc.in, late, "late")
		for _, id := range []media.ID{early, late} {
			if !sees(t, sc.s, sc.in, id) || !sees(t, sc.s, sc.office, id) || sees(t, sc.s, sc.out, id) || sees(t, sc.s, stranger, id) {
				t.Errorf("%v in reach, %v for all, %v out of reach, %v for another organisation", sees(t, sc.s, sc.in, id),
					sees(t, sc.s, sc.office, id), sees(t, sc.s, sc.out, id), sees(t, sc.s, stranger, id))
			}
		}
		if x := len(exceptions(t, sc.s, sc.office, "photo_two_houses")) + len(exceptions(t, sc.s, sc.office, "photo_elsewhere")); x != 0 {
			t.Errorf("%d exceptions about good photos", x)
		}
	})
}

// A photo that its author may not see is not accepted as evidence: from the office it is rejected exactly like a
// missing one; from a phone the grade is valid, without the photo, and an exception is raised. Naming a photo never
// makes it visible.
func TestB44_APhotoFromElsewhereIsNoEvidence(t *testing.T) {
	onScene(t, func(sc scene) {
		attached, loose := bring(t, sc.s, sc.in, "", "a"), bring(t, sc.s, sc.in, "", "b")
		if err := named(t, sc.s, sc.in, sc.first, "", attached); err != nil {
			t.Fatal(err)
		}
		for _, id := range []media.ID{attached, loose, media.ID(db.NewID())} {
			err := named(t, sc.s, sc.out, sc.other, "", id)
			if f := fault.Of(err); f == nil || f.Code != "not_found" || f.Path != "/photos/0" || f.Message != media.NotFound().Message {
				t.Errorf("%v", err)
			}
		}
		for n, id := range []media.ID{attached, loose} {
			mine := bring(t, sc.s, sc.out, "", fmt.Sprint("mine", n))
			if err := named(t, sc.s, sc.out, sc.other, phone, id, mine); err != nil {
				t.Errorf("a fact: %v", err)
			}
			if sees(t, sc.s, sc.out, id) {
				t.Error("it is seen by naming it")
			}
		}
		read(t, sc.s, sc.office, func(tx *db.Tx) error {
			records, err := damage.ForHousehold(tx, sc.other)
			for _, r := range records {
				if len(r.Photos) != 1 || slices.Contains(r.Photos, attached) || slices.Contains(r.Photos, loose) {
					t.Errorf("its assessment shows %v", r.Photos)
				}
			}
			return err
		})
		if x := exceptions(t, sc.s, sc.office, "photo_elsewhere"); len(x) != 2 || x[0].Details["second_household"] != string(sc.other) {
			t.Errorf("%v", x)
		}
		if err := named(t, sc.s, sc.in, sc.first, "", loose); err != nil {
			t.Errorf("its bringer can use it still: %v", err)
		}
	})
}

// B44: one picture for two houses raises one exception that names both, visible only to those with both in scope: by
// the same id, and by the same picture under another id, in either order.
func TestB44_OnePictureForTwoHousesIsShown(t *testing.T) {
	onScene(t, func(sc scene) {
		all := testkit.Actor(actor.OutreachWorker)
		both := func(what string, want int) {
			t.Helper()
			found := exceptions(t, sc.s, sc.office, "photo_two_houses")
			if len(found) != want {
				t.Fatalf("%s: %d exceptions, not %d", what, len(found), want)
			}
			for _, x := range found {
				if x.Details["first_household"] != string(sc.first) || x.Details["second_household"] != string(sc.other) {
					t.Errorf("%s: %v", what, x.Details)
				}
			}
			if n := len(exceptions(t, sc.s, testkit.Only(sc.office, northPath), "photo_two_houses")); n != 0 {
				t.Errorf("%s: %d are shown to those who see one of the houses", what, n)
			}
		}
		id := bring(t, sc.s, all, "", "roof")
		name(t, sc.s, all, sc.first, "", id)
		name(t, sc.s, all, sc.first, "", id)
		both("the same house twice", 0)
		name(t, sc.s, all, sc.other, "", id)
		both("one id", 1)
		again := bring(t, sc.s, all, "", "roof")
		name(t, sc.s, all, sc.other, "", again)
		both("another id, brought first", 2)
		late := media.ID(db.NewID())
		name(t, sc.s, all, sc.other, phone, late)
		both("another id that has not come", 2)
		bring(t, sc.s, all, late, "roof")
		both("another id, brought late", 3)
		name(t, sc.s, all, sc.other, "", bring(t, sc.s, all, "", "another roof"))
		both("another picture", 3)
		if found := exceptions(t, sc.s, sc.office, "photo_elsewhere"); len(found) != 0 {
			t.Errorf("%v", found)
		}
		verifyCloses(t, sc.s)
	})
}

func verifyCloses(t *testing.T, s *db.Store) {
	t.Helper()
	read(t, s, actor.System(), func(tx *db.Tx) error {
		found, err := damage.Verify(tx)
		if len(found) > 0 {
			t.Errorf("%v", found)
		}
		return err
	})
}

// The control: without the rows of claims the same reuse is not detected, and verify reports them missing.
func TestB44_ControlWithoutEvidence(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		o := testkit.Fresh(t, engine)
		s := testkit.Open(t, o)
		places(t, s)
		first, other := home(t, s, worker, north), home(t, s, worker, south)
		id := bring(t, s, worker, "", "roof")
		name(t, s, worker, first, "", id)
		testkit.Unguard(t, o, "picture_evidence")
		testkit.AsOwner(t, o, "DELETE FROM picture_evidence", "DELETE FROM photo_evidence")
		read(t, s, actor.System(), func(tx *db.Tx) error {
			if found, err := damage.Verify(tx); err != nil || len(found) != 1 || found[0].Check != "photo_evidence" {
				t.Errorf("%v %v", found, err)
			}
			return nil
		})
		name(t, s, worker, other, "", id)
		if n := len(exceptions(t, s, testkit.Actor(actor.Coordinator), "photo_two_houses")); n != 0 {
			t.Errorf("%d exceptions: the check does not rest on the rows", n)
		}
	})
}

// Concurrent naming and upload for two houses: the later one always detects the earlier one.
func TestB44_NamedAndBroughtAtOnce(t *testing.T) {
	onScene(t, func(sc scene) {
		all := testkit.Actor(actor.OutreachWorker)
		rounds := max(3, testkit.Scale(100))
		for n := range rounds {
			picture := fmt.Sprint("round ", n)
			ids := []media.ID{media.ID(db.NewID()), media.ID(db.NewID())}
			var together sync.WaitGroup
			errs := make([]error, 4)
			for i, home := range []household.ID{sc.first, sc.other} {
				together.Go(func() { errs[i] = named(t, sc.s, all, home, phone, ids[i]) })
				together.Go(func() { bring(t, sc.s, all, ids[i], picture) })
			}
			together.Wait()
			if err := errors.Join(errs...); err != nil {
				t.Fatal(err)
			}
		}
		if found := exceptions(t, sc.s, sc.office, "photo_two_houses"); len(found) != rounds {
			t.Errorf("%d of %d were noticed", len(found), rounds)
		}
		verifyCloses(t, sc.s)
	})
}

// A photo uploaded after its family refused photos, or by another person than the one who named it, is not shown.
func TestLatePhotosThatNobodyMaySee(t *testing.T) {
	onScene(t, func(sc scene) {
		late, stolen := media.ID(db.NewID()), media.ID(db.NewID())
		name(t, sc.s, sc.in, sc.first, phone, late)
		name(t, sc.s, sc.out, sc.other, phone, stolen)
		bring(t, sc.s, sc.in, stolen, "of the first family")
		if sees(t, sc.s, sc.out, stolen) || !sees(t, sc.s, sc.in, stolen) {
			t.Error("who named it before it came sees it, or who brought it does not")
		}
		if n := len(exceptions(t, sc.s, sc.office, "photo_elsewhere")); n != 1 {
			t.Errorf("%d exceptions", n)
		}
		write(t, sc.s, sc.in, func(tx *db.Tx) error {
			_, err := household.RecordConsent(tx, testkit.Entry("consent.record"), household.ConsentRecord{
				ID: db.NewID(), Household: sc.first, Purpose: household.PurposePhoto, How: "in_writing", Language: "bn",
			})
			return err
		})
		bring(t, sc.s, sc.in, late, "late")
		if sees(t, sc.s, sc.office, late) || sees(t, sc.s, sc.in, late) {
			t.Error("a photo is shown of a family that said no to photos")
		}
	})
}
