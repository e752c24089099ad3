package distribution_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/stock"
	"tripol/internal/testkit"
)

// post is one handover.give on its way: a resent one has the same entry and the same bytes.
type post struct {
	entry journal.Entry
	in    distribution.HandoverGive
}

// posts makes ten for each household, two of them resent, in random order.
func (w *world) posts(id distribution.ID, households []household.ID) []post {
	w.Helper()
	var all []post
	for _, h := range households {
		for i := range 8 {
			in := w.giving(id, h)
			p := post{entryOf(w, distributor, "handover.give", in), in}
			all = append(all, p)
			if i < 2 {
				all = append(all, p)
			}
		}
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// tally counts answers by status and code.
type tally struct {
	sync.Mutex
	counts map[string]int
}

func (c *tally) add(o journal.Outcome) {
	c.Lock()
	defer c.Unlock()
	if c.counts == nil {
		c.counts = map[string]int{}
	}
	key := string(o.Status)
	if o.Status != journal.StatusDuplicate && o.Code != "" {
		key += " " + o.Code
	}
	c.counts[key]++
}

// B27 is the promise's own check: it returns the violations after n households were each to be served once from a store
// that held `before`.
func b27(w *world, n int, before int64) []string {
	w.Helper()
	var broken []string
	if gone := before - w.left(w.tarpaulin); gone != int64(n) {
		broken = append(broken, fmt.Sprintf("%d tarpaulins left the store, not %d", gone, n))
	}
	var handovers int64
	w.read(actor.System(), func(tx *db.Tx) error { return tx.Table("handover").Count(&handovers).Error })
	if handovers != int64(n) {
		broken = append(broken, fmt.Sprintf("%d handovers were accepted, not %d", handovers, n))
	}
	for _, f := range w.findings() {
		broken = append(broken, f.Check+" "+f.Subject+" "+f.Detail)
	}
	return broken
}

func TestB27_EachEntitlementIsServedOnce(t *testing.T) {
	onBoth(t, func(w *world) {
		n := testkit.Scale(1000)
		w.receive(w.tarpaulin, int64(n)+7)
		households := w.families(n, 4)
		id := w.opened(w.proposal(n))
		all := w.posts(id, households)
		var answers tally
		started := time.Now()
		w.atOnce(len(all), 64, func(i int) {
			answers.add(send(w, distributor, all[i].entry, func(tx *db.Tx, e journal.Entry) (journal.Outcome, error) {
				return distribution.Give(tx, e, all[i].in)
			}))
		})
		took := time.Since(started)
		want := map[string]int{"applied": n, "duplicate": 2 * n, "conflict already_served": 7 * n}
		if fmt.Sprint(answers.counts) != fmt.Sprint(want) {
			t.Errorf("answers %v, want %v", answers.counts, want)
		}
		for _, broken := range b27(w, n, int64(n)+7) {
			t.Error(broken)
		}
		rate := float64(len(all)) / took.Seconds()
		t.Logf("%d posts for %d entitlements in %v: %.0f a second", len(all), n, took.Round(time.Millisecond), rate)
		if took > time.Minute {
			t.Errorf("it took %v", took)
		}
	})
}

// The control: a program that looks first and inserts afterwards, on a database without handover_once, serves the
// same card twice, and the promise's own check says so.
func TestB27_ControlCheckThenInsertServesTwice(t *testing.T) {
	onBoth(t, func(w *world) {
		const n = 8
		w.receive(w.tarpaulin, 100)
		households := w.families(n, 4)
		id := w.opened(w.proposal(n))
		w.asOwner("DROP INDEX handover_once")
		var looked sync.WaitGroup
		looked.Add(2 * n)
		w.atOnce(2*n, 2*n, func(i int) {
			in := w.giving(id, households[i/2])
			due, free := w.look(id, households[i/2])
			looked.Done()
			looked.Wait() // both have looked before either writes: the moment that no test would hit by luck
			if !free {
				return
			}
			applied(w, take(w, distributor, as("handover.give", due.naive), in))
		})
		broken := strings.Join(b27(w, n, 100), "\n")
		for _, complaint := range []string{"served_twice", "16 tarpaulins left the store", "16 handovers were accepted"} {
			if !strings.Contains(broken, complaint) {
				t.Errorf("the check does not say %q but:\n%s", complaint, broken)
			}
		}
	})
}

// dueRow is the first read of the naive program.
type dueRow struct {
	Entitlement string
	Household   string
	Card        string
	Store       stock.StoreID
	Item        stock.ItemID
}

func (w *world) look(id distribution.ID, h household.ID) (due dueRow, free bool) {
	w.Helper()
	var served int64
	w.read(distributor, func(tx *db.Tx) error {
		err := tx.Raw(`SELECT e.id AS entitlement, e.household, b.card
			FROM entitlement e JOIN card_binding b ON b.household = e.household
			WHERE e.distribution = ? AND e.household = ?`, id, h).Scan(&due).Error
		if err != nil {
			return err
		}
		return tx.Table("handover").Where("entitlement = ?", due.Entitlement).Count(&served).Error
	})
	due.Store, due.Item = w.store, w.tarpaulin
	return due, served == 0
}

func (due dueRow) naive(tx *db.Tx, e journal.Entry, in distribution.HandoverGive) (journal.Outcome, error) {
	err := tx.Exec(`INSERT INTO handover
		(id, organisation, entry, entitlement, distribution, household, card, collector, status, given_by, given_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 'self', 'accepted', ?, ?)`,
		in.ID, tx.Actor.Organisation, e.ID, due.Entitlement, in.Distribution, due.Household, due.Card, tx.Actor.Account, tx.Now).Error
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), stock.Move(tx, stock.Movement{
		ID: stock.MovementID(in.ID), Entry: e.ID, Kind: "handover",
		Legs: []stock.Leg{
			{Account: stock.StoreAccount(due.Store), Item: due.Item, Quantity: -1},
			{Account: stock.HouseholdAccount(due.Household), Item: due.Item, Quantity: 1},
		},
	})
}

// Random traffic: deliveries, plans, approvals, openings, handovers with right and wrong cards, closings and
// withdrawals, sixteen at a time; the whole record is held against itself while it runs and after.
func TestB26_TheWholeRecordClosesUnderRandomTraffic(t *testing.T) {
	onBoth(t, func(w *world) {
		households := w.families(12, 4)
		off := w.families(2, 1)
		ids := make([]distribution.ID, 6)
		for i := range ids {
			ids[i] = w.plan(w.proposal(2 + i))
		}
		steps := testkit.Scale(20_000)
		w.atOnce(steps, 16, func(i int) {
			if i%(steps/8+1) == 0 {
				w.clean()
			}
			w.randomStep(ids[rand.IntN(len(ids))], append(off, households...))
		})
		w.clean()
		var tarpaulins int64
		w.read(actor.System(), func(tx *db.Tx) error {
			return tx.Raw("SELECT COALESCE(SUM(quantity), 0) FROM balance WHERE item = ?", w.tarpaulin).Scan(&tarpaulins).Error
		})
		if tarpaulins != 0 {
			t.Errorf("all accounts sum to %d", tarpaulins)
		}
	})
}

func (w *world) randomStep(id distribution.ID, households []household.ID) {
	w.Helper()
	switch n := rand.IntN(100); {
	case n < 3:
		w.receive(w.tarpaulin, int64(1+rand.IntN(3)))
	case n < 8:
		w.approval(approver, id)
	case n < 14:
		w.opening(id)
	case n < 15:
		w.closing(id)
	default:
		o := w.give(id, households[rand.IntN(len(households))])
		switch o.Code {
		case "", "already_served", "not_on_list", "distribution_not_open", "insufficient_stock":
		default:
			w.Errorf("an answer that cannot be: %+v", o)
		}
	}
}

// The control: rows written past the program are found.
func TestB26_ControlVerifyFindsWhatDoesNotClose(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.tarpaulin, 9)
		w.families(12, 4)
		id := w.opened(w.proposal(2))
		chosen, out := w.included(id)
		applied(w, w.give(id, chosen[0]))
		w.clean()
		where := " WHERE distribution = '" + string(id) + "' AND household = '"
		for _, breach := range []struct{ check, do, undo string }{
			{
				"list_is_not_its_digest",
				"UPDATE candidate SET commitment = commitment || '0'" + where + string(out[0]) + "'",
				"UPDATE candidate SET commitment = substr(commitment, 1, 64)" + where + string(out[0]) + "'",
			},
			{
				"input_is_not_its_commitment",
				"UPDATE candidate_input SET private_reason = TRUE" + where + string(out[0]) + "'",
				"UPDATE candidate_input SET private_reason = FALSE" + where + string(out[0]) + "'",
			},
			{
				"input_is_not_drawn",
				"UPDATE candidate_input SET lifted = TRUE" + where + string(out[0]) + "'",
				"UPDATE candidate_input SET lifted = FALSE" + where + string(out[0]) + "'",
			},
			{
				"rank_is_not_drawn",
				"UPDATE candidate SET rank = 99" + where + string(chosen[0]) + "'",
				"UPDATE candidate SET rank = 1" + where + string(chosen[0]) + "'",
			},
			{
				"entitled_is_not_included",
				"UPDATE candidate SET included = 'no'" + where + string(chosen[1]) + "'",
				"UPDATE candidate SET included = 'yes'" + where + string(chosen[1]) + "'",
			},
			{
				"rank_is_not_drawn", "UPDATE distribution SET number = '111111'", "UPDATE distribution SET number = '352614'",
			},
			{"list_is_not_its_count", "UPDATE distribution SET listed = 13", "UPDATE distribution SET listed = 12"},
			{"handover_before_opening", "UPDATE distribution SET state = 'approved'", "UPDATE distribution SET state = 'open'"},
		} {
			w.asOwner(breach.do)
			w.finds(breach.check)
			w.asOwner(breach.undo)
			w.clean()
		}
		// Rows that are only ever added cannot be taken back: these two come last.
		w.asOwner(fmt.Sprintf(`INSERT INTO handover
			(id, organisation, entry, entitlement, distribution, household, card, collector, status, given_by, given_at)
			SELECT '%s', h.organisation, h.entry, e.id, h.distribution, h.household, h.card, 'self', 'accepted', h.given_by, h.given_at
			FROM handover h JOIN entitlement e ON e.distribution = h.distribution AND e.household <> h.household`, db.NewID()))
		w.finds("handover_of_another")
		w.finds("handover_is_not_its_movement")
		w.asOwner(fmt.Sprintf(`INSERT INTO distribution_line (distribution, item, organisation, line, per_household)
			VALUES ('%s', '%s', '%s', 1, 1)`, id, w.kit, planner.Organisation))
		w.finds("entitled_is_not_the_plan")
	})
}

// The count that a closing answers with is final: handovers that were being decided are in it, and none comes after it.
func TestClosingCountsEveryHandover(t *testing.T) {
	onBoth(t, func(w *world) {
		const n = 12
		w.receive(w.tarpaulin, 1000)
		households := w.families(n, 4)
		for range 5 {
			id := w.opened(w.proposal(n))
			var counted any
			w.atOnce(n+1, n+1, func(i int) {
				if i == n/2 {
					counted = w.closing(id).Numbers["served"]
					return
				}
				w.give(id, households[i%n])
			})
			var served int
			w.read(planner, func(tx *db.Tx) error {
				d, err := distribution.Get(tx, id)
				served = d.Served
				return err
			})
			if counted != served {
				t.Errorf("the closing counted %v, there are %d", counted, served)
			}
		}
		w.clean()
	})
}
