package card

import (
	"tripol/internal/household"
	"tripol/internal/journal"
)

// Kinds declares the kinds of entries of this package.
var Kinds = []journal.Kind{
	{
		Name: "card.print_batch", Form: journal.Request, Decided: journal.FunctionAbove[CardPrintBatch](),
		Persons: journal.OnePerson,
		Roles:   printers, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"card", "card_batch", "card_key"},
		Generates: journal.Generated{"card.code", "card.id", "card_batch.number", "card_key.kid", "card_key.public_key"},
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "card.bind", Form: journal.Fact, Decided: journal.Function(Bind), Persons: journal.OnePerson,
		Roles: binders, Phones: journal.PushToken,
		WaitsFor: household.AwaitsHousehold, Makes: journal.References{{Path: "/household", Prefix: "binding:"}},
		Personal:  journal.PersonalOf(household.Named),
		Tables:    journal.Tables{"card_binding"},
		Generates: journal.Generated{"card_binding.generation"},
		Counts:    journal.CountsOf("SELECT household FROM card_binding WHERE entry IN ?", "carded"),
		Feed:      journal.Feed{household.FamilyEvent("card_binding w ON w.entry = e.id", "w.household")},
		Raises:    journal.RaisesNothing,
		Bulk:      journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "card.retract", Form: journal.Fact, Decided: journal.Function(Retract), Persons: journal.OnePerson,
		Roles: binders, Phones: journal.PushToken,
		WaitsFor: journal.References{{Path: "/household", Prefix: "binding:"}}, Makes: journal.NoReference,
		Personal:  journal.PersonalOf(household.Named),
		Tables:    journal.Tables{"card_revocation"},
		Generates: journal.GeneratesNothing,
		Counts: journal.CountsOf(
			"SELECT b.household FROM card_revocation r JOIN card_binding b ON b.card = r.card WHERE r.entry IN ?",
			"carded"),
		Feed: journal.Feed{
			{Type: "revoked", Columns: "c.card", Join: "JOIN card_revocation c ON c.entry = e.id"},
			household.FamilyEvent("card_revocation c ON c.entry = e.id JOIN card_binding w ON w.card = c.card", "w.household"),
		},
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "card.revoke", Form: journal.Request, Decided: journal.Function(Revoke), Persons: journal.OnePerson,
		Roles: printers, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"card_revocation"},
		Generates: journal.GeneratesNothing,
		Counts: journal.CountsOf(
			"SELECT b.household FROM card_revocation r JOIN card_binding b ON b.card = r.card WHERE r.entry IN ?",
			"carded"),
		Feed:   journal.Feed{{Type: "revoked", Columns: "c.card", Join: "JOIN card_revocation c ON c.entry = e.id"}},
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
}
