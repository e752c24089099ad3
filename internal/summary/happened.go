package summary

import (
	"slices"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/grievance"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/kinds"
)

// The events of the phones' feed.
const (
	WasServed     = "served"
	WasUndone     = "undone"
	WasRevoked    = "revoked"
	WasErased     = "erased"
	FamilyChanged = "family"
	ListChanged   = "list"

	ComplaintChanged = "complaint"
	WaybillChanged   = "waybill"
)

// Happening is one event of an entry, at its position in the sealed sequence.
type Happening struct {
	Seq          int64
	What         string
	Entitlement  distribution.EntitlementID
	Distribution distribution.ID
	Household    household.ID
	Card         card.ID
	Grievance    grievance.ID
	Account      actor.AccountID // whose phones alone are told; empty: those of all in reach
	Place        string
	PlaceBN      string `gorm:"column:place_bn"`
	PlaceHI      string `gorm:"column:place_hi"`
	At           db.Instant
}

// told has for each kind the events that its entries send to phones, each with its statement over (seq, seq], as the
// kinds declare.
var told = func() map[string][]toldEvent {
	all := map[string][]toldEvent{}
	for _, k := range kinds.All {
		for _, event := range k.Feed {
			columns := ""
			if event.Columns != "" {
				columns = ", " + event.Columns
			}
			all[k.Name] = append(all[k.Name], toldEvent{
				event, "SELECT s.seq, '" + event.Type + "' AS what" + columns + between + " " + event.Join + within,
			})
		}
	}
	return all
}()

type toldEvent struct {
	journal.FeedEvent
	statement string
}

// concerns reports whether an event at a path is sent to an actor; empty: it has no path.
func (e toldEvent) concerns(a actor.Actor, path string) bool {
	return path == "" || e.BeyondReach || a.Reaches(path, e.Reach...)
}

// between joins seals to entries; an entry.resolved is replaced by the entry that it resolves.
const between = ` FROM seal s LEFT JOIN resolution r ON r.entry = s.entry
	JOIN entry e ON e.id = COALESCE(r.original, s.entry)`

const within = ` WHERE s.seq > ? AND s.seq <= ? AND e.organisation = ? AND e.kind = ?`

// Happened returns the events of the entries between two seals, in the sealed order and in the actor's scope. It runs
// one statement per kind of entry among them.
func Happened(tx *db.Tx, from, to int64) ([]Happening, error) {
	var kinds []string
	err := tx.Raw(`SELECT DISTINCT e.kind`+between+` WHERE s.seq > ? AND s.seq <= ? AND e.organisation = ?`,
		from, to, string(tx.Actor.Organisation)).Scan(&kinds).Error
	if err != nil {
		return nil, err
	}
	slices.Sort(kinds)
	var all []Happening
	for _, kind := range kinds {
		for _, event := range told[kind] {
			var rows []struct {
				Happening `gorm:"embedded"`
				Path      string
			}
			if err := tx.Raw(event.statement, from, to, string(tx.Actor.Organisation), kind).Scan(&rows).Error; err != nil {
				return nil, err
			}
			for _, row := range rows {
				if event.concerns(tx.Actor, row.Path) && (row.Account == "" || row.Account == tx.Actor.Account) {
					all = append(all, row.Happening)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Happening) int { return int(a.Seq - b.Seq) })
	return all, nil
}
