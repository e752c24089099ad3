package summary_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/summary"
	"tripol/internal/testkit"
)

// Over random histories, with the sealer and the counting let in at random, every answer equals the plain query at
// every instant, for everybody who may ask, at every level.
func TestAnswersEqualThePlainQueryAtEveryInstant(t *testing.T) {
	onBoth(t, func(w *world) {
		w.settle(4)
		deeds := w.deeds()
		moved := 0
		for range testkit.Scale(2000) {
			deeds[w.random.IntN(len(deeds))]()
			if w.random.IntN(3) == 0 {
				w.seal()
			}
			if w.random.IntN(4) == 0 && w.advance() {
				moved++
			}
			w.compare()
			if w.Failed() {
				return
			}
		}
		if moved == 0 || len(w.open) == 0 || len(w.bound) == 0 {
			w.Errorf("the history was too tame: %d moves, %d distributions, %d cards", moved, len(w.open), len(w.bound))
		}
		for w.seal(); w.advance(); {
			w.compare()
		}
	})
}

func (w *world) seal() {
	w.Helper()
	if _, err := journal.Seal(w.Context(), w.Store); err != nil {
		w.Fatal(err)
	}
}

func (w *world) advance() bool {
	w.Helper()
	more, err := summary.Advance(w.Context(), w.Store)
	if err != nil {
		w.Fatal(err)
	}
	return more
}

// compare asks as several people and holds each answer against the plain query of the same snapshot.
func (w *world) compare() {
	w.Helper()
	askers := []actor.Actor{first, testkit.Only(first, northPath), stranger, actor.System()}
	who := askers[w.random.IntN(len(askers))]
	w.Read(who, func(tx *db.Tx) error {
		for _, path := range []string{"", blockPath} {
			for _, level := range []area.Level{area.Panchayat, area.Block} {
				got, err := summary.ByArea(tx, path, level)
				if err != nil {
					return err
				}
				want, err := summary.PlainByArea(tx, path, level)
				want.Seq = got.Seq
				if d := cmp.Diff(want, got); d != "" {
					w.Errorf("as %v, at %s, below %q: %s", who.Grants, level, path, d)
				}
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	if found := w.verify(); len(found) > 0 {
		w.Errorf("verify: %v", found)
	}
}

func (w *world) verify() (found []journal.Violation) {
	w.Helper()
	w.Read(actor.System(), func(tx *db.Tx) (err error) {
		found, err = summary.Verify(tx)
		return err
	})
	return found
}

// The control: a kept count or a kept household that was changed behind the counting is found.
func TestVerifyFindsABrokenRollup(t *testing.T) {
	onBoth(t, func(w *world) {
		w.families = append(w.families, w.family(first, places[0]))
		w.assess(w.families[0], 3)
		w.seal()
		w.advance()
		if found := w.verify(); len(found) != 0 {
			t.Fatalf("before: %v", found)
		}
		testkit.AsOwner(t, w.options, "UPDATE summary_area SET carded = carded + 1")
		if found := w.verify(); len(found) != 2 || found[0].Check != "summary_differs" || found[1].Check != "summary_not_its_households" {
			t.Errorf("a changed count: %v", found)
		}
		testkit.AsOwner(t, w.options, "UPDATE summary_area SET carded = carded - 1", "UPDATE summary_household SET people = people + 1")
		if found := w.verify(); len(found) != 1 || found[0].Check != "summary_not_its_households" {
			t.Errorf("a changed household: %v", found)
		}
	})
}

// Counts are for those who may see them, and an interrupted step counts nothing twice.
func TestCountingAgainChangesNothing(t *testing.T) {
	onBoth(t, func(w *world) {
		for range 3 {
			w.families = append(w.families, w.family(first, places[0]))
		}
		w.seal()
		w.advance()
		testkit.AsOwner(t, w.options, "UPDATE summary_state SET seq = 0") // as if it had been interrupted before the seq moved
		if !w.advance() || w.advance() {
			t.Error("the step was not made again, or more than once")
		}
		w.compare()
		w.Read(auditor, func(tx *db.Tx) error {
			got, err := summary.ByArea(tx, "", area.Panchayat)
			if err == nil && (got.Total.Households != 3 || got.Seq == 0 || got.Areas[0].Name != "Amlani") {
				t.Errorf("an auditor sees %+v", got)
			}
			return err
		})
		err := w.Store.Read(t.Context(), testkit.Actor(actor.Treasurer), func(tx *db.Tx) error {
			_, err := summary.ByArea(tx, "", area.Panchayat)
			return err
		})
		if !fault.Is(err, "role_missing") {
			t.Errorf("a treasurer asked: %v", err)
		}
	})
}
