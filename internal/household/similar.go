package household

import (
	"cmp"
	"slices"
	"strings"

	"gorm.io/gorm"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
)

// Probe is the known data of a family before registration, for the duplicate check.
type Probe struct {
	Name  string
	Phone string
	Area  area.Key
}

// MatchReason is a reason why two records may be the same family.
type MatchReason string

// The reasons, strongest first. SamePlace never occurs alone. LikeName is a name that lacks a word of the other, or has
// another form of address (see NameLikeness).
const (
	SamePhone MatchReason = "phone"
	SameName  MatchReason = "name"
	LikeName  MatchReason = "name_in_part"
	SamePlace MatchReason = "place"
)

var _ = form.Set("match_reason", SamePhone, SameName, LikeName, SamePlace)

// Match is a possible duplicate.
type Match struct {
	Household Household
	Why       []MatchReason
}

const (
	mostMatches = 8
	mostLooked  = 100 // rows read from the database before ranking: in a block many share a common name

	blockDepth     = 3 // state, district, block
	panchayatDepth = 4
)

// Similar returns at most eight households in scope that may be the same family, the likeliest first: same phone, same
// phonetic key in the same block, or a name that is alike word by word in the same panchayat. Among equal reasons a
// name with rare words comes before one with common surnames only. It never decides; a person does.
// It is the record linkage of a registration: likely duplicates are shown to a person, never merged.
func Similar(tx *db.Tx, p Probe) ([]Match, error) {
	if err := tx.Actor.Must(Recorders...); err != nil {
		return nil, err
	}
	phone, ok := FoldPhone(p.Phone)
	if !ok {
		return nil, fault.Field("/phone", "phone_malformed", "A phone number has ten digits and begins with 6, 7, 8 or 9.")
	}
	path, err := pathOf(tx, p.Area)
	if err != nil {
		return nil, err
	}
	older, err := rebuilding(tx)
	if err != nil {
		return nil, err
	}
	look := probeKeys{name: p.Name, phone: phone, sound: PhoneticKey(p.Name), stored: nameKeys(p.Name, older), path: path}
	ids, err := candidateIDs(tx, look)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	found, err := GetMany(tx, ids)
	if err != nil {
		return nil, err
	}
	matches := make([]Match, 0, len(found))
	for _, h := range found {
		if why := look.reasons(h); slices.ContainsFunc(why, func(r MatchReason) bool { return r != SamePlace }) {
			matches = append(matches, Match{Household: h, Why: why})
		}
	}
	slices.SortFunc(matches, func(a, b Match) int {
		return cmp.Or(weight(b.Why)-weight(a.Why), look.likeness(b.Household)-look.likeness(a.Household),
			strings.Compare(string(a.Household.ID), string(b.Household.ID)))
	})
	return matches[:min(len(matches), mostMatches)], nil
}

func pathOf(tx *db.Tx, place area.Key) (string, error) {
	if place == "" {
		return "", nil // a probe of a phone alone is allowed
	}
	found, err := area.Get(tx, place)
	if f := fault.Of(err); f != nil {
		return "", f.At("/area")
	}
	return found.Path, err
}

// probeKeys are the search keys of a probe.
type probeKeys struct {
	name, phone, sound, path string
	stored                   []string // the keys under which the name is stored
}

// candidateIDs returns the ids that share a key with the probe, same phone first, then by proximity, then those that
// share a rare word of the name.
func candidateIDs(tx *db.Tx, look probeKeys) ([]ID, error) {
	var ids []ID
	read := func(keys *gorm.DB, within string) error {
		var some []ID
		if within == "" || len(ids) >= mostLooked {
			return nil
		}
		keys = keys.Scopes(db.Within("area_path", []string{within}))
		err := keys.Order("household DESC").Limit(mostLooked - len(ids)).Find(&some).Error
		ids = append(ids, some...)
		return err
	}
	take := func(kind string, texts []string, within string) error {
		if texts[0] == "" {
			return nil
		}
		return read(keysOf(tx, kind).Where("key IN ?", texts), within)
	}
	block, panchayat := pathPrefix(look.path, blockDepth), pathPrefix(look.path, panchayatDepth)
	for _, step := range []struct {
		kind   string
		texts  []string
		within string
	}{
		{keyPhone, []string{look.phone}, "/"}, {keySound, look.stored, panchayat}, {keySound, look.stored, block},
	} {
		if err := take(step.kind, step.texts, step.within); err != nil {
			return nil, err
		}
	}
	for _, word := range rareWords(look.name) {
		// > follows the separator: the range holds every spelling of the word.
		spelt := keysOf(tx, keyWord).Where("key >= ? AND key < ?", word+spellingSeparator, word+">")
		if err := read(spelt, panchayat); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// reasons returns the common features of a household and the probe.
func (l probeKeys) reasons(h Household) []MatchReason {
	var why []MatchReason
	if l.phone != "" && h.Phone == l.phone {
		why = append(why, SamePhone)
	}
	near := l.path != "" && pathPrefix(h.AreaPath, panchayatDepth) == pathPrefix(l.path, panchayatDepth)
	switch {
	case l.sound == "":
	case PhoneticKey(h.Name) == l.sound || PhoneticKey(h.AlsoCalled) == l.sound:
		why = append(why, SameName)
	case near && l.likeness(h) > 0:
		why = append(why, LikeName)
	}
	if near {
		why = append(why, SamePlace)
	}
	return why
}

// likeness returns the likeness of the probe's name to that name of the household which is more alike.
func (l probeKeys) likeness(h Household) int {
	return max(NameLikeness(l.name, h.Name), NameLikeness(l.name, h.AlsoCalled))
}

func weight(why []MatchReason) int {
	sum := 0
	for _, reason := range why {
		sum += map[MatchReason]int{SamePhone: 8, SameName: 4, LikeName: 2, SamePlace: 1}[reason]
	}
	return sum
}

// pathPrefix returns the first depth segments of an area path: /19/303/2738/wb-gp:2738-01/ at depth 3 is the block's
// path, /19/303/2738/.
func pathPrefix(path string, depth int) string {
	end := 0
	for range depth + 1 {
		next := strings.IndexByte(path[end:], '/')
		if next < 0 {
			return path
		}
		end += next + 1
	}
	return path[:end]
}
