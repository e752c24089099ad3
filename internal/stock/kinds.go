package stock

import (
	"tripol/internal/actor"
	"tripol/internal/journal"
)

// Kinds declares the kinds of entries of this package.
var Kinds = []journal.Kind{
	{
		Name: "item.add", Form: journal.Request, Decided: journal.Function(AddItem), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Administrator, actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"item"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "store.add", Form: journal.Request, Decided: journal.Function(AddStore), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Administrator, actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"store"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "stock.receive", Form: journal.Request, Decided: journal.Function(Receive), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Storekeeper, actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"balance", "leg", "movement"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "stock.dispatch", Form: journal.Request, Decided: journal.Function(Dispatch), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Storekeeper, actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"balance", "leg", "movement", "waybill", "waybill_line"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "stock.accept", Form: journal.Request, Decided: journal.Function(Accept), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Storekeeper, actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"balance", "leg", "movement", "waybill", "waybill_line"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.Raised{"over_receipt", "short_receipt"},
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "stock.reverse", Form: journal.Request, Decided: journal.Function(Reverse), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"balance", "leg", "movement", "waybill", "waybill_line"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
}
