package household

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"tripol/internal/db"
	"tripol/internal/fault"
)

// Finding by a part of a name goes in two steps. Words of names are few: the ones that a search may mean are read from
// household_word and put in order. Households are many: they are read word by word, each word a walk along an index in
// the order of places, until the page is full. No search reads or sorts all that match.

const (
	mostSearchWords = 4    // bounds the work of one search
	mostMeant       = 1000 // words of names that one part may mean, at its beginning and inside each
	fewAtOnce       = 4    // words asked for in the first statement
	mostAtOnce      = 64   // … and in a later one
)

// Hit is a household that a search found, and where the search goes on behind it.
type Hit struct {
	Household ID
	After     string
}

// Find gives households in scope that a text may mean: a phone number, its last four digits, or one or several words,
// each a name or part of one in any script. Names that are spelt so come first, then names that begin so, then names
// that sound so, then those that hold it inside; alike ones in the order of their places. It answers at most the
// limit of the filter and goes on behind its After. A text that means nothing finds nobody.
func Find(tx *db.Tx, f Filter) ([]Hit, error) {
	if err := tx.Actor.Must(Readers...); err != nil {
		return nil, err
	}
	after, err := parseSpot(f.After)
	if err != nil {
		return nil, err
	}
	q, err := questionOf(tx, f)
	if err != nil || len(q.steps) == 0 {
		return nil, err
	}
	return q.walk(tx, after, PageSize(f.Limit))
}

// found is a page of List for what is searched.
func found(tx *db.Tx, f Filter) ([]Household, string, error) {
	limit := PageSize(f.Limit)
	f.Limit = limit + 1
	if limit == longestPage {
		f.Limit = limit
	}
	hits, err := Find(tx, f)
	if err != nil || len(hits) == 0 {
		return nil, "", err
	}
	next := ""
	if len(hits) == f.Limit {
		hits = hits[:min(limit, len(hits))]
		next = hits[len(hits)-1].After
	}
	ids := make([]ID, len(hits))
	for i, hit := range hits {
		ids[i] = hit.Household
	}
	rows, err := InTurn(tx, ids)
	return rows, next, err
}

// InTurn gives those of the households that are in scope, in the order of the ids.
func InTurn(tx *db.Tx, ids []ID) ([]Household, error) {
	some, err := Some(tx, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]Household, 0, len(ids))
	for _, id := range ids {
		if h, is := some[id]; is {
			rows = append(rows, h)
		}
	}
	return rows, nil
}

// stride is one walk along the index: the households that have a key. Whole marks the first step of several words,
// which keeps only those where every word is spelt as it was asked.
type stride struct {
	key   string
	whole bool
}

// question is a search made ready.
type question struct {
	kind   string
	within string // an area's path, or empty
	steps  []stride
	others []sought // words besides the one that is walked
}

// sought is one word that is searched for.
type sought struct{ spelling }

func (s sought) exactly() string { return s.Sound + spelt + s.spelt }

// inside is what is looked for within words. A vowel that opens a word is in its sound, inside a word it is not.
func (s sought) inside() string { return strings.TrimPrefix(s.Sound, "a") }

func questionOf(tx *db.Tx, f Filter) (question, error) {
	q := question{kind: keyWord, within: f.AreaPath}
	if kind, number := searchedNumber(f.Search); kind != "" {
		q.kind, q.steps = kind, []stride{{key: number}}
		return q, nil
	}
	var words []sought
	for _, word := range spellingsOf(f.Search) {
		words = append(words, sought{word})
	}
	if len(words) == 0 {
		return q, nil
	}
	// The longest word is walked: it means the fewest names.
	slices.SortStableFunc(words, func(a, b sought) int { return cmp.Compare(len(b.Sound), len(a.Sound)) })
	words = words[:min(len(words), mostSearchWords)]
	q.others = words[1:]
	meant, err := meantBy(tx, words[0])
	if err != nil {
		return q, err
	}
	if len(q.others) > 0 {
		q.steps = append(q.steps, stride{key: words[0].exactly(), whole: true})
	}
	for _, word := range meant {
		q.steps = append(q.steps, stride{key: word})
	}
	return q, nil
}

