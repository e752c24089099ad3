// Package household implements the registration of families, their consents, and the search by name in any script, by
// phone and by area. It must not depend on entitlements, cards or damage assessments.
//
// Authorization is part of every query: the actor's organisation and the areas of the actor's roles. An id of another
// organisation, or of an area out of scope, returns the same fault as a missing one.
package household

import (
	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// ID is the id of a household (UUIDv7), generated on the phone that registered it.
type ID string

// HouseType is the construction type of a dwelling, by its walls and roof.
type HouseType string

// The house types. Pucca: walls and roof of durable material; kutcha: neither; semi-pucca: one of them; hut: thatch,
// plastic, temporary.
const (
	Kutcha    HouseType = "kutcha"
	SemiPucca HouseType = "semi_pucca"
	Pucca     HouseType = "pucca"
	Hut       HouseType = "hut"
)

// HouseTypes lists the house types once.
var HouseTypes = form.Set("house", Kutcha, SemiPucca, Pucca, Hut)

// Criteria lists the visible vulnerability criteria once. A private reason for priority is not among them: see
// priority.go. The vulnerability criteria are visible needs only.
var Criteria = form.Set("criterion",
	"woman_headed", "child_headed", "elderly_alone", "pregnant_or_nursing", "infant", "disability",
	"chronic_illness", "widow",
	"landless", "house_on_embankment", "documents_lost",
)

// Marks lists once the pictures of which a family may choose one, for identification at a site without its name.
var Marks = form.Set("mark",
	"fish", "boat", "lamp", "lotus", "sun", "moon", "star", "tree", "leaf", "flower", "bird", "duck",
	"goat", "cow", "cat", "elephant", "butterfly", "pot", "kite", "drum", "umbrella", "bicycle", "bell", "key",
)

// Languages lists the languages of the consent text once.
var Languages = people.Languages

// PhoneOwners lists the owners of a phone number once; empty without a number.
var PhoneOwners = append([]string{""}, form.Set("phone_owner", "self", "family", "neighbour")...)

// People is the number of members of a household; each person is counted once.
type People struct {
	Women   int `json:"women" minimum:"0" maximum:"99"`
	Men     int `json:"men" minimum:"0" maximum:"99"`
	Girls   int `json:"girls" minimum:"0" maximum:"99"`
	Boys    int `json:"boys" minimum:"0" maximum:"99"`
	Infants int `json:"infants" minimum:"0" maximum:"99"`
	Elderly int `json:"elderly" minimum:"0" maximum:"99"`
	// Unstated counts members whose sex and age were not said.
	Unstated int `json:"unstated,omitempty" minimum:"0" maximum:"99"`
}

// Size returns the number of people.
func (p People) Size() int {
	return p.Women + p.Men + p.Girls + p.Boys + p.Infants + p.Elderly + p.Unstated
}

// Household is one family: people who eat from one hearth.
type Household struct {
	ID           ID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Area         area.Key
	AreaPath     string
	Name         string // empty: none was given
	AlsoCalled   string
	Phone        string // ten digits, or empty
	PhoneOf      string
	People       People    `gorm:"embedded"`
	Criteria     []string  `gorm:"serializer:json"`
	House        HouseType // empty: not stated
	Landmark     string
	Mark         string
	NotSameAs    []ID `gorm:"serializer:json"` // similar households that the worker judged to be different
	RegisteredBy actor.AccountID
	OccurredAt   db.Instant // as reported by the phone, never later than RegisteredAt
	RegisteredAt db.Instant // received by the server
	Entry        journal.EntryID
	Version      int         // 1 at registration, incremented by each correction (optimistic locking)
	WithdrawnAt  *db.Instant // since when consent to relief is withdrawn; nil while given
	ErasedAt     *db.Instant // since when all personal data are erased
}

// TableName names the table.
func (Household) TableName() string { return "household" }

// PhoneLast4 returns the digits of a phone number shown in lists; empty without a number.
func (h Household) PhoneLast4() string { return lastFour(h.Phone) }
