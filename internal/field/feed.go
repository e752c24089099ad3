package field

import (
	"context"
	"encoding/json"

	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/summary"
)

// MostSeals is how many places of the order one answer of the feed passes.
const MostSeals = 500

// Feed is what has happened since a place in the order, as far as it concerns a phone. Seals have no gap and are never
// overtaken, so none is skipped.
type Feed struct {
	Epoch           journal.Epoch `json:"epoch"`
	Seq             int64         `json:"seq"`                 // ask again from here
	Hash            string        `json:"hash" shape:"sha256"` // of the seal there
	Head            journal.Head  `json:"head"`
	More            bool          `json:"more"`
	BackedUpThrough int64         `json:"backed_up_through"`
	Gaps            []Range       `json:"gaps,omitempty"` // numbers that were not received: send them again
	Events          []Event       `json:"events" nullable:"false"`
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
)

// Event is one thing that a phone must know.
type Event struct {
	Seq          int64                      `json:"seq"`
	Type         string                     `json:"type"`
	Entitlement  distribution.EntitlementID `json:"entitlement,omitempty"`
	Distribution distribution.ID            `json:"distribution,omitempty"`
	At           *db.Instant                `json:"at,omitempty"`
	Place        string                     `json:"place,omitempty"`
	PlaceBN      string                     `json:"place_bn,omitempty"`
	PlaceHI      string                     `json:"place_hi,omitempty"`
	Card         card.ID                    `json:"card,omitempty"`
	Household    household.ID               `json:"household,omitempty"`
	Family       *summary.Carried           `json:"family,omitempty"`
}

// Since answers the feed from a place in the order, its hash empty where it is not known. One of another epoch, beyond
// the head or with another hash is `epoch_changed`: a backup was restored, and the phone offers again what it holds.
func (d Door) Since(ctx context.Context, phone people.Phone, epoch int64, from journal.Head) (f Feed, err error) {
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
		if err := f.holds(tx, epoch, from); err != nil {
			return err
		}
		if err := f.turn(tx, from.Seq); err != nil {
			return err
		}
		happened, err := summary.Happened(tx, from.Seq, f.Seq)
		if err != nil {
			return err
		}
		if err := f.tell(tx, happened); err != nil {
			return err
		}
		return f.compareReach(tx, phone)
	})
	return f, err
}

// holds looks whether a cursor is a place of this very order.
func (f *Feed) holds(tx *db.Tx, epoch int64, from journal.Head) error {
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
	return fault.New(fault.Conflict, "epoch_changed", "The server was restored; take a new pack and offer all again.").
		With("epoch", f.Epoch.Number).With("seq", f.Head.Seq)
}

// turn says how far this answer goes, and where the next one begins.
func (f *Feed) turn(tx *db.Tx, from int64) error {
	f.Seq = min(f.Head.Seq, from+MostSeals)
	f.More = f.Seq < f.Head.Seq
	at, err := journal.HeadAt(tx, f.Seq)
	f.Hash = at.Hash
	return err
}

// tell turns what happened into the events of a phone.
func (f *Feed) tell(tx *db.Tx, happened []summary.Happening) error {
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

// familiesOf reads the families that changed, as the phone may carry them. One that it may not is gone for it.
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

// compareReach tells a phone whose worker's roles are no longer those of its pack that it carries what is not theirs
// any more: it forgets what it has and takes a new pack.
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
