// Package protocol1 is the contract of protocol 1 for data on phones: the structs of the manifest, the parts of a pack
// and the feed. Phones read the bytes that these structs encode until field.Protocol1Ends, so they are frozen: a test
// compares them with a file, and a test of package web the responses with those of the program that phones know.
//
// No struct of another package is part of the contract: what changes there cannot change what phones are told. Ids and
// closed sets are the types of their packages, which encode as plain text.
package protocol1

import (
	"encoding/json"
	"time"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/people"
	"tripol/internal/stock"
)

// Version is the number of this protocol.
const Version = 1

// Manifest lists the parts of a pack. It is signed.
type Manifest struct {
	Protocol   int                 `json:"protocol"`
	Pack       string              `json:"pack"`
	Credential people.CredentialID `json:"credential"`
	Epoch      Epoch               `json:"epoch"`
	Seq        int64               `json:"seq"`  // cursor of the feed
	Hash       string              `json:"hash"` // of that seal
	IssuedAt   time.Time           `json:"issued_at"`
	Parts      []Part              `json:"parts"`
}

// Part is one file of a pack.
type Part struct {
	Name   string `json:"name"`
	Rows   int    `json:"rows"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Epoch is the period between two restores.
type Epoch struct {
	Number int64  `json:"number"`
	ID     string `json:"id,omitempty"`
}

// Work is the part that every phone's pack has.
type Work struct {
	Roles         []actor.Role `json:"roles"`
	Grants        []Grant      `json:"grants"`
	Items         []Item       `json:"items"`
	Distributions []Site       `json:"distributions"`
	Settings      Settings     `json:"settings"`
}

// Grant is a role over an area and all below it.
type Grant struct {
	Role actor.Role `json:"Role"`
	Path string     `json:"Path"`
}

// Item is a kind of goods.
type Item struct {
	ID      stock.ItemID `json:"ID"`
	Code    string       `json:"Code"`
	Name    string       `json:"Name"`
	NameBN  string       `json:"NameBN"`
	NameHI  string       `json:"NameHI"`
	Unit    string       `json:"Unit"`
	Picture string       `json:"Picture" set:"picture"`
}

// Settings are parameters of the phone's rules.
type Settings struct {
	UndoSeconds   int    `json:"undo_seconds"`
	StaleHours    int    `json:"stale_hours"`
	ProtectionKey string `json:"protection_key"`
}

// Site is an open distribution with the phone's lane.
type Site struct {
	Distribution distribution.ID    `json:"distribution"`
	Name         string             `json:"name"`
	Place        string             `json:"place"`
	Area         area.Key           `json:"area"`
	State        distribution.State `json:"state"`
	Store        string             `json:"store"`
	Lines        []Line             `json:"lines"`
	Lane         int                `json:"lane"`
	Lanes        int                `json:"lanes"`
	Listed       int                `json:"listed"`
	Quota        int                `json:"off_list_quota"`
	Loaded       []Quantity         `json:"loaded"`
	Leader       *Leader            `json:"leader"`
	Sealed       []SealedLane       `json:"sealed"`
}

// Line is an item of a distribution.
type Line struct {
	Item         stock.ItemID `json:"item"`
	PerHousehold int64        `json:"per_household"`
}

// Quantity is a quantity of an item.
type Quantity struct {
	Item     stock.ItemID `json:"item"`
	Quantity int64        `json:"quantity"`
}

// Leader verifies the team leader's PIN.
type Leader struct {
	Salt   []byte `json:"salt" format:"byte"`
	Rounds int    `json:"rounds"`
	Check  string `json:"check"`
}

// SealedLane is another phone's lane, whose key the leader's PIN unwraps.
type SealedLane struct {
	Lane    int    `json:"lane"`
	Listed  int    `json:"listed"`
	Wrapped []byte `json:"wrapped" format:"byte"`
}

// Area is an area of the worker's scope.
type Area struct {
	Area    area.Key        `json:"area"`
	Path    string          `json:"path"`
	Level   area.Level      `json:"level"`
	Name    string          `json:"name"`
	NameBN  string          `json:"name_bn"`
	Outline json.RawMessage `json:"outline"` // a GeoJSON MultiPolygon, or null
	Quality area.Quality    `json:"quality" empty:"true"`
}

// Family is a family of an outreach worker's own areas.
type Family struct {
	Household  household.ID        `json:"household"`
	Area       area.Key            `json:"area"`
	Name       string              `json:"name"`
	AlsoCalled string              `json:"also_called"`
	Sounds     []string            `json:"sounds" nullable:"false"`
	Phone4     string              `json:"phone4"`
	Size       int                 `json:"size"`
	House      household.HouseType `json:"house" empty:"true"`
	Mark       string              `json:"mark" set:"mark" empty:"true"`
	Grade      *damage.Grade       `json:"grade" enum:"0,1,2,3,4"`
	Card       string              `json:"card"`
}

// Entitled is a family of a distributor's list.
type Entitled struct {
	Entitlement distribution.EntitlementID `json:"entitlement"`
	Household   household.ID               `json:"household"`
	Card        card.ID                    `json:"card" empty:"true"`
	Code        string                     `json:"code"`
	Generation  int                        `json:"generation"`
	Mark        string                     `json:"mark" set:"mark" empty:"true"`
	Size        int                        `json:"size"`
	Area        area.Key                   `json:"area"`
	Village     string                     `json:"village"`
	Sounds      []string                   `json:"sounds" nullable:"false"`
	Phone4      string                     `json:"phone4"`
	Items       []Quantity                 `json:"items" nullable:"false"`
	Served      *Served                    `json:"served"`
}

// Served is the time and place of a family's handover.
type Served struct {
	At    time.Time `json:"at"`
	Place string    `json:"place"`
}

// Box is another phone's lane, encrypted.
type Box struct {
	Box []byte `json:"box" format:"byte"`
}

// Revoked is the list of cancelled cards.
type Revoked struct {
	Version int64  `json:"version"`                             // position in the hash chain
	Cards   []byte `json:"cards" format:"byte" nullable:"true"` // null: none
}

// CardKey is the public half of a key that signs cards.
type CardKey struct {
	Kid uint16 `json:"kid"`
	Key []byte `json:"public_key" format:"byte"`
}
