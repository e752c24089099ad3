package distribution

import (
	"strconv"

	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/stock"
)

// How the family was identified at a handover.
var _ = form.Set("found_by", "scan", "code", "search")

// Reasons for giving less than the entitlement, and for serving a family off the list.
var (
	_ = form.Set("less_reason", "finished", "refused", "later", "other")
	_ = form.Set("off_list_reason", "list_is_old", "new_damage", "sent_by_office", "other")
	_ = form.Set("undo_reason", "wrong_family", "wrong_items", "by_mistake")
)

// HandedItem is a quantity of one item, in the item's unit. Its maximum exceeds every plausible quantity, and rejects
// typing errors before they become facts.
type HandedItem struct {
	Item     stock.ItemID `json:"item" format:"uuid" fault:"malformed_id"`
	Quantity int64        `json:"quantity" minimum:"1" maximum:"100000"`
}

// CountedItem is a counted quantity of one item: nothing may be left.
type CountedItem struct {
	Item     stock.ItemID `json:"item" format:"uuid" fault:"malformed_id"`
	Quantity int64        `json:"quantity" minimum:"0" maximum:"100000"`
}

// inStock converts lines to those of stock.
func inStock[T HandedItem | CountedItem](lines []T) []stock.ItemQuantity {
	quantities := make([]stock.ItemQuantity, len(lines))
	for i, line := range lines {
		quantities[i] = stock.ItemQuantity(line)
	}
	return quantities
}

// HandoverRecord is the payload of handover.record.
type HandoverRecord struct {
	ID           HandoverID    `json:"id" format:"uuid" fault:"malformed_id"`
	Distribution ID            `json:"distribution" format:"uuid" fault:"malformed_id"`
	Collector    Collector     `json:"collector" fault:"unknown_collector"`
	Card         string        `json:"card,omitempty" shape:"card" maxLength:"400"` // scanned token or typed code
	How          string        `json:"how" set:"found_by"`
	LessReason   string        `json:"less_reason,omitempty" set:"less_reason" empty:"true"`
	OffList      string        `json:"off_list,omitempty" set:"off_list_reason" empty:"true"`
	Entitlement  EntitlementID `json:"entitlement,omitempty" format:"uuid" fault:"malformed_id"`
	Items        []HandedItem  `json:"items" nullable:"false" minItems:"1" maxItems:"20" fault:"out_of_range"`
}

// Validate checks the form.
func (in HandoverRecord) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	return checkTwice("/items", inStock(in.Items))
}

// HandoverUndo is the payload of handover.undo. ID is the reversing movement's.
type HandoverUndo struct {
	ID       string     `json:"id" format:"uuid" fault:"malformed_id"`
	Reason   string     `json:"reason" set:"undo_reason"`
	Handover HandoverID `json:"handover" format:"uuid" fault:"malformed_id"`
}

// Validate checks the form.
func (in HandoverUndo) Validate() error { return form.Check(in) }

// CustodyLoad is the payload of custody.load.
type CustodyLoad struct {
	ID           string       `json:"id" format:"uuid" fault:"malformed_id"`
	Device       string       `json:"device" format:"uuid" fault:"malformed_id"` // id of the phone's credential
	Distribution ID           `json:"distribution" format:"uuid" fault:"malformed_id"`
	Items        []HandedItem `json:"items" nullable:"false" minItems:"1" maxItems:"20" fault:"out_of_range"`
}

// Validate checks the form.
func (in CustodyLoad) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	return checkTwice("/items", inStock(in.Items))
}

// CustodyClose is the payload of custody.close: what lay there when the phone's holder counted, without looking at the
// list.
type CustodyClose struct {
	ID           string        `json:"id" format:"uuid" fault:"malformed_id"`
	Distribution ID            `json:"distribution" format:"uuid" fault:"malformed_id"`
	Counted      []CountedItem `json:"counted" nullable:"false" maxItems:"20" fault:"out_of_range"`
}

// Validate checks the form.
func (in CustodyClose) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	return checkTwice("/counted", inStock(in.Counted))
}

// CustodyHanded is the payload of custody.handed: what a storekeeper handed to a distributor. A load that the
// distributor's phone enters with the same id is the same event.
type CustodyHanded struct {
	ID           string       `json:"id" format:"uuid" fault:"malformed_id"`
	Distribution ID           `json:"distribution" format:"uuid" fault:"malformed_id"`
	Device       string       `json:"device" format:"uuid" fault:"malformed_id"` // id of the distributor's credential
	Items        []HandedItem `json:"items" nullable:"false" minItems:"1" maxItems:"20" fault:"out_of_range"`
}

// Validate checks the form.
func (in CustodyHanded) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	return checkTwice("/items", inStock(in.Items))
}

// CustodyReturned is the payload of custody.returned: what a storekeeper counted when a distributor brought the rest
// back.
type CustodyReturned struct {
	ID           string        `json:"id" format:"uuid" fault:"malformed_id"`
	Distribution ID            `json:"distribution" format:"uuid" fault:"malformed_id"`
	Device       string        `json:"device" format:"uuid" fault:"malformed_id"` // id of the distributor's credential
	Counted      []CountedItem `json:"counted" nullable:"false" maxItems:"20" fault:"out_of_range"`
}

// Validate checks the form.
func (in CustodyReturned) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	return checkTwice("/counted", inStock(in.Counted))
}

// checkTwice rejects an item that is on a line before.
func checkTwice(path string, lines []stock.ItemQuantity) error {
	for i, line := range lines {
		for _, before := range lines[:i] {
			if before.Item == line.Item {
				return fault.Field(path+"/"+strconv.Itoa(i)+"/item", "twice", "This item is listed twice.")
			}
		}
	}
	return nil
}
