package stock

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
)

// StockReceive is the payload of stock.receive: goods that came into a store from outside.
type StockReceive struct {
	ID       MovementID     `json:"id" format:"uuid"`
	Store    StoreID        `json:"store" format:"uuid"`
	Supplier string         `json:"supplier"`
	Document string         `json:"document" shape:"document"`
	Lines    []ItemQuantity `json:"lines"`
}

// Validate checks the form.
func (in StockReceive) Validate() error {
	return firstOf(
		checkID("/id", string(in.ID)),
		checkID("/store", string(in.Store)),
		checkText("/supplier", in.Supplier, 0, maxText),
		checkText("/document", in.Document, 0, maxText),
		checkLines(in.Lines),
	)
}

// Receive books goods from outside into a store. Goods enter the ledger only here, so only here an item's existence is
// checked. It posts the goods received note.
func Receive(tx *db.Tx, e journal.Entry, in StockReceive) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Storekeeper, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	store, err := ownStore(tx, in.Store, actor.Storekeeper, actor.Coordinator)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := requireItems(tx, itemsOf(in.Lines)); err != nil {
		return journal.Outcome{}, err
	}
	err = Move(tx, Movement{
		ID: in.ID, Entry: e.ID, Kind: MovementReceive, Document: in.Document, Party: in.Supplier,
		Legs: transfer(in.Lines, SupplierAccount(store.Organisation), StoreAccount(store.ID)),
	})
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied(), nil
}
