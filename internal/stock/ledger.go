package stock

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// Balance is an account's quantity of an item, in the item's unit.
type Balance struct {
	Item     ItemID
	Quantity int64
}

// StoreBalances is a store as visible to the actor: with balances only if it is the actor's own.
type StoreBalances struct {
	Store
	Own      bool
	Balances []Balance
}

// Stores returns, sorted by name, the stores of the actor's organisation, with balances for those in the actor's areas,
// and the stores of others that goods may be sent to.
func Stores(tx *db.Tx) ([]StoreBalances, error) {
	var rows []storeRow
	err := tx.AsProgram(func() error { return tx.Scopes(visible(tx.Actor)).Order("name, id").Find(&rows).Error })
	if err != nil {
		return nil, err
	}
	stores := make([]StoreBalances, len(rows))
	place := map[Account]int{}
	for i, row := range rows {
		own := tx.Actor.System || row.Organisation == tx.Actor.Organisation
		stores[i] = StoreBalances{Store: row.Store, Own: own && tx.Actor.Reaches(row.AreaPath, actor.Roles...)}
		if stores[i].Own {
			place[StoreAccount(row.ID)] = i
		}
	}
	var balances []struct {
		Account Account
		Balance
	}
	err = ownBalances(tx).Order("balance.account, item.code").Scan(&balances).Error
	for _, b := range balances {
		if i, own := place[b.Account]; own {
			stores[i].Balances = append(stores[i].Balances, b.Balance)
		}
	}
	return stores, err
}

// ownBalances restricts balances to the actor's own stores within the statement.
func ownBalances(tx *db.Tx) *gorm.DB {
	return tx.Table("store").Select("balance.account, balance.item, balance.quantity").
		Joins("JOIN balance ON balance.account = 'store:' || CAST(store.id AS TEXT)").
		Joins("JOIN item ON item.id = balance.item").
		Scopes(db.OneOrganisation(tx.Actor), db.Within("store.area_path", tx.Actor.Paths(actor.Roles...)))
}

// Held returns the balances of a store in the actor's scope, in the items' units.
func Held(tx *db.Tx, store StoreID) (map[ItemID]int64, error) {
	if _, err := GetStore(tx, store); err != nil {
		return nil, err
	}
	var rows []Balance
	err := tx.Table("balance").Select("item, quantity").
		Where("account = ?", string(StoreAccount(store))).Scan(&rows).Error
	held := make(map[ItemID]int64, len(rows))
	for _, row := range rows {
		held[row.Item] = row.Quantity
	}
	return held, err
}

// LedgerLine is one item of one movement of a store. Quantity is signed; Balance is the store's balance after it.
type LedgerLine struct {
	Movement   MovementID
	At         db.Instant
	Kind       string
	Document   string
	Party      string
	Reason     string
	Reverses   MovementID // empty unless it reverses another
	ReversedBy MovementID // empty unless another reverses it
	Item       ItemID
	Quantity   int64
	Balance    int64
	By         actor.AccountID
}

// Ledger returns the movements of a store in the actor's scope, newest first, with the running balance of each item. It
// uses cursor pagination: the page begins after the line of the cursor `after`; next is empty on the last page.
func Ledger(tx *db.Tx, store StoreID, after string, limit int) (lines []LedgerLine, next string, err error) {
	if _, err := GetStore(tx, store); err != nil {
		return nil, "", err
	}
	running := tx.Table("leg").Select(`leg.movement, movement.recorded_at AS at, movement.kind,
		movement.document, movement.party, movement.reason, COALESCE(CAST(movement.reverses AS TEXT), '') AS reverses,
		COALESCE(CAST(r.id AS TEXT), '') AS reversed_by, leg.item, leg.quantity,
		CAST(SUM(leg.quantity) OVER
			(PARTITION BY leg.item ORDER BY movement.recorded_at, movement.id) AS BIGINT) AS balance,
		COALESCE(CAST(movement.recorded_by AS TEXT), '') AS by`).
		Joins("JOIN movement ON movement.id = leg.movement").
		Joins("LEFT JOIN movement r ON r.reverses = movement.id").
		Where("leg.account = ?", string(StoreAccount(store)))
	q := tx.Table("(?) AS line", running)
	if after != "" {
		last, err := parseCursor(after)
		if err != nil {
			return nil, "", err
		}
		q = q.Where("(line.at, line.movement, line.item) < (?, ?, ?)", last.At, string(last.Movement), string(last.Item))
	}
	err = q.Order("line.at DESC, line.movement DESC, line.item DESC").Limit(limit + 1).Scan(&lines).Error
	if err != nil || len(lines) <= limit {
		return lines, "", err
	}
	last := lines[limit-1]
	return lines[:limit], fmt.Sprintf("%d~%s~%s", last.At.UnixMicro(), last.Movement, last.Item), nil
}

func parseCursor(text string) (last LedgerLine, err error) {
	parts := strings.Split(text, "~")
	if len(parts) == 3 && isID(parts[1]) && isID(parts[2]) {
		if micro, err := strconv.ParseInt(parts[0], 10, 64); err == nil {
			return LedgerLine{At: db.At(time.UnixMicro(micro)), Movement: MovementID(parts[1]), Item: ItemID(parts[2])}, nil
		}
	}
	return last, fault.Field("/after", "not_a_cursor", "This is not a valid cursor.")
}

// ownMovement returns a movement with its legs if the actor's organisation made it and every store in it is in the
// actor's scope.
func ownMovement(tx *db.Tx, id MovementID, roles ...actor.Role) (Movement, error) {
	var row movementRow
	err := tx.Scopes(db.OneOrganisation(tx.Actor)).Take(&row, "id = ?", string(id)).Error
	if err != nil {
		return Movement{}, missing(err, "movement")
	}
	var legs []legRow
	if err := tx.Where("movement = ?", string(id)).Order("account, item").Find(&legs).Error; err != nil {
		return Movement{}, err
	}
	m := Movement{ID: row.ID, Kind: row.Kind, Document: row.Document, Party: row.Party}
	checked := map[Account]bool{}
	for _, leg := range legs {
		m.Legs = append(m.Legs, Leg{leg.Account, leg.Item, leg.Quantity})
		kind, id := leg.Account.split()
		if kind != accountStore || checked[leg.Account] {
			continue
		}
		checked[leg.Account] = true
		if _, err := ownStore(tx, StoreID(id), roles...); err != nil {
			return Movement{}, atPath(fault.NotFound("movement").Because(err), "/movement")
		}
	}
	return m, nil
}
