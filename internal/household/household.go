// Package household registers families, keeps their consent, and finds them again by name in any script, by phone and
// by place; it does not know what they were given, what card they hold, or how badly their house is damaged.
//
// Every query is forced through scope: the actor's organisation and the areas of the actor's roles. An id of another
// organisation or of an area out of reach answers exactly like an id that does not exist.
package household

import (
	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// ID is the id of a household (UUIDv7), made on the phone that registered it.
type ID string

// HouseType is what the walls and the roof are made of.
type HouseType string

// The house types. Pucca: walls and roof of lasting material; kutcha: neither; semi-pucca: one of them; hut: thatch,
// plastic, temporary.
const (
	Kutcha    HouseType = "kutcha"
	SemiPucca HouseType = "semi_pucca"
	Pucca     HouseType = "pucca"
	Hut       HouseType = "hut"
)

// HouseTypes lists the house types once.
var HouseTypes = form.Set("house", Kutcha, SemiPucca, Pucca, Hut)

// Criteria lists once the visible needs that may put a family first. A reason that is kept private is none of them: see
// priority.go. The vulnerability criteria are visible needs only.
var Criteria = form.Set("criterion",
	"woman_headed", "child_headed", "elderly_alone", "pregnant_or_nursing", "infant", "disability",
	"chronic_illness", "widow",
	"landless", "house_on_embankment", "documents_lost",
)

// Marks lists once the pictures of which a family may choose one, to be known by at the queue without a name.
var Marks = form.Set("mark",
	"fish", "boat", "lamp", "lotus", "sun", "moon", "star", "tree", "leaf", "flower", "bird", "duck",
	"goat", "cow", "cat", "elephant", "butterfly", "pot", "kite", "drum", "umbrella", "bicycle", "bell", "key",
)

// Languages lists once the languages in which consent is read out.
var Languages = people.Languages

// PhoneOwners lists once whose phone the number is; empty when there is none.
var PhoneOwners = append([]string{""}, form.Set("phone_owner", "self", "family", "neighbour")...)

// People counts who lives in the household; each person is counted in one of the six.
type People struct {
	Women   int `json:"women"`
	Men     int `json:"men"`
	Girls   int `json:"girls"`
	Boys    int `json:"boys"`
	Infants int `json:"infants"`
	Elderly int `json:"elderly"`
}

// Size is the number of people.
func (p People) Size() int { return p.Women + p.Men + p.Girls + p.Boys + p.Infants + p.Elderly }

// Household is one family: those who eat from one hearth.
type Household struct {
	ID           ID `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	Area         area.Key
	AreaPath     string
	Name         string
	AlsoCalled   string
	Phone        string // ten digits, or empty
	PhoneOf      string
	People       People   `gorm:"embedded"`
	Criteria     []string `gorm:"serializer:json"`
	House        HouseType
	Landmark     string
	Mark         string
	NotSameAs    []ID `gorm:"serializer:json"` // households that the worker looked at and judged to be others
	RegisteredBy actor.AccountID
	OccurredAt   db.Instant // what the phone said, never later than RegisteredAt
	RegisteredAt db.Instant // when the server took it
	Entry        journal.EntryID
	Version      int         // 1 as registered, one more with each correction
	WithdrawnAt  *db.Instant // since when the family does not want relief from us; nil while it does
	ErasedAt     *db.Instant // since when nothing personal is kept of it
}

// TableName names the table.
func (Household) TableName() string { return "household" }

// PhoneLast4 is what lists show of a phone number; empty when there is none.
func (h Household) PhoneLast4() string { return lastFour(h.Phone) }
