package intake

import (
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// giving is a payload that gives roles over areas.
type giving interface{ Roles() []people.Grant }

// placed rejects roles over areas that do not exist. The authorisation to give them is decided first, so that an area
// outside the giver's scope looks the same whether it exists or not.
func placed(change journal.Change) journal.Change {
	return func(tx *db.Tx, e journal.Entry, in any) (journal.Outcome, error) {
		outcome, err := change(tx, e, in)
		if err != nil {
			return outcome, err
		}
		var paths []string
		for _, g := range in.(giving).Roles() { //nolint:forcetypeassert // New wraps no other type
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
