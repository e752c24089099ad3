package distribution

import (
	"tripol/internal/actor"
	"tripol/internal/journal"
)

// servers hand goods over.
var servers = []actor.Role{actor.Distributor, actor.Coordinator}

// keepers record what happens in a store.
var keepers = []actor.Role{actor.Storekeeper, actor.Coordinator}

// handlers record goods that go from a store to a distributor: either side may.
var handlers = []actor.Role{actor.Storekeeper, actor.Coordinator, actor.Distributor}

// The distribution of an approval has its moment; another entry of that very moment is only counted for nothing. One
// that waited for a second person has the moment of the entry that marks its decision.
const approvedHouseholds = "SELECT c.household FROM " + journal.DecidedAt + `
	JOIN distribution d ON d.approved_at = m.recorded_at JOIN entitlement c ON c.distribution = d.id WHERE e.id IN ?`

const undoneHouseholds = `SELECT r.household FROM handover_undo u JOIN handover_record r ON r.id = u.handover
	WHERE u.entry IN ? AND r.household IS NOT NULL`

var servedEvent = journal.FeedEvent{
	Type: "served", Reach: servers,
	Columns: "g.entitlement, g.distribution, g.given_at AS at, d.store_name AS place, d.store_name_bn AS place_bn, " +
		"d.store_name_hi AS place_hi, d.area_path AS path",
	Join: `JOIN handover g ON g.entry = e.id AND g.status = 'accepted'
		JOIN distribution d ON d.id = g.distribution`,
}

var undoneEvent = journal.FeedEvent{
	Type: "undone", Reach: servers,
	Columns: "h.entitlement, h.distribution, d.area_path AS path",
	Join: `JOIN handover_undo u ON u.entry = e.id
		JOIN handover_record h ON h.id = u.handover AND h.entitlement IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM handover g WHERE g.entitlement = h.entitlement AND g.status = 'accepted')
		JOIN distribution d ON d.id = h.distribution`,
}

// stillServedEvent is sent when one of two handovers was undone: the other one counts, and phones must not take the
// family for one that was not served.
var stillServedEvent = journal.FeedEvent{
	Type: "served", Reach: servers, Columns: servedEvent.Columns,
	Join: `JOIN handover_undo u ON u.entry = e.id
		JOIN handover_record h ON h.id = u.handover
		JOIN handover g ON g.entitlement = h.entitlement AND g.status = 'accepted'
		JOIN distribution d ON d.id = g.distribution`,
}

