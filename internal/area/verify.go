package area

import (
	"fmt"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/place"
)

// Verify checks that every path is its parent's path and its own code, with or without its level, that every area is
// found by its name, and that every outline can be read, is unchanged by Repair and within its stored bounds.
func Verify(tx *db.Tx) ([]journal.Violation, error) {
	var findings []journal.Violation
	for _, check := range []func(*db.Tx) ([]journal.Violation, error){verifyPaths, verifyNames, verifyOutlines} {
		found, err := check(tx)
		if err != nil {
			return nil, err
		}
		findings = append(findings, found...)
	}
	return findings, nil
}

func verifyPaths(tx *db.Tx) ([]journal.Violation, error) {
	var keys []Key
	const own = `COALESCE(p.path, '/') || a.code || '/', COALESCE(p.path, '/') || CASE a.level
		WHEN 'assembly_constituency' THEN 'ac' ELSE a.level END || '-' || a.code || '/'`
	err := tx.Table("area AS a").Joins("LEFT JOIN area p ON p.key = a.parent").
		Where("a.path NOT IN ("+own+") OR (a.parent IS NOT NULL AND p.key IS NULL)").
		Order("a.key").Pluck("a.key", &keys).Error
	return findings("area_path", "the path is not the parent's path and the code", keys), err
}

func verifyNames(tx *db.Tx) ([]journal.Violation, error) {
	var keys []Key
	named := tx.Model(&aliasRow{}).Select("area").Where("source IN ?", []string{"name", "name_bn"})
	err := tx.Model(&areaRow{}).Where("key NOT IN (?)", named).Order("key").Pluck("key", &keys).Error
	return findings("area_name", "the area is not found by its name", keys), err
}

func findings(check, detail string, keys []Key) []journal.Violation {
	var out []journal.Violation
	for _, key := range keys {
		out = append(out, journal.Violation{Check: check, Subject: string(key), Detail: detail})
	}
	return out
}

// verifyOutlines reads one outline at a time: those of a state's panchayats do not fit in memory together.
func verifyOutlines(tx *db.Tx) ([]journal.Violation, error) {
	var keys []Key
	if err := tx.Model(&outlineRow{}).Order("area").Pluck("area", &keys).Error; err != nil {
		return nil, err
	}
	var out []journal.Violation
	for _, key := range keys {
		var row outlineRow
		if err := tx.Where("area = ?", key).Take(&row).Error; err != nil {
			return nil, err
		}
		if detail := outlineError(row); detail != "" {
			out = append(out, journal.Violation{Check: "area_outline", Subject: string(key), Detail: detail})
		}
	}
	return out, nil
}

// outlineError returns the violated invariant of a stored outline; empty when there is none.
func outlineError(row outlineRow) string {
	shape, err := place.FromWKB(row.Shape)
	if err != nil {
		return "the outline cannot be read"
	}
	repaired, err := place.Repair(shape)
	if err != nil {
		return "the outline is invalid"
	}
	bound := repaired.Bound()
	if !shape.Equal(repaired) || row.Vertices != vertices(shape) {
		return "the outline was changed after it was repaired"
	}
	if bound.Min[0] != row.West || bound.Min[1] != row.South || bound.Max[0] != row.East || bound.Max[1] != row.North {
		return fmt.Sprintf("the stored bounds are not those of its %d points", row.Vertices)
	}
	return ""
}
