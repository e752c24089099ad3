package household

import (
	"context"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
)

// replaceKeys makes a household's keys anew. Words that no name holds any more go behind the commit: see ForgetWords.
func replaceKeys(tx *db.Tx, h Household) error {
	if err := tx.Where("household = ?", h.ID).Delete(&key{}).Error; err != nil {
		return err
	}
	return saveKeys(tx, h.keys())
}

// unheld are words that no key holds.
const unheld = `NOT EXISTS (SELECT 1 FROM household_key k WHERE k.organisation = household_word.organisation
	AND k.kind = 'word' AND k.key = household_word.word)`

// ForgetWords removes the words that no name holds any more, and says how many: a word is part of a name, and must not
// outlive whoever was erased. It looks without a lock and then, in a transaction whose first statement is the lock,
// looks again at what it found. On Postgres whoever adds words waits for that, or it for them: a family that is
// registered meanwhile under such a word either is seen here or adds the word again. A correction or an erasure
// must not do it itself: it has added words by then, and two of them would wait for each other.
func ForgetWords(ctx context.Context, store *db.Store) (forgotten int, err error) {
	var words []string
	err = store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		words = nil
		return tx.Model(&wordRow{}).Where("starts = ?", true).Where(unheld).Distinct().Pluck("word", &words).Error
	})
	if err != nil {
		return 0, err
	}
	for part := range slices.Chunk(words, chunk) {
		err := store.Write(ctx, actor.System(), func(tx *db.Tx) error {
			if err := alone(tx); err != nil {
				return err
			}
			return tx.Where("word IN ?", part).Where(unheld).Delete(&wordRow{}).Error
		})
		if err != nil {
			return forgotten, err
		}
		forgotten += len(part)
	}
	return forgotten, nil
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

// verifyForgotten proves that no word outlived its names, for a caller that let ForgetWords run before. A finding
// names no word.
func verifyForgotten(tx *db.Tx) (findings []journal.Violation, err error) {
	var organisations []string
	q := tx.Model(&wordRow{}).Scopes(db.OneOrganisation(tx.Actor)).Where(unheld)
	err = q.Distinct().Pluck("organisation", &organisations).Error
	for _, organisation := range organisations {
		findings = append(findings, journal.Violation{
			Check: "household_words_kept", Subject: "organisation:" + organisation,
			Detail: "A word is kept that no name holds any more.",
		})
	}
	return findings, err
}
