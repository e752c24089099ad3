package lists

import (
	"tripol/internal/actor"
	"tripol/internal/exchange/columns"
	"tripol/internal/form"
)

// ItemImporters are the roles that may import a list of items: those that may add one.
var ItemImporters = []actor.Role{actor.Administrator, actor.Coordinator}

// Importers returns the roles that may import a kind of list.
func Importers(kind string) []actor.Role {
	if kind == columns.Items {
		return ItemImporters
	}
	return []actor.Role{actor.Coordinator}
}

// Policy is the treatment of rows that resemble a registered family.
type Policy string

// Such rows are held for a person's decision, or all of them are registered.
const (
	Hold     Policy = "hold"
	Register Policy = "register"
)

var _ = form.Set("similar", Hold, Register)
