package distribution_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/card"
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
		applied(w, take(w, distributor, as("handover.give", distribution.Give), first))
		showing := func(presented string) distribution.HandoverGive {
			in := w.giving(id, served)
			in.Card = presented
			return in
		}
		elsewhere := w.giving(newID[distribution.ID](), served)
		for _, test := range []struct {
			in     distribution.HandoverGive
			status journal.Status
			code   string
		}{
			{w.giving(id, served), journal.StatusConflict, "already_served"},
			{w.giving(id, lost), journal.StatusConflict, "card_withdrawn"},
			{w.giving(id, off), journal.StatusConflict, "not_on_list"},
			{showing(blank), journal.StatusConflict, "card_not_bound"},
			{showing("no such thing"), journal.StatusRejected, "card_unreadable"},
			{showing(card.PracticeToken(1)), journal.StatusRejected, "practice_card"},
			{showing("practice 01"), journal.StatusRejected, "practice_card"},
			{elsewhere, journal.StatusRejected, "not_found"},
		} {
			refused(w, take(w, distributor, as("handover.give", distribution.Give), test.in), test.status, test.code)
		}
		again := w.give(id, served)
		if again.Numbers["place"] != "Kalinagar School" || again.Numbers["at"] == nil {
			t.Errorf("already_served says %+v", again.Numbers)
		}
		reused := first
		reused.Card = w.cards[off]
		outcome := take(w, distributor, as("handover.give", distribution.Give), reused)
		refused(w, outcome, journal.StatusConflict, "not_on_list")
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
		refused(w, take(w, administrator, as("handover.give", distribution.Give), in), journal.StatusRejected, "role_missing")
		in = w.giving(id, h)
		refused(w, take(w, stranger, as("handover.give", distribution.Give), in), journal.StatusRejected, "card_not_ours")
		in = w.giving(id, h)
		away := testkit.Only(distributor, "/19/303/2740/")
		refused(w, take(w, away, as("handover.give", distribution.Give), in), journal.StatusRejected, "not_found")
		narrow := testkit.Only(distributor, "/19/303/2738/wb-gp:2738-01/")
		in = w.giving(id, h)
		refused(w, take(w, narrow, as("handover.give", distribution.Give), in), journal.StatusRejected, "not_found")
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
		in.Lines = []distribution.PlanItem{{Item: w.kit, PerHousehold: 1}, {Item: w.tarpaulin, PerHousehold: 2}}
		id := w.opened(in)
		short := w.give(id, h)
		refused(w, short, journal.StatusConflict, "insufficient_stock")
		want := map[string]any{
			"item": "tarpaulin", "item_name": "tarpaulin", "item_name_bn": "", "item_name_hi": "",
			"asked": int64(2), "left": int64(1), "store": "Kalinagar School", "store_bn": "", "store_hi": "",
		}
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

// ask gives the verdict so many days from now.
func (w *world) ask(id distribution.ID, presented string, days int) (j distribution.CardVerdict, err error) {
	w.Helper()
	w.read(distributor, func(tx *db.Tx) error {
		tx.Now = db.At(tx.Now.AddDate(0, 0, days))
		j, err = distribution.Verdict(tx, id, presented)
		return nil
	})
	return j, err
}

func (w *world) answers(id distribution.ID, presented string, want distribution.VerdictCode) distribution.CardVerdict {
	w.Helper()
	j, err := w.ask(id, presented, 0)
	if err != nil || j.Answer != want {
		w.Errorf("want %s, got %+v %v", want, j, err)
	}
	return j
}

func (w *world) refuses(id distribution.ID, presented, code string) {
	w.Helper()
	if j, err := w.ask(id, presented, 0); !fault.Is(err, code) {
		w.Errorf("want %s, got %+v %v", code, j, err)
	}
}

