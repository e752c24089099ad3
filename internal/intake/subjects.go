package intake

import (
	"encoding/json"
	"slices"
	"strings"

	"tripol/internal/journal"
)

// The kinds of subjects.
const (
	aHousehold = "household"
	aGrievance = "grievance"
)

// subjectField is the field of a payload that holds the id of a subject, or of a part of one.
type subjectField struct{ name, kind string }

// subjects declares for every kind whose personal data its payload contains: an erasure of that household erases the
// body of the entry, whatever became of it. There is no default: a test rejects a kind that is not declared here, and
// one whose payload names a household and that is neither erased with it nor listed as spared.
var subjects = map[string][]subjectField{
	"household.register": {{"id", aHousehold}},
	"household.correct":  {{"household", aHousehold}},
	"consent.record":     {{"household", aHousehold}},
	"damage.assess":      {{"household", aHousehold}},
	"card.bind":          {{"household", aHousehold}},
	"grievance.take":     {{"household", aHousehold}, {"id", aGrievance}},
	"grievance.settle":   {{"grievance", aGrievance}}, // free text about the household that complained
	"priority.set":       {{"household", aHousehold}}, // that it comes first for a private reason

	"household.erase": {{"household", aHousehold}}, // the erasing kind itself; its own body stays

	// Spared: they name a household and say nothing of it but an id and a reason from a fixed list.
	"note.open": nil,

	// No household is named, or only by a card or a place on a list, which lead to nobody after the erasure.
	"card.print_batch": nil, "card.revoke": nil, "grievance.open": nil, "damage.verify": nil, "situation.report": nil,
	"distribution.plan": nil, "distribution.approve": nil, "distribution.open": nil, "distribution.close": nil,
	"distribution.lanes": nil, "lane.free": nil, "lane.open": nil, "list.searched": nil, "custody.load": nil,
	"custody.close": nil, "handover.give": nil, "handover.record": nil, "handover.undo": nil,

	// Of workers and donors, whom household.erase does not erase.
	"account.add": nil, "account.change": nil, "account.invite": nil, "account.end": nil, "account.reinstate": nil,
	"steward.appoint": nil, "organisation.add": nil, "organisation.found": nil, "device.enrol": nil,
	"device.withdraw": nil,
	"protection.join": nil, "protection.found": nil, "protection.rejoin": nil, "protection.admit": nil,
	"pledge.record": nil, "payment.record": nil, "call_list.open": nil,

	// Of places, goods and homes, and of the journal itself.
	"area.put": nil, "area.alias": nil, "item.add": nil, "store.add": nil,
	"stock.receive": nil, "stock.dispatch": nil, "stock.accept": nil,
	"pending.approve": nil, "pending.object": nil,
	"stock.reverse": nil, "campaign.add": nil, "home.promise": nil, "home.advance": nil, "exception.settle": nil,
	"list.export": nil, "journal.restored": nil, "withheld.let_in": nil, "outbox.bring": nil, "backup.taken": nil,
	"entry.withdrawn": nil,
}

// makers are the kinds whose entries make what is a part of a subject.
var makers = map[string]string{aGrievance: "grievance.take"}

// subjectsOf reads the subjects out of a payload as it was received, since a malformed fact is kept as well, and the
// parts by which other entries have its subjects. What is no id names nobody.
func subjectsOf(kind string, payload []byte) (found, parts []journal.Subject) {
	fields := subjects[kind]
	var members map[string]json.RawMessage
	if len(fields) == 0 || json.Unmarshal(payload, &members) != nil {
		return nil, nil
	}
	for name, raw := range members {
		for _, f := range fields {
			var id string
			if !strings.EqualFold(name, f.name) || json.Unmarshal(raw, &id) != nil || !CanonicalUUID(id) {
				continue
			}
			s := journal.Subject{Kind: f.kind, ID: id}
			if maker, part := makers[f.kind]; part && maker != kind {
				parts = append(parts, s)
			} else if !slices.Contains(found, s) {
				found = append(found, s)
			}
		}
	}
	return found, parts
}
