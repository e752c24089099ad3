// Package intake is the one table kind → payload → domain function, through which every face hands in its entries.
// It knows no transport, no file format and no SQL.
package intake

import (
	"context"
	"reflect"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/stock"
)

// Table knows every kind of entry.
type Table struct{ kinds []Kind }

// New makes the table. Printing cards needs the folder of signing keys.
//
// A request is decided by rights and stock now and may be refused; a fact has happened and is never lost.
func New(keys *card.Keys) *Table {
	t := &Table{kinds: slices.Concat(officeKinds(), familyKinds(), reliefKinds(keys))}
	t.kinds = append(t.kinds,
		request("pending.approve", t.approvePending), request("pending.object", people.ObjectPending))
	return t
}

// officeKinds are about people, places and goods.
func officeKinds() []Kind {
	return []Kind{
		request("organisation.add", people.AddOrganisation),
		request("organisation.found", placed(people.Found)),
		request("account.add", placed(people.AddAccount)).asksSecond(),
		request("account.change", placed(people.ChangeAccount)).asksSecond(),
		request("account.invite", people.Invite).asksSecond(),
		request("account.end", people.EndAccount),
		request("account.reinstate", people.ReinstateAccount).asksSecond(),
		request("steward.appoint", people.AppointSteward).asksSecond(),
		request("device.enrol", people.EnrolDevice),
		request("device.withdraw", people.WithdrawDevice),
		request("call_list.open", people.OpenCallList),
		request("area.put", area.Put),
		request("area.alias", area.SetAliases),

		request("item.add", stock.AddItem),
		request("store.add", stock.AddStore),
		request("stock.receive", stock.Receive).alone(),
		request("stock.dispatch", stock.Dispatch).alone(),
		request("stock.accept", stock.Accept).alone(),
		request("stock.reverse", stock.Reverse).alone(),

		request("exception.settle", settleException).secondStep(),

		request("list.export", people.ExportList),
		request("journal.restored", journal.OpenEpoch),
		request("withheld.let_in", people.LetIn),
		request("outbox.bring", people.BringOutbox),
		request("entry.withdrawn", people.CancelEntry),
		request("backup.taken", journal.KeepBackup),
	}
}

// familyKinds are about families, and about how things stand where they live.
func familyKinds() []Kind {
	return []Kind{
		inBulk(fact("household.register", household.Register), household.RegisterMany).makes("household:", "/id"),
		request("household.correct", household.Correct),
		fact("consent.record", recordConsent).waits("/household", "household:"),
		request("household.erase", eraseHousehold).secondStep(),
		fact("damage.assess", damage.Assess).waits("/household", "household:").makes("assessment:", "/id"),
		request("damage.verify", damage.VerifyAssessment).secondStep(),
		fact("situation.report", damage.ReportSituation),
		fact("grievance.take", grievance.Take).waits("/household", "household:"),
		request("grievance.settle", grievance.Settle).secondStep(),
		request("grievance.open", grievance.Open),

		request("protection.join", people.JoinProtection),
		request("protection.found", people.FoundProtection),
		request("protection.rejoin", people.RejoinProtection),
		request("protection.admit", people.AdmitProtection).secondStep(),
		request("note.open", household.OpenNotes),
		request("priority.set", household.SetPriority),
	}
}

// reliefKinds are about cards, handing out and campaigns.
func reliefKinds(keys *card.Keys) []Kind {
	return []Kind{
		request("card.print_batch", keys.PrintBatch),
		fact("card.bind", card.Bind).waits("/household", "household:").makes("binding:", "/household"),
		request("card.revoke", card.Revoke),

		request("distribution.plan", distribution.Plan),
		request("distribution.approve", distribution.Approve).secondStep(),
		request("distribution.open", distribution.Open),
		request("distribution.close", distribution.Close),
		request("handover.give", distribution.Give).alone(),
		request("distribution.lanes", distribution.SetLanes),
		request("lane.free", distribution.FreeLane),
		request("custody.load", distribution.Load).alone(),
		fact("handover.record", distribution.Record).makes("handover:", "/id").alone(),
		fact("handover.undo", distribution.Undo).waits("/handover", "handover:").alone(),
		fact("custody.close", distribution.CloseCustody).alone(),
		fact("lane.open", distribution.OpenLane),
		fact("list.searched", distribution.Searched),

		request("campaign.add", campaign.Add),
		request("pledge.record", campaign.RecordPledge),
		request("payment.record", campaign.RecordPayment),
		request("home.promise", campaign.Promise),
		request("home.advance", campaign.Advance),
	}
}

// Kinds lists the table.
func (t *Table) Kinds() []Kind { return t.kinds }

// Schema is the newest version of every payload's shape.
const Schema = 1

// Kind is one line of the table.
type Kind struct {
	Name    string
	Fact    bool
	Payload reflect.Type // the payload's struct, for the published description of the interface
	decode  func(raw []byte) (payload any, err error)
	loosely func(raw []byte) (payload any, err error) // passes over fields that are not known
	change  func(tx *db.Tx, e journal.Entry, payload any) (journal.Outcome, error)
	bulk    journal.Bulk // nil: its entries are decided one by one
	wants   []want       // what it may name before it is here
	gives   []want       // what others may wait for
	persons second       // how it is held to two persons
	apart   bool         // it shares no transaction with others, see journal.Work.Alone
}

// valid is what every payload can say of its own form.
type valid interface{ Validate() error }

