package intake

import (
	"cmp"
	"maps"
	"slices"

	"tripol/internal/db"
	"tripol/internal/journal"
)

// Verify checks that the stored subjects of every entry with a body equal those that its payload names: by them the
// database decides which bodies an erasure may delete.
func Verify(tx *db.Tx) (findings []journal.Violation, err error) {
	kinds := slices.Collect(maps.Keys(subjects))
	report := func(entry journal.EntryID) {
		findings = append(findings, journal.Violation{Check: "subject_differs", Subject: string(entry)})
	}
	others, err := journal.SubjectsOfOthers(tx, kinds)
	if err != nil {
		return nil, err
	}
	for _, entry := range others {
		report(entry)
	}
	err = journal.Bodies(tx, kinds, func(e journal.Entry) error {
		named, err := namedBy(tx, e)
		if err == nil && !slices.Equal(named, e.Subjects) {
			report(e.ID)
		}
		return err
	})
	return findings, err
}

// namedBy returns the subjects named by an entry's payload, in the order of the journal.
func namedBy(tx *db.Tx, e journal.Entry) ([]journal.Subject, error) {
	named, parts := subjectsOf(e.Kind, e.Payload)
	for _, part := range parts {
		more, err := journal.SubjectsOfPart(tx, e.ID, part)
		if err != nil {
			return nil, err
		}
		named = append(named, more...)
	}
	slices.SortFunc(named, func(a, b journal.Subject) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return slices.Compact(named), nil
}
