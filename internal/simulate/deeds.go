package simulate

import (
	"fmt"
	"time"

	"tripol/internal/area"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
)

// act performs one action of a worker: mostly a handover, otherwise a registration and an assessment.
func (p *phone) act(visitors []string) error {
	dice := p.chance.IntN(20)
	switch {
	case dice < 10 && len(visitors) > 0:
		return p.handOver(visitors[p.chance.IntN(len(visitors))])
	case dice == 10 && p.last != nil:
		return p.undo()
	case dice == 11:
		return p.report()
	case dice == 12:
		return p.searched()
	default:
		return p.visit()
	}
}

// handOver serves a family on the phone's list, or one that is not while the quota lasts. The same phone never serves a
// card twice.
func (p *phone) handOver(code string) error {
	entitlement, listed := p.site.due[code]
	if p.served[code] || !listed && p.offList >= p.site.Quota {
		return nil
	}
	in := distribution.HandoverRecord{
		ID: distribution.HandoverID(db.NewID()), Distribution: p.world.Distribution, Card: code, How: "code",
		Entitlement: distribution.EntitlementID(entitlement), Collector: distribution.Self,
		Items: []distribution.HandedItem{{Item: p.world.Item, Quantity: 1}},
	}
	if !listed {
		in.OffList = "list_is_old"
	}
	s := Saved{Subject: string(in.ID), Code: code, Quantity: 1}
	if err := p.record("handover.record", in, s); err != nil {
		return err
	}
	p.last = &s
	return nil
}

// undo undoes the last handover. The family may come to another phone afterwards.
func (p *phone) undo() error {
	in := distribution.HandoverUndo{
		ID: db.NewID(), Handover: distribution.HandoverID(p.last.Subject), Reason: "by_mistake",
	}
	s := Saved{Subject: in.ID, Handover: p.last.Subject}
	p.last = nil
	return p.record("handover.undo", in, s)
}

func (p *phone) report() error {
	in := damage.SituationReport{
		ID: db.NewID(), Area: p.world.Area, Day: time.Now().UTC().Format(time.DateOnly), Flooded: "part", Power: "out",
		Water: "unsafe", Road: "open", Market: "closed",
	}
	return p.record("situation.report", in, Saved{Subject: in.ID})
}

func (p *phone) searched() error {
	in := distribution.ListSearched{Distribution: p.world.Distribution, By: "phone", Answers: 2}
	return p.record("list.searched", in, Saved{})
}

// visit registers a family with a unique name and assesses its house.
func (p *phone) visit() error {
	name := fmt.Sprintf("Simulated %d-%d-%d", p.Seed, p.number, p.seq)
	family := newFamily(p.world.Area, name)
	if err := p.record("household.register", family, Saved{Subject: string(family.ID), Name: name}); err != nil {
		return err
	}
	seen := damage.DamageAssess{
		ID: damage.ID(db.NewID()), Household: family.ID, Grade: damage.Severe, House: household.Kutcha,
	}
	return p.record("damage.assess", seen, Saved{Subject: string(seen.ID)})
}

func newFamily(place area.Key, name string) household.HouseholdRegister {
	return household.HouseholdRegister{
		ID: household.ID(db.NewID()), Area: place, Name: name, People: household.People{Women: 1, Boys: 2},
		House: household.Kutcha, Consent: household.ConsentGiven{Given: true, How: "played", Language: "bn"},
	}
}
