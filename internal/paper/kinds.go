package paper

import (
	"tripol/internal/household"
	"tripol/internal/journal"
)

// settledForms is the join from a settlement to its form.
const settledForms = `paper_settlement s ON s.entry = e.id JOIN paper_use w ON w.organisation = s.organisation
	AND w.number = s.number`

// Kinds declares the kinds of entries of this package.
var Kinds = []journal.Kind{
	{
		Name: "paper.issue", Form: journal.Request, Decided: journal.Function(Issue), Persons: journal.OnePerson,
		Roles: issuers, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"paper_form", "paper_run"},
		Generates: journal.Generated{"paper_form.number", "paper_run.first", "paper_run.last"},
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "paper.enter", Form: journal.Request, Decided: journal.Function(Enter), Persons: journal.OnePerson,
		Roles: typists, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference,
		Makes: journal.References{
			{Path: "/id", Prefix: "household:"}, {Path: "/assessment", Prefix: "assessment:"},
		},
		Personal: journal.PersonalOf(journal.SubjectField{Field: "id", Kind: household.Subject}),
		Tables: journal.Tables{
			"assessment", "card_binding", "household", "household_consent", "household_entry", "household_key",
			"household_word", "paper_use", "sealed_note", "written_place",
		},
		Generates: journal.Generated{"card_binding.generation", "household_consent.id", "sealed_note.blob"},
		Counts: journal.CountsOf("SELECT household FROM paper_use WHERE entry IN ?",
			"households", "people", "carded", "observed"),
		Feed:   journal.Feed{household.FamilyEvent("paper_use w ON w.entry = e.id", "w.household")},
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "paper.cancel", Form: journal.Request, Decided: journal.Function(Cancel), Persons: journal.OnePerson,
		Roles: typists, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"paper_use"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "paper.retype", Form: journal.Request, Decided: journal.Function(Retype), Persons: journal.OnePerson,
		Roles: typists, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.PersonalOf(journal.SubjectField{Field: "id", Kind: household.Subject}),
		Tables:    journal.Tables{"paper_second"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "paper.settle", Form: journal.Request, Decided: journal.Function(Settle), Persons: journal.OnePerson,
		Roles: settlers, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.References{{Path: "/assessment", Prefix: "assessment:"}},
		Personal: journal.PersonalOf(household.Named),
		Tables: journal.Tables{
			"assessment", "card_binding", "household", "household_entry", "household_key", "household_word",
			"paper_settlement", "sealed_note",
		},
		Generates: journal.Generated{"card_binding.generation", "household_entry.n", "sealed_note.blob"},
		Counts: journal.CountsOf(`SELECT w.household FROM paper_settlement s JOIN paper_use w
			ON w.organisation = s.organisation AND w.number = s.number WHERE s.entry IN ?`,
			"people", "carded", "observed"),
		Feed:   journal.Feed{household.FamilyEvent(settledForms, "w.household")},
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
}
