package area

import (
	"tripol/internal/actor"
	"tripol/internal/journal"
)

// Kinds declares the kinds of entries of this package.
var Kinds = []journal.Kind{
	{
		Name: "area.put", Form: journal.Request, Decided: journal.Function(Put), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Administrator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"area", "area_alias", "area_outline"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "area.alias", Form: journal.Request, Decided: journal.Function(SetAliases), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Administrator, actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"area_own_alias"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
}
