package intake

import (
	"encoding/json"
	"slices"
	"strings"

	"tripol/internal/journal"
	"tripol/internal/kinds"
)

// subjects are the fields of each kind's payload that name its data subjects, as the kinds declare: erasing a subject
// erases the body of the entry, whatever its outcome.
var subjects = func() map[string][]journal.SubjectField {
	all := map[string][]journal.SubjectField{}
	for _, k := range kinds.All {
		if len(k.Personal.Of) > 0 {
			all[k.Name] = k.Personal.Of
		}
	}
	return all
}()

// subjectsOf returns the subjects in a payload as received, since a malformed fact is stored as well, and the parts
// whose entries determine its other subjects. A value that is not an id is ignored.
func subjectsOf(kind string, payload []byte) (found, parts []journal.Subject) {
	fields := subjects[kind]
	var members map[string]json.RawMessage
	if len(fields) == 0 || json.Unmarshal(payload, &members) != nil {
		return nil, nil
	}
	for name, raw := range members {
		for _, f := range fields {
			var id string
			if !strings.EqualFold(name, f.Field) || json.Unmarshal(raw, &id) != nil || !CanonicalUUID(id) {
				continue
			}
			s := journal.Subject{Kind: f.Kind, ID: id}
			if f.Part {
				parts = append(parts, s)
			} else if !slices.Contains(found, s) {
				found = append(found, s)
			}
		}
	}
	return found, parts
}
