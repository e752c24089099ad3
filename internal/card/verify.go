package card

import (
	"tripol/internal/db"
	"tripol/internal/journal"
)

// Verify checks that every batch has the number of cards ordered, that every typed code matches its card's id, and that
// the generations of a household's cards have no gap. Violations contain ids only.
func Verify(tx *db.Tx) ([]journal.Violation, error) {
	var findings []journal.Violation
	for _, proof := range []struct{ check, query string }{
		{"card_batch_complete", `SELECT b.id FROM card_batch AS b
			WHERE b.cards <> (SELECT COUNT(*) FROM card AS c WHERE c.batch = b.id) ORDER BY b.id`},
		{"card_generations", `SELECT household FROM card_binding
			GROUP BY household HAVING MAX(generation) <> COUNT(*) ORDER BY household`},
	} {
		var subjects []string
		if err := tx.Raw(proof.query).Scan(&subjects).Error; err != nil {
			return nil, err
		}
		for _, subject := range subjects {
			findings = append(findings, journal.Violation{Check: proof.check, Subject: subject, Detail: "The count is wrong."})
		}
	}
	codes, err := verifyCodes(tx)
	return append(findings, codes...), err
}

// verifyCodes checks all cards in the order of their ids.
func verifyCodes(tx *db.Tx) ([]journal.Violation, error) {
	var findings []journal.Violation
	after := ID("")
	for {
		var rows []cardRow
		if err := tx.Where("id > ?", after).Order("id").Limit(5000).Find(&rows).Error; err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			return findings, nil
		}
		for _, row := range rows {
			if code, ok := codeOf(row.ID); !ok || code != row.Code {
				findings = append(findings, journal.Violation{
					Check: "card_code", Subject: string(row.ID), Detail: "The typed code does not match the card's id.",
				})
			}
		}
		after = rows[len(rows)-1].ID
	}
}
