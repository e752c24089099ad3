package exchange

// LetFormulasThrough switches off what keeps a cell from running, for the control of B57.
func (e *Export) LetFormulasThrough() { e.harmed = func(string) bool { return false } }
