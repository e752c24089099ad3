package summary

import (
	"slices"
	"strings"

	"tripol/internal/db"
	"tripol/internal/journal"
)

// Verify verifies that the counts of every cell equal the plain query's at the same instant, and the sums of the stored
// states of households. A subject is an organisation and an area.
func Verify(tx *db.Tx) ([]journal.Violation, error) {
	answered, _, err := cells(tx, "")
	if err != nil {
		return nil, err
	}
	counted, err := plain(tx, "")
	if err != nil {
		return nil, err
	}
	findings := unequal("summary_differs", answered, counted)
	sums, err := sumsOfKept(tx)
	if err != nil {
		return nil, err
	}
	var rows []areaRow
	if err := tx.Find(&rows).Error; err != nil {
		return nil, err
	}
	kept := map[cell]Counts{}
	for _, row := range rows {
		kept[row.cell()] = row.counts()
	}
	return append(findings, unequal("summary_not_its_households", kept, sums)...), nil
}

func sumsOfKept(tx *db.Tx) (map[cell]Counts, error) {
	var rows []areaRow
	err := tx.Raw(`SELECT organisation, area_path, COUNT(*) AS households, SUM(people) AS people,
		SUM(CASE WHEN verified_grade = 0 THEN 1 ELSE 0 END) AS grade0,
		SUM(CASE WHEN verified_grade = 1 THEN 1 ELSE 0 END) AS grade1,
		SUM(CASE WHEN verified_grade = 2 THEN 1 ELSE 0 END) AS grade2,
		SUM(CASE WHEN verified_grade = 3 THEN 1 ELSE 0 END) AS grade3,
		SUM(CASE WHEN verified_grade = 4 THEN 1 ELSE 0 END) AS grade4,
		SUM(CASE WHEN carded THEN 1 ELSE 0 END) AS carded, SUM(CASE WHEN entitled THEN 1 ELSE 0 END) AS entitled,
		SUM(CASE WHEN served THEN 1 ELSE 0 END) AS served,
		SUM(CASE WHEN served AND verified_grade >= 2 THEN 1 ELSE 0 END) AS reached,
		SUM(CASE WHEN reported >= 0 THEN 1 ELSE 0 END) AS reported
		FROM summary_household GROUP BY organisation, area_path`).Scan(&rows).Error
	sums := map[cell]Counts{}
	for _, row := range rows {
		sums[row.cell()] = row.counts()
	}
	return sums, err
}

func unequal(check string, a, b map[cell]Counts) []journal.Violation {
	var findings []journal.Violation
	for _, c := range cellsOf(a, b) {
		if a[c] != b[c] {
			findings = append(findings, journal.Violation{
				Check: check, Subject: "organisation:" + string(c.Organisation) + " " + c.AreaPath,
				Detail: "The counts of this place are not what its records give.",
			})
		}
	}
	return findings
}

// cellsOf returns the cells of both, sorted, each once.
func cellsOf(a, b map[cell]Counts) []cell {
	var all []cell
	for c := range a {
		all = append(all, c)
	}
	for c := range b {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b cell) int {
		return strings.Compare(string(a.Organisation)+a.AreaPath, string(b.Organisation)+b.AreaPath)
	})
	return slices.Compact(all)
}
