package field

import (
	"context"
	"encoding/json"

	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/summary"
)

// MostSeals is the maximum of seals covered by one response of the feed.
const MostSeals = 500

// Feed contains the events after a position of the hash chain that concern a phone. Seals are gapless and strictly
// ordered, so no event is skipped.
type Feed struct {
	Epoch           journal.Epoch
	Seq             int64  // cursor of the next request
	Hash            string // of that seal
	Head            journal.Head
	More            bool
	BackedUpThrough int64
	Gaps            []Range // numbers that were not received, to be resent
	Events          []Event
	Notices         []summary.Notice
}

// The types of events.
const (
	EventServed  = "served"
	EventUndone  = "undone"
	EventRevoked = "revoked"
	EventFamily  = "family"
	EventGone    = "gone"
	EventNotOurs = "not_yours"
	EventList    = "list"

	EventComplaint = "complaint" // of protocol 2
	EventWaybill   = "waybill"   // of protocol 2
)

// Event is one change that a phone must apply.
type Event struct {
	Seq          int64
	Type         string
	Entitlement  distribution.EntitlementID
	Distribution distribution.ID
	At           *db.Instant
	Place        string
	PlaceBN      string
	PlaceHI      string
	Card         card.ID
	Household    household.ID
	Grievance    grievance.ID
	Family       *summary.Carried
}

// Since returns the feed from a cursor; its hash is empty if unknown. A cursor of another epoch, beyond the head or
// with a different hash gives `epoch_changed`: a backup was restored, and the phone resends its records.
func (d Service) Since(ctx context.Context, phone people.Phone, epoch int64, from journal.Head) (f Feed, err error) {
	err = d.Store.Read(ctx, phone.Actor, func(tx *db.Tx) (err error) {
		f = Feed{Events: []Event{}}
		if f.Epoch, err = journal.CurrentEpoch(tx); err != nil {
			return err
		}
		if f.Head, err = journal.NewestHead(tx); err != nil {
			return err
		}
		if f.BackedUpThrough, err = journal.BackedUpThrough(tx); err != nil {
			return err
		}
		if err := f.checkCursor(tx, epoch, from); err != nil {
			return err
		}
		if err := f.setCursor(tx, from.Seq); err != nil {
			return err
		}
		happened, err := summary.Happened(tx, from.Seq, f.Seq)
		if err != nil {
			return err
		}
		if err := f.addEvents(tx, happened); err != nil {
			return err
		}
		if f.Notices, err = summary.Notices(tx); err != nil {
			return err
		}
		return f.compareReach(tx, phone)
	})
	return f, err
}

// checkCursor checks that a cursor is a position of this hash chain.
func (f *Feed) checkCursor(tx *db.Tx, epoch int64, from journal.Head) error {
	there := from
	if epoch == f.Epoch.Number && from.Hash != "" {
		var err error
		if there, err = journal.HeadAt(tx, from.Seq); err != nil {
			return err
		}
	}
	if epoch == f.Epoch.Number && from.Seq >= 0 && from.Seq <= f.Head.Seq && there == from {
		return nil
	}
	return fault.New(fault.Conflict, "epoch_changed", "The server was restored. Fetch a new pack and resend all records.").
		With("epoch", f.Epoch.Number).With("seq", f.Head.Seq)
}

// setCursor sets the cursor of the next request.
func (f *Feed) setCursor(tx *db.Tx, from int64) error {
	f.Seq = min(f.Head.Seq, from+MostSeals)
	f.More = f.Seq < f.Head.Seq
	at, err := journal.HeadAt(tx, f.Seq)
	f.Hash = at.Hash
	return err
}

// addEvents converts happenings into events for the phone.
func (f *Feed) addEvents(tx *db.Tx, happened []summary.Happening) error {
	families, err := familiesOf(tx, happened)
	if err != nil {
		return err
	}
	for _, h := range happened {
		e := Event{
			Seq: h.Seq, Distribution: h.Distribution, Entitlement: h.Entitlement, Place: h.Place, PlaceBN: h.PlaceBN,
			PlaceHI: h.PlaceHI, Card: h.Card,
		}
		switch h.What {
		case summary.WasServed:
			e.Type, e.At = EventServed, &h.At
		case summary.WasUndone:
			e.Type = EventUndone
		case summary.WasRevoked:
			e.Type = EventRevoked
		case summary.ListChanged:
			e.Type = EventList
		case summary.ComplaintChanged:
			e.Type, e.Grievance = EventComplaint, h.Grievance
		case summary.WaybillChanged:
			e.Type = EventWaybill
		case summary.WasErased:
			e.Type, e.Household = EventGone, h.Household
		case summary.FamilyChanged:
			family, ours := families[h.Household]
			e.Type, e.Household = EventFamily, h.Household
			if e.Family = &family; !ours {
				e.Family, e.Type = nil, EventGone
			}
		}
		f.Events = append(f.Events, e)
	}
	return nil
}

// familiesOf reads the changed families in the form that the phone may hold. One that it may not hold is gone for it.
func familiesOf(tx *db.Tx, happened []summary.Happening) (map[household.ID]summary.Carried, error) {
	var ids []household.ID
	for _, h := range happened {
		if h.What == summary.FamilyChanged {
			ids = append(ids, h.Household)
		}
	}
	found := map[household.ID]summary.Carried{}
	if len(ids) == 0 {
		return found, nil
	}
	rows, err := summary.CarriedFamilies(tx, ids, len(ids))
	for _, row := range rows {
		found[row.Household] = row
	}
	return found, err
}

// compareReach notifies a phone whose worker's roles differ from those of its pack that its data exceed the worker's
// rights: the phone deletes them and fetches a new pack.
func (f *Feed) compareReach(tx *db.Tx, phone people.Phone) error {
	var newest packRow
	found := tx.Where("credential = ?", string(phone.Credential)).Order("issued_at DESC, id DESC").Limit(1).Find(&newest)
	if found.Error != nil || found.RowsAffected == 0 {
		return found.Error
	}
	now, err := json.Marshal(phone.Actor.Grants)
	if err == nil && string(now) != newest.Grants {
		f.Events = append(f.Events, Event{Seq: f.Seq, Type: EventNotOurs})
	}
	return err
}
