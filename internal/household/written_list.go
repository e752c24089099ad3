package household

import (
	"cmp"
	"slices"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/journal"
)

// WrittenSpelling is one spelling of a written name with the records that have it.
type WrittenSpelling struct {
	Record     string // the oldest of them, which names the spelling in a decision
	Name       string
	Households int
	Reports    int
	Complaints int
}

// WrittenGroup is written names that sound alike under one area, and are decided together or one by one.
type WrittenGroup struct {
	Under     area.Key
	UnderPath string
	Area      area.Key // the place that was decided; empty: undecided
	Spellings []WrittenSpelling
	Since     db.Instant // when the oldest of them was written
	DecidedAt db.Instant // the newest decision; zero: undecided
	sound     string
}

// MostWrittenGroups is the maximum of groups in one list. The others follow when these have been decided.
const MostWrittenGroups = 200

// writtenNames counts the records of each spelling: of each kind, and the oldest as its example.
const writtenNames = `under, under_path, folded, sound, COALESCE(area, '') AS area, MIN(name) AS name,
	MIN(CAST(record AS TEXT)) AS record, MIN(written_at) AS since, MAX(decided_at) AS decided_at,
	SUM(CASE WHEN kind = 'household' THEN 1 ELSE 0 END) AS households,
	SUM(CASE WHEN kind = 'situation_report' THEN 1 ELSE 0 END) AS reports,
	SUM(CASE WHEN kind = 'grievance' THEN 1 ELSE 0 END) AS complaints`

// WrittenPlaces returns the written names in the actor's scope, grouped by area and sound: the undecided, oldest first,
// or those that were decided, newest decision first; at most MostWrittenGroups.
func WrittenPlaces(tx *db.Tx, decided bool) (groups []WrittenGroup, err error) {
	if err := tx.Actor.Must(Placers...); err != nil {
		return nil, err
	}
	condition := "area IS NULL"
	if decided {
		condition = "area IS NOT NULL"
	}
	var rows []spellingRow
	err = tx.Table("(?) AS names", tx.Table("written_place").Select(writtenNames).
		Scopes(db.OneOrganisation(tx.Actor), db.Within("under_path", tx.Actor.Paths(Placers...))).
		Where(condition).Where("NOT alone").Group("under, under_path, folded, sound, area")).
		Order("since, record").Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		groups = addSpelling(groups, row)
	}
	if decided {
		slices.SortStableFunc(groups, func(a, b WrittenGroup) int { return b.DecidedAt.Compare(a.DecidedAt.Time) })
	}
	return groups[:min(len(groups), MostWrittenGroups)], nil
}

// CountWritten returns the number of groups of undecided written names in the actor's scope, counted up to a maximum.
func CountWritten(tx *db.Tx, most int) (n int64, err error) {
	groups := tx.Table("written_place").Select("under, sound").
		Scopes(db.OneOrganisation(tx.Actor), db.Within("under_path", tx.Actor.Paths(Placers...))).
		Where("area IS NULL AND NOT alone").Group("under, sound").Limit(most)
	return n, tx.Raw("SELECT COUNT(*) FROM (?) AS few", groups).Scan(&n).Error
}

// spellingRow is a row of writtenNames.
type spellingRow struct {
	WrittenSpelling `gorm:"embedded"`
	Under           area.Key
	UnderPath       string
	Area            area.Key
	Sound           string
	Since           db.Instant
	DecidedAt       db.Instant
}

// addSpelling adds a spelling to the group with its sound, or to a new one.
func addSpelling(groups []WrittenGroup, row spellingRow) []WrittenGroup {
	at := slices.IndexFunc(groups, func(g WrittenGroup) bool {
		return g.Under == row.Under && g.sound == row.Sound && g.Area == row.Area
	})
	if at < 0 {
		at = len(groups)
		groups = append(groups, WrittenGroup{
			Under: row.Under, UnderPath: row.UnderPath, Area: row.Area, Since: row.Since, sound: row.Sound,
		})
	}
	g := &groups[at]
	g.Spellings = append(g.Spellings, row.WrittenSpelling)
	if row.DecidedAt.After(g.DecidedAt.Time) {
		g.DecidedAt = row.DecidedAt
	}
	return groups
}

// MostSuggestions is the maximum of places suggested for a group.
const MostSuggestions = 5

// SuggestPlaces returns for each group the areas below its own that have one of its names, or a name that sounds like
// it: those with an equal name first.
func SuggestPlaces(tx *db.Tx, groups []WrittenGroup) ([][]area.Key, error) {
	known := map[string]map[area.Key][]string{}
	suggested := make([][]area.Key, len(groups))
	for i, g := range groups {
		if _, read := known[g.UnderPath]; !read {
			names, err := area.NamesBelow(tx, g.UnderPath)
			if err != nil {
				return nil, err
			}
			known[g.UnderPath] = names
		}
		suggested[i] = g.suggest(known[g.UnderPath])
	}
	return suggested, nil
}

func (g WrittenGroup) suggest(places map[area.Key][]string) []area.Key {
	rank := map[area.Key]int{}
	var like []area.Key
	for key, names := range places {
		if best := g.likeness(names); best > 0 {
			rank[key] = best
			like = append(like, key)
		}
	}
	slices.SortFunc(like, func(a, b area.Key) int {
		return cmp.Or(cmp.Compare(rank[b], rank[a]), cmp.Compare(a, b))
	})
	return like[:min(len(like), MostSuggestions)]
}

// likeness compares the names of a place with those of the group: 2 equal, 1 of the same sound, 0 different.
func (g WrittenGroup) likeness(names []string) (best int) {
	for _, name := range names {
		folded := area.Fold(name)
		switch {
		case slices.ContainsFunc(g.Spellings, func(s WrittenSpelling) bool { return area.Fold(s.Name) == folded }):
			return 2
		case placeSound(name) == g.sound:
			best = 1
		}
	}
	return best
}

// verifyWritten checks that each family whose place was written is where the decision on the name put it.
func verifyWritten(tx *db.Tx) (findings []journal.Violation, err error) {
	var misplaced []string
	err = tx.Model(&writtenRow{}).Joins("JOIN household h ON h.id = written_place.record").
		Where("h.area <> COALESCE(written_place.area, written_place.under)").
		Or("written_place.kind = ? AND h.erased_at IS NOT NULL", WrittenOnHousehold).
		Order("written_place.record").Pluck("written_place.record", &misplaced).Error
	if err != nil {
		return nil, err
	}
	for _, id := range misplaced {
		findings = append(findings, journal.Violation{
			Check: "written_place", Subject: "household:" + id,
			Detail: "It is not where the decision on its written place put it, or was erased without that name.",
		})
	}
	var rows []writtenRow
	if err := tx.Select("record", "name", "folded", "sound").Order("record").Find(&rows).Error; err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.Folded != area.Fold(row.Name) || row.Sound != placeSound(row.Name) {
			findings = append(findings, journal.Violation{
				Check: "written_place", Subject: "record:" + row.Record, Detail: "Its keys do not follow from its written name.",
			})
		}
	}
	return findings, nil
}
