package household

import (
	"slices"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// searchKey is a row of the search index of a household: its phone, the phonetic key of its name, or the phonetic key
// and spelling of one word of its name.
type searchKey struct {
	Household    ID     `gorm:"primaryKey"`
	Kind         string `gorm:"primaryKey"`
	Key          string `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	AreaPath     string
}

// TableName names the table.
func (searchKey) TableName() string { return "household_key" }

// The kinds of search keys.
const (
	keyPhone = "phone" // ten digits
	keyLast4 = "last4" // the last four digits, which people remember
	keySound = "sound" // phonetic key of the whole name, words sorted
	keyWord  = "word"  // one word of a name: its phonetic key, =, its spelling, such as mndl=mondal
)

// keysVersion is the version of the algorithm that derives search keys; see Rekey.
const keysVersion = int(CurrentKeys)

// spellingSeparator separates phonetic key and spelling in a key of kind word. It sorts before every letter of a
// phonetic key.
const spellingSeparator = "="

// minInfix is the shortest part that is searched inside words; a prefix may have one letter.
const minInfix = 2

// keys derives all search keys of the household. It is deterministic.
func (h Household) keys() []searchKey { return h.keysOf(CurrentKeys) }

func (h Household) keysOf(version KeyVersion) []searchKey {
	seen := map[searchKey]bool{}
	var keys []searchKey
	add := func(kind, text string) {
		k := searchKey{Household: h.ID, Kind: kind, Key: text, Organisation: h.Organisation, AreaPath: h.AreaPath}
		if text != "" && !seen[k] {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	add(keyPhone, h.Phone)
	add(keyLast4, lastFour(h.Phone))
	for _, name := range []string{h.Name, h.AlsoCalled} {
		add(keySound, PhoneticKeyOf(version, name))
		for _, word := range spellingsOf(version, name) {
			add(keyWord, word.Sound+spellingSeparator+word.spelt)
			add(keyWord, word.Common+spellingSeparator+word.spelt)
		}
	}
	return keys
}

// wordRow is a distinct word of the organisation's names, indexed by its whole phonetic key (Starts) or by a suffix of
// it. Distinct words are few and households are many: an infix search costs rows per word, not per household.
type wordRow struct {
	Organisation actor.OrganisationID `gorm:"primaryKey"`
	Starts       bool                 `gorm:"primaryKey"`
	Part         string               `gorm:"primaryKey"`
	Word         string               `gorm:"primaryKey"`
}

// TableName names the table.
func (wordRow) TableName() string { return "household_word" }

// suffixes returns the additional rows of a new word, for infix searches.
func (w wordRow) suffixes() []wordRow {
	var rows []wordRow
	for from := 1; from+minInfix <= len(w.Part); from++ {
		rows = append(rows, wordRow{Organisation: w.Organisation, Part: w.Part[from:], Word: w.Word})
	}
	return rows
}

var insertKey = db.Insert{Width: 5, Into: `INSERT INTO household_key (household, kind, key, organisation, area_path)`}

// saveKeys inserts search keys of households and adds new words to the vocabulary. It is the only writer of
// household_key.
func saveKeys(tx *db.Tx, keys []searchKey) error {
	if len(keys) == 0 {
		return nil // no phone, and a name in a script without a phonetic key
	}
	rows := make([][]any, len(keys))
	for i, k := range keys {
		rows[i] = []any{string(k.Household), k.Kind, k.Key, string(k.Organisation), k.AreaPath}
	}
	if err := insertKey.Run(tx, rows); err != nil {
		return err
	}
	words := wordsOf(keys)
	gathered := make([]any, len(words))
	for i, word := range words {
		gathered[i] = word
	}
	return tx.QueueRows("household_word", gathered, insertWords)
}

// wordsOf returns the distinct words of the keys, sorted.
func wordsOf(keys []searchKey) (words []wordRow) {
	for _, k := range keys {
		if sound, _, found := strings.Cut(k.Key, spellingSeparator); found && k.Kind == keyWord {
			words = append(words, wordRow{Organisation: k.Organisation, Starts: true, Part: sound, Word: k.Key})
		}
	}
	return sortUnique(words)
}

// sortUnique sorts and deduplicates words, so that concurrent writers lock rows in the same order and cannot deadlock.
func sortUnique(words []wordRow) []wordRow {
	slices.SortFunc(words, func(a, b wordRow) int {
		if order := strings.Compare(string(a.Organisation), string(b.Organisation)); order != 0 {
			return order
		}
		return strings.Compare(a.Word, b.Word)
	})
	return slices.Compact(words)
}

// insertWords inserts the words gathered by saveKeys.
func insertWords(tx *db.Tx, rows []any) error {
	words := make([]wordRow, len(rows))
	for i, row := range rows {
		words[i] = row.(wordRow) //nolint:forcetypeassert // saveKeys gathered them
	}
	for part := range slices.Chunk(sortUnique(words), chunk) {
		if err := insertNewWords(tx, part); err != nil {
			return err
		}
	}
	return nil
}

// insertNewWords inserts unknown words. Nearly all words are known, so suffixes are derived for the new ones only.
func insertNewWords(tx *db.Tx, words []wordRow) error {
	if len(words) == 0 {
		return nil
	}
	var holes []string
	var values []any
	for _, w := range words {
		holes = append(holes, "(?, ?, ?, ?)")
		values = append(values, string(w.Organisation), true, w.Part, w.Word)
	}
	var fresh []wordRow
	err := tx.Raw("INSERT INTO household_word (organisation, starts, part, word) VALUES "+strings.Join(holes, ", ")+
		" ON CONFLICT DO NOTHING RETURNING organisation, part, word", values...).Scan(&fresh).Error
	if err != nil {
		return err
	}
	var ends []wordRow
	for _, w := range fresh {
		ends = append(ends, w.suffixes()...)
	}
	if len(ends) == 0 {
		return nil
	}
	return tx.CreateInBatches(ends, chunk).Error
}
