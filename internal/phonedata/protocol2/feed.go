package protocol2

import (
	"time"

	"tripol/internal/card"
	"tripol/internal/distribution"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// Feed contains the events after a position of the hash chain that concern a phone.
type Feed struct {
	Protocol        int        `json:"protocol" enum:"2"`
	Epoch           Epoch      `json:"epoch"`
	Seq             int64      `json:"seq"`                 // cursor of the next request
	Hash            string     `json:"hash" shape:"sha256"` // of that seal
	Head            Head       `json:"head"`
	More            bool       `json:"more"`
	BackedUpThrough int64      `json:"backed_up_through"`
	Gaps            [][2]int64 `json:"gaps,omitempty"` // numbers that were not received, to be resent
	Events          []Event    `json:"events" nullable:"false"`
	// Notices are all that concern the worker now; each response replaces those of the last one.
	Notices []Notice `json:"notices" nullable:"false"`
}

// Notice tells a worker that somebody else corrected the same fields of a family. The office decides between the
// answers.
type Notice struct {
	Claim     journal.EntryID `json:"claim"` // the entry of the later correction, whose answers do not count yet
	Household household.ID    `json:"household"`
	Fields    []string        `json:"fields" nullable:"false"`
	Mine      bool            `json:"mine"` // the later correction is this worker's
	At        time.Time       `json:"at"`
	SettledAt *time.Time      `json:"settled_at"` // null: the office has not decided
}

// Head is a position of the hash chain.
type Head struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash" shape:"sha256"`
}

// Event is one change that a phone must apply.
type Event struct {
	Seq          int64                      `json:"seq"`
	Type         string                     `json:"type"`
	Entitlement  distribution.EntitlementID `json:"entitlement,omitempty"`
	Distribution distribution.ID            `json:"distribution,omitempty"`
	At           *time.Time                 `json:"at,omitempty"`
	Place        string                     `json:"place,omitempty"`
	PlaceBN      string                     `json:"place_bn,omitempty"`
	PlaceHI      string                     `json:"place_hi,omitempty"`
	Card         card.ID                    `json:"card,omitempty"`
	Household    household.ID               `json:"household,omitempty"`
	Family       *Family                    `json:"family,omitempty"`
	Grievance    grievance.ID               `json:"grievance,omitempty"`
}
