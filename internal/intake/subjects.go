package intake

import (
	"encoding/json"
	"slices"
	"strings"

	"tripol/internal/journal"
	"tripol/internal/kinds"
)

// subjects are the fields of each kind's payload that name whose personal data it contains, as the kinds declare: an
// erasure of that household erases the body of the entry, whatever its outcome.
var subjects = func() map[string][]journal.SubjectField {
	all := map[string][]journal.SubjectField{}
	for _, k := range kinds.All {
		if len(k.Personal.Of) > 0 {
			all[k.Name] = k.Personal.Of
		}
	}
	return all
}()

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
