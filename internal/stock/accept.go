package stock

import (
	"slices"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// StockAccept is the payload of stock.accept: what truly came under a waybill, counted by the receiver. ID is the
// movement's.
type StockAccept struct {
	ID      MovementID `json:"id" format:"uuid" fault:"not_an_id"`
	Waybill WaybillID  `json:"waybill" format:"uuid" fault:"not_an_id"`
	Lines   []Arrival  `json:"lines" minItems:"1" maxItems:"100" fault:"out_of_range"`
}

// Arrival is the received quantity of one item, and the reason of a difference from the sent quantity.
type Arrival struct {
	Item     ItemID `json:"item" format:"uuid" fault:"not_an_id"`
	Received int64  `json:"received" required:"true" minimum:"0" maximum:"1000000000"`
	Reason   string `json:"reason" maxLength:"200"`
}

// Validate checks the form.
func (in StockAccept) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	return checkRepeated("/lines", itemsOfArrivals(in.Lines))
}

// Difference is one item whose received quantity differs from the sent one.
type Difference struct {
	Item     string `json:"item"` // item code
	Sent     int64  `json:"sent"`
	Received int64  `json:"received"`
	Reason   string `json:"reason,omitempty"`
}

// ReceiptDetails are those of goods that arrived short or over.
type ReceiptDetails struct {
	Waybill WaybillID    `json:"waybill"`
	Number  string       `json:"number"`
	Lines   []Difference `json:"lines" nullable:"false"`
}

const (
	shortReceipt = "short_receipt"
	overReceipt  = "over_receipt"
)

var _ = journal.DetailsOf[ReceiptDetails](shortReceipt, overReceipt)

// Accept books a waybill's goods into the receiving store. A shortage is booked to the waybill's discrepancy account, a
// surplus from it: the ledger records where the goods are, and an exception asks people of both organisations to settle
// the difference. A second acceptance is rejected with `waybill_not_open`. The acceptance is the proof of delivery.
func Accept(tx *db.Tx, e journal.Entry, in StockAccept) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Storekeeper, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	if err := in.Validate(); err != nil {
		return journal.Outcome{}, err
	}
	waybill, err := receivedWaybill(tx, in.Waybill)
	if err != nil {
		return journal.Outcome{}, err
	}
	if err := acceptWaybill(tx, waybill.ID); err != nil {
		return journal.Outcome{}, err
	}
	lines, err := reconcileLines(tx, waybill, in.Lines, false)
	if err != nil {
		return journal.Outcome{}, err
	}
	state, err := takeIn(tx, e, in.ID, waybill, lines)
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Applied().With("state", state).With("number", waybill.Number), nil
}

// takeIn writes the movement and settles the waybill with the program's scope: the goods in transit and one of the
// exceptions belong to the sender. The caller has checked that the actor may receive the waybill.
func takeIn(tx *db.Tx, e journal.Entry, id MovementID, w Waybill, lines []WaybillLine) (state WaybillState, err error) {
	return state, tx.AsProgram(func() error {
		err := Move(tx, Movement{
			ID: id, Entry: e.ID, Kind: MovementAccept, Document: w.Number, Legs: arrivalLegs(w, lines),
		})
		if err != nil {
			return err
		}
		state, err = settle(tx, e, w, lines)
		return err
	})
}

// reconcileLines compares received and sent quantities and stores the received ones. Every listed item must be counted,
// if only as 0; of goods that have come, one that was not found has not come. Unlisted goods get a line of their own.
func reconcileLines(tx *db.Tx, waybill Waybill, arrivals []Arrival, came bool) ([]WaybillLine, error) {
	items := itemsOfArrivals(arrivals)
	if err := requireItems(tx, "/lines", items); err != nil {
		return nil, err
	}
	listed, err := waybillLines(tx, []WaybillID{waybill.ID})
	if err != nil {
		return nil, err
	}
	sent := map[ItemID]int64{}
	for _, line := range listed {
		sent[line.Item] = line.Sent
		if line.Sent == 0 || slices.Contains(items, line.Item) {
			continue
		}
		arrivals = append(arrivals, Arrival{Item: line.Item})
		if !came {
			return nil, fault.Field("/lines", "line_missing", "Count every item of the waybill; write 0 if there is none.")
		}
	}
	lines := make([]WaybillLine, len(arrivals))
	for i, arrival := range arrivals {
		lines[i] = WaybillLine{
			Waybill: waybill.ID, Item: arrival.Item, Organisation: waybill.Organisation,
			ToOrganisation: waybill.ToOrganisation, Sent: sent[arrival.Item], Received: &arrivals[i].Received,
			Reason: arrival.Reason,
		}
	}
	err = tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "waybill"}, {Name: "item"}},
		DoUpdates: clause.AssignmentColumns([]string{"received", "reason"}),
	}).Create(&lines).Error
	return lines, err
}

// arrivalLegs transfers the waybill's transit account into the store, and books differences.
func arrivalLegs(waybill Waybill, lines []WaybillLine) []Leg {
	legs := make([]Leg, 0, 3*len(lines))
	for _, line := range lines {
		legs = append(legs,
			Leg{TransitAccount(waybill.ID), line.Item, -line.Sent},
			Leg{StoreAccount(waybill.ToStore), line.Item, *line.Received},
			Leg{DiscrepancyAccount(waybill.ID), line.Item, line.Sent - *line.Received})
	}
	return legs
}

// settle closes a waybill without differences; otherwise it raises an exception for both organisations.
func settle(tx *db.Tx, e journal.Entry, waybill Waybill, lines []WaybillLine) (WaybillState, error) {
	items := make([]ItemID, len(lines))
	for i, line := range lines {
		items[i] = line.Item
	}
	codes, err := itemCodes(tx, items)
	if err != nil {
		return "", err
	}
	var short, over []Difference
	for _, line := range lines {
		d := Difference{codes[line.Item], line.Sent, *line.Received, line.Reason}
		switch {
		case d.Received < d.Sent:
			short = append(short, d)
		case d.Received > d.Sent:
			over = append(over, d)
		}
	}
	if len(short)+len(over) == 0 {
		return WaybillClosed, closeWaybill(tx, waybill.ID, WaybillUnsettled)
	}
	for kind, differences := range map[string][]Difference{shortReceipt: short, overReceipt: over} {
		if len(differences) == 0 {
			continue
		}
		details := ReceiptDetails{Waybill: waybill.ID, Number: waybill.Number, Lines: differences}
		if err := raise(tx, waybill, journal.Exception{Kind: kind, Entry: e.ID, Details: details}); err != nil {
			return "", err
		}
	}
	return WaybillUnsettled, nil
}

// raise raises an exception for the receiver, and one for the sender if that is another organisation.
func raise(tx *db.Tx, waybill Waybill, exception journal.Exception) error {
	exception.Organisation, exception.AreaPath = waybill.ToOrganisation, waybill.ToPath
	if err := journal.Raise(tx, exception); err != nil || waybill.Organisation == waybill.ToOrganisation {
		return err
	}
	exception.Organisation, exception.AreaPath = waybill.Organisation, waybill.FromPath
	return journal.Raise(tx, exception)
}
