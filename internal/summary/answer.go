package summary

import (
	"cmp"
	"slices"
	"strings"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
)

// maxNewer bounds the uncounted changes that a query recounts; with more, it falls back to the plain query.
const maxNewer = 2000

// LevelCounts are the counts of the areas of one level.
type LevelCounts struct {
	Seq   int64 // everything through this seal comes from the read model, the rest was recounted
	Areas []AreaCounts
	Total Counts
}

// AreaCounts are the counts at or below one area; those of the zero area are outside all areas of the level.
type AreaCounts struct {
	NamedArea
	Counts Counts
}

// NamedArea is an area by its names.
type NamedArea struct {
	Area   area.Key `gorm:"column:key"`
	Name   string
	NameBN string `gorm:"column:name_bn"`
	NameHI string `gorm:"column:name_hi"`
	Path   string
}

// placesOf returns the areas of a level at or below a path, and the ancestors of the path.
func placesOf(tx *db.Tx, path string, level area.Level) (named []NamedArea, err error) {
	q := tx.Table("area").Select("key, name, name_bn, name_hi, path").Where("level = ?", level).Order("path")
	if path != "" {
		above := []string{path}
		for i, r := range path {
			if r == '/' {
				above = append(above, path[:i+1])
			}
		}
		q = q.Where(tx.Scopes(db.Within("path", []string{path})).Or("path IN ?", above))
	}
	return named, q.Scan(&named).Error
}

// ByArea counts the households of the actor's scope at or below a path (empty: everywhere) by the areas of a level, in
// the order of their paths. Areas without a household are left out. It is exact at the instant of the transaction.
func ByArea(tx *db.Tx, path string, level area.Level) (LevelCounts, error) {
	if err := tx.Actor.Must(Readers...); err != nil {
		return LevelCounts{}, err
	}
	named, err := placesOf(tx, path, level)
	if err != nil {
		return LevelCounts{}, err
	}
	cells, seq, err := cells(tx, path)
	if err != nil {
		return LevelCounts{}, err
	}
	return gather(named, cells, seq), nil
}

// gather aggregates cells by the areas that contain them.
func gather(named []NamedArea, cells map[cell]Counts, seq int64) LevelCounts {
	at := make(map[string]int, len(named))
	for i, a := range named {
		at[a.Path] = i
	}
	sums, elsewhere := make([]Counts, len(named)), Counts{}
	answer := LevelCounts{Seq: seq, Areas: []AreaCounts{}}
	for c, n := range cells {
		answer.Total = answer.Total.plus(n, 1)
		if i, is := areaOf(at, c.AreaPath); is {
			sums[i] = sums[i].plus(n, 1)
		} else {
			elsewhere = elsewhere.plus(n, 1)
		}
	}
	for i, n := range sums {
		if n != (Counts{}) {
			answer.Areas = append(answer.Areas, AreaCounts{NamedArea: named[i], Counts: n})
		}
	}
	if elsewhere != (Counts{}) {
		answer.Areas = append(answer.Areas, AreaCounts{Counts: elsewhere})
	}
	return answer
}

// areaOf returns the index of the area that contains a path.
func areaOf(at map[string]int, path string) (int, bool) {
	for path != "" {
		if i, is := at[path]; is {
			return i, true
		}
		path = path[:strings.LastIndexByte(strings.TrimSuffix(path, "/"), '/')+1]
		if path == "/" {
			break
		}
	}
	return 0, false
}

// cells returns the counts of each cell in scope: the stored ones, corrected by newer entries.
func cells(tx *db.Tx, path string) (map[cell]Counts, int64, error) {
	seq, err := countedTo(tx)
	if err != nil {
		return nil, 0, err
	}
	entries, err := newer(tx, maxNewer+1)
	if err != nil {
		return nil, 0, err
	}
	ids, err := households(tx, entries)
	if err != nil {
		return nil, 0, err
	}
	if len(entries) > maxNewer || len(ids) > maxNewer {
		counted, err := plain(tx, path)
		return counted, seq, err
	}
	var rows []areaRow
	if err := tx.Scopes(inScope(tx, path)).Find(&rows).Error; err != nil {
		return nil, 0, err
	}
	counted := make(map[cell]Counts, len(rows))
	for _, row := range rows {
		counted[row.cell()] = row.counts()
	}
	return counted, seq, applyNewer(tx, path, ids, counted)
}

// applyNewer corrects counts by the current state of the households of newer entries.
func applyNewer(tx *db.Tx, path string, ids []household.ID, counted map[cell]Counts) error {
	if len(ids) == 0 {
		return nil
	}
	was, err := storedStates(tx, ids)
	if err != nil {
		return err
	}
	now, err := currentStates(tx, ids)
	if err != nil {
		return err
	}
	for c, n := range differences(was, now) {
		if cellInScope(tx, path, c) {
			counted[c] = counted[c].plus(n, 1)
		}
	}
	for c, n := range counted {
		if n == (Counts{}) {
			delete(counted, c)
		}
	}
	return nil
}

// cellInScope reports whether a cell is in the actor's scope and at or below the path: the same rule as inScope.
func cellInScope(tx *db.Tx, path string, c cell) bool {
	if !tx.Actor.System && c.Organisation != tx.Actor.Organisation {
		return false
	}
	return strings.HasPrefix(c.AreaPath, path) && tx.Actor.Reaches(c.AreaPath, Readers...)
}

// Levels lists the levels of the summary.
var Levels = []area.Level{area.District, area.Block, area.Panchayat}

// LevelOf parses a level of the summary; empty is the panchayat.
func LevelOf(text string) (area.Level, error) {
	level := cmp.Or(area.Level(text), area.Panchayat)
	if slices.Contains(Levels, level) {
		return level, nil
	}
	return "", fault.Field("/level", "not_offered", "Ask for district, block or panchayat.")
}
