// Package distribution decides who gets relief when there is less than is needed, and records who got it: plan,
// public draw, entitlements, handovers. It does not know how stock is kept, how a card is read, or how a damage grade
// came to be.
//
//	planned ── approve (another person, six dice) ──▶ approved ── open ──▶ open ── close ──▶ closed
//	   │ list and digest frozen      │ ties drawn, entitlements             │ handovers
//
// Where a handover is decided: give.go. How the list is made: ranking.go and draw.go. What the weights are: weights.go.
package distribution

import (
	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/stock"
)

// ID is the id of a distribution (UUIDv7).
type ID string

// EntitlementID is the id of what one household is due in one distribution.
type EntitlementID string

// HandoverID is the id of one handover; its stock movement has the same id.
type HandoverID string

// State is where a distribution stands.
type State string

// The states, in their order; a distribution goes forward only.
const (
	Planned  State = "planned"
	Approved State = "approved"
	Opened   State = "open"
	Closed   State = "closed"
)

var _ = form.Set("distribution_state", Planned, Approved, Opened, Closed)

// Collector says who came with the card.
type Collector string

// The collectors.
const (
	Self   Collector = "self"
	Family Collector = "family"
	Other  Collector = "other"
)

// Collectors lists who may come, once.
var Collectors = form.Set("collector", Self, Family, Other)

// accepted is the status of a handover that used up its entitlement.
const accepted = "accepted"

// The rows of the room's tables. Names of area and store are kept as they were when the plan was made.
type (
	distributionRow struct {
		ID            ID `gorm:"primaryKey"`
		Entry         journal.EntryID
		Organisation  actor.OrganisationID
		Name          string
		Area          area.Key
		AreaPath      string
		AreaName      string
		AreaNameBN    string `gorm:"column:area_name_bn"`
		AreaNameHI    string `gorm:"column:area_name_hi"`
		Store         stock.StoreID
		StoreName     string
		StoreNameBN   string `gorm:"column:store_name_bn"`
		StoreNameHI   string `gorm:"column:store_name_hi"`
		MinimumGrade  int
		NotServedDays int
		Quantity      int // households
		Listed        int
		Weights       string
		Digest        string
		State         State
		Planner       actor.AccountID
		PlannedAt     db.Instant
		Approver      *actor.AccountID
		Number        string
		ApprovedAt    db.Instant
		OpenedAt      db.Instant
		ClosedAt      db.Instant
	}
	lineRow struct {
		Distribution ID           `gorm:"primaryKey"`
		Item         stock.ItemID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Line         int // place in the plan, from 0
		PerHousehold int64
	}
	candidateRow struct {
		Distribution ID           `gorm:"primaryKey"`
		Household    household.ID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Reference    string
		Grade        int
		Size         int
		Commitment   string
		Points       int    // of a list of the first rule; 0 in all others, see inputs.go
		Reasons      string // "[]": nothing is kept here any more
		Rank         int
		Included     Inclusion
	}
	entitlementRow struct {
		ID           EntitlementID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Distribution ID
		Household    household.ID
	}
	entitlementItemRow struct {
		Entitlement  EntitlementID `gorm:"primaryKey"`
		Item         stock.ItemID  `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Quantity     int64
	}
	handoverRow struct {
		ID           HandoverID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Entry        journal.EntryID
		Entitlement  EntitlementID
		Distribution ID
		Household    household.ID
		Card         card.ID
		Collector    Collector
		Status       string
		GivenBy      actor.AccountID
		GivenAt      db.Instant
	}
)

// TableName names the table of a row type.
func (distributionRow) TableName() string    { return "distribution" }
func (lineRow) TableName() string            { return "distribution_line" }
func (candidateRow) TableName() string       { return "candidate" }
func (entitlementRow) TableName() string     { return "entitlement" }
func (entitlementItemRow) TableName() string { return "entitlement_item" }
func (handoverRow) TableName() string        { return "handover" }
