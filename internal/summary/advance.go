package summary

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/household"
)

const (
	stepEntries    = 1000 // seals per step
	stepHouseholds = 200  // households counted in one transaction

	// advisoryLock is held on Postgres by whoever counts, so that two servers take turns.
	advisoryLock = 0x73756d6d // "summ"
)

// Advance updates the read model by one batch of sealed entries, and reports whether there were any. The households of
// the batch's entries are recounted in groups, each in its own transaction; only then does the seq advance. An
// interrupted or repeated batch is harmless: the stored state of a household is always a complete recount.
func Advance(ctx context.Context, store *db.Store) (bool, error) {
	var seq, until int64
	var ids []household.ID
	err := store.Read(ctx, actor.System(), func(tx *db.Tx) (err error) {
		if seq, err = countedTo(tx); err != nil {
			return err
		}
		var entries []newEntry
		err = tx.Raw(`SELECT e.id, e.kind FROM seal s
			LEFT JOIN resolution r ON r.entry = s.entry JOIN entry e ON e.id = COALESCE(r.original, s.entry)
			WHERE s.seq > ? AND s.seq <= ?`,
			seq, seq+stepEntries).Scan(&entries).Error
		if err != nil || len(entries) == 0 {
			return err
		}
		until = seq + int64(len(entries)) // seals have no gap
		ids, err = households(tx, entries)
		return err
	})
	if err != nil || until == 0 {
		return false, err
	}
	for part := range slices.Chunk(ids, stepHouseholds) {
		if err := store.Write(ctx, actor.System(), func(tx *db.Tx) error { return count(tx, part) }); err != nil {
			return false, err
		}
	}
	return true, store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		if seq == 0 {
			err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&stateRow{ID: 1}).Error
			if err != nil {
				return err
			}
		}
		return tx.Model(&stateRow{}).Where("id = 1 AND seq = ?", seq).Update("seq", until).Error
	})
}

// countedTo returns the seq through which everything is counted.
func countedTo(tx *db.Tx) (int64, error) {
	var state stateRow
	err := tx.Where("id = 1").Limit(1).Find(&state).Error
	return state.Seq, err
}

// count recounts some households: it stores their current state, and updates the sums of their areas.
func count(tx *db.Tx, ids []household.ID) error {
	if tx.Engine == db.Postgres {
		if err := tx.Exec("SELECT pg_advisory_xact_lock(?)", advisoryLock).Error; err != nil {
			return err
		}
	}
	was, err := storedStates(tx, ids)
	if err != nil {
		return err
	}
	now, err := currentStates(tx, ids)
	if err != nil {
		return err
	}
	if err := storeStates(tx, was, now); err != nil {
		return err
	}
	return addToAreas(tx, differences(was, now))
}

func storeStates(tx *db.Tx, was, now map[household.ID]householdState) error {
	var changed []householdState
	for id, s := range now {
		if old, is := was[id]; !is || old != s {
			changed = append(changed, s)
		}
	}
	var gone []household.ID
	for id := range was {
		if _, is := now[id]; !is {
			gone = append(gone, id)
		}
	}
	if len(gone) > 0 {
		if err := tx.Where("household IN ?", gone).Delete(&householdState{}).Error; err != nil {
			return err
		}
	}
	if len(changed) == 0 {
		return nil
	}
	slices.SortFunc(changed, func(a, b householdState) int {
		return strings.Compare(string(a.Household), string(b.Household))
	})
	all := clause.OnConflict{Columns: []clause.Column{{Name: "household"}}, UpdateAll: true}
	return tx.Clauses(all).Create(&changed).Error
}

// addToAreas adds to the sums of areas.
func addToAreas(tx *db.Tx, changed map[cell]Counts) error {
	const add = `INSERT INTO summary_area (organisation, area_path, households, people, grade0, grade1, grade2, grade3,
			grade4, carded, entitled, served, reached, reported) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (organisation, area_path) DO UPDATE SET households = summary_area.households + excluded.households,
			people = summary_area.people + excluded.people, grade0 = summary_area.grade0 + excluded.grade0,
			grade1 = summary_area.grade1 + excluded.grade1, grade2 = summary_area.grade2 + excluded.grade2,
			grade3 = summary_area.grade3 + excluded.grade3, grade4 = summary_area.grade4 + excluded.grade4,
			carded = summary_area.carded + excluded.carded, entitled = summary_area.entitled + excluded.entitled,
			served = summary_area.served + excluded.served, reached = summary_area.reached + excluded.reached,
			reported = summary_area.reported + excluded.reported`
	for c, n := range changed {
		err := tx.Exec(add, string(c.Organisation), c.AreaPath, n.Households, n.People, n.Grades[0], n.Grades[1], n.Grades[2],
			n.Grades[3], n.Grades[4], n.Carded, n.Entitled, n.Served, n.Reached, n.Reported).Error
		if err != nil {
			return err
		}
	}
	return nil
}