// Kinds declares the kinds of entries of this package.
var Kinds = []journal.Kind{
	{
		Name: "distribution.plan", Form: journal.Request, Decided: journal.Function(Plan), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"candidate", "candidate_input", "distribution", "distribution_line", "list_key"},
		Generates: journal.Generated{"candidate.commitment", "distribution.digest", "list_key.key"},
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "distribution.approve", Form: journal.Request, Decided: journal.Function(Approve),
		Persons: journal.SecondStep,
		Roles:   journal.Roles{actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal: journal.ByCardOrList,
		Tables: journal.Tables{
			"candidate", "candidate_input", "distribution", "entitlement", "entitlement_item",
			"household_lift", "pending_action",
		},
		Generates: journal.Generated{"entitlement.id"},
		Counts:    journal.CountsOf(approvedHouseholds, "entitled"), Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "distribution.open", Form: journal.Request, Decided: journal.Function(Open), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"distribution"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts,
		Feed:      journal.Feed{{Type: "list"}},
		Raises:    journal.RaisesNothing,
		Bulk:      journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "distribution.close", Form: journal.Request, Decided: journal.Function(Close), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"distribution"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts,
		Feed:      journal.Feed{{Type: "list"}},
		Raises:    journal.RaisesNothing,
		Bulk:      journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "distribution.lanes", Form: journal.Request, Decided: journal.Function(SetLanes),
		Persons: journal.OnePerson,
		Roles:   journal.Roles{actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal: journal.ByCardOrList,
		Tables: journal.Tables{
			"distribution_lane", "distribution_lane_key", "distribution_lanes", "distribution_leader",
		},
		Generates: journal.Generated{
			"distribution_lane_key.key", "distribution_lane_key.wrapped", "distribution_leader.proof",
			"distribution_leader.salt",
		},
		Counts: journal.NoCounts,
		Feed:   journal.Feed{{Type: "list"}},
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "distribution.leader", Form: journal.Request, Decided: journal.Function(SetLeader),
		Persons: journal.OnePerson,
		Roles:   journal.Roles{actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"list_leader"},
		Generates: journal.Generated{"list_leader.proof", "list_leader.salt"},
		Counts:    journal.NoCounts,
		Feed:      journal.Feed{{Type: "list"}},
		Raises:    journal.RaisesNothing,
		Bulk:      journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "lane.free", Form: journal.Request, Decided: journal.Function(FreeLane), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Coordinator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"distribution_lane"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts,
		Feed:      journal.Feed{{Type: "list"}},
		Raises:    journal.RaisesNothing,
		Bulk:      journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "custody.load", Form: journal.Request, Decided: journal.Function(Load), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Distributor, actor.Coordinator, actor.Storekeeper}, Phones: journal.FullToken,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"balance", "custody_count", "custody_load", "handover_record", "leg", "movement"},
		Generates: journal.Generated{"movement.id"},
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.Raised{"count_differs", "custody_loaded_twice"},
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "custody.handed", Form: journal.Fact, Decided: journal.Function(Hand), Persons: journal.OnePerson,
		Roles: handlers, Phones: journal.PushToken,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"balance", "custody_count", "custody_load", "handover_record", "leg", "movement"},
		Generates: journal.Generated{"movement.id"},
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.Raised{"count_differs", "custody_load_differs", "custody_loaded_twice", "stock_short"},
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "handover.give", Form: journal.Request, Decided: journal.Function(Give), Persons: journal.OnePerson,
		Roles: servers, Phones: journal.FullToken,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"balance", "handover", "leg", "movement"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.CountsOf("SELECT household FROM handover WHERE entry IN ?", "served", "reached"),
		Feed:      journal.Feed{servedEvent},
		Raises:    journal.RaisesNothing,
		Bulk:      journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "handover.record", Form: journal.Fact, Decided: journal.Function(Record), Persons: journal.OnePerson,
		Roles: servers, Phones: journal.PushToken,
		WaitsFor: journal.NoReference, Makes: journal.References{{Path: "/id", Prefix: "handover:"}},
		Personal: journal.ByCardOrList,
		Tables: journal.Tables{
			"balance", "handover", "handover_record", "handover_record_item", "leg", "movement",
		},
		Generates: journal.Generated{"movement.id"},
		Counts:    journal.CountsOf("SELECT household FROM handover WHERE entry IN ?", "served", "reached"),
		Feed:      journal.Feed{servedEvent},
		Raises: journal.Raised{
			"after_close", "card_not_good", "card_of_another", "custody_short", "double_handover",
			"handover_of_nobody", "off_list", "off_list_over_quota", "stock_short",
		},
		Bulk: journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "handover.undo", Form: journal.Fact, Decided: journal.Function(Undo), Persons: journal.OnePerson,
		Roles: servers, Phones: journal.PushToken,
		WaitsFor: journal.References{{Path: "/handover", Prefix: "handover:"}}, Makes: journal.NoReference,
		Personal: journal.ByCardOrList,
		Tables: journal.Tables{
			"balance", "exception_settlement", "handover", "handover_record", "handover_undo", "leg",
			"movement",
		},
		Generates: journal.Generated{"movement.id"},
		Counts:    journal.CountsOf(undoneHouseholds, "served", "reached"),
		Feed:      journal.Feed{undoneEvent, stillServedEvent},
		Raises:    journal.RaisesNothing,
		Bulk:      journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "custody.close", Form: journal.Fact, Decided: journal.Function(CloseCustody), Persons: journal.OnePerson,
		Roles: servers, Phones: journal.PushToken,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"balance", "custody_count", "custody_count_line", "leg", "movement"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.Raised{"count_differs", "custody_count_differs"},
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "custody.returned", Form: journal.Fact, Decided: journal.Function(Return), Persons: journal.OnePerson,
		Roles: keepers, Phones: journal.PushToken,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"balance", "custody_count", "custody_count_line", "leg", "movement"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.Raised{"count_differs", "custody_count_differs"},
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "lane.open", Form: journal.Fact, Decided: journal.Function(OpenLane), Persons: journal.OnePerson,
		Roles: servers, Phones: journal.PushToken,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"lane_opening"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.Raised{"lane_opened"},
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "list.searched", Form: journal.Fact, Decided: journal.Function(Searched), Persons: journal.OnePerson,
		Roles: servers, Phones: journal.PushToken,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
}
