package intake

import "tripol/internal/journal"

// Spoil changes how a kind decides many at once, for controls.
func (t *Table) Spoil(name string, how func(journal.Bulk) journal.Bulk) *Table {
	for i := range t.kinds {
		if t.kinds[i].Name == name {
			t.kinds[i].bulk = how(t.kinds[i].bulk)
		}
	}
	return t
}

// SubjectsOf reads the subjects out of a payload.
var SubjectsOf = subjectsOf

// SubjectFields returns the declaration of subjects: for each kind, the fields of its payload.
func SubjectFields() map[string][]string {
	all := map[string][]string{}
	for kind, fields := range subjects {
		all[kind] = []string{}
		for _, f := range fields {
			all[kind] = append(all[kind], f.name)
		}
	}
	return all
}
