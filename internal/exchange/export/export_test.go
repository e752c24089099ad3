package export

// LetFormulasThrough disables the protection against formula injection, for the control of B57.
func (e *Export) LetFormulasThrough() { e.isFormula = func(string) bool { return false } }
