package grievance

import (
	"tripol/internal/actor"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// subject is the kind of subject that a complaint is: a part of what concerns its household.
const subject = "grievance"

// takerEvent tells the phones of the worker who took a complaint, and no others, that its state changed.
func takerEvent(table string) journal.Feed {
	return journal.Feed{{
		Type: "complaint", Columns: "g.id AS grievance, g.taken_by AS account, g.area_path AS path",
		Reach: household.Recorders, Join: "JOIN " + table + " c ON c.entry = e.id JOIN grievance g ON g.id = c.grievance",
	}}
}

// Kinds declares the kinds of entries of this package.
var Kinds = []journal.Kind{
	{
		Name: "grievance.take", Form: journal.Fact, Decided: journal.Function(Take), Persons: journal.OnePerson,
		Roles: household.Recorders, Phones: journal.PushToken,
		WaitsFor: household.AwaitsHousehold, Makes: journal.References{{Path: "/id", Prefix: "grievance:"}},
		Personal:  journal.PersonalOf(household.Named, journal.SubjectField{Field: "id", Kind: subject}),
		Tables:    journal.Tables{"grievance", "written_place"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "grievance.settle", Form: journal.Request, Decided: journal.Function(Settle), Persons: journal.SecondStep,
		Roles: journal.Roles{actor.Coordinator, actor.ProtectionOfficer}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal: journal.PersonalOf(
			journal.SubjectField{Field: "grievance", Kind: subject},
			journal.SubjectField{Field: "grievance", Kind: subject, Part: true},
		),
		Tables:    journal.Tables{"grievance_settlement", "pending_action"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: takerEvent("grievance_settlement"),
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "grievance.brought", Form: journal.Fact, Decided: journal.Function(Bring), Persons: journal.OnePerson,
		Roles: household.Recorders, Phones: journal.PushToken,
		WaitsFor: journal.References{{Path: "/grievance", Prefix: "grievance:"}}, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"grievance_brought"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: takerEvent("grievance_brought"),
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "grievance.open", Form: journal.Request, Decided: journal.Function(Open), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.ProtectionOfficer}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"grievance_opening"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "grievance.erase", Form: journal.Request, Decided: journal.Function(Erase), Persons: journal.SecondStep,
		Roles: journal.Roles(household.Erasers), Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal: journal.PersonalOf(journal.SubjectField{Field: "grievance", Kind: subject}),
		Tables: journal.Tables{
			"area_own_alias", "erasure", "grievance", "grievance_erasure", "grievance_settlement", "pending_action",
			"written_place",
		},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: takerEvent("grievance_erasure"),
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
}
