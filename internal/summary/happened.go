package summary

import (
	"slices"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
)

// What can happen that a phone must know.
const (
	WasServed     = "served"
	WasUndone     = "undone"
	WasRevoked    = "revoked"
	WasErased     = "erased"
	FamilyChanged = "family"
	ListChanged   = "list"
)

// Happening is one thing that an entry did, at its place in the order.
type Happening struct {
	Seq          int64
	What         string
	Entitlement  distribution.EntitlementID
	Distribution distribution.ID
	Household    household.ID
	Card         card.ID
	Place        string
	At           db.Instant
}

// told is what a kind of entry can tell phones: statements over (seq, seq], each with its scope. A kind that tells
// nothing has none. A test holds the list against intake's.
var told = map[string][]string{
	"handover.give": {handedOver}, "handover.record": {handedOver}, "handover.undo": {takenBack, handedOver},
	"card.revoke":        {revokedCards},
	"card.bind":          {changedFamilies("card_binding w ON w.entry = e.id", "w.household")},
	"household.register": {changedFamilies("household w ON w.entry = e.id", "w.id")},
	"household.correct":  {changedFamilies("household_entry w ON w.entry = e.id", "w.household")},
	"consent.record":     {changedFamilies("household_entry w ON w.entry = e.id", "w.household")},
	"damage.assess":      {changedFamilies("assessment w ON w.entry = e.id", "w.household")},
	"damage.verify": {changedFamilies("verification v ON v.entry = e.id JOIN assessment w ON w.id = v.assessment",
		"w.household")},
	"household.erase":    {erasedFamilies},
	"protection.found":   {changedLists}, // phones take a new pack, with the key that they seal notes to
	"distribution.open":  {changedLists},
	"distribution.close": {changedLists}, "distribution.lanes": {changedLists}, "lane.free": {changedLists},
}

// between joins the order to the entries; an entry that marks when another was decided stands for that one.
const between = ` FROM seal s LEFT JOIN resolution r ON r.entry = s.entry
	JOIN entry e ON e.id = COALESCE(r.original, s.entry)`

const within = ` WHERE s.seq > ? AND s.seq <= ? AND e.organisation = ? AND e.kind = ?`

const handedOver = `SELECT s.seq, 'served' AS what, g.entitlement, g.distribution, g.given_at AS at,
		d.store_name AS place, d.area_path AS path` + between + ` JOIN handover g ON g.entry = e.id AND g.status = 'accepted'
	JOIN distribution d ON d.id = g.distribution` + within

const takenBack = `SELECT s.seq, 'undone' AS what, h.entitlement, h.distribution, d.area_path AS path` + between + `
	JOIN handover_undo u ON u.entry = e.id JOIN handover_record h ON h.id = u.handover
	JOIN distribution d ON d.id = h.distribution` + within + ` AND h.entitlement IS NOT NULL`

const revokedCards = `SELECT s.seq, 'revoked' AS what, c.card` + between + `
	JOIN card_revocation c ON c.entry = e.id` + within

const erasedFamilies = `SELECT s.seq, 'erased' AS what, h.household` + between + `
	JOIN household_entry h ON h.entry = e.id` + within

// The distribution of a decision stands in its payload alone; which one changed is read from what is open and closed.
const changedLists = `SELECT s.seq, 'list' AS what` + between + within

// changedFamilies tells of the households that entries of a kind name, by a join and not by a question for each row: of
// a thousand families the questions took Postgres seconds.
func changedFamilies(join, household string) string {
	return `SELECT s.seq, 'family' AS what, f.id AS household, f.area_path AS path` + between + ` JOIN ` + join + `
		JOIN household f ON f.id = ` + household + within
}

// Happened gives what the entries between two places of the order did, in that order, within the actor's reach. There
// is a statement for each kind among them, however many there are.
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
		for _, statement := range told[kind] {
			var rows []struct {
				Happening `gorm:"embedded"`
				Path      string
			}
			if err := tx.Raw(statement, from, to, string(tx.Actor.Organisation), kind).Scan(&rows).Error; err != nil {
				return nil, err
			}
			for _, row := range rows {
				if row.Path == "" || tx.Actor.Reaches(row.Path, reachOf[row.What]...) || kind == "household.correct" {
					all = append(all, row.Happening) // a correction can carry a family out of reach
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Happening) int { return int(a.Seq - b.Seq) })
	return all, nil
}

// reachOf are the roles by which somebody is concerned by what happened at a place.
var reachOf = map[string][]actor.Role{
	WasServed: {actor.Distributor, actor.Coordinator}, WasUndone: {actor.Distributor, actor.Coordinator},
	FamilyChanged: household.Recorders,
}

// Tells says whether a kind of entry is on the list of what phones are told, if only with nothing.
func Tells(kind string) bool {
	_, tells := told[kind]
	return tells || silent[kind]
}

// silent are the kinds that tell phones nothing.
var silent = map[string]bool{
	"organisation.add": true, "organisation.found": true, "account.add": true, "account.invite": true,
	"account.change": true, "account.end": true, "account.reinstate": true, "area.put": true, "item.add": true,
	"store.add":  true,
	"area.alias": true, "steward.appoint": true,
	"stock.receive":  true,
	"stock.dispatch": true, "stock.accept": true, "stock.reverse": true, "card.print_batch": true,
	"distribution.plan": true, "distribution.approve": true, "campaign.add": true, "pledge.record": true,
	"payment.record": true, "home.promise": true, "home.advance": true, "exception.settle": true, "list.export": true,
	"journal.restored": true, "entry.resolved": true, "device.enrol": true, "device.withdraw": true, "unreadable": true,
	"custody.load": true, "custody.close": true, "lane.open": true, "backup.taken": true, "list.searched": true,
	"situation.report": true, "grievance.take": true, "grievance.settle": true, "grievance.open": true, "note.open": true,
	"priority.set":    true,
	"protection.join": true, "protection.rejoin": true, "protection.admit": true,
	"outbox.bring": true, "withheld.let_in": true,
	"entry.withdrawn": true, "call_list.open": true,
	"pending.approve": true, "pending.object": true,
}
