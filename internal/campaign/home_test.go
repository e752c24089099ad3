package campaign_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/campaign"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// Every transition from every stage: forward by one, to Paused or Stopped, and back; no other.
func TestHomesGoOneStepAtATime(t *testing.T) {
	next := map[campaign.Stage]campaign.Stage{
		campaign.Promised: campaign.SiteReady, campaign.SiteReady: campaign.Plinth, campaign.Plinth: campaign.Walls,
		campaign.Walls: campaign.Roof, campaign.Roof: campaign.HandedOver,
	}
	onBoth(t, func(w *world) {
		home, o := w.promise(coordinator, "block:2738", 1)
		w.applied(o)
		for at := campaign.Promised; ; at = next[at] {
			w.goesNowhereElse(home, at, next[at])
			if at == campaign.HandedOver {
				break
			}
			w.rests(home, at, campaign.Paused)
			w.rests(home, at, campaign.Stopped)
			w.applied(w.advance(coordinator, home, next[at]))
			w.clean()
		}
		w.read(coordinator, func(tx *db.Tx) error {
			history, err := campaign.History(tx, home)
			const lines = 1 + 5*5 + 5 // the promise, five rests of five lines, five steps
			if len(history) != lines {
				w.Fatalf("%d lines: %+v", len(history), history)
			}
			first, last := history[0], history[lines-1]
			if first.Step != campaign.Promised || last.Step != campaign.HandedOver || last.N != lines ||
				*last.RecordedBy != coordinator.Account || last.Note != "seen" || last.RecordedAt.IsZero() {
				w.Errorf("%+v %+v", first, last)
			}
			return err
		})
	})
}

// goesNowhereElse tries every invalid transition.
func (w *world) goesNowhereElse(home campaign.HomeID, at, next campaign.Stage) {
	w.Helper()
	w.refused(w.advance(coordinator, home, at), journal.StatusConflict, "step_changed")
	for _, to := range campaign.Stages {
		aside := to == campaign.Paused || to == campaign.Stopped
		if to != at && to != next && (!aside || at == campaign.HandedOver) {
			w.refused(w.advance(coordinator, home, to), journal.StatusConflict, "step_skipped")
		}
	}
}

// rests pauses a home and resumes it: only at the stage where it was paused.
func (w *world) rests(home campaign.HomeID, at, aside campaign.Stage) {
	w.Helper()
	w.applied(w.advance(coordinator, home, aside))
	for _, to := range campaign.Stages {
		if to != at && to != campaign.Paused && to != campaign.Stopped {
			w.refused(w.advance(coordinator, home, to), journal.StatusConflict, "step_skipped")
		}
	}
	if aside == campaign.Paused {
		w.applied(w.advance(coordinator, home, campaign.Stopped)) // a paused home may be given up
	} else {
		w.refused(w.advance(coordinator, home, campaign.Paused), journal.StatusConflict, "step_skipped")
	}
	w.applied(w.advance(coordinator, home, at))
	w.clean()
}

func TestHomesAreNumberedWithoutGapsWhoeverPromises(t *testing.T) {
	onBoth(t, func(w *world) {
		rounds := testkit.Scale(1000)
		got := race(rounds, func(i int) journal.Outcome {
			_, o := w.promise(coordinator, "block:2738", int64(1+i%3))
			return o
		})
		if got["applied"] != rounds {
			w.Fatalf("%v", got)
		}
		if err := numbered(w); err != nil {
			w.Error(err)
		}
		w.clean()
	})
}

// numbered is the check: the numbers are 1, 2, 3 … without gaps or duplicates.
func numbered(w *world) error {
	var numbers []int64
	w.read(actor.System(), func(tx *db.Tx) error {
		return tx.Raw("SELECT number FROM home ORDER BY number").Scan(&numbers).Error
	})
	var problems []error
	for i, number := range numbers {
		if number != int64(i+1) {
			problems = append(problems, fmt.Errorf("home %d has number %d", i+1, number))
		}
	}
	if len(numbers) == 0 {
		problems = append(problems, errors.New("there are no homes"))
	}
	return errors.Join(problems...)
}

// The control reads the highest number and writes the next: the unique index rejects the duplicate, and without a retry
// its homes are lost.
func TestControlReadingTheHighestNumberMakesTwins(t *testing.T) {
	onBoth(t, func(w *world) {
		var looked sync.WaitGroup
		looked.Add(2)
		got := race(2, func(int) journal.Outcome {
			var highest int64
			w.read(coordinator, func(tx *db.Tx) error {
				return tx.Raw("SELECT COALESCE(MAX(number), 0) FROM home").Scan(&highest).Error
			})
			looked.Done()
			looked.Wait()
			err := w.s.Write(context.Background(), coordinator, func(tx *db.Tx) error {
				return tx.Exec(`INSERT INTO home (id, organisation, campaign, number, area, area_path, step, steps, since)
					VALUES (?, ?, ?, ?, 'block:2738', ?, 'promised', 1, 0)`,
					db.NewID(), string(coordinator.Organisation), string(w.campaign), highest+1, north).Error
			})
			if err != nil {
				return journal.Outcome{Code: "twin"}
			}
			return journal.Applied()
		})
		if diff := cmp.Diff(map[string]int{"applied": 1, "twin": 1}, got); diff != "" {
			w.Error(diff)
		}
	})
}

