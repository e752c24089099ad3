package stock

import (
	"tripol/internal/db"
)

// MovementHandover is the kind of a handover's movement.
const MovementHandover = "handover"

// Withdrawal is goods that have already left somebody's hands, so it is never rejected. A shortage of the account is
// taken from Fallback, which has no floor and stays negative until a person settles it.
type Withdrawal struct {
	From, To, Fallback Account
	Lines              []ItemQuantity
}

// HandOver writes the movement of goods that have already been handed over, and returns the account's shortage by item.
// The account's balances are locked until the end of the transaction, so that the quantities read are the quantities
// taken.
func HandOver(tx *db.Tx, m Movement, w Withdrawal) (lacked map[ItemID]int64, err error) {
	held, err := lockBalances(tx, w.From)
	if err != nil {
		return nil, err
	}
	lacked = map[ItemID]int64{}
	for _, line := range w.Lines {
		there := min(line.Quantity, max(0, held[line.Item]))
		if lack := line.Quantity - there; lack > 0 {
			lacked[line.Item] += lack
			m.Legs = append(m.Legs, Leg{w.Fallback, line.Item, -lack})
		}
		held[line.Item] -= there
		m.Legs = append(m.Legs, Leg{w.From, line.Item, -there}, Leg{w.To, line.Item, line.Quantity})
	}
	return lacked, Move(tx, m)
}

// Custody is the count of a phone's remaining goods, and the store they return to. Kept is what the phone's holder took
// after the count: as much stays in custody.
type Custody struct {
	Device  string // id of the phone's credential
	Store   StoreID
	Counted []ItemQuantity
	Kept    map[ItemID]int64
}

// CloseCustody returns the counted goods to a store and clears the custody account; the difference is booked to the
// store's discrepancy account: positive if goods are missing, negative if more came back than the account held.
func CloseCustody(tx *db.Tx, m Movement, c Custody) (differs map[ItemID]int64, err error) {
	custody := CustodyAccount(c.Device)
	held, err := lockBalances(tx, custody)
	if err != nil {
		return nil, err
	}
	differs = map[ItemID]int64{}
	for item, quantity := range held {
		quantity = max(0, quantity-c.Kept[item])
		differs[item] = quantity
		m.Legs = append(m.Legs, Leg{custody, item, -quantity})
	}
	for _, line := range c.Counted {
		differs[line.Item] -= line.Quantity
		m.Legs = append(m.Legs, Leg{StoreAccount(c.Store), line.Item, line.Quantity})
	}
	moves := false
	for item, quantity := range differs {
		if quantity != 0 {
			m.Legs = append(m.Legs, Leg{StoreDiscrepancy(c.Store), item, quantity})
		} else {
			delete(differs, item)
		}
	}
	for _, leg := range m.Legs {
		moves = moves || leg.Quantity != 0
	}
	if !moves { // the account is empty and nothing was counted
		return differs, nil
	}
	return differs, Move(tx, m)
}

// lockBalances reads an account's balances and locks them until the transaction ends.
func lockBalances(tx *db.Tx, account Account) (map[ItemID]int64, error) {
	text := "SELECT item, quantity FROM balance WHERE account = ? ORDER BY item"
	if tx.Engine == db.Postgres {
		text += " FOR UPDATE" // SQLite has one writer
	}
	var rows []Balance
	err := tx.Raw(text, string(account)).Scan(&rows).Error
	held := make(map[ItemID]int64, len(rows))
	for _, row := range rows {
		held[row.Item] = row.Quantity
	}
	return held, err
}

// TakeBack reverses the movement of an erroneous handover: m.ID is the reversing movement's id.
func TakeBack(tx *db.Tx, m Movement) error {
	var legs []legRow
	if err := tx.Where("movement = ?", string(m.Reverses)).Order("account, item").Find(&legs).Error; err != nil {
		return err
	}
	m.Kind = MovementReverse
	for _, leg := range legs {
		m.Legs = append(m.Legs, Leg{leg.Account, leg.Item, -leg.Quantity})
	}
	return Move(tx, m)
}

