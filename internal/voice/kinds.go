package voice

import "tripol/internal/journal"

// Kinds declares the kinds of entries of this package.
var Kinds = []journal.Kind{
	{
		Name: "voice.record", Form: journal.Request, Decided: journal.Function(Record), Persons: journal.OnePerson,
		Roles: Editors, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.OfWorkersOrDonors,
		Tables:    journal.Tables{"voice_dialect", "voice_recording"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "voice.withdraw", Form: journal.Request, Decided: journal.Function(Withdraw), Persons: journal.OnePerson,
		Roles: Editors, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.OfWorkersOrDonors,
		Tables:    journal.Tables{"voice_dialect", "voice_recording"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
}
