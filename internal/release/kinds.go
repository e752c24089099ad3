package release

import (
	"tripol/internal/actor"
	"tripol/internal/journal"
)

// Kinds declares the kinds of entries of this package.
var Kinds = []journal.Kind{
	{
		Name: "release.publish", Form: journal.Request, Decided: journal.NoFunction[ReleasePublish](),
		Persons: journal.OnePerson,
		Roles:   journal.Roles{actor.Administrator, actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"release", "release_area", "release_campaign"},
		Generates: journal.Generated{"release.number"},
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
}
