package campaign

import (
	"tripol/internal/actor"
	"tripol/internal/journal"
)

// Kinds declares the kinds of entries of this package.
var Kinds = []journal.Kind{
	{
		Name: "campaign.add", Form: journal.Request, Decided: journal.Function(Add), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Coordinator, actor.Treasurer}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"campaign"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "pledge.record", Form: journal.Request, Decided: journal.Function(RecordPledge), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Treasurer}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.OfWorkersOrDonors,
		Tables:    journal.Tables{"pledge"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "payment.record", Form: journal.Request, Decided: journal.Function(RecordPayment),
		Persons: journal.OnePerson,
		Roles:   journal.Roles{actor.Treasurer}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.OfWorkersOrDonors,
		Tables:    journal.Tables{"payment"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "home.promise", Form: journal.Request, Decided: journal.Function(Promise), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"campaign", "home", "home_step"},
		Generates: journal.Generated{"campaign.next_home", "home.id", "home.number"},
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "home.advance", Form: journal.Request, Decided: journal.Function(Advance), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"home", "home_step"},
		Generates: journal.Generated{"home.steps"},
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
}
