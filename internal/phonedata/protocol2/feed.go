package protocol2

import (
	"time"

	"tripol/internal/card"
	"tripol/internal/distribution"
	"tripol/internal/household"
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
}
