package web

import (
	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/household"
)

// UnplacedView is a family of a village's panchayat that has no village.
type UnplacedView struct {
	ID   household.ID `json:"id"`
	Name string       `json:"name"` // where none was given, its designation
	Size int          `json:"size"`
}

// listUnplaced lists the families that a plan for a village does not reach, unless they are included by choice.
func listUnplaced(c *call) (out Rows[UnplacedView], err error) {
	return out, c.read(func(tx *db.Tx) error {
		place, err := area.Get(tx, area.Key(c.Query("area")))
		if err != nil {
			return err
		}
		var rows []household.Household
		if place.Key.Level() == area.Village {
			if rows, err = household.Unplaced(tx, place.Path); err != nil {
				return err
			}
		}
		families := make(map[household.ID]household.Household, len(rows))
		for _, h := range rows {
			families[h.ID] = h
		}
		called, err := card.Called(tx, families, markWord(c.language()))
		if err != nil {
			return err
		}
		views := make([]UnplacedView, len(rows))
		for i, h := range rows {
			views[i] = UnplacedView{ID: h.ID, Name: called[h.ID], Size: h.People.Size()}
		}
		out = rowsOf(views, "")
		return nil
	})
}
