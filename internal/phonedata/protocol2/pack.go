// Package protocol2 is the contract of protocol 2 for data on phones: the structs of the manifest, the parts of a pack
// and the feed. A phone asks for it with the query parameter protocol=2. All names are in snake case, lists are never
// null, places and goods have their names in each language, and what many rows have in common is sent once. A field may
// be added; none is renamed or removed without a protocol 3.
//
// No struct of another package is part of the contract: what changes there cannot change what phones are told. Ids and
// closed sets are the types of their packages, which encode as plain text.
package protocol2

import (
	"time"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/distribution"
	"tripol/internal/form"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/people"
	"tripol/internal/stock"
	"tripol/internal/voice"
	"tripol/internal/voice/sound"
)

// Version is the number of this protocol.
const Version = 2

// Manifest lists the parts of a pack. It is signed.
type Manifest struct {
	Protocol   int                 `json:"protocol"`
	Pack       string              `json:"pack"`
	Credential people.CredentialID `json:"credential"`
	Epoch      Epoch               `json:"epoch"`
	Seq        int64               `json:"seq"`  // cursor of the feed
	Hash       string              `json:"hash"` // of that seal
	IssuedAt   time.Time           `json:"issued_at"`
	// KeyVersion is that of the phonetic keys of names in the parts. The phone computes its keys by the same version.
	KeyVersion household.KeyVersion `json:"key_version"`
	Parts      []Part               `json:"parts" nullable:"false"`
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
	Roles         []actor.Role `json:"roles" nullable:"false"`
	Grants        []Grant      `json:"grants" nullable:"false"`
	Items         []Item       `json:"items" nullable:"false"`
	Distributions []Site       `json:"distributions" nullable:"false"`
	Settings      Settings     `json:"settings"`
	// Complaints are those that this worker has taken; no other worker's phone has them.
	Complaints []Complaint `json:"complaints,omitempty"`
	// Storekeeping is the work of whoever keeps stores; absent for others.
	Storekeeping *Storekeeping `json:"storekeeping,omitempty"`
}

// Storekeeping is what a storekeeper's phone needs without a network. It holds no family, and no stocks: a count is
// blind.
type Storekeeping struct {
	Stores   []Store   `json:"stores" nullable:"false"`
	Waybills []Waybill `json:"waybills" nullable:"false"` // on the way to these stores
	Handing  []Handing `json:"handing" nullable:"false"`
}

// Store is a store whose goods the worker keeps.
type Store struct {
	Store  stock.StoreID `json:"store"`
	Name   string        `json:"name"`
	NameBN string        `json:"name_bn"`
	NameHI string        `json:"name_hi"`
	Area   area.Key      `json:"area"`
}

// Waybill is a waybill on the way to a store.
type Waybill struct {
	Waybill stock.WaybillID `json:"waybill"`
	Number  string          `json:"number"`
	Store   stock.StoreID   `json:"store"` // the receiving one
	From    string          `json:"from"`
	FromBN  string          `json:"from_bn"`
	FromHI  string          `json:"from_hi"`
	SentAt  time.Time       `json:"sent_at"`
	Lines   []Sent          `json:"lines" nullable:"false"`
}

// Sent is the sent quantity of an item.
type Sent struct {
	Item stock.ItemID `json:"item"`
	Sent int64        `json:"sent"`
}

// Handing is an open distribution whose goods the worker hands out, with the phones of its distributors.
type Handing struct {
	Distribution distribution.ID `json:"distribution"`
	Name         string          `json:"name"`
	Store        stock.StoreID   `json:"store"`
	Phones       []WorkingPhone  `json:"phones" nullable:"false"`
}

// WorkingPhone is a distributor on a phone. Device is the id of the credential.
type WorkingPhone struct {
	Device people.CredentialID `json:"device"`
	Worker string              `json:"worker"`
}

