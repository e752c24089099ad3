package area

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"tripol/internal/db"
)

// MissingPath returns one of the paths without an area, or an empty string. "/" is everywhere and never missing.
func MissingPath(tx *db.Tx, paths []string) (string, error) {
	there, err := AtPaths(tx, paths)
	if err != nil {
		return "", err
	}
	for _, path := range paths {
		if _, known := there[path]; !known && path != "/" {
			return path, nil
		}
	}
	return "", nil
}

// AtPaths returns the areas at paths, without missing ones.
func AtPaths(tx *db.Tx, paths []string) (map[string]Area, error) {
	there := map[string]Area{}
	for some := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(paths))), 500) {
		var rows []areaRow
		if err := tx.Where("path IN ?", some).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			there[r.Path] = r.area()
		}
	}
	return there, nil
}

// Count returns the number of areas.
func Count(tx *db.Tx) (n int64, err error) {
	err = tx.Model(&areaRow{}).Count(&n).Error
	return n, err
}

// Named returns the areas of every level that a text names exactly: by key, by path, or by a folded name or alias.
// The actor's organisation's own aliases take precedence.
func Named(tx *db.Tx, text string) ([]Area, error) {
	var rows []areaRow
	err := tx.Where("key = ? OR path = ?", text, text).Find(&rows).Error
	folded := Fold(text)
	if err != nil || len(rows) > 0 || folded == "" {
		return areas(rows), err
	}
	rows, err = named(tx, func() *gorm.DB { return tx.DB }, folded)
	return areas(rows), err
}

// ParentPath returns the path of the area above one; "/" above the highest.
func ParentPath(path string) string {
	trimmed := strings.TrimSuffix(path, "/")
	return trimmed[:strings.LastIndex(trimmed, "/")+1]
}
