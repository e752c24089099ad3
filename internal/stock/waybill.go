package stock

import (
	"encoding/base32"
	"encoding/hex"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/form"
	"tripol/internal/words"
)

// WaybillState is the progress of a waybill.
type WaybillState string

// The states. Arrived (unsettled) means that sent and received differ and a person must settle the difference.
const (
	WaybillDrafted   WaybillState = "drafted"
	WaybillSent      WaybillState = "sent"
	WaybillUnsettled WaybillState = "arrived"
	WaybillClosed    WaybillState = "closed"
)

var _ = form.Set("waybill_state", WaybillDrafted, WaybillSent, WaybillUnsettled, WaybillClosed)

// Waybill is the document of a transport between two stores. Both organisations see it.
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
	FromName       words.Names   `gorm:"-"`
	ToName         words.Names   `gorm:"-"`
}

// TableName names the table of a row type.
func (Waybill) TableName() string { return "waybill" }

// WaybillLine is one item of a waybill. Sent is 0 for unlisted goods; Received is nil until the waybill is accepted.
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

// crockford is Crockford's base 32: no letters that are mistaken for digits.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// generatedNumber generates a waybill's number: TP- and eight characters of the id's random tail (40 bits). A counter
// would serialise writers; the unique constraint detects collisions.
func generatedNumber(id WaybillID) string {
	tail, err := hex.DecodeString(string(id[len(id)-10:]))
	if err != nil {
		return "TP-" + strings.ToUpper(string(id)) // unreachable for an id that passed Validate
	}
	text := crockford.EncodeToString(tail)
	return "TP-" + text[:4] + "-" + text[4:]
}