// mostVague is how many letters may be typed that leave a sound of one: ra means Rahima, but zzzz means nobody.
const mostVague = 3

// notSounded is where no sound begins: a part too short to be looked for is looked for there.
const notSounded = "~"

// vague says whether the sound of a searched word is too little of it to say whose name begins so.
func (s sought) vague() bool { return len(s.Sound) == 1 && utf8.RuneCountInString(s.spelt) > mostVague }

// meantBy gives the words of the organisation's names that one searched word may mean, the likeliest first.
func meantBy(tx *db.Tx, s sought) ([]string, error) {
	part := s.inside()
	if len(part) < shortestPart {
		part = notSounded
	}
	var words, inside []string
	// Sounds are a–z only, and { follows z: a range holds every key that begins so.
	vocabulary := func(starts bool) *gorm.DB {
		return tx.Model(&wordRow{}).Distinct("starts, word").Scopes(db.OneOrganisation(tx.Actor)).
			Where("starts = ?", starts).Order("word").Limit(mostMeant)
	}
	err := tx.Each(func(row db.Row) error {
		var word string
		var starts bool
		err := row.Scan(&starts, &word)
		if starts {
			words = append(words, word)
		} else {
			inside = append(inside, word)
		}
		return err
	}, "SELECT * FROM (?) AS begun UNION ALL SELECT * FROM (?) AS held",
		vocabulary(true).Where("(part >= ? AND part < ?) OR part = ?", s.Sound, s.Sound+"{", s.Common),
		vocabulary(false).Where("part >= ? AND part < ?", part, part+"{"))
	if err != nil {
		return nil, err
	}
	if s.vague() {
		words = slices.DeleteFunc(words, func(word string) bool { return s.distance(word) > sameSound })
	}
	words = append(words, inside...)
	slices.SortFunc(words, func(a, b string) int {
		return cmp.Or(cmp.Compare(s.distance(a), s.distance(b)), strings.Compare(a, b))
	})
	return slices.Compact(words), nil
}

// sameSound is the distance of words that sound the same.
const sameSound = 2

// distance says how far a word of a name is from the searched one: 0 spelt the same, 1 begins so, 2 sounds the same,
// 3 begins with the same sound, 4 is spelt so inside, 5 sounds so inside.
func (s sought) distance(word string) int {
	sound, spelling, _ := strings.Cut(word, spelt)
	switch {
	case spelling == s.spelt:
		return 0
	case strings.HasPrefix(spelling, s.spelt):
		return 1
	case sound == s.Sound, sound == s.Common:
		return sameSound
	case strings.HasPrefix(sound, s.Sound):
		return 3
	case strings.Contains(spelling, s.spelt):
		return 4
	}
	return 5
}

// hitRow is a household on the walk.
type hitRow struct {
	Step      int
	AreaPath  string
	Household ID
}

// walk goes along the steps from a spot until there are so many households. It asks for a few first, then for more
// and more at once: common names fill the page, of rare ones it takes many.
func (q question) walk(tx *db.Tx, after spot, limit int) ([]Hit, error) {
	var hits []Hit
	seen := map[ID]bool{}
	from := max(slices.Index(q.steps, after.step()), 0)
	for many := fewAtOnce; from < len(q.steps) && len(hits) < limit; many = min(many*4, mostAtOnce) {
		until := min(from+many, len(q.steps))
		rows, err := q.rows(tx, from, until, after, limit-len(hits))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if seen[row.Household] || len(hits) == limit {
				continue
			}
			seen[row.Household] = true
			at := spot{Key: q.steps[row.Step].key, Whole: q.steps[row.Step].whole, Path: row.AreaPath, Household: row.Household}
			hits = append(hits, Hit{Household: row.Household, After: at.String()})
		}
		from, after = until, spot{}
	}
	return hits, nil
}

