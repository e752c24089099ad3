// Package card makes, signs, prints, binds, reads and withdraws cards; it alone knows how a QR code is drawn. It knows
// a household by its id and that it is within the actor's reach, and nothing of what the household is due or was given.
//
// A card says nothing: its token is a random id, a batch number, a generation, a last day and a signature. What else is
// known of a card is in the database, and only for the organisation that printed it.
package card

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
)

// ID is a card's id: 80 random bits as twenty hexadecimal digits.
type ID string

// BatchID is the id of a batch of printed cards (UUIDv7).
type BatchID string

// State is what a card is good for today. It is derived, never stored.
type State string

// The states; there are no others. Withdrawn comes before expired, expired before bound and blank.
const (
	Blank     State = "blank"     // printed, belongs to nobody yet
	Bound     State = "bound"     // the newest card of a household
	Withdrawn State = "withdrawn" // revoked, or the household has a newer card
	Expired   State = "expired"   // past its last day
)

// States lists every state; tests loop over it.
var States = []State{Blank, Bound, Withdrawn, Expired}

// Reason is why a card was withdrawn.
type Reason string

// The reasons.
const (
	Lost     Reason = "lost"
	Damaged  Reason = "damaged"
	Replaced Reason = "replaced" // also of a card whose household was given a newer one
	Misused  Reason = "misused"
	Erased   Reason = "erased" // the household was erased; nobody chooses this
)

// Reasons lists every reason that a person can give.
var Reasons = []Reason{Lost, Damaged, Replaced, Misused}

// Card is one card as the organisation that printed it knows it.
type Card struct {
	ID         ID
	Code       string // the typed code without spaces; GroupCode prints it
	Batch      BatchID
	BatchName  string
	Place      int    // its number in the batch, from 1, as printed beside it on the sheet
	Generation int    // bound: which card of its household it is, from 1; else what is printed
	Household  string // id of the household it was bound to, empty when blank
	State      State
	Reason     Reason // why it is withdrawn, else empty
	ExpiresOn  Day
}

// Batch is one print run.
type Batch struct {
	ID        BatchID
	Number    int // per organisation, from 1; stands in the tokens
	Name      string
	Cards     int
	PrintedAt db.Instant
	Bound     int // how many belong to a household
}

// CardPrintBatch is the payload of card.print_batch.
type CardPrintBatch struct {
	ID    BatchID `json:"id" format:"uuid"`
	Name  string  `json:"name"`
	Cards int     `json:"cards"`
}

// CardBind is the payload of card.bind. Card is a scanned token or a typed code.
type CardBind struct {
	Card      string       `json:"card" shape:"card"`
	Household household.ID `json:"household" format:"uuid"`
}

// CardRevoke is the payload of card.revoke.
type CardRevoke struct {
	Card   ID     `json:"card" shape:"card"`
	Reason Reason `json:"reason"`
}

const (
	mostCards = 5000
	mostName  = 80
	mostCard  = 200 // characters of a token or typed code
)

// The roles that print and withdraw cards, that give cards to households, and that may read one.
var (
	printers = []actor.Role{actor.Coordinator}
	binders  = []actor.Role{actor.OutreachWorker, actor.Coordinator}
	scanners = []actor.Role{actor.OutreachWorker, actor.Distributor, actor.Coordinator}
)

// Validate judges the form of a print order.
func (p CardPrintBatch) Validate() error {
	if !isUUID(string(p.ID)) {
		return fault.Field("/id", "not_an_id", "This must be a UUID in lower case.")
	}
	if strings.TrimSpace(p.Name) == "" {
		return fault.Field("/name", "required", "A batch needs a name.")
	}
	if err := household.FreeText("/name", p.Name, mostName); err != nil {
		return err
	}
	if p.Cards < 1 || p.Cards > mostCards {
		return fault.Field("/cards", "out_of_range", "A batch has between 1 and 5,000 cards.").
			With("least", 1).With("most", mostCards)
	}
	return nil
}

// Validate judges the form of a binding.
func (b CardBind) Validate() error {
	if b.Card == "" || len(b.Card) > mostCard {
		return errUnreadable().At("/card")
	}
	if !isUUID(string(b.Household)) {
		return fault.Field("/household", "not_an_id", "This must be a UUID in lower case.")
	}
	return nil
}

// Validate judges the form of a withdrawal.
func (r CardRevoke) Validate() error {
	if _, err := (Claim{Card: r.Card}).bytes(); err != nil || strings.ToLower(string(r.Card)) != string(r.Card) {
		return fault.Field("/card", "not_an_id", "This must be the id of a card.")
	}
	if !slices.Contains(Reasons, r.Reason) {
		return fault.Field("/reason", "unknown_value", "The reason must be lost, damaged, replaced or misused.")
	}
	return nil
}

// isUUID says whether text is a UUID in the one spelling that compares alike on both engines.
func isUUID(text string) bool {
	return len(text) == 36 && strings.ToLower(text) == text && uuid.Validate(text) == nil
}

// The refusals of reading a card. They never say more: what is not certain is not told.

func errUnreadable() *fault.Fault {
	return fault.New(fault.Invalid, "card_unreadable", "This is neither a card's code nor its number.")
}

func errNotOurs() *fault.Fault {
	return fault.New(fault.Invalid, "card_not_ours", "This card is not one of ours.")
}

func errAltered() *fault.Fault {
	return fault.New(fault.Invalid, "card_altered", "This card's signature is wrong: it was altered or forged.")
}

func errWithdrawn() *fault.Fault {
	return fault.New(fault.Conflict, "card_withdrawn", "This card has been withdrawn.")
}

func errExpired() *fault.Fault {
	return fault.New(fault.Conflict, "card_expired", "This card has expired.")
}
