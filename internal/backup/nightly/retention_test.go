package nightly

import (
	"slices"
	"testing"
	"time"

	"tripol/internal/db"
)

// keptAfter makes a backup each day and returns what is left, newest first.
func keptAfter(days int, start time.Time) (files []file) {
	for day := range days {
		at := db.At(start.AddDate(0, 0, day))
		one := file{at.Format(timeForm), at}
		files = append(files, one)
		gone := superseded(files, one.name, at, time.UTC)
		files = slices.DeleteFunc(files, func(f file) bool { return slices.Contains(gone, f.name) })
	}
	slices.Reverse(files)
	return files
}

func TestRetentionKeepsDaysWeeksAndMonths(t *testing.T) {
	start := time.Date(2020, 1, 1, 2, 0, 0, 0, time.UTC)
	left := keptAfter(400, start)
	if len(left) < keepLast+2 || len(left) > keepLast+keepWeeks+keepMonths {
		t.Fatalf("%d backups are left", len(left))
	}
	last := start.AddDate(0, 0, 399)
	for day := range keepLast {
		if !left[day].at.Equal(last.AddDate(0, 0, -day)) {
			t.Errorf("the backup %d days old is gone", day)
		}
	}
	months := map[time.Month]bool{}
	for _, one := range left {
		months[one.at.Month()] = true
	}
	if len(months) < keepMonths {
		t.Errorf("months: %v", months)
	}
}

func TestRetentionNeverDeletesTheLastOne(t *testing.T) {
	now := db.At(time.Date(2020, 6, 5, 2, 0, 0, 0, time.UTC))
	old := db.At(now.AddDate(-5, 0, 0))
	one := file{"made", old} // the clock went back by five years
	files := []file{one}
	for day := range 20 {
		at := db.At(now.AddDate(0, 0, -day))
		files = append(files, file{at.Format(timeForm), at})
	}
	if gone := superseded(files, "made", now, time.UTC); slices.Contains(gone, "made") {
		t.Error("the backup that was just made is deleted")
	}
	if gone := superseded(files[:1], "", now, time.UTC); len(gone) > 0 {
		t.Errorf("the only one is deleted: %v", gone)
	}
	ahead := file{"ahead", db.At(now.AddDate(5, 0, 0))}
	if gone := superseded(append(files, ahead), "made", now, time.UTC); slices.Contains(gone, "ahead") {
		t.Error("a backup of a wrong clock is deleted")
	}
}
