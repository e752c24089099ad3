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

// Name search has two steps. Distinct words of names are few: the candidate words are read from household_word and
// ranked. Households are many: household_key is scanned one word at a time, in area order along an index, until the
// page is full. No query reads or sorts all matches.

const (
	maxSearchWords    = 4    // limits the cost of one search
	maxCandidateWords = 1000 // candidate words of one term: as many prefix matches, and as many infix matches
	firstBatch        = 4    // words scanned in the first statement
	maxBatch          = 64   // … and in a later one
)

// Hit is a search result and the cursor of the next one.
type Hit struct {
	Household ID
	After     string
}

// Find searches the households in scope by phone number, by its last four digits, or by one or several words, each a
// name or part of a name in any script. The order is: same spelling, prefix by spelling, same phonetic key, prefix by
// phonetic key, infix; within one rank by area path. Returns at most f.Limit hits after the cursor f.After. A text
// without a searchable word returns no hits.
func Find(tx *db.Tx, f Filter) ([]Hit, error) {
	if err := tx.Actor.Must(Readers...); err != nil {
		return nil, err
	}
	after, err := parseSearchCursor(f.After)
	if err != nil {
		return nil, err
	}
	q, err := parseSearch(tx, f)
	if err != nil || len(q.scans) == 0 {
		return nil, err
	}
	return q.run(tx, after, PageSize(f.Limit))
}

// searchPage returns a page of List for a search text, and the cursor of the next page.
func searchPage(tx *db.Tx, f Filter) ([]Household, string, error) {
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
	rows, err := GetInOrder(tx, ids)
	return rows, next, err
}

// GetInOrder returns the households in scope among ids, in the order of ids.
func GetInOrder(tx *db.Tx, ids []ID) ([]Household, error) {
	some, err := GetMany(tx, ids)
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

// keyScan is one index scan: the households with this search key. With whole it is the first scan of a search for
// several words and keeps only households with the exact spelling of every word.
type keyScan struct {
	key   string
	whole bool
}

// searchQuery is a parsed search text.
type searchQuery struct {
	kind   string
	within string // path of an area, or empty
	scans  []keyScan
	others []searchTerm // the words besides the scanned one
}

// searchTerm is one word of the search text.
type searchTerm struct{ spelling }

func (s searchTerm) exactKey() string { return s.Sound + spellingSeparator + s.spelt }

// infix returns the part that is searched inside words. The phonetic key holds a vowel only at the beginning of a word,
// so an initial vowel is removed.
func (s searchTerm) infix() string { return strings.TrimPrefix(s.Sound, "a") }

func parseSearch(tx *db.Tx, f Filter) (searchQuery, error) {
	q := searchQuery{kind: keyWord, within: f.AreaPath}
	if kind, number := parseNumberSearch(f.Search); kind != "" {
		q.kind, q.scans = kind, []keyScan{{key: number}}
		return q, nil
	}
	var words []searchTerm
	for _, word := range spellingsOf(CurrentKeys, f.Search) {
		words = append(words, searchTerm{word})
	}
	if len(words) == 0 {
		return q, nil
	}
	// The longest word is scanned: it is the most selective.
	slices.SortStableFunc(words, func(a, b searchTerm) int { return cmp.Compare(len(b.Sound), len(a.Sound)) })
	words = words[:min(len(words), maxSearchWords)]
	q.others = words[1:]
	meant, err := rankedWords(tx, words[0])
	if err != nil {
		return q, err
	}
	if len(q.others) > 0 {
		q.scans = append(q.scans, keyScan{key: words[0].exactKey(), whole: true})
	}
	for _, word := range meant {
		q.scans = append(q.scans, keyScan{key: word})
	}
	return q, nil
}

// maxVagueLetters is the longest spelling that may have a phonetic key of one letter: ra may match Rahima, zzzz matches
// nothing.
const maxVagueLetters = 3

// noSound sorts after every phonetic key: a term too short for an infix search is searched there and matches nothing.
const noSound = "~"

// tooVague reports whether the phonetic key of a term is too short for a prefix search.
func (s searchTerm) tooVague() bool {
	return len(s.Sound) == 1 && utf8.RuneCountInString(s.spelt) > maxVagueLetters
}

// rankedWords returns the words of the organisation's names that may match the term, best rank first.
func rankedWords(tx *db.Tx, s searchTerm) ([]string, error) {
	part := s.infix()
	if len(part) < minInfix {
		part = noSound
	}
	var words, inside []string
	// Phonetic keys consist of a–z, and { follows z: the range holds every key with this prefix.
	vocabulary := func(starts bool) *gorm.DB {
		return tx.Model(&wordRow{}).Distinct("starts, word").Scopes(db.OneOrganisation(tx.Actor)).
			Where("starts = ?", starts).Order("word").Limit(maxCandidateWords)
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
	if s.tooVague() {
		words = slices.DeleteFunc(words, func(word string) bool { return s.rank(word) > rankSameSound })
	}
	words = append(words, inside...)
	slices.SortFunc(words, func(a, b string) int {
		return cmp.Or(cmp.Compare(s.rank(a), s.rank(b)), strings.Compare(a, b))
	})
	return slices.Compact(words), nil
}

// rankSameSound is the rank of words with the same phonetic key.
const rankSameSound = 2

// rank returns how closely a word of a name matches the term: 0 same spelling, 1 prefix by spelling, 2 same phonetic
// key, 3 prefix by phonetic key, 4 infix by spelling, 5 infix by phonetic key.
func (s searchTerm) rank(word string) int {
	sound, spelling, _ := strings.Cut(word, spellingSeparator)
	switch {
	case spelling == s.spelt:
		return 0
	case strings.HasPrefix(spelling, s.spelt):
		return 1
	case sound == s.Sound, sound == s.Common:
		return rankSameSound
	case strings.HasPrefix(sound, s.Sound):
		return 3
	case strings.Contains(spelling, s.spelt):
		return 4
	}
	return 5
}

// hitRow is one row of a scan.
type hitRow struct {
	Scan      int
	AreaPath  string
	Household ID
}

// run executes the scans after the cursor until limit households are found. The batches grow: common names fill the
// page with the first batch, rare ones need many scans.
func (q searchQuery) run(tx *db.Tx, after searchCursor, limit int) ([]Hit, error) {
	var hits []Hit
	seen := map[ID]bool{}
	from := max(slices.Index(q.scans, after.scan()), 0)
	for many := firstBatch; from < len(q.scans) && len(hits) < limit; many = min(many*4, maxBatch) {
		until := min(from+many, len(q.scans))
		rows, err := q.scanRows(tx, from, until, after, limit-len(hits))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if seen[row.Household] || len(hits) == limit {
				continue
			}
			seen[row.Household] = true
			scan := q.scans[row.Scan]
			at := searchCursor{Key: scan.key, Whole: scan.whole, Path: row.AreaPath, Household: row.Household}
			hits = append(hits, Hit{Household: row.Household, After: at.String()})
		}
		from, after = until, searchCursor{}
	}
	return hits, nil
}

// scanRows executes a batch of scans in one statement, each up to the limit, and returns their rows in order.
func (q searchQuery) scanRows(tx *db.Tx, from, until int, after searchCursor, limit int) ([]hitRow, error) {
	var parts []string
	var queries []any
	for i := from; i < until; i++ {
		parts = append(parts, "SELECT * FROM (?) AS one")
		queries = append(queries, q.scanQuery(tx, i, after, limit))
	}
	var rows []hitRow
	err := tx.Each(func(row db.Row) error {
		var hit hitRow
		err := row.Scan(&hit.Scan, &hit.AreaPath, &hit.Household)
		rows = append(rows, hit)
		return err
	}, strings.Join(parts, " UNION ALL "), queries...)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b hitRow) int {
		return cmp.Or(cmp.Compare(a.Scan, b.Scan), strings.Compare(a.AreaPath, b.AreaPath),
			strings.Compare(string(a.Household), string(b.Household)))
	})
	return rows, nil
}

