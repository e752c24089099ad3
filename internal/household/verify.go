package household

import (
	"slices"

	"tripol/internal/db"
	"tripol/internal/journal"
)

// Verify checks that every household has its registering entry and a given consent, that the withdrawal marker matches
// its newest answer on relief, that its search keys match its name and phone, that erased households contain no data
// and were erased by two persons, and that texts contain no identity number. Violations contain ids only.
func Verify(tx *db.Tx) ([]journal.Violation, error) {
	findings, err := verifyUnusedWords(tx)
	if err != nil {
		return nil, err
	}
	erasures, err := verifyErasures(tx)
	if err != nil {
		return nil, err
	}
	written, err := verifyWritten(tx)
	if err != nil {
		return nil, err
	}
	findings = slices.Concat(findings, erasures, written)
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

func verifyPart(tx *db.Tx, rows []Household) ([]journal.Violation, error) {
	ids := make([]ID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	var consents []Consent
	err := tx.Where("household IN ? AND purpose = ?", ids, PurposeRelief).Order(consentOrder).
		Find(&consents).Error
	if err != nil {
		return nil, err
	}
	var found []searchKey
	if err := tx.Where("household IN ?", ids).Find(&found).Error; err != nil {
		return nil, err
	}
	answers := map[ID]consentAnswers{}
	for _, c := range consents {
		answers[c.Household] = append(answers[c.Household], c.Given)
	}
	keys := map[ID][]searchKey{}
	for _, k := range found {
		keys[k.Household] = append(keys[k.Household], k)
	}
	findings, err := verifyWords(tx, found)
	if err != nil {
		return nil, err
	}
	older, err := rebuilding(tx)
	if err != nil {
		return nil, err
	}
	for _, h := range rows {
		findings = append(findings, h.verify(answers[h.ID], keys[h.ID], older)...)
	}
	some, err := verifySteps(tx, rows, ids)
	return append(findings, some...), err
}

// verifySteps checks that each household's list begins with its registration: an erasure finds the body with the name
// through it.
func verifySteps(tx *db.Tx, rows []Household, ids []ID) (findings []journal.Violation, err error) {
	var first []entryRow
	if err := tx.Where("household IN ? AND n = 1", ids).Find(&first).Error; err != nil {
		return nil, err
	}
	begins := make(map[ID]entryRow, len(first))
	for _, s := range first {
		begins[s.Household] = s
	}
	for _, h := range rows {
		if s := begins[h.ID]; s.Deed != registered || s.Entry != h.Entry {
			findings = append(findings, journal.Violation{
				Check: "household_steps", Subject: "household:" + string(h.ID),
				Detail: "Its list of entries does not begin with its registration.",
			})
		}
	}
	return findings, nil
}

// verifyWords checks that every word of the keys is in the search index. A violation never contains the word, since it
// is part of a name.
func verifyWords(tx *db.Tx, kept []searchKey) ([]journal.Violation, error) {
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
			return []journal.Violation{{
				Check: "household_words", Subject: subject, Detail: "A word of a name is not in the search index.",
			}}, nil
		}
	}
	return nil, nil
}

// consentAnswers are a family's answers on relief, in order: the newest is in force.
type consentAnswers []bool

func (a consentAnswers) agree() bool { return len(a) > 0 && a[len(a)-1] }

func (h Household) verify(said consentAnswers, kept []searchKey, rebuilding bool) []journal.Violation {
	var findings []journal.Violation
	report := func(check, detail string) {
		findings = append(findings, journal.Violation{Check: check, Subject: "household:" + string(h.ID), Detail: detail})
	}
	if !slices.Contains(said, true) {
		report("household_consent", "It has no consent that was given.")
	}
	if said.agree() != (h.WithdrawnAt == nil) {
		report("household_withdrawn", "Its withdrawal marker does not match its newest answer on relief.")
	}
	blank := h.Name+h.AlsoCalled+h.Phone+h.Landmark+h.Mark == "" && h.People == People{}
	if h.ErasedAt != nil && !blank {
		report("household_erased", "It was erased, but still contains data.")
	}
	if !sameKeys(kept, h.keys()) && (!rebuilding || !sameKeys(kept, h.keysOf(CurrentKeys-1))) {
		report("household_keys", "Its search keys do not match its name and phone.")
	}
	if slices.ContainsFunc(h.Criteria, func(c string) bool { return !slices.Contains(Criteria, c) }) {
		report("household_criteria", "It has an unknown criterion.")
	}
	if slices.ContainsFunc([]string{h.Name, h.AlsoCalled, h.Landmark}, HoldsIdentityNumber) {
		report("household_identity_number", "A text contains a number in the form of an Aadhaar number.")
	}
	return findings
}

func sameKeys(a, b []searchKey) bool {
	if len(a) != len(b) {
		return false
	}
	return !slices.ContainsFunc(b, func(k searchKey) bool { return !slices.Contains(a, k) })
}
