package stock

import (
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

// WaybillArrived is the payload of waybill.arrived: what came into a store under a waybill, as its storekeeper found it
// without asking the server. ID is also that of the movement. Waybill is empty where the phone knows the number only.
type WaybillArrived struct {
	ID      MovementID `json:"id" format:"uuid" fault:"not_an_id"`
	Waybill WaybillID  `json:"waybill,omitempty" format:"uuid" fault:"not_an_id"`
	Number  string     `json:"number" shape:"waybill" minLength:"1" maxLength:"40"`
	Store   StoreID    `json:"store" format:"uuid" fault:"not_an_id"`
	Lines   []Arrival  `json:"lines" minItems:"1" maxItems:"100" fault:"out_of_range"`
}

// Validate checks the form.
func (in WaybillArrived) Validate() error {
	if err := form.Check(in); err != nil {
		return err
	}
	return checkRepeated("/lines", itemsOfArrivals(in.Lines))
}

// arrivalState is what came of an arrival.
type arrivalState string

// The states. The first arrival of a waybill, by a phone or by stock.accept, is booked; goods of the others are for a
// person to place.
const (
	arrivalWaiting    arrivalState = "waiting"     // no waybill has the number yet
	arrivalBooked     arrivalState = "booked"      // the goods are in the store
	arrivalConfirmed  arrivalState = "confirmed"   // accepted before, with the same quantities
	arrivalDiffers    arrivalState = "differs"     // accepted before, with other quantities
	arrivalOtherStore arrivalState = "other_store" // the waybill goes to another store of the organisation
	arrivalAmbiguous  arrivalState = "ambiguous"   // waybills of two senders have the number
	arrivalCancelled  arrivalState = "cancelled"   // its dispatch was reversed
	arrivalLeft       arrivalState = "left"        // a person decided while it waited
)

var _ = form.Set("arrival_state", arrivalWaiting, arrivalBooked, arrivalConfirmed, arrivalDiffers, arrivalOtherStore,
	arrivalAmbiguous, arrivalCancelled, arrivalLeft)

type (
	arrivalRow struct {
		ID           MovementID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Number       string
		Store        StoreID
		Waybill      *WaybillID
		State        arrivalState
		RecordedBy   *string
		OccurredAt   db.Instant
		RecordedAt   db.Instant
		Entry        journal.EntryID
	}
	arrivalLineRow struct {
		Arrival      MovementID `gorm:"primaryKey"`
		Item         ItemID     `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Received     int64
		Reason       string
	}
)

// TableName names the table of a row type.
func (arrivalRow) TableName() string     { return "waybill_arrival" }
func (arrivalLineRow) TableName() string { return "waybill_arrival_line" }

// arriving is the state of recording one arrival.
type arriving struct {
	entry journal.Entry
	in    WaybillArrived
	store Store
	row   arrivalRow
	again bool // it was stored before, and waits
}

// Arrive records goods that came under a waybill: kind waybill.arrived. It is a fact, which no state refuses:
//
//	waybill by id or number → on the way to this store → booked as by Accept, unless another arrival was first
//	                        → accepted before → confirmed, or an exception with both counts
//	                        → of another store, of two senders, cancelled → an exception; a person places the goods
//	                        → not there yet → deferred until it is dispatched; an exception says so meanwhile
//
// As in Accept, the affected rows of one UPDATE decide between concurrent arrivals.
func Arrive(tx *db.Tx, e journal.Entry, in WaybillArrived) (journal.Outcome, error) {
	if err := tx.Actor.Must(actor.Storekeeper, actor.Coordinator); err != nil {
		return journal.Outcome{}, err
	}
	store, err := ownStore(tx, in.Store, actor.Storekeeper, actor.Coordinator)
	if err != nil {
		return journal.Outcome{}, atPath(err, "/store")
	}
	a := &arriving{entry: e, in: in, store: store}
	if err := a.keep(tx); err != nil || a.row.State != arrivalWaiting {
		return a.outcome(), err
	}
	waybill, state, err := a.find(tx)
	if err != nil {
		return journal.Outcome{}, err
	}
	switch state {
	case arrivalBooked:
		return a.book(tx, waybill)
	case arrivalDiffers:
		return a.compare(tx, waybill)
	case arrivalWaiting:
		return a.wait(tx)
	default:
		return a.unplaced(tx, state)
	}
}

func (a *arriving) outcome() journal.Outcome {
	return journal.Applied().With("state", a.row.State).With("number", a.row.Number)
}

// keep stores the arrival as waiting, or finds it where it has waited.
func (a *arriving) keep(tx *db.Tx) error {
	lines := make([]arrivalLineRow, len(a.in.Lines))
	for i, line := range a.in.Lines {
		lines[i] = arrivalLineRow{
			Arrival: a.in.ID, Item: line.Item, Organisation: a.store.Organisation, Received: line.Received, Reason: line.Reason,
		}
	}
	if err := requireItems(tx, "/lines", itemsOfArrivals(a.in.Lines)); err != nil {
		return err
	}
	a.row = arrivalRow{
		ID: a.in.ID, Organisation: a.store.Organisation, Number: strings.TrimSpace(a.in.Number), Store: a.store.ID,
		State: arrivalWaiting, RecordedBy: optional(string(tx.Actor.Account)), OccurredAt: a.entry.Happened(tx.Now),
		RecordedAt: tx.Now, Entry: a.entry.ID,
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&a.row)
	if made.Error != nil {
		return made.Error
	}
	if made.RowsAffected == 1 {
		return tx.Create(&lines).Error
	}
	a.again = true
	var known arrivalRow
	found := tx.Where("id = ? AND entry = ?", string(a.in.ID), string(a.entry.ID)).Limit(1).Find(&known)
	if found.Error == nil && found.RowsAffected == 0 {
		return fault.New(fault.Conflict, "duplicate", "An arrival with this id exists already.").At("/id")
	}
	a.row = known
	return found.Error
}

// find returns the waybill that the goods came under, and what comes of the arrival: booked if the waybill is on the
// way to this store, differs if it was accepted before. A waybill of others is as unknown as one that is not dispatched
// yet.
func (a *arriving) find(tx *db.Tx) (Waybill, arrivalState, error) {
	named, err := a.candidates(tx)
	if err != nil || len(named) == 0 {
		return Waybill{}, arrivalWaiting, err
	}
	var sent, accepted, here []Waybill
	for _, w := range named {
		if w.ToStore != a.store.ID {
			continue
		}
		here = append(here, w)
		switch {
		case w.State == WaybillSent:
			sent = append(sent, w)
		case !w.ArrivedAt.IsZero():
			accepted = append(accepted, w)
		}
	}
	switch {
	case len(here) == 0:
		return Waybill{}, arrivalOtherStore, nil
	case len(sent) == 1:
		return sent[0], arrivalBooked, nil
	case len(sent) == 0 && len(accepted) == 1:
		return accepted[0], arrivalDiffers, nil
	case len(sent)+len(accepted) == 0:
		return Waybill{}, arrivalCancelled, nil
	}
	return Waybill{}, arrivalAmbiguous, nil
}

// candidates returns the waybills to the organisation that the arrival names: by id if the phone knows it, otherwise by
// number, which is unique for each sender only.
func (a *arriving) candidates(tx *db.Tx) (named []Waybill, err error) {
	ours := tx.Where("to_organisation = ?", string(a.store.Organisation)).Order("id")
	if a.in.Waybill != "" {
		err = ours.Where("id = ?", string(a.in.Waybill)).Find(&named).Error
	}
	if err != nil || len(named) > 0 {
		return named, err
	}
	ours = tx.Where("to_organisation = ?", string(a.store.Organisation)).Order("id")
	err = ours.Where("UPPER(number) IN (UPPER(?), ?)", a.row.Number, asGenerated(a.row.Number)).Find(&named).Error
	return named, err
}

// asGenerated reads a typed number as one that the program made: with or without its hyphens, with letters that stand
// for digits. Another number is returned as it is.
func asGenerated(typed string) string {
	bare := strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(typed))
	code, made := strings.CutPrefix(bare, "TP")
	if !made || len(code) != 8 {
		return typed
	}
	code = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(code)
	return "TP-" + code[:4] + "-" + code[4:]
}

// book books the goods as Accept does. If another arrival was faster, this one is compared with it.
func (a *arriving) book(tx *db.Tx, w Waybill) (journal.Outcome, error) {
	err := acceptWaybill(tx, w.ID)
	if fault.Is(err, waybillNotOpen) {
		return a.compare(tx, w)
	}
	if err != nil {
		return journal.Outcome{}, err
	}
	lines, err := reconcileLines(tx, w, a.in.Lines, true)
	if err != nil {
		return journal.Outcome{}, err
	}
	if _, err := takeIn(tx, a.entry, a.in.ID, w, lines); err != nil {
		return journal.Outcome{}, err
	}
	return a.decided(tx, arrivalBooked, &w.ID)
}

// decided stores what came of the arrival, and settles the exception of one that waited.
func (a *arriving) decided(tx *db.Tx, state arrivalState, waybill *WaybillID) (journal.Outcome, error) {
	a.row.State, a.row.Waybill = state, waybill
	err := tx.Model(&arrivalRow{}).Where("id = ?", string(a.row.ID)).
		Updates(map[string]any{"state": state, "waybill": waybill}).Error
	if err == nil && a.again && state != arrivalLeft {
		waited := journal.Exception{Kind: arrivalUnmatched, Entry: a.entry.ID}
		err = journal.SettleKind(tx, a.entry, waited, "came_later", "A waybill with this number was dispatched.")
	}
	return a.outcome(), err
}
