package field_test

import (
	"testing"

	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/journal"
)

// A handover that was decided online is undone like one that was recorded offline: its family is due again, the goods are
// back, and the office counts it as undone. A record whose items differ does not change what has moved.
func TestAHandoverDecidedOnlineIsUndone(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 2, 0, 1)
		in := s.handover(s.due[0], 1)
		s.entered(s.phones[0].Actor, "handover.give", distribution.HandoverGive{
			ID: in.ID, Distribution: s.id, Card: in.Card, Collector: in.Collector,
		})
		undo := distribution.HandoverUndo{ID: db.NewID(), Handover: in.ID, Reason: "by_mistake"}
		if o := s.arrives(s.does(0, "handover.undo", undo)); o.Status != journal.StatusDeferred {
			t.Errorf("an undo before its handover's record: %+v", o)
		}
		more := in
		more.Items = []distribution.HandedItem{{Item: in.Items[0].Item, Quantity: 7}}
		s.arrives(s.does(0, "handover.record", more))
		if _, err := s.door.ResolveWaiting(t.Context()); err != nil {
			t.Fatal(err)
		}
		if s.balance("household:%") != 0 || s.count("handover WHERE status = 'accepted'") != 0 {
			t.Errorf("%d are with families, %d are accepted", s.balance("household:%"),
				s.count("handover WHERE status = 'accepted'"))
		}
		s.clean()
		s.arrives(s.does(0, "handover.record", s.handover(s.due[0], 1))) // the family is due again
		s.judge(1, 0)
		s.clean()
	})
}

// Nobody else undoes a handover that was decided online, and a second undo is refused.
func TestAHandoverDecidedOnlineIsUndoneByItsRecorderOnce(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 2, 0, 2)
		in := s.handover(s.due[0], 1)
		s.entered(s.phones[0].Actor, "handover.give", distribution.HandoverGive{
			ID: in.ID, Distribution: s.id, Card: in.Card, Collector: in.Collector,
		})
		s.arrives(s.does(0, "handover.record", in))
		undo := func() distribution.HandoverUndo {
			return distribution.HandoverUndo{ID: db.NewID(), Handover: in.ID, Reason: "by_mistake"}
		}
		for _, try := range []struct {
			phone int
			code  string
		}{{1, "not_yours"}, {0, ""}, {0, "already_undone"}} {
			if o := s.arrives(s.does(try.phone, "handover.undo", undo())); o.Code != try.code {
				t.Errorf("phone %d: %+v, not %q", try.phone, o, try.code)
			}
		}
		if s.balance("household:%") != 0 {
			t.Errorf("%d are with families", s.balance("household:%"))
		}
		s.clean()
	})
}

// A pack states the goods that were taken since the last count, beside those that are still in custody.
func TestAPackStatesWhatWasTaken(t *testing.T) {
	onBoth(t, func(p *phone) {
		s := newSite(p, 3, 0, 2)
		demand := func(when string, phone int, taken, left int64, loads int) {
			t.Helper()
			var sites []distribution.Site
			s.read(s.phones[phone].Actor, func(tx *db.Tx) (err error) {
				sites, err = distribution.Sites(tx, string(s.phones[phone].Credential))
				return err
			})
			if n := [2]int64{only(sites[0].Taken), only(sites[0].Loaded)}; n != [2]int64{taken, left} {
				t.Errorf("%s: taken and left are %v, not %d and %d", when, n, taken, left)
			}
			if n := len(sites[0].Loads); n != loads {
				t.Errorf("%s: the pack names %d loads, not %d", when, n, loads)
			}
		}
		demand("at first", 0, 0, 0, 0)
		s.load(0, 6)
		s.load(0, 4)
		s.arrives(s.does(0, "handover.record", s.handover(s.due[0], 3)))
		demand("after two loads and a handover", 0, 10, 7, 2)
		demand("of another phone", 1, 0, 0, 0)
		s.arrives(s.does(0, "custody.close", distribution.CustodyClose{
			ID: db.NewID(), Distribution: s.id, Counted: []distribution.CountedItem{{Item: s.item, Quantity: 7}},
		}))
		demand("after the count", 0, 0, 0, 0)
		s.load(0, 5)
		demand("after the next load", 0, 5, 5, 1)
	})
}

// only is the sum of quantities of one item.
func only(rows []distribution.Due) (n int64) {
	for _, row := range rows {
		n += row.Quantity
	}
	return n
}
