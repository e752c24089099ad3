package distribution

import (
	"strconv"

	"tripol/internal/area"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/stock"
)

// The limits of a plan.
// mostHouseholds is the maximum of a plan's households.
const mostHouseholds = 1_000_000

// The formats of a plan's weights and of the number of the draw, and the messages of the codes in tags.
var (
	_ = form.Format("weights-version", "", func(version string) error {
		if _, known := Rule(version); !known {
			return fault.New(fault.Invalid, "unknown_weights", "There is no such version of the weights.")
		}
		return nil
	})
	_ = form.Format("six-dice", sixDice.String(), validNumber)

	_ = form.Message("unknown_collector", "The collector must be self, family or other.")
)

// DistributionPlan is the payload of distribution.plan.
type DistributionPlan struct {
	ID   ID       `json:"id" format:"uuid" fault:"malformed_id"`
	Name string   `json:"name" minLength:"1" maxLength:"120" format:"free-text"`
	Area area.Key `json:"area" pattern:"." fault:"required"`
	// WithUnplaced adds, to the families of a village, those of its panchayat that have no village: nobody may have asked.
	WithUnplaced bool          `json:"with_unplaced,omitempty"`
	Store        stock.StoreID `json:"store" format:"uuid" fault:"malformed_id"`
	// MinimumGrade is at least 1: no damage never yields an entitlement.
	MinimumGrade int `json:"minimum_grade" minimum:"1" maximum:"4"`
	// NotServedDays excludes households served within this number of days; 0: none.
	NotServedDays int `json:"not_served_days" minimum:"0" maximum:"3650"`
	// Quantity is the number of households; 0: as many as the store's stock allows.
	Quantity int        `json:"quantity" minimum:"0" maximum:"1000000"`
	Weights  string     `json:"weights" format:"weights-version"`
	Lines    []PlanItem `json:"lines" minItems:"1" maxItems:"20" fault:"out_of_range"`
}

// PlanItem is one item of a plan with the quantity per household.
type PlanItem struct {
	Item         stock.ItemID `json:"item" format:"uuid" fault:"malformed_id"`
	PerHousehold int64        `json:"per_household" minimum:"1" maximum:"1000"` // in the item's unit
}

// Validate checks the form.
func (p DistributionPlan) Validate() error {
	if err := form.Check(p); err != nil {
		return err
	}
	for i, line := range p.Lines {
		for _, before := range p.Lines[:i] {
			if before.Item == line.Item {
				return fault.Field("/lines/"+strconv.Itoa(i)+"/item", "twice", "This item is listed twice.")
			}
		}
	}
	return nil
}

// DistributionApprove is the payload of distribution.approve.
type DistributionApprove struct {
	Distribution ID     `json:"distribution" format:"uuid" fault:"malformed_id"`
	Number       string `json:"number" format:"six-dice"` // six dice, such as 352614
}

// Validate checks the form.
func (a DistributionApprove) Validate() error { return form.Check(a) }

// DistributionOpen is the payload of distribution.open.
type DistributionOpen struct {
	Distribution ID `json:"distribution" format:"uuid" fault:"malformed_id"`
}

// Validate checks the form.
func (o DistributionOpen) Validate() error { return form.Check(o) }

// DistributionClose is the payload of distribution.close.
type DistributionClose struct {
	Distribution ID `json:"distribution" format:"uuid" fault:"malformed_id"`
}

// Validate checks the form.
func (c DistributionClose) Validate() error { return form.Check(c) }

// HandoverGive is the payload of handover.give.
type HandoverGive struct {
	ID           HandoverID `json:"id" format:"uuid" fault:"malformed_id"`
	Distribution ID         `json:"distribution" format:"uuid" fault:"malformed_id"`
	Collector    Collector  `json:"collector" fault:"unknown_collector"`
	// Card is a scanned token or a typed code.
	Card string `json:"card" shape:"card" minLength:"1" maxLength:"400"`
}

// Validate checks the form.
func (g HandoverGive) Validate() error { return form.Check(g) }

// cardShown is the card of a look-up, with the limits of an entry's.
type cardShown struct {
	Card string `json:"card" minLength:"1" maxLength:"400"`
}
