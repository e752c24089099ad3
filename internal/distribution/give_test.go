package distribution_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

func TestGiveRefusals(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.tarpaulin, 5)
		served, lost, off := w.family(4), w.family(4), w.family(1)
		blank := w.print(1)[0]
		id := w.opened(w.proposal(5))
		w.revoke(lost)
		first := w.giving(id, served)
		applied(w, take(w, distributor, "handover.give", first, distribution.Give))
		card := func(presented string) distribution.Giving {
			in := w.giving(id, served)
			in.Card = presented
			return in
		}
		elsewhere := w.giving(newID[distribution.ID](), served)
		for _, test := range []struct {
			in     distribution.Giving
			status journal.Status
			code   string
		}{
			{w.giving(id, served), journal.StatusConflict, "already_served"},
			{w.giving(id, lost), journal.StatusConflict, "card_withdrawn"},
			{w.giving(id, off), journal.StatusConflict, "not_on_list"},
			{card(blank), journal.StatusConflict, "card_not_bound"},
			{card("no such thing"), journal.StatusRejected, "card_unreadable"},
			{elsewhere, journal.StatusRejected, "not_found"},
		} {
			refused(w, take(w, distributor, "handover.give", test.in, distribution.Give), test.status, test.code)
		}
		again := w.give(id, served)
		if again.Numbers["place"] != "Kalinagar School" || again.Numbers["at"] == nil {
			t.Errorf("already_served says %+v", again.Numbers)
		}
		reused := first
		reused.Card = w.cards[off]
		refused(w, take(w, distributor, "handover.give", reused, distribution.Give), journal.StatusConflict, "not_on_list")
		if left := w.left(w.tarpaulin); left != 4 {
			t.Errorf("%d are left, one was given", left)
		}
		w.clean()
	})
}

func TestGiveScope(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.tarpaulin, 5)
		h := w.family(4)
		id := w.opened(w.proposal(5))
		in := w.giving(id, h)
		refused(w, take(w, administrator, "handover.give", in, distribution.Give), journal.StatusRejected, "role_missing")
		in = w.giving(id, h)
		refused(w, take(w, stranger, "handover.give", in, distribution.Give), journal.StatusRejected, "card_not_ours")
		in = w.giving(id, h)
		away := testkit.Only(distributor, "/19/303/2740/")
		refused(w, take(w, away, "handover.give", in, distribution.Give), journal.StatusRejected, "not_found")
		narrow := testkit.Only(distributor, "/19/303/2738/wb-gp:2738-01/")
		in = w.giving(id, h)
		refused(w, take(w, narrow, "handover.give", in, distribution.Give), journal.StatusRejected, "not_found")
		applied(w, w.give(id, h))
		w.clean()
	})
}

// An empty store takes nothing from the household's due: nothing is written, and after the next delivery the same
// card is served.
func TestInsufficientStockWritesNothing(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.tarpaulin, 1)
		w.receive(w.kit, 5)
		h := w.family(4)
		in := w.proposal(5)
		in.Lines = []distribution.Line{{Item: w.kit, PerHousehold: 1}, {Item: w.tarpaulin, PerHousehold: 2}}
		id := w.opened(in)
		short := w.give(id, h)
		refused(w, short, journal.StatusConflict, "insufficient_stock")
		want := map[string]any{"item": "tarpaulin", "asked": int64(2), "left": int64(1), "store": "Kalinagar School"}
		if diff := cmp.Diff(want, short.Numbers); diff != "" {
			t.Error(diff)
		}
		if w.left(w.kit) != 5 || w.left(w.tarpaulin) != 1 {
			t.Errorf("something left the store: %d kits, %d tarpaulins", w.left(w.kit), w.left(w.tarpaulin))
		}
		w.clean()
		w.receive(w.tarpaulin, 1)
		applied(w, w.give(id, h))
		if w.left(w.kit) != 4 || w.left(w.tarpaulin) != 0 {
			t.Errorf("%d kits and %d tarpaulins are left", w.left(w.kit), w.left(w.tarpaulin))
		}
		w.clean()
	})
}

