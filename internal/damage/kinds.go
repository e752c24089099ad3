package damage

import (
	"tripol/internal/household"
	"tripol/internal/journal"
)

// Kinds declares the kinds of entries of this package.
var Kinds = []journal.Kind{
	{
		Name: "damage.assess", Form: journal.Fact, Decided: journal.Function(Assess), Persons: journal.OnePerson,
		Roles: household.Recorders, Phones: journal.PushToken,
		WaitsFor: household.AwaitsHousehold, Makes: journal.References{{Path: "/id", Prefix: "assessment:"}},
		Personal: journal.PersonalOf(household.Named),
		Tables: journal.Tables{
			"assessment", "assessment_photo", "photo_erasure", "photo_evidence", "picture_evidence",
		},
		Generates: journal.GeneratesNothing,
		Counts:    journal.CountsOf("SELECT household FROM assessment WHERE entry IN ?", "observed", "reported"),
		Feed:      journal.Feed{household.FamilyEvent("assessment w ON w.entry = e.id", "w.household")},
		Raises:    journal.Raised{"photo_elsewhere", "photo_two_houses"},
		Bulk:      journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "damage.photograph", Form: journal.Fact, Decided: journal.Function(Photograph), Persons: journal.OnePerson,
		Roles: household.Recorders, Phones: journal.PushToken,
		WaitsFor: household.AwaitsHousehold, Makes: journal.NoReference,
		Personal:  journal.PersonalOf(household.Named),
		Tables:    journal.Tables{"house_photo", "photo_erasure", "photo_evidence", "picture_evidence"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.Raised{"photo_elsewhere", "photo_two_houses"},
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "damage.report", Form: journal.Fact, Decided: journal.Function(Report), Persons: journal.OnePerson,
		Roles: household.Recorders, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.PersonalOf(household.Named),
		Tables:    journal.Tables{"reported_damage"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.CountsOf("SELECT household FROM reported_damage WHERE entry IN ?", "reported"),
		Feed:      journal.Feed{household.FamilyEvent("reported_damage w ON w.entry = e.id", "w.household")},
		Raises:    journal.RaisesNothing,
		Bulk:      journal.InBulk(ReportMany), Lock: journal.SharedTransaction,
	},
	{
		Name: "damage.verify", Form: journal.Request, Decided: journal.Function(VerifyAssessment),
		Persons: journal.SecondStep,
		// A request in the outbox: the two-person rule and the first of two second grades decide when it arrives.
		Roles: household.Recorders, Phones: journal.PushToken,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"verification"},
		Generates: journal.GeneratesNothing,
		Counts: journal.CountsOf(
			"SELECT a.household FROM verification v JOIN assessment a ON a.id = v.assessment WHERE v.entry IN ?",
			"grades", "reached"),
		Feed: journal.Feed{household.FamilyEvent(
			"verification v ON v.entry = e.id JOIN assessment w ON w.id = v.assessment", "w.household")},
		Raises: journal.Raised{"grades_differ"},
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "situation.report", Form: journal.Fact, Decided: journal.Function(ReportSituation),
		Persons: journal.OnePerson,
		Roles:   Reporters, Phones: journal.PushToken,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"situation_report", "written_place"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
}
