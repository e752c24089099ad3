package household

import (
	"slices"
	"strings"

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

// The reasons, strongest first. SamePlace never occurs alone.
const (
	SamePhone MatchReason = "phone"
	SameName  MatchReason = "name"
	SamePlace MatchReason = "place"
)

var _ = form.Set("match_reason", SamePhone, SameName, SamePlace)

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

// Similar returns at most eight households in scope that may be the same family, the likeliest first: same phone, or
// same phonetic key in the same block. It never decides; a person does.
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
	look := probeKeys{phone: phone, sound: PhoneticKey(p.Name), stored: nameKeys(p.Name, older), path: path}
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
		if d := weight(b.Why) - weight(a.Why); d != 0 {
			return d
		}
		return strings.Compare(string(a.Household.ID), string(b.Household.ID))
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
	phone, sound, path string
	stored             []string // the keys under which the name is stored
}

// candidateIDs returns the ids that share a key with the probe, same phone first, then by proximity.
func candidateIDs(tx *db.Tx, look probeKeys) ([]ID, error) {
	var ids []ID
	take := func(kind string, texts []string, within string) error {
		var some []ID
		if texts[0] == "" || within == "" || len(ids) >= mostLooked {
			return nil
		}
		q := keysOf(tx, kind).Where("key IN ?", texts).Scopes(db.Within("area_path", []string{within}))
		err := q.Order("household DESC").Limit(mostLooked - len(ids)).Find(&some).Error
		ids = append(ids, some...)
		return err
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
	return ids, nil
}

// reasons returns the common features of a household and the probe.
func (l probeKeys) reasons(h Household) []MatchReason {
	var why []MatchReason
	if l.phone != "" && h.Phone == l.phone {
		why = append(why, SamePhone)
	}
	if l.sound != "" && (PhoneticKey(h.Name) == l.sound || PhoneticKey(h.AlsoCalled) == l.sound) {
		why = append(why, SameName)
	}
	if l.path != "" && pathPrefix(h.AreaPath, panchayatDepth) == pathPrefix(l.path, panchayatDepth) {
		why = append(why, SamePlace)
	}
	return why
}

func weight(why []MatchReason) int {
	sum := 0
	for _, reason := range why {
		sum += map[MatchReason]int{SamePhone: 4, SameName: 2, SamePlace: 1}[reason]
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
