package stock

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// StockReceive is the payload of stock.receive: goods that came into a store from outside.
type StockReceive struct {
	ID       MovementID     `json:"id" format:"uuid" fault:"not_an_id"`
	Store    StoreID        `json:"store" format:"uuid" fault:"not_an_id"`
	Supplier string         `json:"supplier" maxLength:"200"`
	Document string         `json:"document" shape:"document" maxLength:"200"`
	Lines    []ItemQuantity `json:"lines" minItems:"1" maxItems:"100" fault:"out_of_range"`
}

// Validate checks the form.
func (in StockReceive) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	return checkRepeated("/lines", itemsOf(in.Lines))
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
	if err := requireItems(tx, "/lines", itemsOf(in.Lines)); err != nil {
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
