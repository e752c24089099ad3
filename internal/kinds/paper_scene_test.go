package kinds_test

import (
	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/paper"
)

// issued prints blank forms and returns their first number.
func (sc *scene) issued(all staff, sheets int) (first paper.Number) {
	sc.Helper()
	sc.take(all.coordinator, "paper.issue", paper.PaperIssue{
		ID: paper.RunID(sc.id()), Layout: paper.SansadSheet, Sheets: sheets, Language: "bn",
	})
	err := sc.s.Read(sc.Context(), all.coordinator, func(tx *db.Tx) error {
		runs, err := paper.Runs(tx)
		first = runs[0].First
		return err
	})
	if err != nil {
		sc.Fatal(err)
	}
	return first
}

func (sc *scene) filledIn(n paper.Number, by actor.Actor, where area.Key) paper.PaperEnter {
	r, grade := sc.registration(where), damage.Severe
	return paper.PaperEnter{
		ID: r.ID, Number: n.String(), Worker: by.Account, FilledAt: db.At(sc.now), Consent: r.Consent, Area: r.Area, Name: r.Name,
		Phone: r.Phone, PhoneOf: r.PhoneOf, People: r.People, Criteria: r.Criteria, House: r.House, Mark: r.Mark,
		NotSameAs: r.NotSameAs, Assessment: damage.ID(sc.id()), Grade: &grade,
	}
}

// papers prints forms, enters them for new families and for one that is registered, cancels one, types one a second time
// and decides what differs.
func (sc *scene) papers(all staff, cards []card.Card) {
	sc.Helper()
	sc.extras(func() { sc.issued(all, 1) })
	first := sc.issued(all, 2)
	first += 10 - first%10
	form := sc.filledIn(first, all.worker, village)
	form.Name = "Zohra Sardar"
	sc.take(all.coordinator, "paper.enter", form)
	known := sc.filledIn(first+1, all.verifier, village)
	known.ID, known.Known, known.Card = sc.family(all, village), true, cards[0].Code
	sc.extras(func() { sc.carded(all, known.ID, sc.printed(all, 1)[0]) })
	sc.take(all.coordinator, "paper.enter", known)
	unlisted := sc.filledIn(first+2, all.verifier, block)
	unlisted.WrittenPlace = "Majher Para"
	sc.take(all.coordinator, "paper.enter", unlisted)
	sc.take(all.coordinator, "paper.cancel", paper.PaperCancel{Number: (first + 3).String(), Reason: "spoiled"})
	sc.decidedTwice(all, form, cards[1])
}

// decidedTwice types a form a second time, and decides what differs.
func (sc *scene) decidedTwice(all staff, form paper.PaperEnter, given card.Card) {
	sc.Helper()
	again := form
	again.Name, again.People.Boys = "Zohra Molla", 2
	sc.take(all.worker, "paper.retype", paper.PaperRetype(again))
	sc.extras(func() {
		sc.carded(all, form.ID, sc.printed(all, 1)[0])
		sc.consents(all, form.ID)
	})
	name, boys, grade := again.Name, 2, damage.Destroyed
	sc.take(all.approver, "paper.settle", paper.PaperSettle{
		Household: form.ID, Number: form.Number, BaseVersion: 1, Name: &name, People: &household.PeopleChanged{Boys: &boys},
		Assessment: damage.ID(sc.id()), Grade: &grade, Card: given.Code,
	})
}
