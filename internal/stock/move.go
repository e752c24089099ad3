package stock

import (
	"cmp"
	"fmt"
	"slices"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/words"
)

// Move writes a movement with its legs and updates the balances. Constraints decide, never a read: each balance is
// changed by one conditional statement, in the order of the accounts, and the affected rows tell whether the stock was
// sufficient. Concurrent movements of the same goods therefore wait for each other without deadlock.
//
// Faults: `insufficient_stock` with the numbers item, asked, left and store; `already_reversed` for a second reversal.
// The caller checks the actor's rights.
func Move(tx *db.Tx, m Movement) error {
	if tx.Actor.Organisation == "" { // row-level security would hide its legs and balances
		return fmt.Errorf("movement %s belongs to no organisation", m.ID)
	}
	legs, err := balanced(m)
	if err != nil {
		return err
	}
	if err := insertMovement(tx, m); err != nil {
		return err
	}
	return post(tx, m.ID, legs)
}

// post writes the legs of a stored movement and updates the balances.
func post(tx *db.Tx, id MovementID, legs []Leg) error {
	if err := insertLegs(tx, id, legs); err != nil {
		return err
	}
	return applyLegs(tx, legs)
}

// balanced adds up the legs of the same account and item, drops zero sums, sorts the rest in lock order, and rejects
// legs that do not sum to zero per item. Such legs are a bug, not a user's error, so the error is not a fault. In lock
// order accounts with a floor come first: a handover and its reversal both lock the store before the household.
func balanced(m Movement) ([]Leg, error) {
	type side struct {
		account Account
		item    ItemID
	}
	sums, perItem := map[side]int64{}, map[ItemID]int64{}
	for _, leg := range m.Legs {
		kind, id := leg.Account.split()
		if _, known := floored[kind]; !known || id == "" {
			return nil, fmt.Errorf("movement %s has an unknown kind of account: %q", m.ID, leg.Account)
		}
		sums[side{leg.Account, leg.Item}] += leg.Quantity
		perItem[leg.Item] += leg.Quantity
	}
	for item, sum := range perItem {
		if sum != 0 {
			return nil, fmt.Errorf("movement %s is not balanced: its legs of item %s sum to %d", m.ID, item, sum)
		}
	}
	legs := make([]Leg, 0, len(sums))
	for s, quantity := range sums {
		if quantity != 0 {
			legs = append(legs, Leg{s.account, s.item, quantity})
		}
	}
	if len(legs) == 0 {
		return nil, fmt.Errorf("movement %s moves nothing", m.ID)
	}
	slices.SortFunc(legs, func(a, b Leg) int {
		return cmp.Or(cmp.Compare(lockRank(a.Account), lockRank(b.Account)), cmp.Compare(a.Account, b.Account),
			cmp.Compare(a.Item, b.Item))
	})
	return legs, nil
}

// lockRank is an account's position in the lock order.
func lockRank(account Account) int {
	if kind, _ := account.split(); floored[kind] {
		return 0
	}
	return 1
}

// applyLegs updates the balances in lock order; consecutive unconditional updates share a statement.
func applyLegs(tx *db.Tx, legs []Leg) error {
	var deposits []Leg
	for _, leg := range legs {
		kind, _ := leg.Account.split()
		if leg.Quantity > 0 || !floored[kind] {
			deposits = append(deposits, leg)
			continue
		}
		if err := deposit(tx, deposits); err != nil {
			return err
		}
		deposits = nil
		if err := withdraw(tx, leg); err != nil {
			return err
		}
	}
	return deposit(tx, deposits)
}

// insufficientStock returns the fault with the requested and the remaining quantity. It reads after the decision, for
// the message only.
func insufficientStock(tx *db.Tx, leg Leg) error {
	left, err := balanceOf(tx, leg.Account, leg.Item)
	if err != nil {
		return err
	}
	item, err := itemNamed(tx, leg.Item)
	if err != nil {
		return err
	}
	place, err := placeName(tx, leg.Account)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "insufficient_stock", "There is not enough of this item.").
		With("item", cmp.Or(item.Code, string(leg.Item))).With("item_name", item.Name).
		With("item_name_bn", item.NameBN).With("item_name_hi", item.NameHI).
		With("asked", -leg.Quantity).With("left", left).
		With("store", place.Name).With("store_bn", place.NameBN).With("store_hi", place.NameHI)
}

// placeName returns the display name of an account: a store's name, or the waybill of goods in transit.
func placeName(tx *db.Tx, account Account) (words.Names, error) {
	kind, id := account.split()
	plain := words.Names{Name: string(account)}
	switch kind {
	case accountStore:
		names, err := StoreNames(tx, []StoreID{StoreID(id)})
		return cmp.Or(names[StoreID(id)], plain), err
	case accountTransit:
		number, err := waybillNumber(tx, WaybillID(id))
		return cmp.Or(words.Names{Name: number}, plain), err
	}
	return plain, nil
}
