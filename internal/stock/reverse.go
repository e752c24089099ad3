package stock

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// StockReverse is the payload of stock.reverse: a movement that was a mistake, and why. ID is the reversing movement's.
type StockReverse struct {
	ID       MovementID `json:"id" format:"uuid"`
	Movement MovementID `json:"movement" format:"uuid"`
	Reason   string     `json:"reason"`
}

// Validate checks the form.
func (in StockReverse) Validate() error {
	return firstOf(
		checkID("/id", string(in.ID)),
		checkID("/movement", string(in.Movement)),
		checkText("/reason", in.Reason, 1, maxText),
	)
}

// Reverse mends a receipt, a dispatch or an acceptance by a movement with the opposite legs; nothing is changed in
// place. A reversed dispatch closes its waybill, and a reversed acceptance puts the waybill back on the road, to be
// counted again. It refuses with `already_reversed`, `not_reversible` (a reversal, or a movement that another room
// must undo), `waybill_not_open` (a dispatch that was accepted) or `insufficient_stock` (the goods have gone on).
func Reverse(tx *db.Tx, e journal.Entry, in StockReverse) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	original, err := ownMovement(tx, in.Movement, actor.Coordinator)
	if err != nil {
		return journal.Outcome{}, at(err, "/movement")
	}
	mirror := Movement{
		ID: in.ID, Entry: e.ID, Kind: MovementReverse, Document: original.Document, Party: original.Party,
		Reason: in.Reason, Reverses: original.ID, Legs: opposite(original.Legs),
	}
	legs, err := balanced(mirror)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := insertMovement(tx, mirror); err != nil {
		return journal.Outcome{}, err
	}
	// The waybill comes before the balances, as in Accept, so that the two wait for each other in one order.
	if err := undoWaybill(tx, original); err != nil {
		return journal.Outcome{}, err
	}
	// As the program: goods in transit belong to the sender, and the actor may be the receiver who accepted them.
	return journal.Applied(), tx.AsProgram(func() error { return post(tx, mirror.ID, legs) })
}

func opposite(legs []Leg) []Leg {
	mirrored := make([]Leg, len(legs))
	for i, leg := range legs {
		mirrored[i] = Leg{leg.Account, leg.Item, -leg.Quantity}
	}
	return mirrored
}

// undoWaybill sets the waybill of a reversed movement back, or refuses what cannot be reversed here.
func undoWaybill(tx *db.Tx, original Movement) error {
	switch original.Kind {
	case MovementReceive:
		return nil
	case MovementDispatch:
		return closeWaybill(tx, WaybillID(original.ID), WaybillSent)
	case MovementAccept:
		for _, leg := range original.Legs {
			if kind, id := leg.Account.split(); kind == accountTransit {
				return reopenWaybill(tx, WaybillID(id))
			}
		}
	}
	return fault.New(fault.Conflict, "not_reversible", "This movement cannot be reversed here.").
		At("/movement").With("kind", original.Kind)
}
