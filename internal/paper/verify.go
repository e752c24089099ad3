package paper

import (
	"gorm.io/gorm"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// Verify checks that every second typing is of a form that another person entered, and states the differences of the
// two entries. Constraints reject the first on write; this detects changes that bypassed them.
func Verify(tx *db.Tx) ([]journal.Violation, error) {
	var same []Number
	err := tx.Table("paper_second AS s").
		Joins("JOIN paper_use AS u ON u.organisation = s.organisation AND u.number = s.number").
		Scopes(ours(tx, "s")).Where("s.typed_by = u.done_by OR s.first_typist <> u.done_by").
		Order("s.number").Pluck("s.number", &same).Error
	if err != nil {
		return nil, err
	}
	findings := make([]journal.Violation, 0, len(same))
	for _, n := range same {
		findings = append(findings, journal.Violation{
			Check: "second_typing_by_another", Subject: "form:" + n.String(),
			Detail: "It was typed a second time by the person of the first.",
		})
	}
	differing, err := verifyDiffering(tx)
	return append(findings, differing...), err
}

func ours(tx *db.Tx, table string) func(*gorm.DB) *gorm.DB {
	return func(q *gorm.DB) *gorm.DB {
		if tx.Actor.System {
			return q
		}
		return q.Where(table+".organisation = ?", tx.Actor.Organisation)
	}
}

// verifyDiffering compares the stored differences with the two entries, where neither was erased.
func verifyDiffering(tx *db.Tx) (findings []journal.Violation, err error) {
	var rows []struct {
		Number Number
		First  journal.EntryID
		Entry  journal.EntryID
		Differ int
	}
	err = tx.Table("paper_second AS s").
		Joins("JOIN paper_use AS u ON u.organisation = s.organisation AND u.number = s.number").
		Scopes(ours(tx, "s")).Select("s.number, u.entry AS first, s.entry, s.differ").Order("s.number").Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		first, err := typed(tx, row.First)
		if fault.Is(err, "not_found") {
			continue
		}
		if err != nil {
			return nil, err
		}
		second, err := typed(tx, row.Entry)
		if fault.Is(err, "not_found") {
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(Differences(first, second)) != row.Differ {
			findings = append(findings, journal.Violation{
				Check: "second_typing_differences", Subject: "form:" + row.Number.String(),
				Detail: "The stored differences are not those of the two entries.",
			})
		}
	}
	return findings, nil
}
