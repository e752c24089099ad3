package distribution_test

import (
	"fmt"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// recorded is an offline handover as a phone sends it.
func (w *world) recorded(id distribution.ID, h household.ID) distribution.HandoverRecord {
	return distribution.HandoverRecord{
		ID: newID[distribution.HandoverID](), Distribution: id, Card: w.cards[h], How: "scan", Collector: distribution.Self,
		Items: []distribution.HandedItem{{Item: w.tarpaulin, Quantity: 1}},
	}
}

func (w *world) record(in distribution.HandoverRecord) journal.Outcome {
	w.Helper()
	return take(w, distributor, as("handover.record", distribution.Record), in)
}

func (w *world) undo(id distribution.HandoverID) journal.Outcome {
	w.Helper()
	in := distribution.HandoverUndo{ID: db.NewID(), Handover: id, Reason: "by_mistake"}
	return take(w, distributor, as("handover.undo", distribution.Undo), in)
}

// notSettled returns the violations after each family was served by `times` phones and `back` of them took it back: one
// is accepted while any is valid, the others are second, and one tarpaulin was issued for each valid one.
func notSettled(w *world, families, times, back int, before int64) (wrong []string) {
	w.Helper()
	counted := func(query string) (n int64) {
		w.read(actor.System(), func(tx *db.Tx) error { return tx.Raw("SELECT COUNT(*) FROM " + query).Scan(&n).Error })
		return n
	}
	stand := families * (times - back)
	for _, one := range []struct {
		what  string
		query string
		want  int
	}{
		{"accepted handovers", "handover WHERE status = 'accepted'", min(families, stand)},
		{"accepted records", "handover_record WHERE status = 'accepted'", min(families, stand)},
		{"second records", "handover_record WHERE status = 'second'", max(0, stand-families)},
		{"records taken back", "handover_record WHERE status = 'undone'", families * back},
		{"families served twice", "(SELECT entitlement FROM handover WHERE status = 'accepted' GROUP BY entitlement HAVING COUNT(*) > 1) d", 0},
	} {
		if n := counted(one.query); n != int64(one.want) {
			wrong = append(wrong, fmt.Sprintf("%d %s, not %d", n, one.what, one.want))
		}
	}
	if gone := before - w.left(w.tarpaulin); gone != int64(stand) {
		wrong = append(wrong, fmt.Sprintf("%d tarpaulins have gone, not %d", gone, stand))
	}
	for _, f := range w.findings() {
		wrong = append(wrong, f.Check+" "+f.Subject+" "+f.Detail)
	}
	return wrong
}

// Three phones served each family; while the third sends its record, the first takes its handover back, and in the
// other half of the trials the second as well: at the same moment, on as many connections.
func TestTakenBackWhileOthersAreSecond(t *testing.T) {
	for _, back := range []int{1, 2, 3} {
		t.Run(fmt.Sprint(back, " of 3 taken back"), func(t *testing.T) {
			onBoth(t, func(w *world) {
				families := max(12, testkit.Scale(200))
				w.receive(w.tarpaulin, 1000)
				households := w.families(families, 4)
				id := w.opened(w.proposal(families))
				all := make([][3]distribution.HandoverRecord, families)
				for i, h := range households {
					all[i] = [3]distribution.HandoverRecord{w.recorded(id, h), w.recorded(id, h), w.recorded(id, h)}
					applied(w, w.record(all[i][0]))
					applied(w, w.record(all[i][1]))
				}
				w.atOnce(families*3, 24, func(n int) {
					family, deed := all[n/3], n%3
					switch {
					case deed < min(back, 2):
						applied(w, w.undo(family[deed].ID))
					case deed == 2:
						applied(w, w.record(family[2]))
						if back == 3 {
							applied(w, w.undo(family[2].ID))
						}
					}
				})
				for _, wrong := range notSettled(w, families, 3, back, 1000) {
					t.Error(wrong)
				}
				if back == 1 { // the control: a handover that nobody lets in when the one before it is taken back
					w.asOwner("UPDATE handover_record SET status = 'second' WHERE status = 'accepted'")
					if len(notSettled(w, families, 3, back, 1000)) == 0 {
						t.Error("families that nobody serves any more were not noticed")
					}
				}
			})
		})
	}
}

// A handover is on its way with a line, its answer does not come, and the phone records it: both reach the server at the
// same moment under one id. It is one handover, and its goods go once.
func TestGivenAndRecordedAtOnce(t *testing.T) {
	onBoth(t, func(w *world) {
		families := max(40, testkit.Scale(400))
		w.receive(w.tarpaulin, 1000)
		households := w.families(families, 4)
		id := w.opened(w.proposal(families))
		records := make([]distribution.HandoverRecord, families)
		for i, h := range households {
			records[i] = w.recorded(id, h)
		}
		w.atOnce(families*2, 16, func(n int) {
			in := records[n/2]
			if n%2 == 0 {
				take(w, distributor, as("handover.give", distribution.Give), distribution.HandoverGive{
					ID: in.ID, Distribution: id, Card: in.Card, Collector: in.Collector,
				})
				return
			}
			applied(w, w.record(in)) // a fact is never refused
		})
		for _, wrong := range givenTwice(w, families, 1000) {
			t.Error(wrong)
		}
		w.asOwner("UPDATE balance SET quantity = quantity - 1 WHERE account LIKE 'store:%'") // the control
		if len(givenTwice(w, families, 1000)) == 0 {
			t.Error("a tarpaulin that went twice was not noticed")
		}
	})
}

func givenTwice(w *world, families int, before int64) (wrong []string) {
	w.Helper()
	var handovers int64
	w.read(actor.System(), func(tx *db.Tx) error {
		return tx.Table("handover").Where("status = 'accepted'").Count(&handovers).Error
	})
	if gone := before - w.left(w.tarpaulin); gone != int64(families) || handovers != int64(families) {
		wrong = append(wrong, fmt.Sprintf("%d tarpaulins in %d handovers have gone to %d families", gone, handovers, families))
	}
	for _, f := range w.findings() {
		wrong = append(wrong, f.Check+" "+f.Subject+" "+f.Detail)
	}
	return wrong
}

// A fact is never lost: goods were handed over, whatever card was held before the camera. A person sees that it was a
// practice card.
func TestAHandoverRecordedWithAPracticeCardIsKept(t *testing.T) {
	onBoth(t, func(w *world) {
		w.receive(w.tarpaulin, 5)
		h := w.family(4)
		id := w.opened(w.proposal(5))
		in := w.recorded(id, h)
		in.Card = card.PracticeToken(1)
		w.read(actor.System(), func(tx *db.Tx) error {
			return tx.Raw("SELECT id FROM entitlement WHERE household = ?", string(h)).Scan(&in.Entitlement).Error
		})
		applied(w, w.record(in))
		var kinds, details []string
		w.read(actor.System(), func(tx *db.Tx) error {
			if err := tx.Raw("SELECT kind FROM exception").Scan(&kinds).Error; err != nil {
				return err
			}
			return tx.Raw("SELECT details FROM exception").Scan(&details).Error
		})
		if len(kinds) != 1 || kinds[0] != "card_not_good" || !strings.Contains(details[0], "practice_card") {
			t.Errorf("%v %v", kinds, details)
		}
		if left := w.left(w.tarpaulin); left != 4 {
			t.Errorf("%d are left, one was given", left)
		}
		control := w.recorded(id, w.family(4))
		w.record(control) // a good card of a family off the list raises another exception
		w.read(actor.System(), func(tx *db.Tx) error {
			return tx.Raw("SELECT kind FROM exception WHERE kind = 'card_not_good'").Scan(&kinds).Error
		})
		if len(kinds) != 1 {
			t.Errorf("control: a good card is not good either: %v", kinds)
		}
		w.clean()
	})
}
