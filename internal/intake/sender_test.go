package intake_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/testkit"
)

// sender generates batches with a share of invalid entries, each in another way.
type sender struct {
	*rand.Rand
	kept       []journal.Entry // of earlier batches, to be sent again
	households []household.ID
}

func (s *sender) entry(kind string, payload any) journal.Entry {
	raw, err := json.Marshal(payload)
	if err != nil {
		panic(err) // these structs always have a JSON form
	}
	e := testkit.Entry(kind)
	e.Payload = raw
	return e
}

func (s *sender) registration(where area.Key) household.HouseholdRegister {
	names := []string{"Rahima Bibi", "সবিতা মণ্ডল", "Tapan Das", "Sk Anwar", "नूरजहाँ खातून"}
	return household.HouseholdRegister{
		ID: household.ID(db.NewID()), Area: where, Name: names[s.IntN(len(names))], Phone: "98765 43210", PhoneOf: "self",
		People: household.People{Women: 1, Boys: s.IntN(4)}, House: household.Kutcha,
		Consent: household.ConsentGiven{Given: true, How: "played", Language: "bn"},
	}
}

func (s *sender) assessment(of household.ID) damage.DamageAssess {
	return damage.DamageAssess{ID: damage.ID(db.NewID()), Household: of, Grade: damage.Grade(s.IntN(5)), House: household.Kutcha}
}

func (s *sender) report(of household.ID) damage.DamageReport {
	return damage.DamageReport{ID: db.NewID(), Household: of, Grade: damage.Grade(s.IntN(5)), Source: damage.FromList}
}

func (s *sender) some() household.ID {
	if len(s.households) == 0 {
		return household.ID(db.NewID())
	}
	return s.households[s.IntN(len(s.households))]
}

// good registers a family, or assesses the house of an earlier one, possibly of the same batch.
func (s *sender) good() journal.Entry {
	if len(s.households) > 0 && s.IntN(4) == 0 {
		return s.entry("damage.assess", s.assessment(s.some()))
	}
	if len(s.households) > 0 && s.IntN(4) == 0 {
		return s.entry("damage.report", s.report(s.some()))
	}
	in := s.registration([]area.Key{amlani, barunhat}[s.IntN(2)])
	s.households = append(s.households, in.ID)
	return s.entry("household.register", in)
}

// bad is an entry that cannot be accepted; batch is the list before it.
func (s *sender) bad(batch []journal.Entry) journal.Entry {
	before := append(append([]journal.Entry{}, s.kept...), batch...)
	if len(before) == 0 {
		before = append(before, s.good())
	}
	again := before[s.IntN(len(before))]
	in := s.registration(amlani)
	ways := []func() journal.Entry{
		func() journal.Entry { return s.entry("household.register", s.registration(hingalganj)) },
		func() journal.Entry { return s.entry("household.register", s.registration("block:9999")) },
		func() journal.Entry { in.ID = s.some(); return s.entry("household.register", in) },
		func() journal.Entry { in.Consent.Given = false; return s.entry("household.register", in) },
		func() journal.Entry { in.People = household.People{}; return s.entry("household.register", in) },
		func() journal.Entry { return s.entry("household.register", map[string]any{"nome": "x"}) },
		func() journal.Entry { return s.entry("household.vanish", in) },
		func() journal.Entry { return s.entry("damage.assess", s.assessment(household.ID(db.NewID()))) },
		func() journal.Entry { return s.entry("damage.report", s.report(household.ID(db.NewID()))) },
		func() journal.Entry {
			far := s.report(s.some())
			far.ReportedOn = "2999-12-31"
			return s.entry("damage.report", far)
		},
		func() journal.Entry { e := s.entry("household.register", in); e.Schema = 2; return e },
		func() journal.Entry { e := s.entry("household.register", in); e.ID = "x"; return e },
		func() journal.Entry { e := s.entry("household.register", in); e.Payload = []byte(`{"id":`); return e },
		func() journal.Entry { return again },
		func() journal.Entry { again.Payload = append([]byte(" "), again.Payload...); return again },
		func() journal.Entry { again.Kind = "damage.assess"; return again },
	}
	return ways[s.IntN(len(ways))]()
}

// batch generates up to n entries of which a percentage is invalid.
func (s *sender) batch(n, percent int) (batch []journal.Entry) {
	for range 1 + s.IntN(n) {
		if s.IntN(100) < percent {
			batch = append(batch, s.bad(batch))
		} else {
			batch = append(batch, s.good())
		}
	}
	s.kept = append(s.kept, batch...)
	if len(s.kept) > 300 {
		s.kept = s.kept[len(s.kept)-300:]
	}
	return batch
}

// delivery is a batch with its sender.
type delivery struct {
	who   actor.Actor
	batch []journal.Entry
}

var worker = testkit.Only(testkit.Actor(actor.OutreachWorker), hasnabad)

// deliveries generates batches with 1 to 100 % invalid entries; some exceed a group.
func (s *sender) deliveries(n int) (all []delivery) {
	people := []actor.Actor{worker, worker, worker, worker, testkit.Stranger(actor.OutreachWorker), testkit.Actor(actor.Auditor)}
	for i := range n {
		size := 30
		if i%20 == 7 {
			size = 400
		}
		all = append(all, delivery{people[s.IntN(len(people))], s.batch(size, 1+s.IntN(100))})
	}
	return all
}

// mixed is a small batch with one valid, one rejected and one dependent entry.
func (s *sender) mixed() []delivery {
	first, twin := s.registration(amlani), s.registration(barunhat)
	twin.ID = first.ID
	return []delivery{{worker, []journal.Entry{
		s.entry("household.register", first), s.entry("household.register", s.registration(hingalganj)),
		s.entry("household.register", twin), s.entry("household.register", s.registration(amlani)),
		s.entry("household.register", s.registration(barunhat)), s.entry("damage.assess", s.assessment(first.ID)),
	}}}
}

// reported is a batch of reported grades with an unknown family, a repeated id and valid ones.
func (s *sender) reported() []delivery {
	one, other := s.registration(amlani), s.registration(barunhat)
	first, twin := s.report(one.ID), s.report(other.ID)
	twin.ID = first.ID
	return []delivery{
		{worker, []journal.Entry{s.entry("household.register", one), s.entry("household.register", other)}},
		{worker, []journal.Entry{
			s.entry("damage.report", first), s.entry("damage.report", s.report(household.ID(db.NewID()))),
			s.entry("damage.report", twin), s.entry("damage.report", s.report(other.ID)),
		}},
	}
}

func newSender(t *testing.T) *sender {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return &sender{Rand: rand.New(rand.NewPCG(seed, 13))}
}
