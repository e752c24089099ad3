package distribution

import (
	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// Give decides a handover before the goods leave the distributor's hands: kind handover.give.
//
//	authorise → card → the household's entitlement → INSERT handover → goods from the store to the household
//
// The unique index handover_once decides between two distributors with the same card: the second INSERT waits for the
// first's commit and then inserts nothing. There is no check-then-write. If the store is short, everything is rolled
// back. The handover is one line of the muster roll.
func Give(tx *db.Tx, e journal.Entry, in HandoverGive) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Distributor, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	shown, err := card.Resolve(tx, in.Card)
	if err != nil {
		return journal.Outcome{}, atPath("/card", err)
	}
	if err := requireUsable(shown); err != nil {
		return journal.Outcome{}, err
	}
	claim, err := claimOf(tx, in.Distribution, shown, holdOpen)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := claim.requirePayable(); err != nil {
		return journal.Outcome{}, err
	}
	if err := accept(tx, e, in, claim); err != nil {
		return journal.Outcome{}, err
	}
	from, err := source(tx, e.Credential, claim.Distribution, claim.Store)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := stock.Move(tx, claim.movement(e, in.ID, from)); err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("items", claim.Items), nil
}

// usable rejects one of our cards that entitles no household.
func requireUsable(shown card.Card) error {
	switch shown.State {
	case card.Bound:
		return nil
	case card.Withdrawn:
		return fault.New(fault.Conflict, "card_withdrawn", "This card has been cancelled.").At("/card")
	case card.Expired:
		return fault.New(fault.Conflict, "card_expired", "This card has expired.").At("/card")
	case card.Blank:
	}
	return fault.New(fault.Conflict, "card_not_bound", "This card is not bound to a household yet.").At("/card")
}

// payable rejects if the distribution is not open, or the household is not on its list.
func (c claim) requirePayable() error {
	if c.State != Opened {
		return fault.New(fault.Conflict, "distribution_not_open", "This distribution is not open.").
			At("/distribution").With("state", c.State)
	}
	if c.Entitlement == "" {
		return fault.New(fault.Conflict, "not_on_list", "This card is not on this list.").At("/card")
	}
	return nil
}

// accept inserts the handover. If nothing is inserted, another handover was first.
func accept(tx *db.Tx, e journal.Entry, in HandoverGive, c claim) error {
	return insertHandover(tx, handoverRow{
		ID: in.ID, Organisation: c.Organisation, Entry: e.ID, Entitlement: c.Entitlement, Distribution: c.Distribution,
		Household: c.Household, Card: c.Card, Collector: in.Collector, Status: accepted, GivenBy: tx.Actor.Account,
		GivenAt: tx.Now,
	}, func() error { return alreadyServed(tx, c) })
}

// served returns the fault that another handover was first, with its time and place.
func alreadyServed(tx *db.Tx, c claim) error {
	first, there, err := handoverOf(tx, c.Entitlement)
	if err != nil {
		return err
	}
	if !there {
		return idTaken()
	}
	return fault.New(fault.Conflict, "already_served", "This household has already collected.").
		At("/card").With("at", first.GivenAt).With("place", c.Site.Name).
		With("place_bn", c.Site.NameBN).With("place_hi", c.Site.NameHI)
}

// movementKind is the ledger's kind of a handover.
const movementKind = stock.MovementHandover

// movement returns the movement of the goods from their account to the household. Its id is the handover's.
func (c claim) movement(e journal.Entry, id HandoverID, from stock.Account) stock.Movement {
	m := stock.Movement{ID: stock.MovementID(id), Entry: e.ID, Kind: movementKind}
	for _, item := range c.Items {
		m.Legs = append(m.Legs,
			stock.Leg{Account: from, Item: item.Item, Quantity: -item.Quantity},
			stock.Leg{Account: stock.HouseholdAccount(string(c.Household)), Item: item.Item, Quantity: item.Quantity})
	}
	return m
}

func idTaken() *fault.Fault {
	return fault.New(fault.Conflict, "duplicate", "A handover with this id exists already.").At("/id")
}
