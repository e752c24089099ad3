package media

import (
	"path/filepath"

	"tripol/internal/db"
	"tripol/internal/fault"
)

// Each hands over every photo's row in the order of the ids, a few hundred in memory at a time.
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

// Path is where a photo's file lies under dir, for whoever carries the files of all; an id that is none is refused.
func Path(dir string, id ID) (string, error) {
	if !id.wellFormed() {
		return "", fault.Field("/photo", "malformed_id", "A photo's id is a UUID in lower case.")
	}
	return filepath.Clean(id.path(dir)), nil
}
