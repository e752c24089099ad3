package web

import (
	"tripol/internal/db"
	"tripol/internal/people"
)

// AutolockView is the number of minutes without use after which an organisation's phones lock, and the author of the
// last decision.
type AutolockView struct {
	Minutes int         `json:"minutes"`
	By      string      `json:"by"`
	At      *db.Instant `json:"at"` // null: nobody has decided
}

func showAutolock(c *call) (out AutolockView, err error) {
	return out, c.read(func(tx *db.Tx) error {
		setting, err := people.Autolock(tx, tx.Actor.Organisation)
		out = AutolockView{Minutes: setting.Minutes, At: known(setting.At)}
		if err != nil || setting.At.IsZero() {
			return err
		}
		who, err := people.Names(tx, []string{string(setting.By)})
		out.By = who[string(setting.By)]
		return err
	})
}
