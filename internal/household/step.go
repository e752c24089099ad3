package household

import (
	"slices"
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
)

// entryEffect is the effect of an entry on a household.
type entryEffect string

const (
	registered entryEffect = "registered"
	corrected  entryEffect = "corrected"
	consented  entryEffect = "consented"
	erased     entryEffect = "erased"
	moved      entryEffect = "moved" // by a decision on a written place: a row of household_move, not of household_entry
)

// entryRow is one entry about a household, in order of receipt. Of a correction it contains the names of the fields,
// never their values: those exist in the entry's body only, so that erasing the body erases them.
type entryRow struct {
	Household    ID  `gorm:"primaryKey"`
	N            int `gorm:"primaryKey;autoIncrement:false"`
	Organisation actor.OrganisationID
	Entry        journal.EntryID
	Deed         entryEffect
	Version      int      // of the household after the entry
	Fields       string   // comma-separated, in the order of the form
	to           area.Key // of a move
}

// TableName names the table.
func (entryRow) TableName() string { return "household_entry" }

// appendEntry appends an entry to a household's list. The caller must have locked or inserted the household, so the
// next number is free; otherwise the primary key rejects it.
func appendEntry(tx *db.Tx, h Household, s entryRow) error {
	last := 0
	if s.Deed != registered {
		err := tx.Model(&entryRow{}).Where("household = ?", h.ID).Select("COALESCE(MAX(n), 0)").Scan(&last).Error
		if err != nil {
			return err
		}
	}
	s.Household, s.Organisation, s.N = h.ID, h.Organisation, last+1
	return tx.Create(&s).Error
}

// entriesOf returns a household's list with its moves, oldest first.
func entriesOf(tx *db.Tx, id ID) ([]entryRow, error) {
	var rows []entryRow
	if err := tx.Where("household = ?", id).Order("n").Find(&rows).Error; err != nil {
		return nil, err
	}
	moves, err := movesAfter(tx, id, 0)
	for _, move := range moves {
		step := entryRow{Household: id, Entry: move.Entry, Deed: moved, Version: move.Version, to: move.AreaAfter}
		at := slices.IndexFunc(rows, func(s entryRow) bool { return s.Version >= move.Version })
		if at < 0 {
			at = len(rows)
		}
		rows = slices.Insert(rows, at, step)
	}
	return rows, err
}

// getForUpdate locks and returns a household in scope of one of the roles. The lock excludes other changes until the
// end of the transaction.
func getForUpdate(tx *db.Tx, id ID, roles ...actor.Role) (Household, error) {
	if err := tx.Actor.Must(roles...); err != nil {
		return Household{}, err
	}
	if err := lock(tx, id, "UPDATE"); err != nil {
		return Household{}, err
	}
	h, err := getAny(tx, id, roles...)
	switch {
	case fault.Of(err) != nil:
		return h, fault.Of(err).At("/household")
	case err != nil:
		return h, err
	case h.ErasedAt != nil:
		return h, fault.New(fault.Gone, "gone", "This household has been erased.").At("/household")
	}
	return h, nil
}

// GetForShare is Get with a lock, for callers that write about the household: until the end of the transaction it
// cannot be corrected, erased, or have a consent withdrawn, and changes committed just before are visible.
func GetForShare(tx *db.Tx, id ID) (Household, error) {
	if err := lock(tx, id, "KEY SHARE"); err != nil {
		return Household{}, err
	}
	return Get(tx, id)
}

// GetManyForShare is GetMany with the rows locked until the transaction ends.
func GetManyForShare(tx *db.Tx, ids []ID) (map[ID]Household, error) {
	if tx.Engine == db.Postgres {
		known := slices.DeleteFunc(slices.Clone(ids), func(id ID) bool { return !id.WellFormed() })
		for part := range slices.Chunk(known, chunk) {
			q := tx.Model(&Household{}).Select("id").Clauses(clause.Locking{Strength: "KEY SHARE"}).Where("id IN ?", part)
			if err := q.Order("id").Find(&[]ID{}).Error; err != nil {
				return nil, err
			}
		}
	}
	return GetMany(tx, ids)
}

// lock locks a household's row before it is read; SQLite has a single writer. A malformed id locks nothing.
func lock(tx *db.Tx, id ID, strength string) error {
	if tx.Engine != db.Postgres || !id.WellFormed() {
		return nil
	}
	q := tx.Model(&Household{}).Select("id").Clauses(clause.Locking{Strength: strength}).Where("id = ?", id)
	return q.Find(&[]ID{}).Error
}

func (s entryRow) fields() []string {
	if s.Fields == "" {
		return nil
	}
	return strings.Split(s.Fields, ",")
}
