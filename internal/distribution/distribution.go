// Package distribution allocates scarce relief and records handovers: plan, public draw, entitlements, handovers. It
// does not depend on how stock is kept, a card is read, or a damage grade was assessed.
//
//	planned ── approve (another person, six dice) ──▶ approved ── open ──▶ open ── close ──▶ closed
//	   │ list and digest frozen      │ ties drawn, entitlements             │ handovers
//
// A handover is decided in give.go (online) and record.go (recorded offline); the list is built in ranking.go and
// draw.go; the weights are in weights.go.
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

// EntitlementID is the id of one household's entitlement in one distribution.
type EntitlementID string

// HandoverID is the id of one handover; its stock movement has the same id.
type HandoverID string

// State is the state of a distribution.
type State string

// The states, in order; a distribution only advances.
const (
	Planned  State = "planned"
	Approved State = "approved"
	Opened   State = "open"
	Closed   State = "closed"
)

var _ = form.Set("distribution_state", Planned, Approved, Opened, Closed)

// Collector is the kind of person who collects the goods.
type Collector string

// The collectors.
const (
	Self   Collector = "self"
	Family Collector = "family"
	Other  Collector = "other"
)

// Collectors are all collectors.
var Collectors = form.Set("collector", Self, Family, Other)

// accepted is the status of a handover that has used its entitlement.
const accepted = "accepted"

// The rows of the package's tables. Names of area and store are copied when the plan is made.
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
		Line         int // position in the plan, from 0
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
		Points       int    // only in lists of the first rule, otherwise 0; see inputs.go
		Reasons      string // always "[]": no longer in use
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
