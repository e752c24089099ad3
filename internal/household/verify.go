package household

import (
	"slices"

	"tripol/internal/db"
	"tripol/internal/journal"
)

// Verify proves that every household has a consent that was given, that its search keys are those its name and phone
// give, and that no identity number is kept in its texts. Findings name ids only.
func Verify(tx *db.Tx) ([]journal.Finding, error) {
	var findings []journal.Finding
	after := ""
	for {
		var rows []Household
		q := tx.Scopes(db.OneOrganisation(tx.Actor)).Order("id").Limit(chunk)
		if after != "" {
			q = q.Where("id > ?", after)
		}
		if err := q.Find(&rows).Error; err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			return findings, nil
		}
		some, err := verifyPart(tx, rows)
		if err != nil {
			return nil, err
		}
		findings = append(findings, some...)
		after = string(rows[len(rows)-1].ID)
	}
}

func verifyPart(tx *db.Tx, rows []Household) ([]journal.Finding, error) {
	ids := make([]ID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	var consents []Consent
	if err := tx.Where("household IN ?", ids).Order("at, id").Find(&consents).Error; err != nil {
		return nil, err
	}
	var kept []key
	if err := tx.Where("household IN ?", ids).Find(&kept).Error; err != nil {
		return nil, err
	}
	given := map[ID]bool{}
	for _, c := range consents {
		given[c.Household] = c.Given // ordered by time: the newest answer stands
	}
	keys := map[ID][]key{}
	for _, k := range kept {
		keys[k.Household] = append(keys[k.Household], k)
	}
	findings, err := verifyWords(tx, kept)
	for _, h := range rows {
		findings = append(findings, h.verify(given[h.ID], keys[h.ID])...)
	}
	return findings, err
}

// verifyWords proves that every word of the keys can be found. A finding names no word, since it is part of a name.
func verifyWords(tx *db.Tx, kept []key) ([]journal.Finding, error) {
	there := map[wordRow]bool{}
	words := wordsOf(kept)
	for part := range slices.Chunk(words, chunk) {
		texts := make([]string, len(part))
		for i, w := range part {
			texts[i] = w.Word
		}
		var rows []wordRow
		if err := tx.Where("starts = ? AND word IN ?", true, texts).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			there[row] = true
		}
	}
	for _, w := range words {
		if !there[w] {
			subject := "organisation:" + string(w.Organisation)
			return []journal.Finding{{
				Check: "household_words", Subject: subject, Detail: "A word of a name is not among the words that searches read.",
			}}, nil
		}
	}
	return nil, nil
}

func (h Household) verify(consent bool, kept []key) []journal.Finding {
	var findings []journal.Finding
	report := func(check, detail string) {
		findings = append(findings, journal.Finding{Check: check, Subject: "household:" + string(h.ID), Detail: detail})
	}
	if !consent {
		report("household_consent", "There is no consent that was given.")
	}
	if !sameKeys(kept, h.keys()) {
		report("household_keys", "Its search keys are not those of its name and phone.")
	}
	if slices.ContainsFunc([]string{h.Name, h.AlsoCalled, h.Landmark}, HoldsIdentityNumber) {
		report("household_identity_number", "A text holds a number shaped like an Aadhaar number.")
	}
	return findings
}

func sameKeys(a, b []key) bool {
	if len(a) != len(b) {
		return false
	}
	return !slices.ContainsFunc(b, func(k key) bool { return !slices.Contains(a, k) })
}
