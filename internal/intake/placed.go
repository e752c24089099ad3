package intake

import (
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// giving is a payload that grants roles over areas.
type giving interface {
	valid
	Roles() []people.Grant
}

// placed rejects roles over unknown areas. The right to grant them is decided first, so that an area outside the
// actor's scope has the same result whether it exists or not.
func placed[T giving](
	change func(*db.Tx, journal.Entry, T) (journal.Outcome, error),
) func(*db.Tx, journal.Entry, T) (journal.Outcome, error) {
	return func(tx *db.Tx, e journal.Entry, in T) (journal.Outcome, error) {
		outcome, err := change(tx, e, in)
		if err != nil {
			return outcome, err
		}
		var paths []string
		for _, g := range in.Roles() {
			paths = append(paths, g.AreaPath)
		}
		missing, err := area.MissingPath(tx, paths)
		if err != nil || missing == "" {
			return outcome, err
		}
		return journal.Outcome{}, fault.New(fault.Missing, "area_unknown", "There is no such area.").At("/grants").
			With("path", missing)
	}
}
