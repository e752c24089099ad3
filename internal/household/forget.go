package household

import (
	"context"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
)

// replaceKeys derives a household's search keys again. Unused words are removed after the commit: see PruneWords.
func replaceKeys(tx *db.Tx, h Household) error {
	if err := tx.Where("household = ?", h.ID).Delete(&searchKey{}).Error; err != nil {
		return err
	}
	return saveKeys(tx, h.keys())
}

// unusedWord is the condition for words without a search key.
const unusedWord = `NOT EXISTS (SELECT 1 FROM household_key k WHERE k.organisation = household_word.organisation
	AND k.kind = 'word' AND k.key = household_word.word)`

// PruneWords removes words that no name contains any more and returns their number: a word is part of a name and must
// not outlive an erased family. Candidates are read without a lock and checked again in a transaction whose first
// statement locks the table. On Postgres it and writers of words wait for each other: a family registered meanwhile
// with such a word is either seen here or inserts the word again. A correction or erasure must not prune in its own
// transaction: it has already inserted words, and two of them would deadlock.
func PruneWords(ctx context.Context, store *db.Store) (forgotten int, err error) {
	var words []string
	err = store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		words = nil
		return tx.Model(&wordRow{}).Where("starts = ?", true).Where(unusedWord).Distinct().Pluck("word", &words).Error
	})
	if err != nil {
		return 0, err
	}
	for part := range slices.Chunk(words, chunk) {
		err := store.Write(ctx, actor.System(), func(tx *db.Tx) error {
			if err := alone(tx); err != nil {
				return err
			}
			return tx.Where("word IN ?", part).Where(unusedWord).Delete(&wordRow{}).Error
		})
		if err != nil {
			return forgotten, err
		}
		forgotten += len(part)
	}
	return forgotten, nil
}

// pruneAllWords is for Rekey, which may leave many unused words.
func pruneAllWords(tx *db.Tx) error {
	if err := alone(tx); err != nil {
		return err
	}
	return tx.Where(unusedWord).Delete(&wordRow{}).Error
}

func alone(tx *db.Tx) error {
	if tx.Engine != db.Postgres { // SQLite has one writer
		return nil
	}
	return tx.Exec("LOCK TABLE household_word IN SHARE ROW EXCLUSIVE MODE").Error
}

// verifyUnusedWords checks that no word outlived its names; the caller must have run PruneWords. A finding never
// contains the word.
func verifyUnusedWords(tx *db.Tx) (findings []journal.Violation, err error) {
	var organisations []string
	q := tx.Model(&wordRow{}).Scopes(db.OneOrganisation(tx.Actor)).Where(unusedWord)
	err = q.Distinct().Pluck("organisation", &organisations).Error
	for _, organisation := range organisations {
		findings = append(findings, journal.Violation{
			Check: "household_words_kept", Subject: "organisation:" + organisation,
			Detail: "A word is stored that no name contains.",
		})
	}
	return findings, err
}
