// Package card implements beneficiary cards: tokens and their signatures, print sheets with QR codes, binding to
// households, lookup, and revocation. It refers to households by id and checks that they are in the actor's scope; it
// must not depend on entitlements or handovers.
//
// A card holds no personal data: its token consists of a random id, a batch number, a generation, an expiry day and a
// signature. Everything else about a card is in the database, and only for the organisation that printed it.
package card

import (
	"strings"

	"github.com/google/uuid"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/household"
)

// ID is a card's id: 80 random bits as twenty hexadecimal digits.
type ID string

// BatchID is the id of a batch of printed cards (UUIDv7).
type BatchID string

// State is the current validity of a card. It is derived, never stored.
type State string

// The states. Where several apply, the first of withdrawn, expired, bound, blank.
const (
	Blank     State = "blank"     // printed and not bound to a household
	Bound     State = "bound"     // the newest card of a household
	Withdrawn State = "withdrawn" // revoked, or replaced by a newer card of the household
	Expired   State = "expired"   // after its expiry day
)

// States lists all states; tests loop over it.
var States = form.Set("card_state", Blank, Bound, Withdrawn, Expired)

// Reason is the reason for withdrawing a card.
type Reason string

// The reasons.
const (
	Lost     Reason = "lost"
	Damaged  Reason = "damaged"
	Replaced Reason = "replaced" // also set where the household received a newer card
	Misused  Reason = "misused"
	Erased   Reason = "erased"   // the household was erased; not selectable by users
	Mistaken Reason = "mistaken" // the worker gave it to the wrong family; by card.retract only
)

// Reasons lists the reasons that a user can select.
var Reasons = form.Set("card_reason", Lost, Damaged, Replaced, Misused)

// A withdrawn card is shown with any of the reasons.
var _ = form.Set("card_withdrawal", "lost", "damaged", "replaced", "misused", "erased", "mistaken")

// Card is a card as its organisation sees it.
type Card struct {
	ID         ID
	Code       string // the typed code without spaces; see GroupCode
	Batch      BatchID
	BatchName  string
	Place      int    // its number in the batch, from 1, printed beside it on the sheet
	Generation int    // of a bound card: its number among the cards of its household, from 1; otherwise as printed
	Household  string // id of the household it is bound to; empty when blank
	State      State
	Reason     Reason // of the withdrawal, else empty
	ExpiresOn  Day
}

// Batch is one print run.
type Batch struct {
	ID        BatchID
	Number    int // per organisation, from 1; part of the tokens
	Name      string
	Cards     int
	PrintedAt db.Instant
	Bound     int // number of cards bound to a household
}

// CardPrintBatch is the payload of card.print_batch.
type CardPrintBatch struct {
	ID    BatchID `json:"id" format:"uuid" fault:"not_an_id"`
	Name  string  `json:"name" minLength:"1" maxLength:"80" format:"free-text"`
	Cards int     `json:"cards" minimum:"1" maximum:"5000"`
}

// CardBind is the payload of card.bind. Card is a scanned token or a typed code.
type CardBind struct {
	Card      string       `json:"card" shape:"card" pattern:"." maxLength:"200" fault:"card_unreadable"`
	Household household.ID `json:"household" format:"uuid" fault:"not_an_id"`
}

// CardRevoke is the payload of card.revoke.
type CardRevoke struct {
	Card   ID     `json:"card" shape:"card" pattern:"^[0-9a-f]{20}$" fault:"not_an_id"`
	Reason Reason `json:"reason" fault:"unknown_value"`
}

var _ = form.Message("card_unreadable", "This is neither a card token nor a typed code.")

// The roles that print and withdraw cards (printers), bind cards (binders) and read cards (scanners).
var (
	printers = []actor.Role{actor.Coordinator}
	binders  = []actor.Role{actor.OutreachWorker, actor.Coordinator}
	scanners = []actor.Role{actor.OutreachWorker, actor.Distributor, actor.Coordinator}
)

// Validate checks the form of a print order.
func (p CardPrintBatch) Validate() error { return form.Check(p) }

// Validate checks the form of a binding.
func (b CardBind) Validate() error { return form.Check(b) }

// Validate checks the form of a revocation.
func (r CardRevoke) Validate() error { return form.Check(r) }

// isUUID reports whether text is a UUID in canonical spelling, which compares equal on both engines.
func isUUID(text string) bool {
	return len(text) == 36 && strings.ToLower(text) == text && uuid.Validate(text) == nil
}

// The faults of reading a card. They disclose nothing else: an uncertain result is never reported.

func errUnreadable() *fault.Fault {
	return fault.New(fault.Invalid, "card_unreadable", "This is neither a card token nor a typed code.")
}

func errNotOurs() *fault.Fault {
	return fault.New(fault.Invalid, "card_not_ours", "This card does not belong to this organisation.")
}

func errAltered() *fault.Fault {
	return fault.New(fault.Invalid, "card_altered", "The card's signature is invalid: it was altered or forged.")
}

func errWithdrawn() *fault.Fault {
	return fault.New(fault.Conflict, "card_withdrawn", "This card has been withdrawn.")
}

func errExpired() *fault.Fault {
	return fault.New(fault.Conflict, "card_expired", "This card has expired.")
}
