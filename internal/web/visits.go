package web

import (
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/people"
	"tripol/internal/summary"
)

// VisitView is a visit that did not reach a family.
type VisitView struct {
	Result  household.VisitResult `json:"result" empty:"true"` // empty: the reader may not know it
	AgainOn string                `json:"again_on"`            // date of the next visit; empty without one
	By      string                `json:"by"`
	At      db.Instant            `json:"at"`
}

// viewVisits returns the visits that did not reach a household, oldest first.
func viewVisits(tx *db.Tx, id household.ID) ([]VisitView, error) {
	visits, err := household.Visits(tx, id)
	if err != nil {
		return nil, err
	}
	accounts := make([]string, len(visits))
	for i, v := range visits {
		accounts[i] = string(v.VisitedBy)
	}
	who, err := people.Names(tx, accounts)
	views := make([]VisitView, len(visits))
	for i, v := range visits {
		views[i] = VisitView{Result: v.Result, AgainOn: v.AgainOn, By: who[accounts[i]], At: v.OccurredAt}
	}
	return views, err
}

// visitEvents are the visits of a household's history.
func visitEvents(tx *db.Tx, id household.ID) ([]event, error) {
	visits, err := household.Visits(tx, id)
	lines := make([]event, len(visits))
	for i, v := range visits {
		lines[i] = event{
			EventView: EventView{Deed: "not_reached", Visit: v.Result, AgainOn: v.AgainOn}, entry: v.Entry,
			by: string(v.VisitedBy),
		}
	}
	return lines, err
}

// NotReachedView counts the families of an area that are known and not reached, by the result of the newest visit.
type NotReachedView struct {
	Area area.Key `json:"area"`
	AreaNames
	NotTried int64 `json:"not_tried"` // from a list, and nobody has visited them
	Gone     int64 `json:"gone"`
	Flooded  int64 `json:"flooded"`
	Refused  int64 `json:"refused"`
	ComeBack int64 `json:"come_back"`
	// AgainOn is the earliest date of a next visit; empty without one.
	AgainOn string `json:"again_on"`
}

func listNotReached(c *call) (out Rows[NotReachedView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		path, err := pathOf(c, tx)
		if err != nil {
			return err
		}
		counted, err := summary.NotReachedBy(tx, path)
		if err != nil {
			return err
		}
		keys := make([]area.Key, len(counted))
		for i, n := range counted {
			keys[i] = n.Area
		}
		names, err := areaNames(tx, keys)
		views := make([]NotReachedView, len(counted))
		for i, n := range counted {
			views[i] = NotReachedView{
				Area: n.Area, AreaNames: names[n.Area], NotTried: n.NotTried, Gone: n.Gone, Flooded: n.Flooded,
				Refused: n.Refused, ComeBack: n.ComeBack, AgainOn: n.AgainOn,
			}
		}
		out = rowsOf(views, "")
		return err
	})
}
