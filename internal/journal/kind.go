package journal

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// Kind is the declaration of one kind of entry, by the package that owns it. No field has a default: a zero value is
// an incomplete declaration, and Complete rejects it at start. A field that does not apply has a value that says so,
// such as NoPersonalData.
type Kind struct {
	Name      string     // the stored name, such as stock.receive
	Form      Form       // a request may be refused, a fact has happened
	Decided   Decision   // the payload's type and the function that decides
	Persons   Persons    // whether a second person is needed
	Roles     Roles      // who may submit it; only the program: ByProgram
	Phones    Phones     // whether phones submit it, and with which token; by which roles: FromPhones
	WaitsFor  References // records that a fact may reference before they arrive
	Makes     References // records that other facts may wait for
	Personal  Personal   // whose personal data the body carries
	Tables    Tables     // tables written while deciding it, beside the journal's own
	Generates Generated  // the values that the server generates while deciding
	Counts    Counts     // which counts of summary it changes, and of which households
	Feed      Feed       // rows that the feed sends to phones
	Raises    Raised     // the kinds of exception that deciding it can raise
	Bulk      BulkForm   // how many at once are decided
	Lock      Lock       // whether it can share a transaction
}

// Form distinguishes requests from facts.
type Form string

// The forms. A request is decided by rights and stock now and may be refused; a fact has happened and is never lost.
const (
	Request Form = "request"
	Fact    Form = "fact"
)

// Persons is how a kind is held to two persons.
type Persons string

// The values of Persons.
const (
	OnePerson  Persons = "one person"
	SecondStep Persons = "second step" // it is the second step, and the first is another entry
	AsksSecond Persons = "asks second" // it is the first step, and takes effect when a second person approves it
)

// Phones is how phones submit a kind.
type Phones string

// The values of Phones.
const (
	NoPhone   Phones = "none"
	PushToken Phones = "push" // in the outbox, also while the phone is locked
	FullToken Phones = "full" // by POST /api/v1/entries, while the worker waits
)

// Lock is the lock class of a kind.
type Lock string

// The lock classes.
const (
	SharedTransaction Lock = "shared"
	OwnTransaction    Lock = "own" // it locks rows that many entries need, such as a store's balance; see Work.Alone
)

// Roles may submit a kind. Rows can narrow it further, such as by area.
type Roles []actor.Role

// ByProgram has no role: only the program makes such entries.
var ByProgram = Roles{}

// Reference is a record that a payload references by the field at a path, with the prefix of its key.
type Reference struct{ Path, Prefix string }

// References are several.
type References []Reference

// NoReference declares that nothing is waited for or made.
var NoReference = References{}

// SubjectField is a field of a payload that holds the id of a subject, or of a part of one (see Entry.Parts).
type SubjectField struct {
	Field string
	Kind  string
	Part  bool // another kind makes the subject: the entry has the subjects of the entry that made this part
}

// Personal declares whose personal data a body carries.
type Personal struct {
	Of     []SubjectField // an erasure of one of these erases the body
	Reason string         // why an erasure of a household erases nothing of it; empty exactly where Of is not
}

// The declarations that an erasure of a household leaves the body.
var (
	NoPersonalData = Personal{Reason: "no personal data"}
	// OfWorkersOrDonors: personal data of people whom no erasure of a household concerns.
	OfWorkersOrDonors = Personal{Reason: "workers or donors"}
	// ByCardOrList names households only by a card, a list or a place, which lead to nobody after the erasure.
	ByCardOrList = Personal{Reason: "by card or list"}
	// IDOnly names a household by its id and has a reason from a fixed list beside it.
	IDOnly = Personal{Reason: "id only"}
)

// PersonalOf declares the subjects of a body.
func PersonalOf(fields ...SubjectField) Personal { return Personal{Of: fields} }

// Tables are the tables that are written in the transaction of the decision, also beside it (see intake.TakeWith).
type Tables []string

// Generated are columns, as table.column, whose values the server generates: random ids, codes, keys and salts, digests
// over them, and numbers that it counts. The same entry, decided in another database, has others. References to them,
// versions and sums are not listed.
type Generated []string

// GeneratesNothing declares that the payload and the state of the database determine what is written.
var GeneratesNothing = Generated{}

// Counts declares the counts that a kind changes. The newest assessment of a household is "observed": no count includes
// it before a second person has verified it, but lists filter by it.
type Counts struct {
	Of         []string // the JSON names of summary.Counts, and observed; empty: none
	Households string   // a statement for the households of `entry IN ?`
}

// NoCounts declares that no count changes.
var NoCounts = Counts{Of: []string{}}

// CountsOf declares counts that change of the households that a statement selects by the ids of entries.
func CountsOf(households string, counts ...string) Counts { return Counts{counts, households} }

// FeedEvent is one event that the feed sends because of an entry.
type FeedEvent struct {
	Type    string       // as on the wire, but for those that the feed divides further
	Columns string       // columns selected beside seq; empty: none
	Join    string       // joins to the entry e; empty: none
	Reach   []actor.Role // whoever has one of these roles at the row's `path`; none: the whole organisation
	// BeyondReach sends it to all of the organisation: the entry can move a household out of somebody's reach.
	BeyondReach bool
}

// Feed are the events of a kind.
type Feed []FeedEvent

// NoFeed declares that phones learn nothing.
var NoFeed = Feed{}

// Raised are kinds of exception. A refused fact raises fact_refused whatever its kind, which is not repeated here.
type Raised []string

