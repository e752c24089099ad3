package web

import (
	"tripol/internal/fault"
	"tripol/internal/upgrade"
)

// Upgrades is how the office learns about upgrades of the program and asks for one.
type Upgrades struct {
	Ask     func() // ends the server; the supervisor looks for a new program
	Last    func() (*upgrade.Outcome, error)
	Waiting func() (bool, error)
	Retry   func() error
}

// UpgradeView is the state of upgrades.
type UpgradeView struct {
	Possible bool `json:"possible"` // a supervisor runs, so a new program file beside the old one is put into force
	Waiting  bool `json:"waiting"`  // a new program file lies there
	// Last is what became of the last one; null: there was none.
	Last *upgrade.Outcome `json:"last"`
}

func showUpgrade(c *call) (out UpgradeView, err error) {
	if err := c.session.Actor.MustSteward(); err != nil {
		return out, err
	}
	u := c.server.Upgrades
	if u == nil {
		return out, nil
	}
	out.Possible = true
	if out.Last, err = u.Last(); err != nil {
		return out, err
	}
	out.Waiting, err = u.Waiting()
	return out, err
}

// startUpgrade ends the server; the supervisor upgrades and starts it again.
func startUpgrade(c *call, _ Nothing) (UpgradeView, error) {
	if err := c.session.Actor.MustSteward(); err != nil {
		return UpgradeView{}, err
	}
	u := c.server.Upgrades
	if u == nil {
		return UpgradeView{}, fault.New(fault.Conflict, "upgrade_by_hand",
			"This program runs without a supervisor: stop it and replace the file by hand.")
	}
	if err := u.Retry(); err != nil {
		return UpgradeView{}, err
	}
	view, err := showUpgrade(c)
	if err != nil {
		return view, err
	}
	if !view.Waiting {
		return view, fault.New(fault.Conflict, "upgrade_none",
			"No new program lies beside this one. Copy it there as tripol-new.")
	}
	u.Ask()
	return view, nil
}
