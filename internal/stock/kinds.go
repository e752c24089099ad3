package stock

import (
	"tripol/internal/actor"
	"tripol/internal/journal"
)

// keepers record what happens in a store.
var keepers = []actor.Role{actor.Storekeeper, actor.Coordinator}

// A phone of a store's keeper hears that goods are on the way, or have come. A dispatch of another organisation is not
// in the feed; its waybill comes with the next pack.
var (
	sentEvent = journal.FeedEvent{
		Type: "waybill", Reach: keepers, Columns: "w.to_path AS path",
		Join: "JOIN movement v ON v.entry = e.id JOIN waybill w ON w.id = v.id",
	}
	acceptedEvent = journal.FeedEvent{
		Type: "waybill", Reach: keepers, Columns: "w.to_path AS path",
		Join: `JOIN movement v ON v.entry = e.id JOIN leg l ON l.movement = v.id AND l.account LIKE 'transit:%'
			JOIN waybill w ON 'transit:' || CAST(w.id AS TEXT) = l.account`,
	}
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
		Roles: keepers, Phones: journal.NoPhone,
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
		Roles: keepers, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"balance", "leg", "movement", "waybill", "waybill_line"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.Feed{sentEvent},
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "stock.accept", Form: journal.Request, Decided: journal.Function(Accept), Persons: journal.OnePerson,
		Roles: keepers, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"balance", "leg", "movement", "waybill", "waybill_line"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.Feed{acceptedEvent},
		Raises: journal.Raised{"over_receipt", "short_receipt"},
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "waybill.arrived", Form: journal.Fact, Decided: journal.Function(Arrive), Persons: journal.OnePerson,
		Roles: keepers, Phones: journal.PushToken,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal: journal.NoPersonalData,
		Tables: journal.Tables{
			"balance", "exception_settlement", "leg", "movement", "waybill", "waybill_arrival", "waybill_arrival_line",
			"waybill_line",
		},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.Feed{acceptedEvent},
		Raises: journal.Raised{"arrival_differs", "arrival_unmatched", "over_receipt", "short_receipt"},
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "stock.count", Form: journal.Fact, Decided: journal.Function(Count), Persons: journal.OnePerson,
		Roles: keepers, Phones: journal.PushToken,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"stock_count", "stock_count_line"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.Raised{"stock_count_differs"},
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "stock.reverse", Form: journal.Request, Decided: journal.Function(Reverse), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"balance", "leg", "movement", "waybill", "waybill_line"},
		Generates: journal.Generated{"movement.id"},
		Counts:    journal.NoCounts, Feed: journal.Feed{acceptedEvent},
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
}
