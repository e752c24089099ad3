package area

import (
	"github.com/paulmach/orb"
	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/place"
)

// insertRow enters a new area; false when its key or its path is there already.
func insertRow(tx *db.Tx, row areaRow) (bool, error) {
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	return done.RowsAffected > 0, done.Error
}

// updateRow changes an area. Its path changes only while no child repeats it, and while nothing is recorded there:
// families, stores and plans hold the path by a foreign key, so that no scope decides by an old one (`area_in_use`).
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
			"Families, stores or plans are recorded there, so it stays where it is.").At("/parent")
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
	done := q.Select("name", "name_bn", "parent", "parent_path", "path", "centre_lon", "centre_lat", "entry",
		"put_at").Updates(row)
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected == 0 {
		return fault.New(fault.Conflict, "parent_changed", "It has areas below it, so it stays where it is.").At("/parent")
	}
	return nil
}

// pathFree gives a clear answer where the unique path would give a dark one: two levels under one parent with the same
// code.
func pathFree(tx *db.Tx, row areaRow) error {
	var taken int64
	err := tx.Model(&areaRow{}).Where("path = ? AND key <> ?", row.Path, row.Key).Count(&taken).Error
	if err == nil && taken > 0 {
		return pathTaken()
	}
	return err
}

// writeNames keeps what an area is searched by: its names, its aliases, and names it had before. A list of aliases that
// is given replaces those there were.
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
	names := []aliasRow{{Name: row.Name, Source: "name"}, {Name: row.NameBN, Source: "name_bn"}}
	for _, alias := range aliases {
		names = append(names, aliasRow{Name: tidy(alias), Source: "alias"})
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

// writeOutline keeps an outline, and says false when a surveyed one stands that an approximate one may not replace.
func writeOutline(tx *db.Tx, e journal.Entry, in AreaPut, outline orb.MultiPolygon) (bool, error) {
	shape, err := place.WKB(outline)
	if err != nil {
		return false, err
	}
	bound := outline.Bound()
	row := outlineRow{
		Area: in.Key(), Quality: in.Quality, Shape: shape, Vertices: vertices(outline), Entry: e.ID, PutAt: tx.Now,
		West: bound.Min[0], South: bound.Min[1], East: bound.Max[0], North: bound.Max[1],
	}
	replace := clause.OnConflict{
		Columns: []clause.Column{{Name: "area"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"quality", "shape", "vertices", "west", "south", "east", "north",
			"entry", "put_at",
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