// Complaint is a complaint that the worker of the phone has taken. A private one has its reference and state only.
type Complaint struct {
	Grievance   grievance.ID   `json:"grievance"`
	Reference   string         `json:"reference"` // empty: none
	About       string         `json:"about" set:"grievance_about"`
	State       ComplaintState `json:"state"`
	TakenAt     time.Time      `json:"taken_at"`
	Household   household.ID   `json:"household,omitempty"`
	Area        area.Key       `json:"area,omitempty"`
	Complainant string         `json:"complainant,omitempty"`
	Reach       string         `json:"reach,omitempty" set:"complainant_reach"`
	ReachPhone  string         `json:"reach_phone,omitempty"`
	ReachAt     string         `json:"reach_at,omitempty"`
	AnswerBy    string         `json:"answer_by,omitempty" set:"answer_by"`
	Decision    string         `json:"decision,omitempty" set:"grievance_decision"`
	Answer      string         `json:"answer,omitempty"` // that the worker brings
}

// ComplaintState is how far a complaint has come.
type ComplaintState string

// ComplaintStates lists them once: without a decision, decided, and the answer told to who complained.
var ComplaintStates = form.Set("complaint_state", ComplaintState("open"), "settled", "brought")

// Grant is a role over an area and all below it.
type Grant struct {
	Role actor.Role `json:"role"`
	Path string     `json:"path"`
}

// Item is a kind of goods.
type Item struct {
	ID      stock.ItemID `json:"id"`
	Code    string       `json:"code"`
	Name    string       `json:"name"`
	NameBN  string       `json:"name_bn"`
	NameHI  string       `json:"name_hi"`
	Unit    string       `json:"unit"`
	UnitBN  string       `json:"unit_bn"`
	UnitHI  string       `json:"unit_hi"`
	Picture string       `json:"picture" set:"picture"`
}

// Settings are parameters of the phone's rules.
type Settings struct {
	UndoSeconds   int    `json:"undo_seconds"`
	StaleHours    int    `json:"stale_hours"`
	ProtectionKey string `json:"protection_key"`
	Positions     bool   `json:"positions"`    // families may be asked for the position of their house
	LockMinutes   int    `json:"lock_minutes"` // without use, after which the phone locks
	HelpNumber    string `json:"help_number"`  // that workers read aloud; empty: none is set
}

// Site is an open distribution with the phone's lane.
type Site struct {
	Distribution distribution.ID    `json:"distribution"`
	Name         string             `json:"name"`
	Place        string             `json:"place"`
	PlaceBN      string             `json:"place_bn"`
	PlaceHI      string             `json:"place_hi"`
	Area         area.Key           `json:"area"`
	State        distribution.State `json:"state"`
	Store        string             `json:"store"`
	Lines        []Line             `json:"lines" nullable:"false"`
	Lane         int                `json:"lane"`
	Lanes        int                `json:"lanes"`
	Listed       int                `json:"listed"`
	Quota        int                `json:"off_list_quota"`
	Loaded       []Quantity         `json:"loaded" nullable:"false"`
	Taken        []Quantity         `json:"taken" nullable:"false"` // from the store, since the last count
	Loads        []string           `json:"loads,omitempty"`        // ids of the loads that taken adds up
	Leader       *Leader            `json:"leader"`
	Sealed       []SealedLane       `json:"sealed" nullable:"false"`
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
	Area    area.Key      `json:"area"`
	Path    string        `json:"path"`
	Level   area.Level    `json:"level"`
	Name    string        `json:"name"`
	NameBN  string        `json:"name_bn"`
	NameHI  string        `json:"name_hi"`
	Outline *MultiPolygon `json:"outline"` // simplified; null: none
	Quality area.Quality  `json:"quality" empty:"true"`
}

// MultiPolygon is an outline in GeoJSON: longitude and latitude in degrees.
type MultiPolygon struct {
	Type        string           `json:"type" enum:"MultiPolygon"`
	Coordinates [][][][2]float64 `json:"coordinates" nullable:"false"`
}

