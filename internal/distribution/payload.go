package distribution

import (
	"slices"
	"strconv"
	"strings"

	"tripol/internal/area"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/stock"
)

// The limits of a plan.
const (
	mostLines       = 20
	mostPerHouse    = 1000
	mostHouseholds  = 1_000_000
	longestInterval = 3650 // days
	longestName     = 120  // characters
	longestCard     = 400  // characters of a token or typed code
)

// DistributionPlan is the payload of distribution.plan.
type DistributionPlan struct {
	ID            ID            `json:"id" format:"uuid"`
	Name          string        `json:"name"`
	Area          area.Key      `json:"area"`
	Store         stock.StoreID `json:"store" format:"uuid"`
	Lines         []PlanItem    `json:"lines"`
	MinimumGrade  int           `json:"minimum_grade"`   // 1 to 4: no damage never yields an entitlement
	NotServedDays int           `json:"not_served_days"` // excludes households served within this number of days; 0: none
	Quantity      int           `json:"quantity"`        // households; 0: as many as the store's stock allows
	Weights       string        `json:"weights"`
}

// PlanItem is one item of a plan with the quantity per household.
type PlanItem struct {
	Item         stock.ItemID `json:"item" format:"uuid"`
	PerHousehold int64        `json:"per_household"` // in the item's unit
}

// Validate checks the form.
func (p DistributionPlan) Validate() error {
	if err := wellFormed("/id", string(p.ID)); err != nil {
		return err
	}
	if strings.TrimSpace(p.Name) == "" {
		return fault.Field("/name", "required", "The distribution needs a name.")
	}
	if err := household.FreeText("/name", p.Name, longestName); err != nil {
		return err
	}
	if p.Area == "" {
		return fault.Field("/area", "required", "The area is required.")
	}
	if err := wellFormed("/store", string(p.Store)); err != nil {
		return err
	}
	if err := p.validNumbers(); err != nil {
		return err
	}
	return p.validLines()
}

func (p DistributionPlan) validNumbers() error {
	if err := between("/minimum_grade", int64(p.MinimumGrade), 1, 4); err != nil {
		return err
	}
	if err := between("/not_served_days", int64(p.NotServedDays), 0, longestInterval); err != nil {
		return err
	}
	if err := between("/quantity", int64(p.Quantity), 0, mostHouseholds); err != nil {
		return err
	}
	if _, known := Rule(p.Weights); !known {
		return fault.Field("/weights", "unknown_weights", "There is no such version of the weights.")
	}
	return nil
}

func (p DistributionPlan) validLines() error {
	if err := between("/lines", int64(len(p.Lines)), 1, mostLines); err != nil {
		return err
	}
	seen := map[stock.ItemID]bool{}
	for i, line := range p.Lines {
		path := "/lines/" + strconv.Itoa(i)
		if err := wellFormed(path+"/item", string(line.Item)); err != nil {
			return err
		}
		if seen[line.Item] {
			return fault.Field(path+"/item", "twice", "This item is listed twice.")
		}
		seen[line.Item] = true
		if err := between(path+"/per_household", line.PerHousehold, 1, mostPerHouse); err != nil {
			return err
		}
	}
	return nil
}

// DistributionApprove is the payload of distribution.approve.
type DistributionApprove struct {
	Distribution ID     `json:"distribution" format:"uuid"`
	Number       string `json:"number"` // six dice, such as 352614
}

// Validate checks the form.
func (a DistributionApprove) Validate() error {
	if err := wellFormed("/distribution", string(a.Distribution)); err != nil {
		return err
	}
	return validNumber(a.Number)
}

// DistributionOpen is the payload of distribution.open.
type DistributionOpen struct {
	Distribution ID `json:"distribution" format:"uuid"`
}

// Validate checks the form.
func (o DistributionOpen) Validate() error {
	return wellFormed("/distribution", string(o.Distribution))
}

// DistributionClose is the payload of distribution.close.
type DistributionClose struct {
	Distribution ID `json:"distribution" format:"uuid"`
}

// Validate checks the form.
func (c DistributionClose) Validate() error {
	return wellFormed("/distribution", string(c.Distribution))
}

// HandoverGive is the payload of handover.give.
type HandoverGive struct {
	ID           HandoverID `json:"id" format:"uuid"`
	Distribution ID         `json:"distribution" format:"uuid"`
	Card         string     `json:"card" shape:"card"` // scanned token or typed code
	Collector    Collector  `json:"collector"`
}

// Validate checks the form.
func (g HandoverGive) Validate() error {
	if err := wellFormed("/id", string(g.ID)); err != nil {
		return err
	}
	if err := wellFormed("/distribution", string(g.Distribution)); err != nil {
		return err
	}
	if !slices.Contains(Collectors, g.Collector) {
		return fault.Field("/collector", "unknown_collector", "The collector must be self, family or other.")
	}
	return validCard(g.Card)
}

func validCard(presented string) error {
	if strings.TrimSpace(presented) == "" {
		return fault.Field("/card", "required", "Scan the card or type its number.")
	}
	if len(presented) > longestCard {
		return fault.Field("/card", "too_long", "This is not a card.")
	}
	return nil
}

// wellFormed rejects an id that is not a UUID.
func wellFormed(path, id string) error {
	if !household.ID(id).WellFormed() {
		return fault.Field(path, "malformed_id", "This is not a well-formed id.")
	}
	return nil
}

func between(path string, n, least, most int64) error {
	if n < least || n > most {
		return fault.Field(path, "out_of_range", "The number is out of range.").With("least", least).With("most", most)
	}
	return nil
}
