package field_test

import (
	"slices"
	"testing"

	"tripol/internal/db"
	"tripol/internal/distribution"
)

// Two phones serve one family. Undoing either handover leaves the other: other phones are told that the family is
// served, and never that it is due again. Control: once both are undone, they are told so.
func TestTheFeedTellsThatAHandoverIsLeft(t *testing.T) {
	for name, first := range map[string]int{"the second is undone": 1, "the first is undone": 0} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(p *phone) {
				s := newSite(p, 3, 0, 3)
				s.load(0, 5)
				s.load(1, 5)
				given := []distribution.HandoverRecord{s.handover(s.due[0], 1), s.handover(s.due[0], 1)}
				for phone, in := range given {
					s.arrives(s.does(phone, "handover.record", in))
				}
				s.seal()
				undo := func(phone int) (types []string) {
					m, _ := p.pack(s.phones[2])
					s.arrives(s.does(phone, "handover.undo", distribution.HandoverUndo{
						ID: db.NewID(), Handover: given[phone].ID, Reason: "by_mistake",
					}))
					s.seal()
					for _, e := range s.since(s.phones[2], m.Seq).Events {
						types = append(types, e.Type)
						if e.Entitlement != s.due[0].ID {
							t.Errorf("%+v", e)
						}
					}
					return types
				}
				if told := undo(first); !slices.Equal(told, []string{"served"}) {
					t.Errorf("one is left, and phones are told %v", told)
				}
				if told := undo(1 - first); !slices.Equal(told, []string{"undone"}) {
					t.Errorf("control: none is left, and phones are told %v", told)
				}
			})
		})
	}
}