// Family is a family of an outreach worker's own areas.
type Family struct {
	Household  household.ID        `json:"household"`
	Area       area.Key            `json:"area"`
	Name       string              `json:"name"` // of a family without one: its designation in English
	AlsoCalled string              `json:"also_called"`
	Sounds     []string            `json:"sounds" nullable:"false"`
	Phone4     string              `json:"phone4"`
	Size       int                 `json:"size"`
	House      household.HouseType `json:"house" empty:"true"`
	Mark       string              `json:"mark" set:"mark" empty:"true"`
	Grade      *damage.Grade       `json:"grade" enum:"0,1,2,3,4"`
	Card       string              `json:"card"`
	// Version is the base_version of a correction of what this row says; absent: 1, as of most families.
	Version  int  `json:"version,omitempty"`
	Verified bool `json:"verified,omitempty"` // another person has graded the newest assessment's house
	// Second is the newest assessment while it waits for the grade of another person who may be this worker.
	Second damage.ID `json:"second,omitempty"`
	// ToVisit: the family is to be visited. Why is on no phone.
	ToVisit bool `json:"to_visit,omitempty"`
	// NoPhoto: the family has said no to photos: no phone asks again.
	NoPhoto bool `json:"no_photo,omitempty"`
	// Reported is a grade of a list or of the office, while nobody has graded the house; absent: none.
	Reported *damage.Grade `json:"reported,omitempty" enum:"0,1,2,3,4"`
}

// List is a distributor's list, or one lane of it.
type List struct {
	Villages []Village  `json:"villages" nullable:"false"` // of the families
	Families []Entitled `json:"families" nullable:"false"`
}

// Village is the area that families of a list live in.
type Village struct {
	Area   area.Key `json:"area"`
	Name   string   `json:"name"`
	NameBN string   `json:"name_bn"`
	NameHI string   `json:"name_hi"`
}

// Entitled is a family of a distributor's list. It was served at the place of its distribution.
type Entitled struct {
	Entitlement distribution.EntitlementID `json:"entitlement"`
	Household   household.ID               `json:"household"`
	Card        card.ID                    `json:"card" empty:"true"` // of its newest card; empty: it has none
	Code        string                     `json:"code"`
	Generation  int                        `json:"generation"`
	Mark        string                     `json:"mark" set:"mark" empty:"true"`
	Size        int                        `json:"size"`
	Area        area.Key                   `json:"area"`
	Sounds      []string                   `json:"sounds" nullable:"false"`
	Phone4      string                     `json:"phone4"`
	Items       []Quantity                 `json:"items" nullable:"false"`
	ServedAt    *time.Time                 `json:"served_at"` // null: not served
}

// Box is a List of another phone's lane, encrypted.
type Box struct {
	Box []byte `json:"box" format:"byte"`
}

// Revoked is the list of cancelled cards.
type Revoked struct {
	Version int64  `json:"version"` // position in the hash chain
	Cards   []byte `json:"cards" format:"byte"`
}

// CardKey is the public half of a key that signs cards.
type CardKey struct {
	Kid uint16 `json:"kid"`
	Key []byte `json:"public_key" format:"byte"`
}

// Voice is the part that lists the recordings of the organisation, if it has any. A phone fetches the files of the
// dialect that it plays, each by its digest, and keeps them over later packs.
type Voice struct {
	Dialects []Dialect `json:"dialects" nullable:"false"`
}

// Dialect is a language or dialect that has recordings.
type Dialect struct {
	Language   string      `json:"language" set:"language"` // of the words on the screen
	Dialect    string      `json:"dialect"`
	Recordings []Recording `json:"recordings" nullable:"false"`
}

// Recording is the recording of one text. It is played while the phone shows the words with this digest.
type Recording struct {
	Spoken    voice.Text      `json:"spoken" set:"spoken_text"`
	Words     string          `json:"words"`
	SHA256    string          `json:"sha256"`
	Container sound.Container `json:"container" set:"voice_container"`
	Bytes     int             `json:"bytes"`
}
