// Package campaign knows what donors pledged and paid, and the homes that are promised and rise step by step; it does
// not know whose home it is: a home is a number in a block.
package campaign

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// ID is the id of a campaign (UUIDv7).
type ID string

// PledgeID is the id of a pledge (UUIDv7).
type PledgeID string

// PaymentID is the id of a payment (UUIDv7).
type PaymentID string

// HomeID is the id of a home (UUIDv7). It is not shown to the public: a release gives homes ids of its own.
type HomeID string

// Currency is the one currency that money is counted in, in paise.
const Currency = "INR"

// Step is how far a home has come.
type Step string

// The steps: one after the other, with Paused and Stopped besides.
const (
	Promised   Step = "promised"
	SiteReady  Step = "site_ready"
	Plinth     Step = "plinth"
	Walls      Step = "walls"
	Roof       Step = "roof"
	HandedOver Step = "handed_over"
	Paused     Step = "paused"
	Stopped    Step = "stopped"
)

// Steps lists every step once: those of the way in their order, then those besides.
var Steps = []Step{Promised, SiteReady, Plinth, Walls, Roof, HandedOver, Paused, Stopped}

// way is how many of Steps follow one another.
const way = 6

// onTheWay says whether a step is one of those that follow one another.
func (s Step) onTheWay() bool { return slices.Contains(Steps[:way], s) }

// Campaign is a call for homes, with what one home costs. Money is in paise.
type Campaign struct {
	ID             ID `gorm:"primaryKey"`
	Organisation   actor.OrganisationID
	Slug           string // its public address
	Name           string
	NameBN         string `gorm:"column:name_bn"`
	HomePricePaise int64
	GoalHomes      int64
	District       *area.Key // nil: not in one district
	AreaPath       string    // of the district, or "/"
	NextHome       int64     // the number that the next home gets
	AddedAt        db.Instant
}

// TableName names the table of a row type.
func (Campaign) TableName() string { return "campaign" }

// Home is one rebuild: a number in a block, and how far it has come.
type Home struct {
	ID           HomeID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Campaign     ID
	Number       int64 // unique in its campaign
	Area         area.Key
	AreaPath     string
	Step         Step
	ResumesAt    *Step // of a paused or stopped home: where it goes on
	Steps        int64 // how many lines its history has
	Since        db.Instant
}

// TableName names the table of a row type.
func (Home) TableName() string { return "home" }

// goesTo judges a step asked for: forward by one, aside, or back to where it was before it was paused or stopped.
func (h Home) goesTo(to Step) error {
	resting := h.Step == Paused || h.Step == Stopped
	switch {
	case to == h.Step:
		return stepChanged(h.Step)
	case h.Step == HandedOver:
		return skipped(h, "This home has been handed over.")
	case resting && to == Paused:
		return skipped(h, "This home has been stopped.")
	case to == Paused || to == Stopped:
		return nil
	case resting && to != *h.ResumesAt:
		return skipped(h, "This home goes on where it rested.").With("resumes_at", *h.ResumesAt)
	case !resting && slices.Index(Steps, to) != slices.Index(Steps, h.Step)+1:
		return skipped(h, "A home goes one step at a time.")
	}
	return nil
}

func skipped(h Home, message string) *fault.Fault {
	return fault.New(fault.Conflict, "step_skipped", message).At("/to").With("step", h.Step).With("number", h.Number)
}

// stepChanged tells the second of two people that the first has already moved this home.
func stepChanged(now Step) *fault.Fault {
	return fault.New(fault.Conflict, "step_changed", "Somebody has moved this home already.").
		At("/to").With("step", now)
}

// The limits of form.
const (
	maxText  = 200
	maxNote  = 1000
	maxPaise = 1_000_000_000_000_00 // a lakh crore rupees
	maxHomes = 1_000_000
	maxCount = 500 // homes promised at once
)

func checkID(path, id string) error {
	if !isID(id) {
		return fault.Field(path, "not_an_id", "This must be a UUID in lower case.")
	}
	return nil
}

// isID says whether text is a UUID in the one spelling that compares alike on both engines.
func isID(text string) bool {
	return len(text) == 36 && strings.ToLower(text) == text && uuid.Validate(text) == nil
}

func checkText(path, text string, least, most int) error {
	switch {
	case len([]rune(strings.TrimSpace(text))) < least:
		return fault.Field(path, "required", "This must not be empty.")
	case len([]rune(text)) > most:
		return fault.Field(path, "too_long", "This text is too long.").With("longest", most)
	}
	return nil
}

func checkRange(path string, number, most int64) error {
	if number < 1 || number > most {
		return fault.Field(path, "out_of_range", "This number is out of range.").With("least", 1).With("most", most)
	}
	return nil
}

func checkCurrency(currency string) error {
	if currency != Currency {
		return fault.Field("/currency", "unknown_value", "Money is counted in INR.")
	}
	return nil
}

// firstOf gives the first complaint.
func firstOf(complaints ...error) error {
	for _, err := range complaints {
		if err != nil {
			return err
		}
	}
	return nil
}
