package web

import (
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// PositionsView is an organisation's setting on positions of houses, and the author of the last decision.
type PositionsView struct {
	Enabled bool        `json:"enabled"`
	By      string      `json:"by"`
	At      *db.Instant `json:"at"` // null: nobody has decided, and it is off
}

func showPositions(c *call) (out PositionsView, err error) {
	return out, c.read(func(tx *db.Tx) error {
		setting, err := household.Positions(tx, tx.Actor.Organisation, tx.Now)
		if err != nil || setting.At.IsZero() {
			return err
		}
		who, err := people.Names(tx, []string{string(setting.By)})
		out = PositionsView{Enabled: setting.Enabled, By: who[string(setting.By)], At: known(setting.At)}
		return err
	})
}

// PositionView is the newest position of a house.
type PositionView struct {
	Recorded bool        `json:"recorded"`
	Lon      float64     `json:"lon"`
	Lat      float64     `json:"lat"`
	Accuracy float64     `json:"accuracy_m"`
	By       string      `json:"by"`
	At       *db.Instant `json:"at"`
}

// showPosition is the only response that contains the position of a house.
func showPosition(c *call) (out PositionView, err error) {
	id, err := c.id("household")
	if err != nil {
		return out, err
	}
	opening := c.Query("opening")
	if !household.ID(opening).WellFormed() {
		return out, notFound("opening")
	}
	return out, c.read(func(tx *db.Tx) error {
		found, err := household.PositionOf(tx, household.ID(id), journal.EntryID(opening))
		if err != nil || found == nil {
			return err
		}
		who, err := people.Names(tx, []string{string(found.By)})
		out = PositionView{
			Recorded: true, Lon: found.Lon, Lat: found.Lat, Accuracy: found.Accuracy, By: who[string(found.By)],
			At: known(found.At),
		}
		return err
	})
}