func TestTwoCoordinatorsMoveOneHomeOnce(t *testing.T) {
	onBoth(t, func(w *world) {
		for range testkit.Scale(500) {
			home, o := w.promise(coordinator, "block:2738", 1)
			w.applied(o)
			got := race(4, func(int) journal.Outcome { return w.advance(coordinator, home, campaign.SiteReady) })
			if diff := cmp.Diff(map[string]int{"applied": 1, "step_changed": 3}, got); diff != "" {
				w.Fatal(diff)
			}
			got = race(2, func(i int) journal.Outcome {
				return w.advance(coordinator, home, []campaign.Stage{campaign.Plinth, campaign.Paused}[i])
			})
			if got["applied"] == 0 {
				w.Fatalf("%v", got)
			}
		}
		w.clean()
	})
}

func TestHomesAreScopedByArea(t *testing.T) {
	onBoth(t, func(w *world) {
		first, o := w.promise(coordinator, "block:2738", 3)
		w.applied(o)
		_, o = w.promise(coordinator, "block:2800", 2)
		w.applied(o)
		if o.Numbers["first"] != int64(4) || o.Numbers["last"] != int64(5) {
			w.Errorf("numbers %v", o.Numbers)
		}
		_, o = w.promise(coordinator, "district:303", 1)
		w.refused(o, journal.StatusRejected, "not_a_block")
		southern := testkit.Only(coordinator, south)
		_, o = w.promise(southern, "block:2738", 1)
		w.refused(o, journal.StatusRejected, "out_of_scope")
		w.refused(w.advance(southern, first, campaign.SiteReady), journal.StatusRejected, "not_found")
		w.applied(w.advance(coordinator, first, campaign.SiteReady))
		for _, c := range []struct {
			who    actor.Actor
			filter campaign.HomeFilter
			want   []int64
		}{
			{southern, campaign.HomeFilter{}, []int64{4, 5}},
			{coordinator, campaign.HomeFilter{}, []int64{1, 2, 3, 4, 5}},
			{coordinator, campaign.HomeFilter{AreaPath: "/19/303/"}, []int64{1, 2, 3}},
			{coordinator, campaign.HomeFilter{Step: campaign.SiteReady}, []int64{1}},
			{coordinator, campaign.HomeFilter{After: 4}, []int64{5}},
			{southern, campaign.HomeFilter{AreaPath: north}, nil},
		} {
			c.filter.Limit = 10
			var got []int64
			w.read(c.who, func(tx *db.Tx) error {
				homes, err := campaign.Homes(tx, w.campaign, c.filter)
				for _, h := range homes {
					got = append(got, h.Number)
				}
				return err
			})
			if diff := cmp.Diff(c.want, got); diff != "" {
				w.Errorf("%+v: %s", c.filter, diff)
			}
		}
		w.read(coordinator, func(tx *db.Tx) error {
			counts, err := campaign.CountByStage(tx, w.campaign)
			want := []campaign.StageCount{
				{north, campaign.Promised, 2}, {north, campaign.SiteReady, 1}, {south, campaign.Promised, 2},
			}
			if diff := cmp.Diff(want, counts); diff != "" {
				w.Error(diff)
			}
			all, err2 := campaign.Campaigns(tx)
			if err2 != nil || len(all) != 1 || all[0].HomesByStep[campaign.Promised] != 4 {
				w.Errorf("%+v %v", all, err2)
			}
			return err
		})
		w.clean()
	})
}

func TestHistoryIsOnlyAddedToAndVerifyCompares(t *testing.T) {
	onBoth(t, func(w *world) {
		home, o := w.promise(coordinator, "block:2738", 1)
		w.applied(o)
		pledge := w.pledge(100)
		w.applied(w.pay(pledge, 100, "UTR 1"))
		for _, try := range []string{
			"UPDATE home_step SET step = 'roof'", "DELETE FROM home_step",
			"UPDATE pledge SET amount_paise = 1", "DELETE FROM pledge",
			"UPDATE payment SET amount_paise = 1", "DELETE FROM payment",
		} {
			err := w.s.Write(w.Context(), actor.System(), func(tx *db.Tx) error { return tx.Exec(try).Error })
			if err == nil {
				w.Errorf("the database allowed: %s", try)
			}
		}
		w.clean()
		err := w.s.Write(w.Context(), actor.System(), func(tx *db.Tx) error {
			return tx.Exec("UPDATE home SET step = 'roof' WHERE id = ?", string(home)).Error
		})
		if err != nil {
			w.Fatal(err)
		}
		found := w.findings()
		if len(found) != 1 || found[0].Check != "home_is_not_its_history" || found[0].Subject != string(home) {
			w.Errorf("%+v", found)
		}
	})
}
