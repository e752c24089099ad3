package stock

import (
	"cmp"
	"fmt"
	"slices"

	"tripol/internal/db"
	"tripol/internal/fault"
)

// Move writes a movement with its legs and shifts the balances. It decides nothing by reading: each balance is changed
// by one conditional statement, in the order of the accounts, and the rows affected say whether there was enough. So
// movements that race for the same goods wait for each other and never lock each other out.
//
// It refuses with `insufficient_stock` and the numbers item, asked, left and store, and a second reversal with
// `already_reversed`. Who may move what is the caller's to decide.
func Move(tx *db.Tx, m Movement) error {
	if tx.Actor.Organisation == "" { // its legs and balances would be hidden from whoever holds the goods
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

// post writes the legs of a movement that is in the ledger and shifts the balances.
func post(tx *db.Tx, id MovementID, legs []Leg) error {
	if err := insertLegs(tx, id, legs); err != nil {
		return err
	}
	return shift(tx, legs)
}

// balanced adds up legs of the same account and item, drops what cancels out, sorts the rest in lock order, and
// refuses legs that do not sum to zero per item. Such legs are a mistake of the program, not of a person, so the error
// is no fault. In lock order the accounts with a floor come first: who hands out holds the store before the household,
// and so does who takes back.
func balanced(m Movement) ([]Leg, error) {
	type side struct {
		account Account
		item    ItemID
	}
	sums, perItem := map[side]int64{}, map[ItemID]int64{}
	for _, leg := range m.Legs {
		kind, id := leg.Account.split()
		if _, known := floored[kind]; !known || id == "" {
			return nil, fmt.Errorf("movement %s names an account that is none: %q", m.ID, leg.Account)
		}
		sums[side{leg.Account, leg.Item}] += leg.Quantity
		perItem[leg.Item] += leg.Quantity
	}
	for item, sum := range perItem {
		if sum != 0 {
			return nil, fmt.Errorf("movement %s does not close: its legs of item %s sum to %d", m.ID, item, sum)
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
		return cmp.Or(cmp.Compare(rank(a.Account), rank(b.Account)), cmp.Compare(a.Account, b.Account),
			cmp.Compare(a.Item, b.Item))
	})
	return legs, nil
}

// rank is an account's place in the lock order.
func rank(account Account) int {
	if kind, _ := account.split(); floored[kind] {
		return 0
	}
	return 1
}

// shift changes the balances leg by leg in lock order; neighbours that cannot be refused share a statement.
func shift(tx *db.Tx, legs []Leg) error {
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

// lacking says what was asked and what is left, in the words of the place. It is read after the decision, for the
// message only.
func lacking(tx *db.Tx, leg Leg) error {
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
		With("item_name_bn", item.NameBN).With("item_name_hi", item.NameHI).With("asked", -leg.Quantity).With("left", left).With("store", place)
}

// placeName is how people call an account: a store by its name, goods on the way by their waybill.
func placeName(tx *db.Tx, account Account) (string, error) {
	kind, id := account.split()
	switch kind {
	case accountStore:
		names, err := StoreNames(tx, []StoreID{StoreID(id)})
		return cmp.Or(names[StoreID(id)], string(account)), err
	case accountTransit:
		number, err := waybillNumber(tx, WaybillID(id))
		return cmp.Or(number, string(account)), err
	}
	return string(account), nil
}
