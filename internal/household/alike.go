package household

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"tripol/internal/db"
)

// Candidate is a family of a list, asked about before it is registered: its folded phone, the name as written, the path
// of its place.
type Candidate struct {
	Name  string
	Phone string // ten digits, or empty
	Path  string
}

// Likeness is a registered household that a candidate resembles; the zero Likeness is none.
type Likeness struct {
	Household ID
	Why       []Reason
}

// sharedKey is one household that has a key in common with a candidate, the newest of those with the key and place.
type sharedKey struct {
	Key       string
	AreaPath  string
	Household ID // any of them
	Phoneless ID // one without a phone; empty when all have one
}

// Alike asks about many candidates at once, by the keys of Similar: the same phone in scope, or the same sound of the
// name in the same place where not both are known by different phones. It is narrower than Similar, whose answer a
// person reads on the spot: a list has a hundred thousand rows, and in a block a common name is borne by many.
// The answers stand in the order of the candidates.
func Alike(tx *db.Tx, candidates []Candidate) ([]Likeness, error) {
	if err := tx.Actor.Must(Recorders...); err != nil {
		return nil, err
	}
	byPhone, err := shared(tx, keyPhone, unique(candidates, func(c Candidate) string { return c.Phone }), nil)
	if err != nil {
		return nil, err
	}
	places := unique(candidates, func(c Candidate) string { return upTo(c.Path, panchayatDepth) })
	bySound, err := shared(tx, keySound, unique(candidates, func(c Candidate) string { return NameSound(c.Name) }), places)
	if err != nil {
		return nil, err
	}
	found := make([]Likeness, len(candidates))
	for i, c := range candidates {
		found[i] = c.likest(byPhone, bySound)
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

func (c Candidate) likest(byPhone, bySound map[string][]sharedKey) Likeness {
	place := upTo(c.Path, panchayatDepth)
	near := func(s sharedKey) bool { return upTo(s.AreaPath, panchayatDepth) == place }
	named := bySound[NameSound(c.Name)]
	if phones := byPhone[c.Phone]; c.Phone != "" && len(phones) > 0 {
		like := Likeness{Household: phones[0].Household, Why: []Reason{SamePhone}}
		if at := slices.IndexFunc(phones, near); at >= 0 {
			like = Likeness{Household: phones[at].Household, Why: []Reason{SamePhone, SamePlace}}
		}
		return like
	}
	for _, s := range named {
		id := s.Household
		if c.Phone != "" {
			id = s.Phoneless
		}
		if id != "" && near(s) {
			return Likeness{Household: id, Why: []Reason{SameName, SamePlace}}
		}
	}
	return Likeness{}
}

// shared finds, for each key and place, a household that has it.
func shared(tx *db.Tx, kind string, keys, places []string) (map[string][]sharedKey, error) {
	found := map[string][]sharedKey{}
	for part := range slices.Chunk(keys, chunk) {
		var rows []sharedKey
		if err := sharing(tx, kind, part, places).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			found[row.Key] = append(found[row.Key], row)
		}
	}
	return found, nil
}

// sharing is one statement for many keys: what it answers grows with keys and places, not with how many bear a name.
func sharing(tx *db.Tx, kind string, keys, places []string) *gorm.DB {
	phoneless := "MAX(CASE WHEN NOT EXISTS (SELECT 1 FROM household_key p WHERE p.household = household_key.household " +
		"AND p.kind = 'phone') THEN CAST(household AS TEXT) END)"
	if kind == keyPhone {
		phoneless = "''"
	}
	q := tx.Model(&key{}).Scopes(Scope(tx)).Where("kind = ? AND key IN ?", kind, keys).
		Select("key, area_path, MAX(CAST(household AS TEXT)) AS household, COALESCE(" + phoneless + ", '') AS phoneless").
		Group("key, area_path").Order("key, area_path")
	if len(places) > 0 {
		q = q.Scopes(db.Within("area_path", common(places)))
	}
	return q
}

// mostPlaces bounds the conditions of one statement; beyond it the list is spread so wide that all places are asked.
const mostPlaces = 50

func common(places []string) []string {
	if len(places) > mostPlaces || slices.ContainsFunc(places, func(p string) bool { return !strings.HasPrefix(p, "/") }) {
		return []string{"/"}
	}
	return places
}