func TestVerdict(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.tarpaulin, 2)
		waiting, served, lost, off := w.family(4), w.family(4), w.family(4), w.family(1)
		blank := w.print(1)[0]
		planned := w.plan(w.proposal(5))
		id := w.opened(w.proposal(5))
		w.revoke(lost)
		applied(w, w.give(id, served))
		ask := func(id distribution.ID, presented string) (j distribution.Judgement, err error) {
			w.read(distributor, func(tx *db.Tx) error {
				j, err = distribution.Verdict(tx, id, presented)
				return nil
			})
			return j, err
		}
		answer := func(presented string, want distribution.Answer) distribution.Judgement {
			w.Helper()
			j, err := ask(id, presented)
			if err != nil || j.Answer != want {
				t.Errorf("want %s, got %+v %v", want, j, err)
			}
			return j
		}
		give := answer(w.cards[waiting], distribution.GiveIt)
		if give.Mark != "fish" || give.Size != 3 || give.CardCode != w.cards[waiting] || give.Items[0].Quantity != 1 || give.Items[0].Item.Code != "tarpaulin" {
			t.Errorf("give: %+v", give)
		}
		given := answer(w.cards[served], distribution.AlreadyGiven)
		if given.Place != "Kalinagar School" || given.At.IsZero() {
			t.Errorf("already given: %+v", given)
		}
		answer(w.cards[lost], distribution.Withdrawn)
		answer(w.cards[off], distribution.NotOnList)
		answer(blank, distribution.NotOnList)
		if _, err := ask(id, "no such thing"); !fault.Is(err, "card_unreadable") {
			t.Errorf("unreadable: %v", err)
		}
		if _, err := ask(planned, w.cards[waiting]); !fault.Is(err, "distribution_not_open") {
			t.Errorf("not open: %v", err)
		}
		last := w.family(4)
		applied(w, w.give(w.opened(w.proposal(9)), last)) // elsewhere, and now the store is empty
		answer(w.cards[waiting], distribution.Finished)
		answer(w.cards[served], distribution.AlreadyGiven)
		applied(w, take(w, planner, "distribution.close", distribution.Closing{Distribution: id}, distribution.Close))
		answer(w.cards[served], distribution.AlreadyGiven)
		if _, err := ask(id, w.cards[waiting]); !fault.Is(err, "distribution_not_open") {
			t.Errorf("closed: %v", err)
		}
		if _, err := ask(newID[distribution.ID](), w.cards[waiting]); !fault.Is(err, "not_found") {
			t.Errorf("unknown: %v", err)
		}
	})
}

// A plan is no news for the field until it is approved; a foreign one never is.
func TestWhoSeesWhat(t *testing.T) {
	onBoth(t, func(w *world) {
		w.family(4)
		id := w.plan(w.proposal(1))
		w.read(distributor, func(tx *db.Tx) error {
			if _, err := distribution.Get(tx, id); !fault.Is(err, "not_found") {
				t.Errorf("the field sees a plan: %v", err)
			}
			if all, _, err := distribution.List(tx, "", 10); err != nil || len(all) != 0 {
				t.Errorf("the field lists a plan: %v %v", all, err)
			}
			if _, _, err := distribution.ListOf(tx, id, "", 10); !fault.Is(err, "role_missing") {
				t.Errorf("the field sees the list: %v", err)
			}
			return nil
		})
		w.approve(id)
		w.read(distributor, func(tx *db.Tx) error {
			_, err := distribution.Get(tx, id)
			return err
		})
		w.read(stranger, func(tx *db.Tx) error {
			if _, err := distribution.Get(tx, id); !fault.Is(err, "not_found") {
				t.Errorf("a stranger sees a distribution: %v", err)
			}
			if all, _, err := distribution.List(tx, "", 10); err != nil || len(all) != 0 {
				t.Errorf("a stranger lists %v %v", all, err)
			}
			if _, _, err := distribution.ListOf(tx, id, "", 10); !fault.Is(err, "not_found") {
				t.Errorf("a stranger sees the list: %v", err)
			}
			return nil
		})
	})
}
