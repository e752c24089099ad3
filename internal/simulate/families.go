package simulate

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/household"
)

const (
	mostInBatch = 1000 // cards
	sizes       = 7    // of families, from a single person up
)

// Names so frequent in the delta that a search returns several families, as it does there.
var (
	given = []string{
		"Sabita", "Fatema", "Mina", "Rahima", "Kalpana", "Sheuli", "Asma", "Jharna", "Rokeya", "Anima", "Purnima", "Hasina",
		"Malati", "Sufia", "Bina", "Ayesha", "Lakshmi", "Nurjahan", "Shefali", "Tulsi", "Monowara", "Gita", "Jamila",
	}
	surnames = []string{
		"Mondal", "Khatun", "Sardar", "Bibi", "Naskar", "Halder", "Gazi", "Das", "Molla", "Mistri", "Sheikh", "Baidya",
		"Laskar", "Pramanik", "Gayen", "Munda", "Biswas", "Tarafdar", "Jana",
	}
)

// nameOf returns the i-th family's name; names repeat after some hundred.
func nameOf(i int) string { return given[i%len(given)] + " " + surnames[i/len(given)%len(surnames)] }

func (b *builder) families(ctx context.Context, size Size) error {
	cards, err := b.cards(ctx, size.Families)
	if err != nil {
		return err
	}
	for i := range size.Others {
		if err := b.submit(ctx, b.office, "household.register", b.family(i)); err != nil {
			return err
		}
	}
	for i, bound := range cards {
		family := b.family(i)
		seen := damage.DamageAssess{
			ID: damage.ID(db.NewID()), Household: family.ID, Grade: damage.Severe, House: household.Kutcha,
		}
		for _, step := range []struct {
			who     actor.Actor
			kind    string
			payload any
		}{
			{b.office, "household.register", family},
			{b.office, "card.bind", card.CardBind{Card: bound.Code, Household: family.ID}},
			{b.office, "damage.assess", seen},
			{b.other, "damage.verify", damage.DamageVerify{ID: db.NewID(), Assessment: seen.ID, Grade: seen.Grade}},
		} {
			if err := b.submit(ctx, step.who, step.kind, step.payload); err != nil {
				return err
			}
		}
		b.world.Families = append(b.world.Families, Family{
			Household: family.ID, Name: family.Name, Size: 1 + i%sizes, Token: bound.Token, Code: bound.Code,
		})
	}
	return nil
}

func (b *builder) family(i int) household.HouseholdRegister {
	return household.HouseholdRegister{
		ID: household.ID(db.NewID()), Area: b.world.Area, Name: nameOf(i),
		People: household.People{Women: 1, Girls: i % sizes}, House: household.Kutcha,
		Consent: household.ConsentGiven{Given: true, How: "played", Language: "bn"},
	}
}

// cards prints blank cards.
func (b *builder) cards(ctx context.Context, many int) (cards []card.Printable, err error) {
	for len(cards) < many && err == nil {
		batch := card.CardPrintBatch{
			ID: card.BatchID(db.NewID()), Name: "Simulation", Cards: min(mostInBatch, many-len(cards)),
		}
		if err = b.submit(ctx, b.office, "card.print_batch", batch); err != nil {
			return nil, err
		}
		err = b.store.Read(ctx, b.office, func(tx *db.Tx) error {
			printed, err := b.keys.Printables(tx, batch.ID)
			cards = append(cards, printed...)
			return err
		})
	}
	return cards, err
}
