package app

import "time"

// ChoosePort is choosePort, for tests.
var ChoosePort = choosePort

// SetBuilt replaces the day on which the program was built.
func (a *App) SetBuilt(at time.Time) { a.built, a.clock = at, "" }
