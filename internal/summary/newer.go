package summary

import (
	"encoding/json"
	"slices"

	"tripol/internal/db"
	"tripol/internal/household"
)

// touched says which households the entries of a kind touch: a statement over their ids, or the field of the payload
// that names the household. Neither: none of what is counted. A kind that is missing here would let counts go wrong
// unseen until the next verify, so a test holds this list against intake's.
type touched struct {
	sql   string
	field string
}

// concerned finds whom the entries of the household's own kinds concern.
const concerned = `SELECT household FROM household_entry WHERE entry IN ?`

// kinds is the list. Refused entries are among those asked about and touch nothing.
var kinds = map[string]touched{
	"organisation.add": {}, "account.add": {}, "area.put": {}, "area.alias": {}, "steward.appoint": {}, "item.add": {},
	"store.add":     {},
	"stock.receive": {}, "stock.dispatch": {}, "stock.accept": {}, "stock.reverse": {},
	"card.print_batch": {}, "distribution.plan": {}, "distribution.open": {}, "distribution.close": {},
	"campaign.add": {}, "pledge.record": {}, "payment.record": {}, "home.promise": {}, "home.advance": {},
	"exception.settle": {}, "organisation.found": {}, "account.change": {}, "account.invite": {}, "account.end": {},
	"account.reinstate": {}, "list.export": {}, "journal.restored": {}, "entry.resolved": {}, "backup.taken": {},
	"device.enrol": {}, "device.withdraw": {}, "call_list.open": {}, "unreadable": {},
	"situation.report": {}, "grievance.take": {}, "grievance.settle": {}, "grievance.open": {}, "note.open": {},
	"priority.set":    {},
	"protection.join": {}, "protection.found": {}, "protection.rejoin": {}, "protection.admit": {},

	"household.register": {sql: `SELECT id FROM household WHERE entry IN ?`},
	"household.correct":  {sql: concerned},
	"consent.record":     {sql: concerned},
	"household.erase":    {sql: concerned},
	"damage.assess":      {sql: `SELECT household FROM assessment WHERE entry IN ?`},
	"damage.verify": {sql: `SELECT a.household FROM verification v JOIN assessment a ON a.id = v.assessment
		WHERE v.entry IN ?`},
	"card.bind": {sql: `SELECT household FROM card_binding WHERE entry IN ?`},
	"card.revoke": {sql: `SELECT b.household FROM card_revocation r JOIN card_binding b ON b.card = r.card
		WHERE r.entry IN ?`},
	"handover.give":   {sql: `SELECT household FROM handover WHERE entry IN ?`},
	"handover.record": {sql: `SELECT household FROM handover WHERE entry IN ?`},
	"handover.undo": {sql: `SELECT r.household FROM handover_undo u JOIN handover_record r ON r.id = u.handover
		WHERE u.entry IN ? AND r.household IS NOT NULL`},
	"distribution.lanes": {}, "lane.free": {}, "custody.load": {}, "custody.close": {}, "lane.open": {},
	"list.searched": {},
	"outbox.bring":  {}, "withheld.let_in": {}, "entry.withdrawn": {},
	"pending.approve": {}, "pending.object": {},
	// An approval and its list have one moment; another one of that very moment would only be counted for nothing.
	// One that waited for a second person has the moment of the entry that marks its decision.
	"distribution.approve": {sql: `SELECT c.household FROM entry e LEFT JOIN resolution r ON r.original = e.id
		JOIN entry m ON m.id = COALESCE(r.entry, e.id) JOIN distribution d ON d.approved_at = m.recorded_at
		JOIN entitlement c ON c.distribution = d.id WHERE e.id IN ?`},
}

// Knows says whether a kind of entry is on the list of what touches whom.
func Knows(kind string) bool {
	_, known := kinds[kind]
	return known
}

// newEntry is an entry that is not counted yet.
type newEntry struct {
	ID   string
	Kind string
}

// newer gives the entries that are not counted, sealed or not, at most so many.
func newer(tx *db.Tx, most int) ([]newEntry, error) {
	var entries []newEntry
	err := tx.Each(func(row db.Row) error {
		var e newEntry
		err := row.Scan(&e.ID, &e.Kind)
		entries = append(entries, e)
		return err
	}, `SELECT e.id, e.kind FROM (
			SELECT entry FROM seal WHERE seq > COALESCE((SELECT seq FROM summary_state WHERE id = 1), 0)
			UNION ALL SELECT entry FROM unsealed) AS n
		LEFT JOIN resolution r ON r.entry = n.entry
		JOIN entry e ON e.id = COALESCE(r.original, n.entry) LIMIT ?`, most)
	return entries, err
}

// households gives whom entries touch, sorted, each once.
func households(tx *db.Tx, entries []newEntry) ([]household.ID, error) {
	byKind := map[string][]string{}
	for _, e := range entries {
		byKind[e.Kind] = append(byKind[e.Kind], e.ID)
	}
	var ids []household.ID
	for kind, of := range byKind {
		for part := range slices.Chunk(of, chunk) {
			some, err := kinds[kind].by(tx, part)
			if err != nil {
				return nil, err
			}
			ids = append(ids, some...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

func (k touched) by(tx *db.Tx, entries []string) (ids []household.ID, err error) {
	switch {
	case k.sql != "":
		return ids, tx.Raw(k.sql, entries).Scan(&ids).Error
	case k.field != "":
		var payloads [][]byte
		err := tx.Raw("SELECT payload FROM entry_body WHERE entry IN ?", entries).Scan(&payloads).Error
		for _, payload := range payloads {
			var fields map[string]json.RawMessage
			var id household.ID
			if json.Unmarshal(payload, &fields) == nil && json.Unmarshal(fields[k.field], &id) == nil && id.WellFormed() {
				ids = append(ids, id)
			}
		}
		return ids, err
	}
	return nil, nil
}
