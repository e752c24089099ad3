package stock

import (
	"errors"
	"slices"
	"strings"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/words"
)

// The rows of the package's tables.
type (
	itemRow struct {
		ID      ItemID `gorm:"primaryKey"`
		Code    string
		Name    string
		NameBN  string `gorm:"column:name_bn"`
		NameHI  string `gorm:"column:name_hi"`
		Unit    string
		UnitBN  string `gorm:"column:unit_bn"`
		UnitHI  string `gorm:"column:unit_hi"`
		Picture string
		AddedAt db.Instant

		Organisation *string // nil: common to all
	}
	storeRow struct {
		Store
		AddedAt db.Instant
	}
	movementRow struct {
		ID           MovementID `gorm:"primaryKey"`
		Entry        string
		Kind         string
		Document     string
		Party        string
		Reason       string
		Reverses     *string
		Organisation *string
		RecordedBy   *string
		RecordedAt   db.Instant
	}
	legRow struct {
		Movement MovementID `gorm:"primaryKey"`
		Account  Account    `gorm:"primaryKey"`
		Item     ItemID     `gorm:"primaryKey"`
		Quantity int64
	}
)

// TableName names the table of a row type.
func (itemRow) TableName() string     { return "item" }
func (storeRow) TableName() string    { return "store" }
func (movementRow) TableName() string { return "movement" }
func (legRow) TableName() string      { return "leg" }

// optional stores an empty id as NULL.
func optional(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}

// insertMovement relies on the constraints: an id is unique, and a movement is reversed at most once.
func insertMovement(tx *db.Tx, m Movement) error {
	rule := "id"
	if m.Reverses != "" {
		rule = "reverses"
	}
	return tx.Queue(requireUnique(m), `INSERT INTO movement (id, entry, kind, document, party, reason,
			reverses, organisation, recorded_by, recorded_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (`+rule+`) DO NOTHING`,
		string(m.ID), string(m.Entry), m.Kind, m.Document, m.Party, m.Reason,
		optional(string(m.Reverses)), optional(string(tx.Actor.Organisation)), optional(string(tx.Actor.Account)), tx.Now)
}

// requireUnique returns the fault for the constraint that prevented the insert.
func requireUnique(m Movement) func(rows int64) error {
	return func(rows int64) error {
		switch {
		case rows == 1:
			return nil
		case m.Reverses != "":
			return fault.New(fault.Conflict, "already_reversed", "This movement has been reversed before.").At("/movement")
		}
		return fault.New(fault.Conflict, "duplicate", "This movement is already in the ledger.").At("/id")
	}
}

// insertLegs ignores conflicts: they occur only for an existing movement, which requireUnique rejects; an error here
// would hide that fault.
func insertLegs(tx *db.Tx, id MovementID, legs []Leg) error {
	values := strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?), ", len(legs)), ", ")
	args, organisation := make([]any, 0, 5*len(legs)), optional(string(tx.Actor.Organisation))
	for _, leg := range legs {
		args = append(args, string(id), string(leg.Account), string(leg.Item), leg.Quantity, organisation)
	}
	return tx.Queue(nil, "INSERT INTO leg (movement, account, item, quantity, organisation) VALUES "+values+
		" ON CONFLICT DO NOTHING", args...)
}

// deposit adds to balances that have no floor, inserting missing ones. Rows are locked in the given order.
func deposit(tx *db.Tx, legs []Leg) error {
	if len(legs) == 0 {
		return nil
	}
	var values []string
	var args []any
	for _, leg := range legs {
		kind, _ := leg.Account.split()
		values = append(values, "(?, ?, ?, ?, "+map[bool]string{true: "0", false: "NULL"}[floored[kind]]+")")
		args = append(args, string(leg.Account), string(leg.Item), leg.Quantity, optional(string(tx.Actor.Organisation)))
	}
	return tx.Queue(nil, "INSERT INTO balance (account, item, quantity, organisation, floor) VALUES "+
		strings.Join(values, ", ")+
		" ON CONFLICT (account, item) DO UPDATE SET quantity = balance.quantity + excluded.quantity", args...)
}

// withdraw subtracts from a balance only if its floor allows it. On Postgres a withdrawal that waited for a concurrent
// one sees its result.
func withdraw(tx *db.Tx, leg Leg) error {
	enough := func(rows int64) error {
		if rows == 1 {
			return nil
		}
		return insufficientStock(tx, leg)
	}
	return tx.Queue(enough, `UPDATE balance SET quantity = quantity + ?
		WHERE account = ? AND item = ? AND quantity + ? >= floor`,
		leg.Quantity, string(leg.Account), string(leg.Item), leg.Quantity)
}