// RaisesNothing declares that deciding the kind raises no exception.
var RaisesNothing = Raised{}

// BulkForm is how many entries of a kind are decided together.
type BulkForm struct {
	Bulk     Bulk // nil: one by one
	declared bool
}

// OneByOne declares that each entry is decided alone.
var OneByOne = BulkForm{declared: true}

// Validator is implemented by every payload: it validates its own form.
type Validator interface{ Validate() error }

// Decision is the type of a payload and the function that decides the entry.
type Decision struct {
	Payload   reflect.Type
	Normalise func(payload any) any // converts payloads of older apps to the current schema; nil: none exist
	Change    Change                // nil where By is not DecidedByOwner
	By        Decider
}

// Change decides an entry with its decoded payload.
type Change func(tx *db.Tx, e Entry, payload any) (Outcome, error)

// Decider is where the function that decides is.
type Decider string

// The deciders.
const (
	DecidedByOwner  Decider = "owner"   // the package that declares the kind
	DecidedAbove    Decider = "above"   // a package above, which composes functions of several packages
	DecidedByItself Decider = "program" // the program writes entry and effect; nobody submits it
)

// ChangeOf makes a function for decoded payloads of any type from one for a payload of its type.
func ChangeOf[T any](change func(*db.Tx, Entry, T) (Outcome, error)) Change {
	return func(tx *db.Tx, e Entry, payload any) (Outcome, error) {
		return change(tx, e, payload.(T)) //nolint:forcetypeassert // decoded to the type of the same kind
	}
}

func decision[T Validator](by Decider) Decision {
	d := Decision{Payload: reflect.TypeFor[T](), By: by}
	if _, is := any(*new(T)).(interface{ Normalised() T }); is {
		d.Normalise = func(payload any) any {
			return payload.(interface{ Normalised() T }).Normalised() //nolint:forcetypeassert // T has the method
		}
	}
	return d
}

// Function declares the function of the owning package that decides.
func Function[T Validator](change func(*db.Tx, Entry, T) (Outcome, error)) Decision {
	d := decision[T](DecidedByOwner)
	d.Change = ChangeOf(change)
	return d
}

// FunctionAbove declares that a package above composes the function: it needs several packages, or keys.
func FunctionAbove[T Validator]() Decision { return decision[T](DecidedAbove) }

// NoFunction declares that nobody submits such entries: the program writes them with their effect.
func NoFunction[T any]() Decision {
	return Decision{Payload: reflect.TypeFor[T](), By: DecidedByItself}
}

// InBulk declares the function that decides many entries with few statements: of each it returns what the function for
// one would.
func InBulk[T any](change func(*db.Tx, []Entry, []T) ([]Result, error)) BulkForm {
	return BulkForm{declared: true, Bulk: func(tx *db.Tx, entries []Entry, payloads []any) ([]Result, error) {
		typed := make([]T, len(payloads))
		for i, payload := range payloads {
			typed[i] = payload.(T) //nolint:forcetypeassert // decoded to the type of the same kind
		}
		return change(tx, entries, typed)
	}}
}

// Complete returns an error that names each kind whose declaration is incomplete or contradicts itself, and the part.
func Complete(kinds []Kind) error {
	var all []error
	names := map[string]bool{}
	for _, k := range kinds {
		for _, part := range k.missing() {
			all = append(all, fmt.Errorf("kind %q: %s is not declared", k.Name, part))
		}
		if names[k.Name] {
			all = append(all, fmt.Errorf("kind %q is declared twice", k.Name))
		}
		names[k.Name] = true
	}
	return errors.Join(all...)
}

// FromPhones returns the roles that submit the kind from phones: those of its roles that a phone's credential has.
func (k Kind) FromPhones() Roles {
	if k.Phones == NoPhone {
		return ByProgram
	}
	return slices.DeleteFunc(slices.Clone(k.Roles), func(role actor.Role) bool {
		return !slices.Contains(actor.PhoneRoles, role)
	})
}

// missing lists the parts that are not declared, or not as another part demands.
func (k Kind) missing() (parts []string) {
	v := reflect.ValueOf(k)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			parts = append(parts, v.Type().Field(i).Name)
		}
	}
	add := func(lacks bool, part string) {
		if lacks && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	payload := PayloadName(k.Name)
	add(k.Decided.Payload == nil || k.Decided.Payload.Name() != payload, "Decided: payload "+payload)
	add((k.Decided.Change == nil) == (k.Decided.By == DecidedByOwner), "Decided: function")
	add((len(k.Personal.Of) == 0) == (k.Personal.Reason == ""), "Personal")
	add((len(k.Counts.Of) == 0) != (k.Counts.Households == ""), "Counts")
	add(!k.Bulk.declared, "Bulk")
	add(k.Phones != NoPhone && len(k.FromPhones()) == 0, "Phones")
	return parts
}

// PayloadName is the name of the Go type of a kind's payload: StockReceive of stock.receive.
func PayloadName(kind string) string {
	var name strings.Builder
	for _, word := range strings.FieldsFunc(kind, func(r rune) bool { return r == '.' || r == '_' }) {
		name.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return name.String()
}

// DecidedAt joins an entry e to the marker m of its decision: itself, or the entry.resolved that decided it later.
const DecidedAt = `entry e LEFT JOIN resolution r ON r.original = e.id
	JOIN entry m ON m.id = COALESCE(r.entry, e.id)`
