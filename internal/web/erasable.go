package web

import (
	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/grievance"
)

// ErasableView is a complaint to be erased, as somebody sees it who may not read it: neither what it says nor who
// complained.
type ErasableView struct {
	ID   grievance.ID `json:"id"`
	Area area.Key     `json:"area"`
	AreaNames
	RecordedAt db.Instant `json:"recorded_at"`
}

func showErasable(c *call) (out ErasableView, err error) {
	return out, c.read(func(tx *db.Tx) error {
		found, err := grievance.ToErase(tx, c.Query("reference"))
		if err != nil {
			return err
		}
		places, err := areaNames(tx, []area.Key{found.Area})
		out = ErasableView{ID: found.ID, Area: found.Area, AreaNames: places[found.Area], RecordedAt: found.RecordedAt}
		return err
	})
}
