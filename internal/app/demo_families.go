package app

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"

	"tripol/internal/area"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/household"
)

// demoRandom is a seeded random source: every demonstration is the same.
type demoRandom struct{ *rand.Rand }

func newDemoRandom() *demoRandom { return &demoRandom{rand.New(rand.NewPCG(20, 5))} } //nolint:gosec // fictitious data

func (d *demoRandom) of(from []string) string { return from[d.IntN(len(from))] }

// Common names; none is of a real person.
var (
	womenNames = []string{
		"Sita",
		"Lakshmi",
		"Rekha",
		"Malati",
		"Amina",
		"Rahima",
		"Kajal",
		"Purnima",
		"Shefali",
		"Jahanara",
		"Basanti",
		"Anima",
		"Sabitri",
		"Hasina",
	}
	menNames = []string{
		"Haripada",
		"Sukumar",
		"Nirmal",
		"Abdul",
		"Karim",
		"Rabi",
		"Gopal",
		"Tarak",
		"Saiful",
		"Jagadish",
		"Bimal",
		"Nur",
		"Madhab",
		"Ratan",
	}
	surnames = []string{
		"Mondal",
		"Sardar",
		"Gazi",
		"Das",
		"Naskar",
		"Halder",
		"Molla",
		"Khatun",
		"Bibi",
		"Sheikh",
		"Mridha",
		"Baidya",
		"Munda",
		"Paik",
		"Gayen",
		"Laskar",
	}
	bengali = []string{
		"সীতা মণ্ডল",
		"রহিমা বিবি",
		"হরিপদ সরদার",
		"মালতী নস্কর",
		"করিম গাজী",
		"পূর্ণিমা হালদার",
		"আমিনা খাতুন",
		"গোপাল দাস",
	}
)

type family struct {
	household.HouseholdRegister
	grade damage.Grade
}

// register registers the families, several concurrently.
func (d *demonstration) register(ctx context.Context) error {
	for n := range d.families {
		d.houses = append(d.houses, d.randomFamily(n))
	}
	return d.each(ctx, func(ctx context.Context, f family) error {
		return d.submitAs(ctx, "sabita", "household.register", f.HouseholdRegister)
	})
}

// busiest are the percentages of families in the first block of the list, the second, and so on.
var busiest = []int{34, 22, 14, 12, 10, 8}

func (d *demonstration) randomFamily(n int) family {
	name := d.dice.of(womenNames) + " " + d.dice.of(surnames)
	if d.dice.IntN(2) == 0 {
		name = d.dice.of(menNames) + " " + d.dice.of(surnames)
	}
	if d.dice.IntN(8) == 0 {
		name = d.dice.of(bengali)
	}
	f := family{grade: damage.Grade(min(4, d.dice.IntN(6))), HouseholdRegister: household.HouseholdRegister{
		ID: household.ID(db.NewID()), Area: d.randomPanchayat(), Name: name,
		People: household.People{
			Women: 1 + d.dice.IntN(2), Men: d.dice.IntN(3), Girls: d.dice.IntN(3), Boys: d.dice.IntN(3),
			Infants: d.dice.IntN(5) / 4, Elderly: d.dice.IntN(4) / 3,
		},
		Criteria: []string{}, House: household.HouseTypes[d.dice.IntN(len(household.HouseTypes))],
		NotSameAs: []household.ID{},
		Mark:      household.Marks[d.dice.IntN(len(household.Marks))],
		Consent:   household.ConsentGiven{Given: true, How: household.ConsentWays[0], Language: "bn"},
	}}
	if n%3 != 0 { // one family in three has no phone
		f.Phone, f.PhoneOf = fmt.Sprintf("98%08d", n*37%100_000_000), household.PhoneOwners[1+d.dice.IntN(3)]
	}
	for _, criterion := range household.Criteria {
		if d.dice.IntN(9) == 0 {
			f.Criteria = append(f.Criteria, criterion)
		}
	}
	if d.dice.IntN(9) == 0 && n%40 == 0 {
		f.PrivateReason = 1
	}
	return f
}

// randomPanchayat returns a random panchayat, weighted by the damage of its block.
func (d *demonstration) randomPanchayat() area.Key {
	blocks := d.blocksWithPanchayats()
	at, roll := 0, d.dice.IntN(100)
	for at < len(blocks)-1 && at < len(busiest)-1 && roll >= busiest[at] {
		roll -= busiest[at]
		at++
	}
	var inside []area.Key
	for _, v := range d.villages {
		if v.Parent == blocks[at] {
			inside = append(inside, v.Key())
		}
	}
	return inside[d.dice.IntN(len(inside))]
}

func (d *demonstration) blocksWithPanchayats() (blocks []area.Key) {
	seen := map[area.Key]bool{}
	for _, v := range d.villages {
		if !seen[v.Parent] {
			seen[v.Parent] = true
			blocks = append(blocks, v.Parent)
		}
	}
	return blocks
}

// assess grades most houses and verifies most of those assessments.
func (d *demonstration) assess(ctx context.Context) error {
	return d.each(ctx, func(ctx context.Context, f family) error {
		last := f.ID[len(f.ID)-1]
		if last == '0' {
			return nil
		}
		finding := damage.DamageAssess{
			ID:        damage.ID(db.NewID()),
			Household: f.ID,
			Grade:     f.grade,
			House:     f.House,
			Photos:    nil,
		}
		if err := d.submitAs(ctx, "sabita", "damage.assess", finding); err != nil {
			return err
		}
		if last == '1' {
			return nil
		}
		return d.submitAs(
			ctx,
			"tapan",
			"damage.verify",
			damage.DamageVerify{ID: db.NewID(), Assessment: finding.ID, Grade: f.grade},
		)
	})
}

// each calls do for every family, thirty-two at a time, so that commits are grouped.
func (d *demonstration) each(ctx context.Context, do func(context.Context, family) error) error {
	const atOnce = 32
	queue := make(chan family)
	var all sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for range atOnce {
		all.Go(func() {
			for f := range queue {
				if err := do(ctx, f); err != nil {
					mu.Lock()
					failed = errors.Join(failed, err)
					mu.Unlock()
				}
			}
		})
	}
	for _, f := range d.houses {
		queue <- f
	}
	close(queue)
	all.Wait()
	return failed
}