// Handed is the quantity of one item in one handover, from the ledger.
type Handed struct {
	Movement MovementID
	Item     ItemID
	Quantity int64
}

// HandedOver returns quantities by handover movement, sorted by id: the page after the given id.
func HandedOver(tx *db.Tx, after MovementID, limit int) (all []Handed, err error) {
	if after == "" {
		after = "00000000-0000-0000-0000-000000000000"
	}
	err = tx.Raw(`SELECT l.movement, l.item, CAST(SUM(l.quantity) AS BIGINT) AS quantity FROM leg l
		WHERE l.movement IN (SELECT id FROM movement WHERE kind = ? AND id > ? ORDER BY id LIMIT ?)
			AND (l.account LIKE 'household:%' OR l.account LIKE 'awaiting:%')
		GROUP BY l.movement, l.item ORDER BY l.movement`, MovementHandover, string(after), limit).Scan(&all).Error
	return all, err
}

// CustodyOf returns the custody balances of phones, by credential id.
func CustodyOf(tx *db.Tx, devices []string) (map[string][]Balance, error) {
	held := make(map[string][]Balance, len(devices))
	accounts := make([]string, len(devices))
	for i, device := range devices {
		accounts[i] = string(CustodyAccount(device))
	}
	var rows []struct {
		Account Account
		Balance
	}
	err := tx.Table("balance").Select("account, item, quantity").Where("account IN ? AND quantity <> 0", accounts).
		Order("account, item").Scan(&rows).Error
	for _, row := range rows {
		_, device := row.Account.split()
		held[device] = append(held[device], row.Balance)
	}
	return held, err
}

// Reversed returns those of the movements that another one reverses.
func Reversed(tx *db.Tx, movements []MovementID) (map[MovementID]bool, error) {
	reversed := map[MovementID]bool{}
	if len(movements) == 0 {
		return reversed, nil
	}
	var ids []MovementID
	err := tx.Model(&movementRow{}).Where("reverses IN ?", movements).Pluck("reverses", &ids).Error
	for _, id := range ids {
		reversed[id] = true
	}
	return reversed, err
}

// Charge charges a phone's custody for goods that a handover took from a store before the load of the phone had come:
// the store and its discrepancy account get back what the handover's movement took from them. A shortage of the custody
// is taken from the discrepancy account.
func Charge(tx *db.Tx, m Movement, handover MovementID, device string, store StoreID) error {
	from := []Account{StoreAccount(store), StoreDiscrepancy(store)}
	var taken []Leg
	err := tx.Table("leg").Select("account, item, quantity").
		Where("movement = ? AND account IN ? AND quantity < 0", string(handover), from).
		Order("account, item").Scan(&taken).Error
	if err != nil {
		return err
	}
	held, err := lockBalances(tx, CustodyAccount(device))
	if err != nil {
		return err
	}
	for _, leg := range taken {
		there := min(-leg.Quantity, max(0, held[leg.Item]))
		held[leg.Item] -= there
		m.Legs = append(m.Legs, Leg{leg.Account, leg.Item, -leg.Quantity},
			Leg{CustodyAccount(device), leg.Item, -there}, Leg{StoreDiscrepancy(store), leg.Item, there + leg.Quantity})
	}
	return Move(tx, m)
}

// TookFrom reports whether a movement took goods from an account.
func TookFrom(tx *db.Tx, movement MovementID, account Account) (bool, error) {
	var n int64
	err := tx.Table("leg").Where("movement = ? AND account = ? AND quantity < 0", string(movement), string(account)).
		Count(&n).Error
	return n > 0, err
}

// Received returns the quantities that movements brought into a phone holder's custody, by item.
func Received(tx *db.Tx, device string, movements []MovementID) (rows []Balance, err error) {
	if len(movements) == 0 {
		return nil, nil
	}
	err = tx.Table("leg").Select("item, CAST(SUM(quantity) AS BIGINT) AS quantity").
		Where("account = ? AND movement IN ?", string(CustodyAccount(device)), movements).
		Group("item").Order("item").Scan(&rows).Error
	return rows, err
}
