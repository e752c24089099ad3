package nightly

import (
	"slices"
	"time"

	"tripol/internal/db"
)

// How many backups a medium keeps: the last ones, and the last one of each of the last weeks and months.
const (
	keepLast   = 7
	keepWeeks  = 4
	keepMonths = 6
)

// superseded returns the names of the backups that are deleted after one was made. Weeks and months are those that have
// a backup, not those of the calendar, so that a clock that is years ahead deletes nothing. A backup whose time is in
// the future is a wrong clock's: it is neither counted nor deleted. The one that was just made always stays.
func superseded(files []file, made string, now db.Instant, zone *time.Location) (names []string) {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b file) int { return b.at.Compare(a.at.Time) }) // newest first
	last, weeks, months := 0, map[[2]int]bool{}, map[[2]int]bool{}
	for _, one := range files {
		if one.at.Sub(now.Time) > aheadLimit {
			continue
		}
		local := one.at.In(zone)
		year, number := local.ISOWeek()
		last++
		keep := last <= keepLast || one.name == made
		keep = first(weeks, [2]int{year, number}, keepWeeks) || keep
		keep = first(months, [2]int{local.Year(), int(local.Month())}, keepMonths) || keep
		if !keep {
			names = append(names, one.name)
		}
	}
	return names
}

// first reports whether a period is the next one that keeps its newest backup.
func first(seen map[[2]int]bool, period [2]int, limit int) bool {
	if seen[period] || len(seen) == limit {
		return false
	}
	seen[period] = true
	return true
}
