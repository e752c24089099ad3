// Package paper implements the work without phones: a paper form has a number, is filled in at a house, and is typed at
// the office. It prints the forms, decides that a number is entered once, and compares the two typings of every tenth
// form (double data entry). What a form says is stored by the packages that own it, with the worker who filled it in as
// the author; this package must not know of lists, entitlements or phones.
package paper

import (
	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// RunID is the id of a run of forms (UUIDv7).
type RunID string

// Layout is what one printed side holds.
type Layout string

// The layouts.
const (
	FamilyForm  Layout = "family" // one family
	SansadSheet Layout = "sansad" // ten families, each with its own number
)

// Layouts lists the layouts once.
var Layouts = form.Set("paper_layout", FamilyForm, SansadSheet)

// Forms returns the number of forms on one side.
func (l Layout) Forms() int {
	if l == SansadSheet {
		return sansadLines
	}
	return 1
}

const sansadLines = 10

// CancelReasons lists the reasons for which a number is not entered, once.
var CancelReasons = form.Set("paper_cancel", "spoiled", "lost", "refused")

// The authors of a form, and those who type it.
var (
	typists = household.Recorders
	issuers = []actor.Role{actor.Coordinator, actor.Administrator}
	// settlers decide what the paper says where two typings differ.
	settlers = []actor.Role{actor.Coordinator}
)

// Use is what became of a number: one row decides that it is entered or cancelled once.
type Use struct {
	Organisation actor.OrganisationID `gorm:"primaryKey"`
	Number       Number               `gorm:"primaryKey;autoIncrement:false"`
	Deed         string               // entered or cancelled
	Household    *household.ID        // of an entered form
	Worker       *actor.AccountID     // who filled it in
	FilledAt     *db.Instant          // as written on the paper
	Reason       string               // of a cancelled form; one of CancelReasons
	DoneBy       actor.AccountID      // who typed or cancelled it
	DoneAt       db.Instant
	Entry        journal.EntryID
}

// The values of Use.Deed.
const (
	entered   = "entered"
	cancelled = "cancelled"
)

// TableName names the table.
func (Use) TableName() string { return "paper_use" }

// Second is the second typing of a form by another person. It holds the names of the fields that differ, never their
// values: those are in the bodies of the two entries only, so that an erasure erases them.
type Second struct {
	Organisation actor.OrganisationID `gorm:"primaryKey"`
	Number       Number               `gorm:"primaryKey;autoIncrement:false"`
	FirstTypist  actor.AccountID
	TypedBy      actor.AccountID
	TypedAt      db.Instant
	Fields       int      // that were compared
	Differ       int      // of these
	Differing    []string `gorm:"serializer:json"`
	Entry        journal.EntryID
}

// TableName names the table.
func (Second) TableName() string { return "paper_second" }

// Settlement is the decision on the fields in which two typings differ.
type Settlement struct {
	Organisation actor.OrganisationID `gorm:"primaryKey"`
	Number       Number               `gorm:"primaryKey;autoIncrement:false"`
	SettledBy    actor.AccountID
	SettledAt    db.Instant
	Entry        journal.EntryID
}

// TableName names the table.
func (Settlement) TableName() string { return "paper_settlement" }

type runRow struct {
	ID           RunID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	First        Number
	Last         Number
	Layout       Layout
	Language     string
	IssuedBy     actor.AccountID
	IssuedAt     db.Instant
	Entry        journal.EntryID
}

// TableName names the table.
func (runRow) TableName() string { return "paper_run" }

type formRow struct {
	Organisation actor.OrganisationID `gorm:"primaryKey"`
	Number       Number               `gorm:"primaryKey;autoIncrement:false"`
	Run          RunID
}

// TableName names the table.
func (formRow) TableName() string { return "paper_form" }