// rows reads some steps, each up to the limit, in their order.
func (q question) rows(tx *db.Tx, from, until int, after spot, limit int) ([]hitRow, error) {
	var parts []string
	var queries []any
	for i := from; i < until; i++ {
		parts = append(parts, "SELECT * FROM (?) AS one")
		queries = append(queries, q.along(tx, i, after, limit))
	}
	var rows []hitRow
	err := tx.Each(func(row db.Row) error {
		var hit hitRow
		err := row.Scan(&hit.Step, &hit.AreaPath, &hit.Household)
		rows = append(rows, hit)
		return err
	}, strings.Join(parts, " UNION ALL "), queries...)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b hitRow) int {
		return cmp.Or(cmp.Compare(a.Step, b.Step), strings.Compare(a.AreaPath, b.AreaPath),
			strings.Compare(string(a.Household), string(b.Household)))
	})
	return rows, nil
}

func (q question) along(tx *db.Tx, i int, after spot, limit int) *gorm.DB {
	s := q.steps[i]
	rows := keysOf(tx, q.kind).Select("CAST(? AS INTEGER) AS step, area_path, household", i).Where("key = ?", s.key).
		Order("area_path, household").Limit(limit)
	if q.within != "" {
		rows = rows.Scopes(db.Within("area_path", []string{q.within}))
	}
	if after.is(s) {
		rows = rows.Where("(area_path, household) > (?, ?)", after.Path, after.Household)
	}
	if len(q.others) == 0 {
		return rows
	}
	if s.whole {
		return rows.Scopes(q.spelt)
	}
	rows = rows.Scopes(q.sounding)
	if slices.Contains(q.steps, stride{key: s.key, whole: true}) { // these came first
		rows = rows.Not(q.spelt(tx.Session(&gorm.Session{NewDB: true})))
	}
	return rows
}

const otherWord = `EXISTS (SELECT 1 FROM household_key AS o WHERE o.household = household_key.household
	AND o.kind = 'word' AND `

// spelt keeps households whose names hold every other word spelt as it was asked.
func (q question) spelt(rows *gorm.DB) *gorm.DB {
	for _, s := range q.others {
		rows = rows.Where(otherWord+"o.key = ?)", s.exactly())
	}
	return rows
}

// sounding keeps households whose names hold every other word, or its sound, or a part that sounds so.
func (q question) sounding(rows *gorm.DB) *gorm.DB {
	for _, s := range q.others {
		pattern := s.Sound + "%=%" // letters and = only: nothing of it is a wildcard that was typed
		if len(s.inside()) >= shortestPart {
			pattern = "%" + s.inside() + "%=%"
		}
		rows = rows.Where(otherWord+"(o.key LIKE ? OR o.key LIKE ?))", pattern, s.Common+"=%")
	}
	return rows
}

// spot is a place on the walk of a search.
type spot struct {
	Key       string `json:"k"`
	Whole     bool   `json:"w,omitempty"`
	Path      string `json:"p"`
	Household ID     `json:"h"`
}

func (s spot) step() stride { return stride{key: s.Key, whole: s.Whole} }

func (s spot) is(at stride) bool { return s.Household != "" && s.step() == at }

// String is the form that goes out and comes back.
func (s spot) String() string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic("three strings have no JSON: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// parseSpot reads what String wrote. Empty is the beginning.
func parseSpot(text string) (s spot, err error) {
	if text == "" {
		return s, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, &s)
	}
	if err != nil || !s.Household.WellFormed() || strings.ContainsRune(s.Path+s.Key, 0) {
		return spot{}, fault.Field("/after", "malformed", "This is not a place in the list.")
	}
	return s, nil
}

// searchedNumber reads a search for a phone number: all of it, or its last four digits.
func searchedNumber(text string) (kind, number string) {
	if phone, ok := FoldPhone(text); ok && phone != "" {
		return keyPhone, phone
	}
	var digits []byte
	for _, r := range text {
		d, is := digit(r)
		if !is {
			return "", ""
		}
		digits = append(digits, '0'+d)
	}
	if len(digits) == 4 {
		return keyLast4, string(digits)
	}
	return "", ""
}
