package media

import (
	"path/filepath"

	"tripol/internal/db"
	"tripol/internal/fault"
)

// Each calls do for every photo's row in the order of the ids, a few hundred in memory at a time.
func Each(tx *db.Tx, do func(Photo) error) error {
	after := ID("")
	for {
		var rows []Photo
		q := tx.Scopes(db.OneOrganisation(tx.Actor)).Order("id").Limit(chunk)
		if after != "" {
			q = q.Where("id > ?", after)
		}
		if err := q.Find(&rows).Error; err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			if err := do(row); err != nil {
				return err
			}
		}
		after = rows[len(rows)-1].ID
	}
}

// Path returns the path of a photo's file under dir; a malformed id is rejected.
func Path(dir string, id ID) (string, error) {
	if !id.wellFormed() {
		return "", fault.Field("/photo", "malformed_id", "A photo's id must be a lower-case UUID.")
	}
	return filepath.Clean(id.path(dir)), nil
}
