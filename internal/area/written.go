package area

import (
	"slices"
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// MayHoldUnlisted reports whether a place that is not listed can be written under an area of this level.
func (l Level) MayHoldUnlisted() bool { return l.holds(Village) }

// ShareNames locks areas until the end of the transaction against decisions on the names written under them (see
// LockNames), so that a name is either placed by the decision's alias or seen by the decision. SQLite has one writer.
func ShareNames(tx *db.Tx, keys []Key) error { return lockKeys(tx, keys, "SHARE") }

// LockNames locks areas for a decision on the names written under them. Foreign keys to the areas do not wait for it.
func LockNames(tx *db.Tx, keys []Key) error { return lockKeys(tx, keys, "NO KEY UPDATE") }

func lockKeys(tx *db.Tx, keys []Key, strength string) error {
	if tx.Engine != db.Postgres {
		return nil
	}
	sorted := slices.Compact(slices.Sorted(slices.Values(keys)))
	for part := range slices.Chunk(sorted, 500) {
		q := tx.Model(&areaRow{}).Select("key").Clauses(clause.Locking{Strength: strength})
		if err := q.Where("key IN ?", part).Order("key").Find(&[]Key{}).Error; err != nil {
			return err
		}
	}
	return nil
}

// OwnNamed returns the areas that the actor's organisation's own names give to folded names.
func OwnNamed(tx *db.Tx, folded []string) (map[string][]Area, error) {
	named := map[string][]Area{}
	for part := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(folded))), 500) {
		var rows []struct {
			Place  areaRow `gorm:"embedded"`
			Folded string
		}
		err := tx.Table("area_own_alias AS n").Select("n.folded, area.*").Joins("JOIN area ON area.key = n.area").
			Where("n.organisation = ? AND n.folded IN ?", ownerOf(tx.Actor), part).Order("area.path").Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			named[row.Folded] = append(named[row.Folded], row.Place.area())
		}
	}
	return named, nil
}

// NamesBelow returns the shared and the organisation's own names of the areas below a path, by the area's key.
func NamesBelow(tx *db.Tx, path string) (map[Key][]string, error) {
	names := map[Key][]string{}
	for _, table := range []string{aliasRow{}.TableName(), ownAliasRow{}.TableName()} {
		var rows []aliasRow
		q := tx.Table(table+" AS n").Select("n.area, n.name").Joins("JOIN area ON area.key = n.area").
			Scopes(db.Within("area.path", []string{path})).Where("area.path <> ?", path)
		if table == (ownAliasRow{}).TableName() {
			q = q.Where("n.organisation = ?", ownerOf(tx.Actor))
		}
		if err := q.Order("n.area, n.folded").Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			names[row.Area] = append(names[row.Area], row.Name)
		}
	}
	return names, nil
}

// AddWrittenAlias makes a name that a worker wrote an own name of an area, and of no other area below the path that an
// earlier decision gave it to. A name that a person typed for another area there stays: then the name is ambiguous, and
// is decided again.
func AddWrittenAlias(tx *db.Tx, e journal.Entry, under string, place Area, name string) error {
	folded := Fold(name)
	if err := DropWrittenAliases(tx, string(tx.Actor.Organisation), under, folded); err != nil {
		return err
	}
	row := ownAliasRow{
		Organisation: string(tx.Actor.Organisation), Area: place.Key, Folded: folded, Name: Tidy(name), Entry: e.ID,
		Written: true,
	}
	return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
}

// DropWrittenAliases deletes the aliases that decisions made of a folded name for areas below a path.
func DropWrittenAliases(tx *db.Tx, organisation, under, folded string) error {
	below := tx.Model(&areaRow{}).Select("key").Scopes(db.Within("path", []string{under}))
	return tx.Where("organisation = ? AND folded = ? AND written AND area IN (?)", organisation, folded, below).
		Delete(&ownAliasRow{}).Error
}

// localIssuer is the issuer of the codes of places that the steward adds from a written name.
const localIssuer = "local"

// localCodeLength is how many of the last digits of an entry's id a local code has: they are random.
const localCodeLength = 12

// AddLocal inserts a place that no official list has, under a local code that follows from the entry's id. Places are
// shared by all organisations, so only the steward adds one (steward_only).
func AddLocal(tx *db.Tx, e journal.Entry, in AreaPut) (Area, error) {
	id := strings.ReplaceAll(string(e.ID), "-", "")
	in.Code = LocalCode(localIssuer, id[max(0, len(id)-localCodeLength):])
	if known, err := findRow(tx, in.Key()); err != nil || known != nil {
		if err == nil {
			err = pathTaken()
		}
		return Area{}, err
	}
	if _, err := Put(tx, e, in); err != nil {
		return Area{}, err
	}
	return Get(tx, in.Key())
}

// CheckBelow rejects an area that is not below a path, or at it where that is allowed.
func CheckBelow(place Area, path string, orAt bool) error {
	if strings.HasPrefix(place.Path, path) && (orAt || place.Path != path) {
		return nil
	}
	return fault.New(fault.Conflict, "place_elsewhere",
		"The place must be within the block or panchayat under which the name was written.")
}
