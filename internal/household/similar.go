package household

import (
	"slices"
	"strings"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// Probe is what is known of a family before it is registered.
type Probe struct {
	Name  string
	Phone string
	Area  area.Key
}

// Reason says why two families may be one.
type Reason string

// The reasons, strongest first. SamePlace is never a reason alone.
const (
	SamePhone Reason = "phone"
	SameName  Reason = "name"
	SamePlace Reason = "place"
)

// Match is a household that may be the one asked about.
type Match struct {
	Household Household
	Why       []Reason
}

const (
	mostMatches = 8
	mostLooked  = 100 // rows taken from the database before ranking: in a block a common name is borne by many

	blockDepth     = 3 // state, district, block
	panchayatDepth = 4
)

// Similar gives at most eight households in scope that may be the same family, the likeliest first: the same phone, or
// a name that sounds the same in the same block. It never decides; a person does.
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
	look := likeness{phone: phone, sound: NameSound(p.Name), path: path}
	ids, err := candidates(tx, look)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	found, err := Some(tx, ids)
	if err != nil {
		return nil, err
	}
	matches := make([]Match, 0, len(found))
	for _, h := range found {
		matches = append(matches, Match{Household: h, Why: look.why(h)})
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
		return "", nil // a phone alone can be asked about
	}
	found, err := area.Get(tx, place)
	if f := fault.Of(err); f != nil {
		return "", f.At("/area")
	}
	return found.Path, err
}

// likeness is a probe made ready for comparing.
type likeness struct{ phone, sound, path string }

// candidates are the ids that share a key with the probe, those with the phone first, then those nearest.
func candidates(tx *db.Tx, look likeness) ([]ID, error) {
	var ids []ID
	take := func(kind, text string, within string) error {
		var some []ID
		if text == "" || within == "" || len(ids) >= mostLooked {
			return nil
		}
		q := keysOf(tx, kind).Where("key = ?", text).Scopes(db.Within("area_path", []string{within}))
		err := q.Order("household DESC").Limit(mostLooked - len(ids)).Find(&some).Error
		ids = append(ids, some...)
		return err
	}
	block, panchayat := upTo(look.path, blockDepth), upTo(look.path, panchayatDepth)
	for _, step := range []struct{ kind, text, within string }{
		{keyPhone, look.phone, "/"}, {keySound, look.sound, panchayat}, {keySound, look.sound, block},
	} {
		if err := take(step.kind, step.text, step.within); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// why names what a household has in common with the probe.
func (l likeness) why(h Household) []Reason {
	var why []Reason
	if l.phone != "" && h.Phone == l.phone {
		why = append(why, SamePhone)
	}
	if l.sound != "" && (NameSound(h.Name) == l.sound || NameSound(h.AlsoCalled) == l.sound) {
		why = append(why, SameName)
	}
	if l.path != "" && upTo(h.AreaPath, panchayatDepth) == upTo(l.path, panchayatDepth) {
		why = append(why, SamePlace)
	}
	return why
}

func weight(why []Reason) int {
	sum := 0
	for _, reason := range why {
		sum += map[Reason]int{SamePhone: 4, SameName: 2, SamePlace: 1}[reason]
	}
	return sum
}

// upTo cuts an area's path after so many steps: /19/303/2738/wb-gp:2738-01/ after three is the block's, /19/303/2738/.
func upTo(path string, depth int) string {
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
