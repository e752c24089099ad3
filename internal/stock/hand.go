package stock

import (
	"tripol/internal/db"
)

// MovementHandover is what the ledger calls goods that were handed to a household.
const MovementHandover = "handover"

// Withdrawal is goods that have left somebody's hand: it has happened, so it is never refused. What the account did not
// hold is taken from Fallback, which has no floor and runs below nought until a person settles it.
type Withdrawal struct {
	From, To, Fallback Account
	Lines              []Line
}

// HandOver writes a movement of goods that have left the hand, and gives what the account lacked, by item. The
// account's balances are held from the reading to the end of the transaction, so what is taken is what is there.
func HandOver(tx *db.Tx, m Movement, w Withdrawal) (lacked map[ItemID]int64, err error) {
	held, err := holdBalances(tx, w.From)
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

// Custody is what a phone's holder counted, and the store it goes back to.
type Custody struct {
	Device  string // the phone's credential
	Store   StoreID
	Counted []Line
}

// CloseCustody brings what was counted back to a store and clears the custody account; what differs stands in the
// store's discrepancy account: above nought when goods are missing, below when more came back than was there.
func CloseCustody(tx *db.Tx, m Movement, c Custody) (differs map[ItemID]int64, err error) {
	custody := CustodyAccount(c.Device)
	held, err := holdBalances(tx, custody)
	if err != nil {
		return nil, err
	}
	differs = map[ItemID]int64{}
	for item, quantity := range held {
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
	if !moves { // nothing was left and nothing was counted
		return differs, nil
	}
	return differs, Move(tx, m)
}

// holdBalances reads what an account holds and keeps others from changing it until the transaction ends.
func holdBalances(tx *db.Tx, account Account) (map[ItemID]int64, error) {
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

// TakeBack reverses a movement of goods that were handed over by mistake: id is the reversing movement's.
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

// Handed is how much of one item one handover gave, by the ledger.
type Handed struct {
	Movement MovementID
	Item     ItemID
	Quantity int64
}

// HandedOver reads what movements of handovers gave, in the order of their ids, after the given one.
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

// CustodyOf is what phones hold, by the credential.
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