func balanceOf(tx *db.Tx, account Account, item ItemID) (quantity int64, err error) {
	err = tx.Table("balance").Select("quantity").
		Where("account = ? AND item = ?", string(account), string(item)).Limit(1).Scan(&quantity).Error
	return quantity, err
}

// listed restricts items to an actor's list: the common ones, and those of the organisation.
func listed(a actor.Actor) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		if a.System {
			return q
		}
		return q.Where("(item.organisation IS NULL OR item.organisation = ?)", string(a.Organisation))
	}
}

func itemCodes(tx *db.Tx, items []ItemID) (map[ItemID]string, error) {
	var rows []itemRow
	err := tx.Scopes(listed(tx.Actor)).Select("id", "code").Where("id IN ?", items).Find(&rows).Error
	codes := make(map[ItemID]string, len(rows))
	for _, row := range rows {
		codes[row.ID] = row.Code
	}
	return codes, err
}

// itemNamed returns an item's code and names for a message; empty if the actor may not see it.
func itemNamed(tx *db.Tx, id ItemID) (row itemRow, err error) {
	return row, tx.Scopes(listed(tx.Actor)).Where("id = ?", id).Limit(1).Find(&row).Error
}

func waybillNumber(tx *db.Tx, id WaybillID) (number string, err error) {
	err = tx.Table("waybill").Select("number").Where("id = ?", string(id)).Limit(1).Scan(&number).Error
	return number, err
}

// Items returns the common items and those of the actor's organisation, sorted by code; of two with the same code the
// organisation's own is first.
func Items(tx *db.Tx) ([]Item, error) {
	var rows []itemRow
	err := tx.Scopes(listed(tx.Actor)).Order("code, organisation IS NULL, id").Find(&rows).Error
	items := make([]Item, len(rows))
	for i, r := range rows {
		items[i] = Item{
			ID: r.ID, Code: r.Code, Name: r.Name, NameBN: r.NameBN, NameHI: r.NameHI, Unit: r.Unit,
			UnitBN: r.UnitBN, UnitHI: r.UnitHI, Picture: r.Picture, Common: r.Organisation == nil,
		}
	}
	return items, err
}

// StoreNames returns the names, and nothing else, of stores of any organisation for display.
func StoreNames(tx *db.Tx, ids []StoreID) (map[StoreID]words.Names, error) {
	var rows []storeRow
	err := tx.AsProgram(func() error {
		return tx.Select("id", "name", "name_bn", "name_hi").Where("id IN ?", ids).Find(&rows).Error
	})
	names := make(map[StoreID]words.Names, len(rows))
	for _, row := range rows {
		names[row.ID] = row.Names()
	}
	return names, err
}

// GetStore returns a store in the actor's scope; a missing one and one out of scope give the same fault.
func GetStore(tx *db.Tx, id StoreID) (Store, error) { return ownStore(tx, id, actor.Roles...) }

// ownStore is GetStore for an actor with one of the roles over the store's area.
func ownStore(tx *db.Tx, id StoreID, roles ...actor.Role) (Store, error) {
	var row storeRow
	if !isID(string(id)) {
		return Store{}, fault.NotFound("store")
	}
	err := tx.Scopes(db.OneOrganisation(tx.Actor), db.Within("area_path", tx.Actor.Paths(roles...))).
		Take(&row, "id = ?", string(id)).Error
	return row.Store, missing(err, "store")
}

// destination returns a store that goods may be sent to: one of the actor's organisation, or a visible one of others.
func destination(tx *db.Tx, id StoreID) (Store, error) {
	var row storeRow
	err := tx.AsProgram(func() error { return tx.Scopes(visible(tx.Actor)).Take(&row, "id = ?", string(id)).Error })
	return row.Store, missing(err, "store")
}

// visible restricts stores to those of the actor's organisation, those that others have opened to partners, and those
// of others that it has exchanged goods with.
func visible(a actor.Actor) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		if a.System {
			return q
		}
		own := string(a.Organisation)
		return q.Where(`(store.organisation = ? OR store.kind = 'partner' OR EXISTS (SELECT 1 FROM waybill
			WHERE (waybill.to_store = store.id AND waybill.organisation = ?)
				OR (waybill.from_store = store.id AND waybill.to_organisation = ?)))`, own, own, own)
	}
}

// missing converts a missing row into the fault not_found.
func missing(err error, what string) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return fault.NotFound(what)
	}
	return err
}

// InLedger reports which of the movements the ledger of the actor's organisation has.
func InLedger(tx *db.Tx, ids []MovementID) (map[MovementID]bool, error) {
	there := map[MovementID]bool{}
	for part := range slices.Chunk(ids, 500) {
		var found []MovementID
		err := tx.Scopes(db.OneOrganisation(tx.Actor)).Table("movement").Where("id IN ?", part).Pluck("id", &found).Error
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			there[id] = true
		}
	}
	return there, nil
}
