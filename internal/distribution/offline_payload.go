package distribution

import (
	"slices"
	"strconv"

	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/stock"
)

// How the family was identified at a handover.
var identifiedBy = form.Set("found_by", "scan", "code", "search")

// Reasons for giving less than the entitlement, and for serving a family off the list.
var (
	lessReasons = form.Set("less_reason", "finished", "refused", "later", "other")
	offReasons  = form.Set("off_list_reason", "list_is_old", "new_damage", "sent_by_office", "other")
	undoReasons = form.Set("undo_reason", "wrong_family", "wrong_items", "by_mistake")
)

// mostMistaken exceeds every plausible quantity, and rejects typing errors before they become facts.
const maxQuantity = 100_000

// HandoverRecord is the payload of handover.record.
type HandoverRecord struct {
	ID           HandoverID           `json:"id" format:"uuid"`
	Distribution ID                   `json:"distribution" format:"uuid"`
	Entitlement  EntitlementID        `json:"entitlement,omitempty" format:"uuid"`
	Card         string               `json:"card,omitempty" shape:"card"` // scanned token or typed code
	How          string               `json:"how" set:"found_by"`
	Collector    Collector            `json:"collector"`
	Items        []stock.ItemQuantity `json:"items" nullable:"false"`
	LessReason   string               `json:"less_reason,omitempty" set:"less_reason" empty:"true"`
	OffList      string               `json:"off_list,omitempty" set:"off_list_reason" empty:"true"`
}

// Validate checks the form.
func (in HandoverRecord) Validate() error {
	if err := wellFormed("/id", string(in.ID)); err != nil {
		return err
	}
	if err := wellFormed("/distribution", string(in.Distribution)); err != nil {
		return err
	}
	if !slices.Contains(Collectors, in.Collector) {
		return fault.Field("/collector", "unknown_collector", "The collector must be self, family or other.")
	}
	if len(in.Card) > longestCard {
		return fault.Field("/card", "too_long", "This is not a card.")
	}
	for path, choice := range map[string]struct {
		value string
		of    []string
	}{
		"/how": {in.How, identifiedBy}, "/less_reason": {in.LessReason, append(lessReasons, "")},
		"/off_list": {in.OffList, append(offReasons, "")},
	} {
		if !slices.Contains(choice.of, choice.value) {
			return fault.Field(path, "not_offered", "This is not one of the choices.")
		}
	}
	return validItems("/items", in.Items, 1)
}

// HandoverUndo is the payload of handover.undo. ID is the reversing movement's.
type HandoverUndo struct {
	ID       string     `json:"id" format:"uuid"`
	Handover HandoverID `json:"handover" format:"uuid"`
	Reason   string     `json:"reason" set:"undo_reason"`
}

// Validate checks the form.
func (in HandoverUndo) Validate() error {
	if err := wellFormed("/id", in.ID); err != nil {
		return err
	}
	if !slices.Contains(undoReasons, in.Reason) {
		return fault.Field("/reason", "not_offered", "This is not one of the choices.")
	}
	return wellFormed("/handover", string(in.Handover))
}

// CustodyLoad is the payload of custody.load.
type CustodyLoad struct {
	ID           string               `json:"id" format:"uuid"`
	Device       string               `json:"device" format:"uuid"` // id of the phone's credential
	Distribution ID                   `json:"distribution" format:"uuid"`
	Items        []stock.ItemQuantity `json:"items" nullable:"false"`
}

// Validate checks the form.
func (in CustodyLoad) Validate() error {
	if err := wellFormed("/id", in.ID); err != nil {
		return err
	}
	if err := wellFormed("/device", in.Device); err != nil {
		return err
	}
	if err := wellFormed("/distribution", string(in.Distribution)); err != nil {
		return err
	}
	return validItems("/items", in.Items, 1)
}

// CustodyClose is the payload of custody.close: what lay there when the phone's holder counted, without looking at the
// list.
type CustodyClose struct {
	ID           string               `json:"id" format:"uuid"`
	Distribution ID                   `json:"distribution" format:"uuid"`
	Counted      []stock.ItemQuantity `json:"counted" nullable:"false"`
}

// Validate checks the form.
func (in CustodyClose) Validate() error {
	if err := wellFormed("/id", in.ID); err != nil {
		return err
	}
	if err := wellFormed("/distribution", string(in.Distribution)); err != nil {
		return err
	}
	return validItems("/counted", in.Counted, 0)
}

func validItems(path string, lines []stock.ItemQuantity, least int) error {
	if err := between(path, int64(len(lines)), int64(least), mostLines); err != nil {
		return err
	}
	seen := map[stock.ItemID]bool{}
	for i, line := range lines {
		here := path + "/" + strconv.Itoa(i)
		if err := wellFormed(here+"/item", string(line.Item)); err != nil {
			return err
		}
		if seen[line.Item] {
			return fault.Field(here+"/item", "twice", "This item is listed twice.")
		}
		seen[line.Item] = true
		if err := between(here+"/quantity", line.Quantity, int64(least), maxQuantity); err != nil {
			return err
		}
	}
	return nil
}
