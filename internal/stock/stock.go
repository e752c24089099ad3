// Package stock contains items, stores, waybills and the double-entry ledger of all movements between accounts. It must
// not depend on the reason or the recipient of a handover: a household is only an id.
package stock

import (
	"strings"

	"github.com/google/uuid"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/journal"
	"tripol/internal/words"
)

// ItemID is the id of an item (UUIDv7).
type ItemID string

// StoreID is the id of a store (UUIDv7).
type StoreID string

// WaybillID is the id of a waybill (UUIDv7); its dispatch movement has the same id.
type WaybillID string

// MovementID is the id of a movement (UUIDv7).
type MovementID string

// Item is one kind of goods: common to all organisations, so that partners can exchange it, or of one organisation.
// An item is a kind of relief item.
type Item struct {
	ID      ItemID
	Code    string // short and unique, such as tarpaulin
	Name    string
	NameBN  string
	NameHI  string
	UnitBN  string
	UnitHI  string
	Unit    string // unit of its quantities: sheet, kit, packet
	Picture string // tarpaulin, food, hygiene or other
	Common  bool   `json:"-"`
}

// Store is a warehouse, a partner's store or a distribution site.
type Store struct {
	ID           StoreID
	Organisation actor.OrganisationID
	Name         string
	NameBN       string `gorm:"column:name_bn"`
	NameHI       string `gorm:"column:name_hi"`
	Kind         string // warehouse, partner or site
	Area         area.Key
	AreaPath     string
}

// Names returns the item's name in each language.
func (i Item) Names() words.Names {
	return words.Names{Name: i.Name, NameBN: i.NameBN, NameHI: i.NameHI}
}

// Names returns the store's name in each language.
func (s Store) Names() words.Names {
	return words.Names{Name: s.Name, NameBN: s.NameBN, NameHI: s.NameHI}
}

// Account is one side of a movement: the source or the destination of goods. Locks are taken in the text order of
// accounts. An account is a ledger account of goods.
type Account string

// The kinds of accounts. Accounts of physical goods have a floor of zero; the others may be negative.
const (
	accountStore       = "store"       // goods in a store
	accountTransit     = "transit"     // goods on the way, by waybill
	accountCustody     = "custody"     // goods held by a phone's holder
	accountHousehold   = "household"   // goods given
	accountSupplier    = "supplier"    // source of receipts; negative
	accountLoss        = "loss"        // goods written off
	accountAwaiting    = "awaiting"    // goods handed over to a still unknown recipient
	accountDiscrepancy = "discrepancy" // differences of sent and received, until settled
)

var floored = map[string]bool{
	accountStore: true, accountTransit: true, accountCustody: true,
	accountHousehold: false, accountSupplier: false, accountLoss: false, accountDiscrepancy: false,
	accountAwaiting: false,
}

// StoreAccount is the account of the goods in a store.
func StoreAccount(id StoreID) Account { return Account(accountStore + ":" + string(id)) }

// HouseholdAccount is the account of goods given to a household.
func HouseholdAccount(id string) Account { return Account(accountHousehold + ":" + id) }

// TransitAccount is the account of goods on the way under a waybill.
func TransitAccount(id WaybillID) Account { return Account(accountTransit + ":" + string(id)) }

// SupplierAccount is the source account of an organisation's receipts; its negative balance is the total ever received.
func SupplierAccount(id actor.OrganisationID) Account {
	return Account(accountSupplier + ":" + string(id))
}

// DiscrepancyAccount is the account of a waybill's differences between sent and received.
// Settling it is the stock adjustment.
func DiscrepancyAccount(id WaybillID) Account { return Account(accountDiscrepancy + ":" + string(id)) }

// CustodyAccount is the account of the goods held by a phone's holder, by credential id.
func CustodyAccount(device string) Account { return Account(accountCustody + ":" + device) }

// AwaitingAccount is the account of a handover's goods whose recipient is not known yet.
func AwaitingAccount(handover string) Account { return Account(accountAwaiting + ":" + handover) }

// StoreDiscrepancy is the account of goods handed out of a store, or out of custody from it, in excess of its balance.
func StoreDiscrepancy(id StoreID) Account { return Account(accountDiscrepancy + ":" + string(id)) }

// split returns the kind and the id of an account.
func (a Account) split() (kind, id string) {
	kind, id, _ = strings.Cut(string(a), ":")
	return kind, id
}

// Leg is one side of a movement: a signed quantity of one item in one account. Legs sum to zero per item.
type Leg struct {
	Account  Account
	Item     ItemID
	Quantity int64
}

// The kinds of movements of this package; other packages define their own.
const (
	MovementReceive  = "receive"
	MovementDispatch = "dispatch"
	MovementAccept   = "accept"
	MovementReverse  = "reverse"
	MovementLoad     = "custody_load" // from a store into the custody of a phone's holder
)

// Movement is one transaction of the ledger. It is immutable; an error is corrected by a movement that reverses it.
type Movement struct {
	ID       MovementID
	Entry    journal.EntryID
	Kind     string
	Document string     // number of the paper: invoice, waybill
	Party    string     // name of a supplier; otherwise empty
	Reason   string     // reason of a reversal; otherwise empty
	Reverses MovementID // empty unless it reverses another
	Legs     []Leg
}

// ItemQuantity is a quantity of one item, in the item's unit.
type ItemQuantity struct {
	Item     ItemID `json:"item" format:"uuid" fault:"not_an_id"`
	Quantity int64  `json:"quantity" minimum:"1" maximum:"1000000000"`
}

// isID reports whether text is a UUID in the canonical spelling, which compares alike on both engines.
func isID(text string) bool {
	return len(text) == 36 && strings.ToLower(text) == text && uuid.Validate(text) == nil
}
