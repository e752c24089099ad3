package household

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"tripol/internal/db"
)

// Candidate is a row of an import list that is checked for duplicates: normalised phone, name as written, path of its
// area.
type Candidate struct {
	Name  string
	Phone string // ten digits, or empty
	Path  string
}

// Duplicate is a registered household that resembles a candidate; the zero value is none.
type Duplicate struct {
	Household ID
	Why       []MatchReason
}

// sharedKey is the newest household with this search key in this area.
type sharedKey struct {
	Key       string
	AreaPath  string
	Household ID // any with the key
	Phoneless ID // the newest without a phone; empty when all have one
}

// FindDuplicates checks many candidates by the keys of Similar: the same phone in scope, or the same phonetic key in
// the same area unless both have different phones. It is stricter than Similar, whose result a person judges on the
// spot: a list has up to a hundred thousand rows, and in a block many share a common name. The results are in the order
// of the candidates.
func FindDuplicates(tx *db.Tx, candidates []Candidate) ([]Duplicate, error) {
	if err := tx.Actor.Must(Recorders...); err != nil {
		return nil, err
	}
	byPhone, err := keySharers(tx, keyPhone, unique(candidates, func(c Candidate) string { return c.Phone }), nil)
	if err != nil {
		return nil, err
	}
	places := unique(candidates, func(c Candidate) string { return pathPrefix(c.Path, panchayatDepth) })
	older, err := rebuilding(tx)
	if err != nil {
		return nil, err
	}
	var sounds []string
	for _, c := range candidates {
		sounds = append(sounds, nameKeys(c.Name, older)...)
	}
	slices.Sort(sounds)
	sounds = slices.DeleteFunc(slices.Compact(sounds), func(s string) bool { return s == "" })
	bySound, err := keySharers(tx, keySound, sounds, places)
	if err != nil {
		return nil, err
	}
	found := make([]Duplicate, len(candidates))
	for i, c := range candidates {
		found[i] = c.likest(byPhone, bySound, older)
	}
	return found, nil
}

func unique(candidates []Candidate, text func(Candidate) string) []string {
	var all []string
	for _, c := range candidates {
		if t := text(c); t != "" {
			all = append(all, t)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (c Candidate) likest(byPhone, bySound map[string][]sharedKey, rebuilding bool) Duplicate {
	place := pathPrefix(c.Path, panchayatDepth)
	near := func(s sharedKey) bool { return pathPrefix(s.AreaPath, panchayatDepth) == place }
	var named []sharedKey
	for _, key := range nameKeys(c.Name, rebuilding) {
		named = append(named, bySound[key]...)
	}
	if phones := byPhone[c.Phone]; c.Phone != "" && len(phones) > 0 {
		like := Duplicate{Household: phones[0].Household, Why: []MatchReason{SamePhone}}
		if at := slices.IndexFunc(phones, near); at >= 0 {
			like = Duplicate{Household: phones[at].Household, Why: []MatchReason{SamePhone, SamePlace}}
		}
		return like
	}
	for _, s := range named {
		id := s.Household
		if c.Phone != "" {
			id = s.Phoneless
		}
		if id != "" && near(s) {
			return Duplicate{Household: id, Why: []MatchReason{SameName, SamePlace}}
		}
	}
	return Duplicate{}
}

// keySharers returns, for each key, one household per area that has it.
func keySharers(tx *db.Tx, kind string, keys, places []string) (map[string][]sharedKey, error) {
	found := map[string][]sharedKey{}
	for part := range slices.Chunk(keys, chunk) {
		var rows []sharedKey
		if err := keySharersQuery(tx, kind, part, places).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			found[row.Key] = append(found[row.Key], row)
		}
	}
	return found, nil
}

// keySharersQuery reads many keys with one statement: its result grows with keys and areas, not with the number of
// households.
func keySharersQuery(tx *db.Tx, kind string, keys, places []string) *gorm.DB {
	phoneless := "MAX(CASE WHEN NOT EXISTS (SELECT 1 FROM household_key p WHERE p.household = household_key.household " +
		"AND p.kind = 'phone') THEN CAST(household AS TEXT) END)"
	if kind == keyPhone {
		phoneless = "''"
	}
	q := tx.Model(&searchKey{}).Scopes(Scope(tx)).Where("kind = ? AND key IN ?", kind, keys).
		Select("key, area_path, MAX(CAST(household AS TEXT)) AS household, COALESCE(" + phoneless + ", '') AS phoneless").
		Group("key, area_path").Order("key, area_path")
	if len(places) > 0 {
		q = q.Scopes(db.Within("area_path", common(places)))
	}
	return q
}

// maxPlaces bounds the conditions of one statement; a list of more areas is compared without them.
const maxPlaces = 50

func common(places []string) []string {
	if len(places) > maxPlaces || slices.ContainsFunc(places, func(p string) bool { return !strings.HasPrefix(p, "/") }) {
		return []string{"/"}
	}
	return places
}
