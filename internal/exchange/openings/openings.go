// Package openings imports what a store has at the beginning: a list of items with quantities becomes a stock.receive
// for each item, once. It writes no domain table: entries go to intake.
package openings

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// limits exceed the size of any store's list of items.
var limits = sheet.Limits{File: 1 << 20, Record: 16 << 10, Records: 2000}

// State is the state of a row.
type State string

// The states of a row.
const (
	New   State = "new"   // would be received
	There State = "there" // the item's opening stock is in the ledger
	Wrong State = "wrong" // has problems and is not received
	Added State = "added" // received now
)

var _ = form.Set("opening_state", New, There, Wrong, Added)

// Row is one row of a list with its problem, if any.
type Row struct {
	Line     int          `json:"line"`
	State    State        `json:"state"`
	Item     stock.ItemID `json:"item"`                                     // empty if the text names none
	Quantity int64        `json:"quantity"`                                 // 0 if it cannot be read
	Column   string       `json:"column" enum:"item,quantity" empty:"true"` // at fault
	Code     string       `json:"code"   set:"fault_code"     empty:"true"`
}

// List is a validated list of opening stock.
type List struct {
	Rows  []Row `json:"rows" nullable:"false"`
	store stock.StoreID
}

// Options are the store, and how its file is read.
type Options struct {
	Store    stock.StoreID
	Encoding sheet.Encoding // of a list as text; UTF-8 by default
}

var header = sheet.Header{Columns: []string{"item", "quantity"}, Name: func(cell string) string {
	return names[sheet.Fold(cell)]
}}

// names are the headings of the two columns.
var names = map[string]string{
	"item": "item", "code": "item", "item code": "item", "name": "item", "item name": "item", "জিনিস": "item",
	"কোড": "item", "নাম": "item", "सामान": "item", "कोड": "item", "नाम": "item",
	"quantity": "quantity", "qty": "quantity", "stock": "quantity", "balance": "quantity", "number": "quantity",
	"পরিমাণ": "quantity", "সংখ্যা": "quantity", "मात्रा": "quantity", "संख्या": "quantity",
}

// Read reads a list, CSV or XLSX, with a column of items (code or name) and one of quantities, and validates each row.
// It writes nothing.
func Read(ctx context.Context, store *db.Store, a actor.Actor, file []byte, o Options) (List, error) {
	records, err := sheet.ReadFile(ctx, file, o.Encoding, limits, header)
	if err != nil {
		return List{}, err
	}
	list := List{Rows: make([]Row, len(records)), store: o.Store}
	err = store.Read(ctx, a, func(tx *db.Tx) error {
		to, err := stock.GetStore(tx, o.Store)
		if err != nil {
			return err
		}
		if !tx.Actor.Reaches(to.AreaPath, actor.Storekeeper, actor.Coordinator) {
			return fault.NotFound("store")
		}
		return list.judge(tx, o.Store, records)
	})
	return list, err
}

// judge validates the rows on one snapshot.
func (l *List) judge(tx *db.Tx, store stock.StoreID, records []sheet.Record) error {
	items, err := itemsByText(tx)
	if err != nil {
		return err
	}
	first := map[stock.ItemID]bool{}
	for i, r := range records {
		row := &l.Rows[i]
		*row = Row{Line: r.Number, State: New}
		row.read(r, items)
		if row.State == New && first[row.Item] {
			row.refuse("item", fault.New(fault.Conflict, "repeated", "Another row has this item."))
		}
		first[row.Item] = true
	}
	ids := make([]stock.MovementID, 0, len(records))
	for _, row := range l.Rows {
		ids = append(ids, movementOf(store, row.Item))
	}
	there, err := stock.InLedger(tx, ids)
	for i := range l.Rows {
		if l.Rows[i].State == New && there[ids[i]] {
			l.Rows[i].State = There
		}
	}
	return err
}

// itemsByText maps the codes and names of the items to their ids; a text of several items to none.
func itemsByText(tx *db.Tx) (map[string]stock.ItemID, error) {
	items, err := stock.Items(tx)
	known := map[string]stock.ItemID{}
	for _, item := range items {
		if key := sheet.Fold(item.Code); known[key] == "" { // the organisation's own is first
			known[key] = item.ID
		}
	}
	for _, item := range items {
		for _, name := range []string{item.Name, item.NameBN, item.NameHI} {
			if key := sheet.Fold(name); key != "" && known[key] == "" {
				known[key] = item.ID
			}
		}
	}
	return known, err
}

func (r *Row) read(from sheet.Record, items map[string]stock.ItemID) {
	if from.Fault != nil {
		r.refuse("", from.Fault)
		return
	}
	text := from.Values["item"]
	r.Item = items[sheet.Fold(sheet.ASCIIDigits(text))]
	if r.Item == "" {
		r.Item = items[sheet.Fold(text)]
	}
	quantity, readable := sheet.WholeNumber(from.Values["quantity"])
	r.Quantity = int64(quantity)
	switch {
	case strings.TrimSpace(text) == "":
		r.refuse("item", fault.New(fault.Invalid, "required", "The row names no item."))
	case r.Item == "":
		r.refuse("item", fault.New(fault.Invalid, "item_unknown", "There is no item of this code or name."))
	case !readable:
		r.refuse("quantity", fault.New(fault.Invalid, "number_unreadable", "This is not a whole number."))
	case quantity == 0:
		r.refuse("quantity", fault.New(fault.Invalid, "out_of_range", "Nothing is no stock."))
	}
}

func (r *Row) refuse(column string, reason *fault.Fault) {
	r.State, r.Column, r.Code = Wrong, column, reason.Code
}

// opening is the supplier of what was there at the beginning.
const opening = "Opening stock"

// Add submits a stock.receive for each new row and sets each row's state.
func Add(
	ctx context.Context, table *intake.Table, store *db.Store, a actor.Actor, list List,
) (List, error) {
	to := list.store
	var entries []journal.Entry
	var at []int
	for i, row := range list.Rows {
		if row.State != New {
			continue
		}
		payload, err := json.Marshal(stock.StockReceive{
			ID: movementOf(to, row.Item), Store: to, Supplier: opening, Document: opening,
			Lines: []stock.ItemQuantity{{Item: row.Item, Quantity: row.Quantity}},
		})
		if err != nil {
			return list, err
		}
		at = append(at, i)
		entries = append(entries, journal.Entry{
			ID: journal.EntryID(derived("entry", string(a.Account), string(payload))), Kind: "stock.receive",
			Schema: intake.Schema, OccurredAt: store.Now(), Payload: payload,
		})
	}
	verdicts, err := table.TakeMany(ctx, store, a, entries)
	for n, v := range verdicts {
		list.Rows[at[n]].settle(v)
	}
	return list, err
}

func (r *Row) settle(v intake.Verdict) {
	decided := v.Outcome.Status
	if decided == journal.StatusDuplicate {
		decided = v.Outcome.Was
	}
	switch {
	case v.Malformed != nil:
		r.refuse("", v.Malformed)
	case decided == journal.StatusApplied:
		r.State = Added
	default:
		r.State, r.Code = Wrong, v.Outcome.Code
	}
}

// movementOf derives the id of the movement from store and item: each item has one opening stock. What was counted
// wrong is corrected by a count of the store.
func movementOf(store stock.StoreID, item stock.ItemID) stock.MovementID {
	return stock.MovementID(derived("movement", string(store), string(item)))
}

func derived(parts ...string) string {
	sum := sha256.Sum256([]byte("tripol opening stock\x00" + strings.Join(parts, "\x00")))
	return intake.DerivedID(sum[:])
}
