package household

import (
	"slices"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// key is one way to find a household: its phone, the sound of its name, the sound and the spelling of one word of it.
type key struct {
	Household    ID     `gorm:"primaryKey"`
	Kind         string `gorm:"primaryKey"`
	Key          string `gorm:"primaryKey"`
	Organisation actor.OrganisationID
	AreaPath     string
}

// TableName names the table.
func (key) TableName() string { return "household_key" }

// The kinds of key.
const (
	keyPhone = "phone" // ten digits
	keyLast4 = "last4" // what a person remembers of a phone number
	keySound = "sound" // the whole name by sound, words sorted
	keyWord  = "word"  // one word of the name: its sound, then how it is spelt, such as mndl=mondal
)

// keysVersion counts the ways in which keys were made; see Rekey.
const keysVersion = 2

// spelt begins the spelling in a key of kind word. It sorts before every letter of a sound.
const spelt = "="

// shortestPart is the least that is looked for inside words; at their beginning one letter will do.
const shortestPart = 2

// keys derives every key of the household; the same household always has the same keys.
func (h Household) keys() []key {
	seen := map[key]bool{}
	var keys []key
	add := func(kind, text string) {
		k := key{Household: h.ID, Kind: kind, Key: text, Organisation: h.Organisation, AreaPath: h.AreaPath}
		if text != "" && !seen[k] {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	add(keyPhone, h.Phone)
	add(keyLast4, lastFour(h.Phone))
	for _, name := range []string{h.Name, h.AlsoCalled} {
		add(keySound, NameSound(name))
		for _, word := range spellingsOf(name) {
			add(keyWord, word.Sound+spelt+word.spelt)
			add(keyWord, word.Common+spelt+word.spelt)
		}
	}
	return keys
}

// wordRow is a word that some name of the organisation holds, under the whole of its sound or under an end of it. The
// words of names are few and households are many: what is found inside a word costs rows for each word, not for each
// household.
type wordRow struct {
	Organisation actor.OrganisationID `gorm:"primaryKey"`
	Starts       bool                 `gorm:"primaryKey"`
	Part         string               `gorm:"primaryKey"`
	Word         string               `gorm:"primaryKey"`
}

// TableName names the table.
func (wordRow) TableName() string { return "household_word" }

// ends gives the rows of a word that is not there yet, besides the one of its whole sound.
func (w wordRow) ends() []wordRow {
	var rows []wordRow
	for from := 1; from+shortestPart <= len(w.Part); from++ {
		rows = append(rows, wordRow{Organisation: w.Organisation, Part: w.Part[from:], Word: w.Word})
	}
	return rows
}

var insertKey = db.Insert{Width: 5, Into: `INSERT INTO household_key (household, kind, key, organisation, area_path)`}

// saveKeys writes the keys of households and the words that are new among them. Whoever writes keys writes them here.
func saveKeys(tx *db.Tx, keys []key) error {
	if len(keys) == 0 {
		return nil // a name in a script that has no sound here, and no phone
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
	return tx.QueueRows("household_word", gathered, writeWords)
}

// wordsOf gives the words of keys once each, sorted.
func wordsOf(keys []key) (words []wordRow) {
	for _, k := range keys {
		if sound, _, found := strings.Cut(k.Key, spelt); found && k.Kind == keyWord {
			words = append(words, wordRow{Organisation: k.Organisation, Starts: true, Part: sound, Word: k.Key})
		}
	}
	return inOneOrder(words)
}

// inOneOrder sorts words, each once, so that two who add the same words wait in the same order.
func inOneOrder(words []wordRow) []wordRow {
	slices.SortFunc(words, func(a, b wordRow) int {
		if order := strings.Compare(string(a.Organisation), string(b.Organisation)); order != 0 {
			return order
		}
		return strings.Compare(a.Word, b.Word)
	})
	return slices.Compact(words)
}

// writeWords keeps the words that are new.
func writeWords(tx *db.Tx, rows []any) error {
	words := make([]wordRow, len(rows))
	for i, row := range rows {
		words[i] = row.(wordRow) //nolint:forcetypeassert // saveKeys gathered them
	}
	for part := range slices.Chunk(inOneOrder(words), chunk) {
		if err := addWords(tx, part); err != nil {
			return err
		}
	}
	return nil
}

// addWords keeps what is not there yet. Nearly every word is, so the ends are made for the new ones only.
func addWords(tx *db.Tx, words []wordRow) error {
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
		ends = append(ends, w.ends()...)
	}
	if len(ends) == 0 {
		return nil
	}
	return tx.CreateInBatches(ends, chunk).Error
}
