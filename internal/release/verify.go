package release

import (
	"fmt"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/journal"
)

// Verify reports published counts that should not be public: shown numbers from 1 to k−1, totals that differ from the
// sum of the shown cells, campaigns that show different cells of the same families, and every result of the disclosure
// attack over all releases.
func Verify(tx *db.Tx) ([]journal.Violation, error) {
	var releases []releaseRow
	if err := tx.Order("number").Find(&releases).Error; err != nil {
		return nil, err
	}
	var findings []journal.Violation
	shown := map[seriesKey][]Families{}
	var k int64
	for _, r := range releases {
		k = r.K
		found, err := verifyRelease(tx, r, shown)
		if err != nil {
			return nil, err
		}
		findings = append(findings, found...)
	}
	for at, series := range shown {
		for _, e := range attackFamilies(string(at.block), series, k) {
			findings = append(findings, finding("release_attack", e.Series, e.What))
		}
	}
	return findings, nil
}

func finding(check, subject, detail string) journal.Violation {
	return journal.Violation{Check: check, Subject: subject, Detail: detail}
}

// verifyRelease checks one release by itself, and appends its cells to shown.
func verifyRelease(tx *db.Tx, r releaseRow, shown map[seriesKey][]Families) ([]journal.Violation, error) {
	var rows []campaignRow
	if err := tx.Where("release = ?", r.Number).Find(&rows).Error; err != nil {
		return nil, err
	}
	var findings []journal.Violation
	here := map[seriesKey]Families{}
	for _, row := range rows {
		c, err := decodeCampaign(r, row)
		if err != nil {
			return nil, err
		}
		var areas []areaRow
		q := tx.Where("release = ? AND campaign = ?", r.Number, string(row.Campaign)).Order("area")
		if err := q.Find(&areas).Error; err != nil {
			return nil, err
		}
		if err := decodeBlocks(&c, areas); err != nil {
			return nil, err
		}
		for _, e := range attackSums(c) {
			findings = append(findings, finding("release_sum", fmt.Sprintf("%d/%s", r.Number, c.Slug), e.What))
		}
		findings = append(findings, smallCells(r, c, areas, here)...)
	}
	for at, f := range here {
		shown[at] = append(shown[at], f)
	}
	return findings, nil
}

// smallCells finds cells from 1 to k−1, and cells that another campaign shows differently.
func smallCells(r releaseRow, c Campaign, rows []areaRow, here map[seriesKey]Families) []journal.Violation {
	owner := map[area.Key]actor.OrganisationID{}
	for _, row := range rows {
		owner[row.Area] = row.Organisation
	}
	var findings []journal.Violation
	for _, b := range c.Blocks {
		subject := fmt.Sprintf("%d/%s/%s", r.Number, c.Slug, b.Area)
		for _, cell := range b.Families.cells() {
			if cell > 0 && int64(cell) < r.K {
				findings = append(findings, finding("release_small_cell", subject, "a count below the threshold is shown"))
			}
		}
		at := seriesKey{owner[b.Area], b.Area}
		if other, known := here[at]; known && other != b.Families {
			findings = append(findings, finding("release_two_truths", subject, "campaigns show the same families differently"))
		}
		here[at] = b.Families
	}
	return findings
}
