package stock

import (
	"cmp"
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// StockDispatch is the payload of stock.dispatch: goods leaving a store for another, perhaps a partner's. ID is the
// waybill's.
type StockDispatch struct {
	ID      WaybillID      `json:"id" format:"uuid" fault:"not_an_id"`
	From    StoreID        `json:"from" format:"uuid" fault:"not_an_id"`
	To      StoreID        `json:"to" format:"uuid" fault:"not_an_id"`
	Number  string         `json:"number" shape:"waybill" maxLength:"40"` // empty: the program makes one
	Vehicle string         `json:"vehicle" maxLength:"200"`
	Driver  string         `json:"driver" maxLength:"200"`
	Lines   []ItemQuantity `json:"lines" minItems:"1" maxItems:"100" fault:"out_of_range"`
}

// Validate checks the form.
func (in StockDispatch) Validate() error {
	if in.From == in.To {
		return fault.Field("/to", "same_store", "Goods cannot be sent to the store they are in.")
	}
	if err := form.Check(in); err != nil {
		return err
	}
	return checkRepeated("/lines", itemsOf(in.Lines))
}

// Dispatch sends goods under a waybill; they are in transit until the receiver accepts them. The outcome has the
// waybill's number. Faults: `insufficient_stock`, `duplicate_number`, and `item_not_common` if the receiving
// organisation does not have the item.
func Dispatch(tx *db.Tx, e journal.Entry, in StockDispatch) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Storekeeper, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	from, err := ownStore(tx, in.From, actor.Storekeeper, actor.Coordinator)
	if err != nil {
		return journal.Outcome{}, atPath(err, "/from")
	}
	to, err := destination(tx, in.To)
	if err != nil {
		return journal.Outcome{}, atPath(err, "/to")
	}
	if err := requireItems(tx, "/lines", itemsOf(in.Lines)); err != nil {
		return journal.Outcome{}, err
	}
	if to.Organisation != from.Organisation {
		if err := requireCommon(tx, itemsOf(in.Lines)); err != nil {
			return journal.Outcome{}, err
		}
	}
	in.Number = cmp.Or(strings.TrimSpace(in.Number), generatedNumber(in.ID))
	if err := insertWaybill(tx, in, from, to); err != nil {
		return journal.Outcome{}, err
	}
	err = Move(tx, Movement{
		ID: MovementID(in.ID), Entry: e.ID, Kind: MovementDispatch, Document: in.Number,
		Legs: transfer(in.Lines, StoreAccount(from.ID), TransitAccount(in.ID)),
	})
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("number", in.Number), nil
}

func insertWaybill(tx *db.Tx, in StockDispatch, from, to Store) error {
	waybill := Waybill{
		ID: in.ID, Organisation: from.Organisation, Number: in.Number, State: WaybillSent,
		FromStore: from.ID, FromPath: from.AreaPath,
		ToStore: to.ID, ToPath: to.AreaPath, ToOrganisation: to.Organisation,
		Vehicle: in.Vehicle, Driver: in.Driver, SentAt: tx.Now,
	}
	numberOnce := []clause.Column{{Name: "organisation"}, {Name: "number"}}
	made := tx.Clauses(clause.OnConflict{Columns: numberOnce, DoNothing: true}).Create(&waybill)
	if made.Error != nil {
		return made.Error
	}
	if made.RowsAffected == 0 {
		return fault.New(fault.Conflict, "duplicate_number", "Another waybill has this number.").
			At("/number").With("number", in.Number)
	}
	lines := make([]WaybillLine, len(in.Lines))
	for i, line := range in.Lines {
		lines[i] = WaybillLine{
			Waybill: in.ID, Item: line.Item, Organisation: from.Organisation, ToOrganisation: to.Organisation,
			Sent: line.Quantity,
		}
	}
	return tx.Create(&lines).Error
}

// atPath sets the path of a fault from a lookup that does not know the field.
func atPath(err error, path string) error {
	if f := fault.Of(err); f != nil && f.Path == "" {
		return f.At(path)
	}
	return err
}
