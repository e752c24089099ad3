package field_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// history makes one day of four phones: registrations, cards, handovers, doubles, mistakes taken back, counts.
func (s *site) history(chance *rand.Rand) (events []event) {
	n := len(s.phones)
	for _, due := range s.due {
		for range 1 + chance.IntN(3) {
			giver := chance.IntN(n)
			in := s.handover(due, 1+int64(chance.IntN(2)))
			s.name(in.ID, "handover", len(events))
			events = append(events, s.does(giver, "handover.record", in))
			if chance.IntN(4) == 0 {
				events = append(events, s.does(giver, "handover.undo", distribution.HandoverUndo{ID: db.NewID(), Handover: in.ID, Reason: "by_mistake"}))
			}
		}
	}
	for i, code := range s.blank[:2] {
		family := registration()
		s.name(family.ID, "new family", i)
		events = append(events, s.does(i, "household.register", family),
			s.does((i+1)%n, "card.bind", card.CardBind{Card: code, Household: family.ID}),
			s.does((i+2)%n, "handover.record", s.handover(dueRow{Code: code}, 1)),
			s.does((i+3)%n, "damage.assess", damage.DamageAssess{
				ID: damage.ID(db.NewID()), Household: family.ID, Grade: 2, House: household.Kutcha,
			}))
	}
	for i := range n {
		events = append(events, s.does(i, "custody.close", distribution.CustodyClose{
			ID: db.NewID(), Distribution: s.id, Counted: []distribution.CountedItem{{Item: s.item, Quantity: int64(chance.IntN(3))}},
		}))
	}
	return events
}

// state is the part of the database that must not depend on the order of arrival.
func (s *site) state() string {
	s.Helper()
	var lines []string
	for _, question := range []string{
		`SELECT COALESCE(CAST(entitlement AS TEXT), '-') || ' ' || status || ' ' || CAST(COUNT(*) AS TEXT)
			FROM handover_record WHERE status <> 'undone' GROUP BY entitlement, status`,
		`SELECT CAST(id AS TEXT) || ' undone' FROM handover_record WHERE status = 'undone'`,
		`SELECT account || ' ' || CAST(quantity AS TEXT) FROM balance WHERE quantity <> 0`,
		`SELECT 'waiting ' || CAST(COUNT(*) AS TEXT) FROM deferred`,
		`SELECT 'families ' || CAST(COUNT(*) AS TEXT) FROM household`,
		`SELECT 'assessed ' || CAST(COUNT(*) AS TEXT) FROM assessment`,
		`SELECT 'open doubles ' || CAST(COUNT(*) AS TEXT) FROM exception x LEFT JOIN exception_settlement s ON s.exception = x.id
			WHERE x.kind = 'double_handover' AND s.exception IS NULL`,
	} {
		s.read(actor.System(), func(tx *db.Tx) error {
			var some []string
			err := tx.Raw(question).Scan(&some).Error
			lines = append(lines, some...)
			return err
		})
	}
	var names []string
	for i, due := range s.due {
		names = append(names, string(due.ID), fmt.Sprintf("entitlement %d", i), string(due.Household), fmt.Sprintf("family %d", i))
	}
	for i, phone := range s.phones {
		names = append(names, string(phone.Credential), fmt.Sprintf("phone %d", i))
	}
	names = append(names, string(s.store), "store", string(s.item), "item")
	names = append(names, s.named...)
	text := strings.NewReplacer(names...).Replace(strings.Join(lines, "\n"))
	lines = strings.Split(text, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// play lets a day happen and its events arrive in one of its orders, on a database of its own that is gone afterwards.
func play(t *testing.T, engine db.Engine, seed uint64, order func([]event), sweeps int) (state string) {
	t.Helper()
	t.Run(fmt.Sprint("history ", seed), func(t *testing.T) {
		p := newPhone(t, engine)
		s := newSite(p, 5, 0, 4)
		for i := range s.phones {
			s.load(i, 4)
		}
		events := s.history(rand.New(rand.NewPCG(seed, 20)))
		order(events)
		for _, e := range events {
			if o := s.arrives(e); o.Status != journal.StatusApplied && o.Status != journal.StatusDeferred {
				t.Fatalf("history %d: %+v of %s", seed, o, e.record)
			}
		}
		for range sweeps {
			if _, err := p.door.ResolveWaiting(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		s.clean()
		state = s.state()
	})
	return state
}

// B20: the same events, in whatever order they arrive, end in the same state.
func TestB20_TheOrderOfArrivalDoesNotMatter(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		for seed := range uint64(max(2, testkit.Scale(200))) {
			first, second := play(t, engine, seed, shuffled(1), sweeping), play(t, engine, seed, shuffled(2), sweeping)
			if first != second {
				t.Fatalf("history %d ends in two states:\n%s\n\n%s", seed, first, second)
			}
		}
	})
}

// sweeping is how often the sweep runs after the last arrival.
const sweeping = 3

func shuffled(order uint64) func([]event) {
	return func(events []event) {
		chance := rand.New(rand.NewPCG(order, order))
		chance.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
	}
}

// The control: without the sweep of deferred facts, the same check finds a dependence on the order.
func TestB20_Control(t *testing.T) {
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		forth, back := func([]event) {}, func(events []event) { slices.Reverse(events) }
		if play(t, engine, 1, forth, 0) == play(t, engine, 1, back, 0) {
			t.Error("what waits for ever looks like what was decided")
		}
	})
}