func (q searchQuery) scanQuery(tx *db.Tx, i int, after searchCursor, limit int) *gorm.DB {
	s := q.scans[i]
	rows := keysOf(tx, q.kind).Select("CAST(? AS INTEGER) AS step, area_path, household", i).Where("key = ?", s.key).
		Order("area_path, household").Limit(limit)
	if q.within != "" {
		rows = rows.Scopes(db.Within("area_path", []string{q.within}))
	}
	if after.isIn(s) {
		rows = rows.Where("(area_path, household) > (?, ?)", after.Path, after.Household)
	}
	if len(q.others) == 0 {
		return rows
	}
	if s.whole {
		return rows.Scopes(q.withSpelling)
	}
	rows = rows.Scopes(q.withSound)
	if slices.Contains(q.scans, keyScan{key: s.key, whole: true}) { // returned by the first scan already
		rows = rows.Not(q.withSpelling(tx.Session(&gorm.Session{NewDB: true})))
	}
	return rows
}

const otherWord = `EXISTS (SELECT 1 FROM household_key AS o WHERE o.household = household_key.household
	AND o.kind = 'word' AND `

// withSpelling keeps households whose names contain every other word in its exact spelling.
func (q searchQuery) withSpelling(rows *gorm.DB) *gorm.DB {
	for _, s := range q.others {
		rows = rows.Where(otherWord+"o.key = ?)", s.exactKey())
	}
	return rows
}

// withSound keeps households whose names contain every other word by phonetic key: the whole key, a prefix or an infix.
func (q searchQuery) withSound(rows *gorm.DB) *gorm.DB {
	for _, s := range q.others {
		pattern := s.Sound + "%=%" // consists of letters and =, so it holds no wildcard that a user typed
		if len(s.infix()) >= minInfix {
			pattern = "%" + s.infix() + "%=%"
		}
		rows = rows.Where(otherWord+"(o.key LIKE ? OR o.key LIKE ?))", pattern, s.Common+"=%")
	}
	return rows
}

// searchCursor is the position of a hit in a search.
type searchCursor struct {
	Key       string `json:"k"`
	Whole     bool   `json:"w,omitempty"`
	Path      string `json:"p"`
	Household ID     `json:"h"`
}

func (s searchCursor) scan() keyScan { return keyScan{key: s.Key, whole: s.Whole} }

func (s searchCursor) isIn(at keyScan) bool { return s.Household != "" && s.scan() == at }

// String returns the cursor as clients receive it and send it back.
func (s searchCursor) String() string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic("a search cursor could not be encoded: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// parseSearchCursor parses the result of String. An empty text is the beginning.
func parseSearchCursor(text string) (s searchCursor, err error) {
	if text == "" {
		return s, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, &s)
	}
	if err != nil || !s.Household.WellFormed() || strings.ContainsRune(s.Path+s.Key, 0) {
		return searchCursor{}, fault.Field("/after", "malformed", "The cursor is malformed.")
	}
	return s, nil
}

// parseNumberSearch parses a search text that is a phone number or its last four digits; otherwise kind is empty.
func parseNumberSearch(text string) (kind, number string) {
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
