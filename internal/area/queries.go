package area

import (
	"errors"
	"slices"

	"github.com/paulmach/orb"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/place"
)

type areaRow struct {
	Key        Key `gorm:"primaryKey"`
	Level      Level
	Code       string
	Name       string
	NameBN     string `gorm:"column:name_bn"`
	NameHI     string `gorm:"column:name_hi"`
	Parent     *Key
	ParentPath string
	Path       string
	CentreLon  *float64
	CentreLat  *float64
	Entry      journal.EntryID
	PutAt      db.Instant
}

// TableName names the table of areas.
func (areaRow) TableName() string { return "area" }

type aliasRow struct {
	Area   Key    `gorm:"primaryKey"`
	Folded string `gorm:"primaryKey"`
	Name   string
	Source string // name, name_bn or alias
}

// TableName names the table of shared names.
func (aliasRow) TableName() string { return "area_alias" }

type outlineRow struct {
	Area     Key `gorm:"primaryKey"`
	Quality  Quality
	Shape    []byte
	Vertices int
	West     float64
	South    float64
	East     float64
	North    float64
	Entry    journal.EntryID
	PutAt    db.Instant

	Attribution string
}

// TableName names the table of outlines.
func (outlineRow) TableName() string { return "area_outline" }

func (r areaRow) area() Area {
	a := Area{Key: r.Key, Level: r.Level, Code: r.Code, Name: r.Name, NameBN: r.NameBN, NameHI: r.NameHI, Path: r.Path}
	if r.Parent != nil {
		a.Parent = *r.Parent
	}
	if r.CentreLon != nil && r.CentreLat != nil {
		a.Centre = &orb.Point{*r.CentreLon, *r.CentreLat}
	}
	return a
}

func areas(rows []areaRow) []Area {
	out := make([]Area, len(rows))
	for i, r := range rows {
		out[i] = r.area()
	}
	return out
}

// Get returns an area; not_found when there is none.
func Get(tx *db.Tx, key Key) (Area, error) {
	row, err := findRow(tx, key)
	if err != nil {
		return Area{}, err
	}
	if row == nil {
		return Area{}, fault.NotFound("area")
	}
	return row.area(), nil
}

// Some returns the areas among keys that exist, in one query.
func Some(tx *db.Tx, keys []Key) (map[Key]Area, error) {
	some := make(map[Key]Area, len(keys))
	for part := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(keys))), 500) {
		var rows []areaRow
		if err := tx.Where("key IN ?", part).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			some[row.Key] = row.area()
		}
	}
	return some, nil
}

// Children returns the areas directly below one, by name. The empty key returns the roots.
func Children(tx *db.Tx, key Key) ([]Area, error) {
	var rows []areaRow
	q := tx.Order("name, key")
	if key == "" {
		q = q.Where("parent IS NULL")
	} else {
		q = q.Where("parent = ?", key)
	}
	err := q.Find(&rows).Error
	return areas(rows), err
}

// Below returns the areas of a level at or below one, ordered by path; the area itself is included when it is of that
// level.
func Below(tx *db.Tx, key Key, level Level) ([]Area, error) {
	top, err := Get(tx, key)
	if err != nil {
		return nil, err
	}
	var rows []areaRow
	err = tx.Scopes(db.Within("path", []string{top.Path})).Where("level = ?", level).Order("path").Find(&rows).Error
	return areas(rows), err
}

// Find returns the areas of a level that a text names exactly: by code, or by a folded name or alias, of which those
// of the actor's organisation take precedence. An empty result is not an error.
func Find(tx *db.Tx, level Level, text string) ([]Area, error) {
	var rows []areaRow
	err := tx.Where("key = ?", NewKey(level, text)).Find(&rows).Error
	if err != nil || len(rows) > 0 {
		return areas(rows), err
	}
	rows, err = named(tx, func() *gorm.DB { return tx.Where("level = ?", level) }, Fold(text))
	return areas(rows), err
}

// Search returns areas whose code is the text or whose folded names contain it: whole names first, then prefixes,
// then the rest. An empty level searches all levels; an empty text lists the level. The limit is clamped to 1–200.
func Search(tx *db.Tx, text, level string, limit int) ([]Area, error) {
	q := tx.Model(&areaRow{}).Limit(min(max(limit, 1), 200))
	if level != "" {
		q = q.Where("area.level = ?", level)
	}
	folded := Fold(text)
	switch {
	case folded != "":
		const rank = `MIN(CASE WHEN area.code = ? OR n.folded = ? THEN 0 WHEN n.folded LIKE ? THEN 1 ELSE 2 END)`
		q = q.Joins(`JOIN (SELECT area, folded FROM area_alias UNION SELECT area, folded FROM area_own_alias
				WHERE organisation = ?) n ON n.area = area.key`, ownerOf(tx.Actor)).
			Where("area.code = ? OR n.folded LIKE ?", text, "%"+folded+"%"). // a folded text has no wildcards
			Group("area.key").
			Order(clause.OrderBy{Expression: clause.Expr{SQL: rank + ", area.path", Vars: []any{text, folded, folded + "%"}}})
	case text != "":
		return nil, nil
	default:
		q = q.Order("area.path")
	}
	var rows []areaRow
	err := q.Find(&rows).Error
	return areas(rows), err
}

// Outlines returns the outlines of the areas in keys, or of the whole level when keys is empty, without areas that
// have none.
func Outlines(tx *db.Tx, level Level, keys []Key) (map[Key]Outline, error) {
	out := map[Key]Outline{}
	read := func(q *gorm.DB) error {
		var rows []outlineRow
		ofLevel := tx.Model(&areaRow{}).Select("key").Where("level = ?", level)
		if err := q.Where("area IN (?)", ofLevel).Find(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			shape, err := place.FromWKB(r.Shape)
			if err != nil {
				return err
			}
			out[r.Area] = Outline{Quality: r.Quality, Attribution: r.Attribution, MultiPolygon: shape}
		}
		return nil
	}
	if len(keys) == 0 {
		return out, read(tx.Model(&outlineRow{}))
	}
	for some := range slices.Chunk(keys, 500) {
		if err := read(tx.Where("area IN ?", some)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func findRow(tx *db.Tx, key Key) (*areaRow, error) { return takeRow(tx.DB, key) }

// lockRow reads a row for update, so that concurrent changes are serialized.
func lockRow(tx *db.Tx, key Key) (*areaRow, error) {
	return takeRow(tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}), key)
}

func takeRow(q *gorm.DB, key Key) (*areaRow, error) {
	var row areaRow
	err := q.Where("key = ?", key).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &row, nil
}

// ByPath returns the areas at paths, without missing ones.
func ByPath(tx *db.Tx, paths []string) (map[string]Area, error) {
	found := make(map[string]Area, len(paths))
	for some := range slices.Chunk(paths, 500) {
		var rows []areaRow
		if err := tx.Where("path IN ?", some).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			found[r.Path] = r.area()
		}
	}
	return found, nil
}

// WithChildren reports which of keys have an area of a level directly below them.
func WithChildren(tx *db.Tx, keys []Key, level Level) (map[Key]bool, error) {
	divided := map[Key]bool{}
	for some := range slices.Chunk(keys, 500) {
		var parents []Key
		err := tx.Model(&areaRow{}).Where("parent IN ? AND level = ?", some, level).Distinct().Pluck("parent", &parents).Error
		if err != nil {
			return nil, err
		}
		for _, parent := range parents {
			divided[parent] = true
		}
	}
	return divided, nil
}
