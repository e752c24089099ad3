package household

import (
	"slices"

	"tripol/internal/db"
	"tripol/internal/journal"
)

// replaceKeys makes a household's keys anew and forgets the words that no name holds any more: a word is part of a
// name, and must not outlive whoever was erased.
func replaceKeys(tx *db.Tx, h Household) error {
	var before []key
	if err := tx.Where("household = ?", h.ID).Find(&before).Error; err != nil {
		return err
	}
	if err := tx.Where("household = ?", h.ID).Delete(&key{}).Error; err != nil {
		return err
	}
	now := h.keys()
	if err := saveKeys(tx, now); err != nil {
		return err
	}
	held := wordsOf(now)
	gone := slices.DeleteFunc(wordsOf(before), func(w wordRow) bool { return slices.Contains(held, w) })
	return forgetWords(tx, gone)
}

// unheld are words that no key holds.
const unheld = `NOT EXISTS (SELECT 1 FROM household_key k WHERE k.organisation = household_word.organisation
	AND k.kind = 'word' AND k.key = household_word.word)`

// forgetWords removes words that no other name holds. On Postgres whoever adds words waits for it, or it for them: a
// family that is registered meanwhile under such a word either is seen here or adds the word again.
func forgetWords(tx *db.Tx, words []wordRow) error {
	if len(words) == 0 {
		return nil
	}
	if err := alone(tx); err != nil {
		return err
	}
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.Word
	}
	return tx.Where("organisation = ? AND word IN ?", string(words[0].Organisation), texts).Where(unheld).
		Delete(&wordRow{}).Error
}

// forgetAllUnheld is for a change of all keys, which may leave many.
func forgetAllUnheld(tx *db.Tx) error {
	if err := alone(tx); err != nil {
		return err
	}
	return tx.Where(unheld).Delete(&wordRow{}).Error
}

func alone(tx *db.Tx) error {
	if tx.Engine != db.Postgres { // SQLite has one writer
		return nil
	}
	return tx.Exec("LOCK TABLE household_word IN SHARE ROW EXCLUSIVE MODE").Error
}

// verifyForgotten proves that no word outlived its names. A finding names no word.
func verifyForgotten(tx *db.Tx) (findings []journal.Finding, err error) {
	var organisations []string
	q := tx.Model(&wordRow{}).Scopes(db.OneOrganisation(tx.Actor)).Where(unheld)
	err = q.Distinct().Pluck("organisation", &organisations).Error
	for _, organisation := range organisations {
		findings = append(findings, journal.Finding{
			Check: "household_words_kept", Subject: "organisation:" + organisation,
			Detail: "A word is kept that no name holds any more.",
		})
	}
	return findings, err
}