func request[T valid](name string, change func(*db.Tx, journal.Entry, T) (journal.Outcome, error)) Kind {
	return Kind{
		Name: name, Payload: reflect.TypeFor[T](), decode: reader(Decode[T]), loosely: reader(DecodeLoosely[T]),
		change: func(tx *db.Tx, e journal.Entry, payload any) (journal.Outcome, error) {
			return change(tx, e, payload.(T)) //nolint:forcetypeassert // decode of the same kind made it
		},
	}
}

// normalised is a payload that brings what older apps send into today's shape, before it is validated.
type normalised[T any] interface{ Normalised() T }

// reader reads a payload, refuses identity numbers in it, and lets it judge its own form.
func reader[T valid](decode func([]byte) (T, error)) func([]byte) (any, error) {
	return func(raw []byte) (any, error) {
		payload, err := decode(raw)
		if err != nil {
			return nil, err
		}
		if older, is := any(payload).(normalised[T]); is {
			payload = older.Normalised()
		}
		if err := refuseIdentityNumbers(reflect.ValueOf(payload), ""); err != nil {
			return nil, err
		}
		return payload, payload.Validate()
	}
}

func fact[T valid](name string, change func(*db.Tx, journal.Entry, T) (journal.Outcome, error)) Kind {
	kind := request(name, change)
	kind.Fact = true
	return kind
}

// alone says that an entry of this kind holds what many want.
func (kind Kind) alone() Kind {
	kind.apart = true
	return kind
}

// inBulk gives a kind its second form, for many entries at once: what it says of each must be what the first would.
func inBulk[T valid](
	kind Kind, change func(*db.Tx, []journal.Entry, []T) ([]journal.Result, error),
) Kind {
	kind.bulk = func(tx *db.Tx, entries []journal.Entry, payloads []any) ([]journal.Result, error) {
		typed := make([]T, len(payloads))
		for i, payload := range payloads {
			typed[i] = payload.(T) //nolint:forcetypeassert // decode of the same kind made it
		}
		return change(tx, entries, typed)
	}
	return kind
}

// Take hands one entry to the journal. Malformed input is not an entry: it is refused with the path of the field and
// claims no id. Paths of the payload begin with /payload.
func (t *Table) Take(ctx context.Context, store *db.Store, a actor.Actor, e journal.Entry) (journal.Outcome, error) {
	return t.TakeWith(ctx, store, a, e, func(*db.Tx) error { return nil })
}

// TakeWith is Take with something beside it that no entry may hold, such as a password: both are kept in one write, or
// neither is. It is done only when the entry is applied now.
func (t *Table) TakeWith(
	ctx context.Context, store *db.Store, a actor.Actor, e journal.Entry, beside func(*db.Tx) error,
) (journal.Outcome, error) {
	w, err := t.prepare(a, e)
	if err != nil {
		return journal.Outcome{}, err
	}
	return journal.Take(ctx, store, a, w.Entry, func(tx *db.Tx) (journal.Outcome, error) {
		outcome, err := w.Do(tx)
		if err == nil && outcome.Status == journal.StatusApplied {
			err = beside(tx)
		}
		return outcome, err
	})
}

// prepare reads an entry's payload and says what decides it.
func (t *Table) prepare(a actor.Actor, e journal.Entry) (journal.Work, error) {
	kind, err := t.find(e)
	if err != nil {
		return journal.Work{}, err
	}
	payload, err := kind.decode(e.Payload)
	if err != nil {
		if f := fault.Of(err); f != nil {
			return journal.Work{}, f.At("/payload" + f.Path)
		}
		return journal.Work{}, err
	}
	return kind.work(a, e, payload), nil
}

// work is an entry of this kind with what decides it.
func (kind Kind) work(a actor.Actor, e journal.Entry, payload any) journal.Work {
	e = kind.entry(a, e)
	if seen, is := payload.(damage.DamageAssess); is && len(seen.Photos) > 0 {
		e.Forget = func(tx *db.Tx) error { return damage.ForgetNamed(tx, e.ID, seen.Photos) }
	}
	do := func(tx *db.Tx) (journal.Outcome, error) { return kind.change(tx, e, payload) }
	return journal.Work{Entry: e, Do: do, Bulk: kind.bulk, Payload: payload, Alone: kind.apart}
}

// entry completes an entry of this kind by what the kind and the actor say of it.
func (kind Kind) entry(a actor.Actor, e journal.Entry) journal.Entry {
	e.Fact, e.Author, e.Organisation = kind.Fact, a.Account, a.Organisation
	e.Subjects, e.Parts = subjectsOf(kind.Name, e.Payload)
	return e
}

func (t *Table) find(e journal.Entry) (Kind, error) {
	if !CanonicalUUID(string(e.ID)) {
		return Kind{}, fault.Field("/id", "malformed_id", "An entry's id is a UUID in lower case.")
	}
	if e.OccurredAt.IsZero() {
		return Kind{}, fault.Field("/occurred_at", "required", "Say when it happened.")
	}
	if year := e.OccurredAt.UTC().Year(); year < 1 || year > 9999 { // its zone can carry a moment past what JSON can say
		return Kind{}, fault.Field("/occurred_at", "out_of_range", "This moment lies in no year from 1 to 9999.")
	}
	for _, kind := range t.kinds {
		if kind.Name != e.Kind {
			continue
		}
		if e.Schema != Schema {
			return Kind{}, fault.Field("/schema", "unknown_schema", "This version of the payload is not known here.")
		}
		return kind, nil
	}
	return Kind{}, fault.Field("/kind", "unknown_kind", "There is no entry of this kind.")
}