func TestVerdict(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.tarpaulin, 2)
		waiting, served, lost, off := w.family(4), w.family(4), w.family(4), w.family(1)
		planned := w.plan(w.proposal(5))
		id := w.opened(w.proposal(5))
		w.revoke(lost)
		applied(w, w.give(id, served))
		give := w.answers(id, w.cards[waiting], distribution.GiveIt)
		want := distribution.CardVerdict{
			Answer: distribution.GiveIt, CardCode: w.cards[waiting], Mark: "fish", Size: 3, Items: give.Items,
		}
		if !cmp.Equal(give, want) || give.Items[0].Quantity != 1 || give.Items[0].Item.Code != "tarpaulin" {
			t.Errorf("give: %+v", give)
		}
		given := w.answers(id, w.cards[served], distribution.AlreadyGiven)
		if given.Place.Name != "Kalinagar School" || given.At.IsZero() {
			t.Errorf("already given: %+v", given)
		}
		w.answers(id, w.cards[lost], distribution.Withdrawn)
		w.answers(id, w.cards[off], distribution.NotOnList)
		w.answers(id, w.print(1)[0], distribution.NotOnList) // a blank card
		w.refuses(id, "no such thing", "card_unreadable")
		w.refuses(id, card.PracticeToken(1), "practice_card")
		w.refuses(id, "", "required")
		w.refuses(planned, w.cards[waiting], "distribution_not_open")
		w.refuses(newID[distribution.ID](), w.cards[waiting], "not_found")
		last := w.family(4)
		applied(w, w.give(w.opened(w.proposal(9)), last)) // elsewhere, and now the store is empty
		w.answers(id, w.cards[waiting], distribution.Finished)
		applied(w, w.closing(id))
		w.answers(id, w.cards[served], distribution.AlreadyGiven)
		w.refuses(id, w.cards[waiting], "distribution_not_open")
	})
}

func TestVerdictOnCardsThatAreNotGood(t *testing.T) {
	onBoth(t, func(w *world) {
		w.family(4)
		id := w.opened(w.proposal(5))
		foreign := card.CardPrintBatch{ID: newID[card.BatchID](), Name: "theirs", Cards: 1}
		applied(w, take(w, stranger, as("card.print_batch", w.keys.PrintBatch), foreign))
		ours := card.CardPrintBatch{ID: newID[card.BatchID](), Name: "ours", Cards: 2}
		applied(w, take(w, planner, as("card.print_batch", w.keys.PrintBatch), ours))
		theirs, tokens := w.tokens(stranger, foreign.ID), w.tokens(planner, ours.ID)
		w.answers(id, theirs[0], distribution.NotOurs)
		w.answers(id, tokens[0], distribution.NotOnList)
		const claim = 27 // characters: 18 bytes of the card's content; the signature follows
		w.answers(id, tokens[0][:claim]+tokens[1][claim:], distribution.Altered)
		if j, err := w.ask(id, tokens[0], 731); err != nil || j.Answer != distribution.Expired {
			t.Errorf("after two years: %+v %v", j, err)
		}
		expired := func(tx *db.Tx, e journal.Entry, in distribution.HandoverGive) (journal.Outcome, error) {
			tx.Now = db.At(tx.Now.AddDate(0, 0, 731))
			return distribution.Give(tx, e, in)
		}
		in := distribution.HandoverGive{
			ID: newID[distribution.HandoverID](), Distribution: id, Card: tokens[0], Collector: distribution.Family,
		}
		refused(w, take(w, distributor, as("handover.give", expired), in), journal.StatusConflict, "card_expired")
	})
}

// tokens returns the contents of a batch's QR codes.
func (w *world) tokens(a actor.Actor, batch card.BatchID) []string {
	w.Helper()
	var tokens []string
	w.read(a, func(tx *db.Tx) error {
		cards, err := w.keys.Printables(tx, batch)
		for _, c := range cards {
			tokens = append(tokens, c.Token)
		}
		return err
	})
	return tokens
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
