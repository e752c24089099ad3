package grievance

import (
	"maps"
	"slices"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// erasedComplaint is an erased complaint with its erasing entry.
type erasedComplaint struct {
	Grievance `gorm:"embedded"`
	Cause     journal.EntryID
	ErasedAt  db.Instant
	Reason    string // of its decision
	Answer    string
}

// Verify checks that each complaint that was erased by itself has no text left and was erased by an applied erasing
// entry of a second person, or of one person after the wait that replaces it, and that each such entry erased its
// complaint.
func Verify(tx *db.Tx) (findings []journal.Violation, err error) {
	report := func(id ID, detail string) {
		found := journal.Violation{Check: "grievance_erasure", Subject: "grievance:" + string(id), Detail: detail}
		findings = append(findings, found)
	}
	erasings, err := journal.ErasingEntries(tx, subject)
	if err != nil {
		return nil, err
	}
	all, err := allErased(tx)
	if err != nil {
		return nil, err
	}
	records, err := journal.HistoryEntries(tx, slices.Sorted(maps.Keys(erasings)))
	if err != nil {
		return nil, err
	}
	for entry, ids := range erasings {
		for _, id := range ids {
			if all[ID(id)].Cause != entry {
				report(ID(id), "An applied erasing entry names it and did not erase it.")
			}
		}
	}
	for id, g := range all {
		if !g.isBlank() {
			report(id, "It was erased, but still contains data.")
		}
		if !slices.Contains(erasings[g.Cause], string(id)) {
			report(id, "No applied erasing entry names it.")
			continue
		}
		second, err := g.bySecond(tx, records[g.Cause])
		if err != nil {
			return nil, err
		}
		if !second {
			report(id, "It was not erased by a second person.")
		}
	}
	return findings, nil
}

func allErased(tx *db.Tx) (map[ID]erasedComplaint, error) {
	var rows []erasedComplaint
	err := tx.Model(&Grievance{}).
		Select(`grievance.*, x.entry AS cause, x.erased_at, COALESCE(s.reason, '') AS reason,
			COALESCE(s.answer, '') AS answer`).
		Joins("JOIN grievance_erasure x ON x.grievance = grievance.id").
		Joins("LEFT JOIN grievance_settlement s ON s.grievance = grievance.id").Scan(&rows).Error
	all := make(map[ID]erasedComplaint, len(rows))
	for _, row := range rows {
		all[row.ID] = row
	}
	return all, err
}

func (g erasedComplaint) isBlank() bool {
	texts := g.Text + g.Complainant + g.Relation + g.Reach + g.ReachPhone + g.ReachAt + g.Reason + g.Answer
	return texts == "" && len(g.Sealed) == 0 && g.Reference == nil
}

// bySecond reports whether a second person erased a complaint, or approved it, or the wait replaced them.
func (g erasedComplaint) bySecond(tx *db.Tx, erasing journal.HistoryEntry) (bool, error) {
	second, err := people.ApprovedBy(tx, g.Cause)
	if err != nil {
		return false, err
	}
	approved := second != "" && second != g.TakenBy
	waited := g.ErasedAt.Sub(erasing.RecordedAt.Time) >= people.WaitLength
	other := erasing.Author != nil && *erasing.Author != g.TakenBy
	return other || approved || waited, nil
}
