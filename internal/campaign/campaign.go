// Package campaign implements fundraising campaigns: pledges, payments, and the construction progress of promised
// homes. It must not depend on households: a home is a number in a block.
package campaign

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
)

// ID is the id of a campaign (UUIDv7).
type ID string

// PledgeID is the id of a pledge (UUIDv7).
type PledgeID string

// PaymentID is the id of a payment (UUIDv7).
type PaymentID string

// HomeID is the id of a home (UUIDv7). It is not published: a release assigns other ids.
type HomeID string

// Currency is the only currency; amounts are in paise.
const Currency = "INR"

// Stage is a stage of construction of a home. A step is a milestone of shelter reconstruction.
type Stage string

// The stages: consecutive, except Paused and Stopped.
const (
	Promised   Stage = "promised"
	SiteReady  Stage = "site_ready"
	Plinth     Stage = "plinth"
	Walls      Stage = "walls"
	Roof       Stage = "roof"
	HandedOver Stage = "handed_over"
	Paused     Stage = "paused"
	Stopped    Stage = "stopped"
)

// Stages lists all stages once: the consecutive ones in order, then the others.
var Stages = form.Set("step", Promised, SiteReady, Plinth, Walls, Roof, HandedOver, Paused, Stopped)

// buildingStages is the number of consecutive stages at the beginning of Stages.
const buildingStages = 6

// isBuilding reports whether a stage is one of the consecutive ones.
func (s Stage) isBuilding() bool { return slices.Contains(Stages[:buildingStages], s) }

// Campaign is a fundraising campaign for homes, with the cost of one home. Amounts are in paise.
type Campaign struct {
	ID             ID `gorm:"primaryKey"`
	Organisation   actor.OrganisationID
	Slug           string // its public address
	Name           string
	NameBN         string `gorm:"column:name_bn"`
	NameHI         string `gorm:"column:name_hi"`
	HomePricePaise int64
	GoalHomes      int64
	District       *area.Key // nil: not limited to one district
	AreaPath       string    // of the district, or "/"
	NextHome       int64     // number of the next home
	AddedAt        db.Instant
}

// TableName names the table of a row type.
func (Campaign) TableName() string { return "campaign" }

// Home is one reconstruction: a number in a block, and its stage.
type Home struct {
	ID           HomeID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Campaign     ID
	Number       int64 // unique in its campaign
	Area         area.Key
	AreaPath     string
	Step         Stage
	ResumesAt    *Stage // of a paused or stopped home: the stage at which it resumes
	Steps        int64  // number of rows in its history
	Since        db.Instant
}

// TableName names the table of a row type.
func (Home) TableName() string { return "home" }

// goesTo checks a transition: forward by one stage, to Paused or Stopped, or back to the stage before.
func (h Home) goesTo(to Stage) error {
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
		return skipped(h, "This home resumes at the stage where it was paused.").With("resumes_at", *h.ResumesAt)
	case !resting && slices.Index(Stages, to) != slices.Index(Stages, h.Step)+1:
		return skipped(h, "A home advances one stage at a time.")
	}
	return nil
}

func skipped(h Home, message string) *fault.Fault {
	return fault.New(fault.Conflict, "step_skipped", message).At("/to").With("step", h.Step).With("number", h.Number)
}

// stepChanged is the fault for the second of two concurrent transitions (optimistic locking).
func stepChanged(now Stage) *fault.Fault {
	return fault.New(fault.Conflict, "step_changed", "Someone has already moved this home.").
		At("/to").With("step", now)
}

// isID reports whether text is a UUID in canonical spelling, which compares equal on both engines.
func isID(text string) bool {
	return len(text) == 36 && strings.ToLower(text) == text && uuid.Validate(text) == nil
}
