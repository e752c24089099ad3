package stock

import (
	"encoding/base32"
	"encoding/hex"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// WaybillState says how far goods under a waybill have come.
type WaybillState string

// The states. Arrived means that sent and received differ and a person has to settle it.
const (
	WaybillDrafted WaybillState = "drafted"
	WaybillSent    WaybillState = "sent"
	WaybillArrived WaybillState = "arrived"
	WaybillClosed  WaybillState = "closed"
)

// Waybill is the paper that goes with goods from one store to another. Both organisations see it.
type Waybill struct {
	ID             WaybillID
	Organisation   actor.OrganisationID // the sender
	Number         string               // unique in the sender's organisation
	State          WaybillState
	FromStore      StoreID
	FromPath       string
	ToStore        StoreID
	ToPath         string
	ToOrganisation actor.OrganisationID
	Vehicle        string
	Driver         string
	SentAt         db.Instant
	ArrivedAt      db.Instant    // zero until accepted
	Lines          []WaybillLine `gorm:"-"`
	FromName       string        `gorm:"-"`
	ToName         string        `gorm:"-"`
}

// TableName names the table of a row type.
func (Waybill) TableName() string { return "waybill" }

// WaybillLine is one item of a waybill. Sent is 0 for goods that came unlisted; Received is nil until the waybill is
// accepted.
type WaybillLine struct {
	Waybill        WaybillID            `gorm:"primaryKey"`
	Item           ItemID               `gorm:"primaryKey"`
	Organisation   actor.OrganisationID // the waybill's
	ToOrganisation actor.OrganisationID // the waybill's
	Sent           int64
	Received       *int64
	Reason         string
}

// TableName names the table of a row type.
func (WaybillLine) TableName() string { return "waybill_line" }

// readable spells numbers without the letters that are mistaken for digits.
var readable = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// madeNumber is a number for a waybill that people gave none: TP- and eight characters of the id's random tail (40
// bits). No counter hands it out, so nobody waits for anybody; the unique constraint has the last word.
func madeNumber(id WaybillID) string {
	tail, err := hex.DecodeString(string(id[len(id)-10:]))
	if err != nil {
		return "TP-" + strings.ToUpper(string(id)) // not reached by an id that passed Validate
	}
	text := readable.EncodeToString(tail)
	return "TP-" + text[:4] + "-" + text[4:]
}
