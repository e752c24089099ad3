package summary

import (
	"tripol/internal/area"
	"tripol/internal/db"
)

// PlainByArea is ByArea with nothing kept.
func PlainByArea(tx *db.Tx, path string, level area.Level) (LevelCounts, error) {
	named, err := placesOf(tx, path, level)
	if err != nil {
		return LevelCounts{}, err
	}
	counted, err := plain(tx, path)
	return gather(named, counted, 0), err
}
