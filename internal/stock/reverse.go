package stock

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// StockReverse is the payload of stock.reverse: a movement that was a mistake, and why. ID is the reversing movement's.
type StockReverse struct {
	ID       MovementID `json:"id" format:"uuid" fault:"not_an_id"`
	Movement MovementID `json:"movement" format:"uuid" fault:"not_an_id"`
	Reason   string     `json:"reason" minLength:"1" maxLength:"200"`
}

// Validate checks the form.
func (in StockReverse) Validate() error { return form.Check(in) }

// Reverse corrects a receipt, a dispatch, an acceptance or a load of custody by a movement with the opposite legs;
// nothing is changed in place. A reversed dispatch closes its waybill, and a reversed acceptance puts the waybill back
// in transit, to be counted again. Faults: `already_reversed`, `not_reversible` (a reversal, or a movement of another
// package), `waybill_not_open` (an accepted dispatch), `insufficient_stock` (the goods have left the store).
func Reverse(tx *db.Tx, e journal.Entry, in StockReverse) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	original, err := ownMovement(tx, in.Movement, actor.Coordinator)
	if err != nil {
		return journal.Outcome{}, atPath(err, "/movement")
	}
	mirror := Movement{
		ID: in.ID, Entry: e.ID, Kind: MovementReverse, Document: original.Document, Party: original.Party,
		Reason: in.Reason, Reverses: original.ID, Legs: opposite(original.Legs),
	}
	legs, err := balanced(mirror)
	if err != nil {
		return journal.Outcome{}, err
	}
	if original.Kind == MovementLoad {
		if err := refill(tx, e, original); err != nil {
			return journal.Outcome{}, err
		}
	}
	if err := insertMovement(tx, mirror); err != nil {
		return journal.Outcome{}, err
	}
	// The waybill is locked before the balances, as in Accept, to avoid a deadlock.
	if err := undoWaybill(tx, original); err != nil {
		return journal.Outcome{}, err
	}
	// With the program's scope: goods in transit belong to the sender, and the actor may be the receiver.
	return journal.Applied(), tx.AsProgram(func() error { return post(tx, mirror.ID, legs) })
}

func opposite(legs []Leg) []Leg {
	mirrored := make([]Leg, len(legs))
	for i, leg := range legs {
		mirrored[i] = Leg{leg.Account, leg.Item, -leg.Quantity}
	}
	return mirrored
}

// refill returns to custody what a count has booked as missing of a load that is reversed now: the discrepancy was that
// of goods that were never handed out.
func refill(tx *db.Tx, e journal.Entry, load Movement) error {
	m := Movement{ID: MovementID(db.NewID()), Entry: e.ID, Kind: "custody_refill"}
	var store StoreID
	for _, leg := range load.Legs {
		if kind, id := leg.Account.split(); kind == accountStore {
			store = StoreID(id)
		}
	}
	for _, leg := range load.Legs {
		if kind, _ := leg.Account.split(); kind != accountCustody {
			continue
		}
		held, err := lockBalances(tx, leg.Account)
		if err != nil {
			return err
		}
		if lack := leg.Quantity - held[leg.Item]; lack > 0 && store != "" {
			m.Legs = append(m.Legs, Leg{leg.Account, leg.Item, lack}, Leg{StoreDiscrepancy(store), leg.Item, -lack})
		}
	}
	if len(m.Legs) == 0 {
		return nil
	}
	return Move(tx, m)
}

// undoWaybill resets the waybill of a reversed movement, or rejects a movement that cannot be reversed here.
func undoWaybill(tx *db.Tx, original Movement) error {
	switch original.Kind {
	case MovementReceive, MovementLoad:
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
