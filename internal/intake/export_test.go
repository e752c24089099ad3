package intake

import (
	"tripol/internal/db"
	"tripol/internal/journal"
)

// Spoil changes how a kind decides many at once, for controls.
func (t *Table) Spoil(name string, how func(journal.Bulk) journal.Bulk) *Table {
	for i := range t.kinds {
		if t.kinds[i].Name == name {
			t.kinds[i].Bulk.Bulk = how(t.kinds[i].Bulk.Bulk)
		}
	}
	return t
}

// SubjectsOf reads the subjects out of a payload.
var SubjectsOf = subjectsOf

// SubjectFields returns for each kind with personal data the fields of its payload that name whose it is.
func SubjectFields() map[string][]string {
	all := map[string][]string{}
	for kind, fields := range subjects {
		for _, f := range fields {
			all[kind] = append(all[kind], f.Field)
		}
	}
	return all
}

// Decide calls the function that decides a kind.
func (kind Kind) Decide(tx *db.Tx, e journal.Entry, payload any) (journal.Outcome, error) {
	return kind.change(tx, e, payload)
}
