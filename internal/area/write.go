package area

import (
	"github.com/paulmach/orb"
	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/place"
)

// insertRow inserts an area; false when its key or its path exists.
func insertRow(tx *db.Tx, row areaRow) (bool, error) {
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	return done.RowsAffected > 0, done.Error
}

// avoidConstituency gives an area the path with its level when a constituency has the plain one: those that were stored
// before their level stood in the path keep it.
func avoidConstituency(tx *db.Tx, row *areaRow) error {
	var taken int64
	err := tx.Model(&areaRow{}).Where("path = ? AND key <> ? AND level = ?", row.Path, row.Key, AssemblyConstituency).
		Count(&taken).Error
	if err == nil && taken > 0 {
		row.Path = row.ParentPath + row.Level.marked(row.Code) + "/"
	}
	return err
}

// updateRow updates an area. Its path changes only while it has no children and no row references it: families,
// stores and plans reference the path by a foreign key, so that no scope is decided by an old one (`area_in_use`).
func updateRow(tx *db.Tx, row areaRow, formerPath string) error {
	if row.Path == formerPath {
		return changeRow(tx, row, formerPath)
	}
	refused, err := tx.Savepoint(func() error { return changeRow(tx, row, formerPath) })
	switch {
	case err != nil:
		return err
	case refused == nil:
		return nil
	case refused.Code == "unknown_reference":
		return fault.New(fault.Conflict, "area_in_use",
			"Families, stores or plans reference this area, so its parent cannot change.").At("/parent")
	}
	return refused
}

func changeRow(tx *db.Tx, row areaRow, formerPath string) error {
	q := tx.Model(&areaRow{}).Where("key = ?", row.Key)
	if row.Path != formerPath {
		if err := pathFree(tx, row); err != nil {
			return err
		}
		q = q.Where("NOT EXISTS (?)", tx.Table("area AS child").Select("1").Where("child.parent = ?", row.Key))
	}
	done := q.Select("name", "name_bn", "name_hi", "parent", "parent_path", "path", "centre_lon", "centre_lat", "entry",
		"put_at").Updates(row)
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return fault.New(fault.Conflict, "parent_changed", "It has areas below it, so its parent is fixed.").At("/parent")
	}
	return nil
}

// pathFree returns a clear error instead of a unique violation: two levels under one parent with the same code.
func pathFree(tx *db.Tx, row areaRow) error {
	var taken int64
	err := tx.Model(&areaRow{}).Where("path = ? AND key <> ?", row.Path, row.Key).Count(&taken).Error
	if err == nil && taken > 0 {
		return pathTaken()
	}
	return err
}

// writeNames stores the search terms of an area: its names, its aliases, and its former names. A non-null list of
// aliases replaces the stored one.
func writeNames(tx *db.Tx, row areaRow, aliases []string) error {
	if aliases != nil {
		if err := tx.Where("area = ? AND source = 'alias'", row.Key).Delete(&aliasRow{}).Error; err != nil {
			return err
		}
	}
	former := tx.Model(&aliasRow{}).Where("area = ? AND source <> 'alias'", row.Key)
	if err := former.Update("source", "alias").Error; err != nil {
		return err
	}
	names := []aliasRow{
		{Name: row.Name, Source: "name"}, {Name: row.NameBN, Source: "name_bn"}, {Name: row.NameHI, Source: "alias"},
	}
	for _, alias := range aliases {
		names = append(names, aliasRow{Name: Tidy(alias), Source: "alias"})
	}
	seen := map[string]bool{}
	for _, n := range names {
		n.Area, n.Folded = row.Key, Fold(n.Name)
		if n.Folded == "" || seen[n.Folded] {
			continue
		}
		seen[n.Folded] = true
		replace := clause.OnConflict{
			Columns:   []clause.Column{{Name: "area"}, {Name: "folded"}},
			DoUpdates: clause.AssignmentColumns([]string{"name", "source"}),
		}
		if err := tx.Clauses(replace).Create(&n).Error; err != nil {
			return err
		}
	}
	return nil
}

// writeOutline stores an outline, and returns false when an approximate one would replace a surveyed one.
func writeOutline(tx *db.Tx, e journal.Entry, in AreaPut, outline orb.MultiPolygon) (bool, error) {
	shape, err := place.WKB(outline)
	if err != nil {
		return false, err
	}
	bound := outline.Bound()
	row := outlineRow{
		Area: in.Key(), Quality: in.Quality, Shape: shape, Vertices: vertices(outline), Entry: e.ID, PutAt: tx.Now,
		Attribution: Tidy(in.Attribution),
		West:        bound.Min[0], South: bound.Min[1], East: bound.Max[0], North: bound.Max[1],
	}
	replace := clause.OnConflict{
		Columns: []clause.Column{{Name: "area"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"quality", "shape", "vertices", "west", "south", "east", "north",
			"entry", "put_at", "attribution",
		}),
	}
	if in.Quality != Surveyed {
		replace.Where = clause.Where{Exprs: []clause.Expression{clause.Expr{
			SQL:  "area_outline.quality = ?",
			Vars: []any{Approximate},
		}}}
	}
	done := tx.Clauses(replace).Create(&row)
	return done.RowsAffected > 0, done.Error
}
