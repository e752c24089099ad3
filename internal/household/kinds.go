package household

import (
	"tripol/internal/actor"
	"tripol/internal/journal"
)

// Subject is the kind of subject that a household is.
const Subject = "household"

// Named is the field of payloads that names a household.
var Named = journal.SubjectField{Field: "household", Kind: Subject}

// AwaitsHousehold declares that a fact about a household waits for its registration.
var AwaitsHousehold = journal.References{{Path: "/household", Prefix: "household:"}}

const (
	concerned         = "SELECT household FROM household_entry WHERE entry IN ?"
	familyColumns     = "f.id AS household, f.area_path AS path"
	concernedFamilies = "JOIN household_entry w ON w.entry = e.id JOIN household f ON f.id = w.household"
)

// FamilyEvent tells phones that a household changed: its id is a column of a join to the entry e. It is a join,
// not a subquery per row, which took Postgres seconds for a thousand households.
func FamilyEvent(join, id string) journal.FeedEvent {
	return journal.FeedEvent{
		Type: "family", Columns: familyColumns, Reach: Recorders,
		Join: "JOIN " + join + " JOIN household f ON f.id = " + id,
	}
}

// Effects of a decision on a written place: it moves families, which count elsewhere and can leave a phone's areas.
var (
	movedCounts = journal.CountsOf("SELECT household FROM household_move WHERE entry IN ?",
		"households", "people", "grades", "carded", "entitled", "served", "reached", "reported")
	movedFeed = journal.Feed{{
		Type: "family", Columns: familyColumns, Reach: Recorders, BeyondReach: true,
		Join: "JOIN household_move w ON w.entry = e.id JOIN household f ON f.id = w.household",
	}}
)

// Kinds declares the kinds of entries of this package.
var Kinds = []journal.Kind{
	{
		Name: "household.register", Form: journal.Fact, Decided: journal.Function(Register), Persons: journal.OnePerson,
		Roles: Recorders, Phones: journal.PushToken,
		WaitsFor: journal.NoReference, Makes: journal.References{{Path: "/id", Prefix: "household:"}},
		Personal: journal.PersonalOf(journal.SubjectField{Field: "id", Kind: Subject}),
		Tables: journal.Tables{
			"household", "household_consent", "household_entry", "household_key", "household_priority",
			"household_word", "sealed_note", "written_place",
		},
		Generates: journal.Generated{"household_consent.id", "sealed_note.blob"},
		Counts:    journal.CountsOf("SELECT id FROM household WHERE entry IN ?", "households", "people"),
		Feed:      journal.Feed{FamilyEvent("household w ON w.entry = e.id", "w.id")},
		Raises:    journal.RaisesNothing,
		Bulk:      journal.InBulk(RegisterMany), Lock: journal.SharedTransaction,
	},
	{
		Name: "household.correct", Form: journal.Request, Decided: journal.Function(Correct), Persons: journal.OnePerson,
		Roles: Recorders, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal: journal.PersonalOf(Named),
		Tables: journal.Tables{
			"exception_settlement", "household", "household_entry", "household_key", "household_word", "sealed_note",
			"written_place",
		},
		Generates: journal.Generated{"household_entry.n", "sealed_note.blob"},
		Counts: journal.CountsOf(
			concerned,
			"households", "people", "grades", "carded", "entitled", "served", "reached", "reported"),
		Feed: journal.Feed{{
			Type: "family", Columns: familyColumns, Join: concernedFamilies, Reach: Recorders, BeyondReach: true,
		}},
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "household.amend", Form: journal.Fact, Decided: journal.Function(Amend), Persons: journal.OnePerson,
		Roles: Recorders, Phones: journal.PushToken,
		WaitsFor: AwaitsHousehold, Makes: journal.NoReference,
		Personal: journal.PersonalOf(Named),
		Tables: journal.Tables{
			"household", "household_claim", "household_entry", "household_key", "household_word", "written_place",
		},
		Generates: journal.Generated{"household_entry.n"},
		Counts: journal.CountsOf(
			concerned,
			"households", "people", "grades", "carded", "entitled", "served", "reached", "reported"),
		Feed: journal.Feed{{
			Type: "family", Columns: familyColumns, Join: concernedFamilies, Reach: Recorders, BeyondReach: true,
		}},
		Raises: journal.Raised{CorrectedTwice},
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "consent.record", Form: journal.Fact, Decided: journal.FunctionAbove[ConsentRecord](),
		Persons: journal.OnePerson,
		Roles:   journal.Roles{actor.OutreachWorker, actor.Coordinator, actor.ProtectionOfficer}, Phones: journal.PushToken,
		WaitsFor: AwaitsHousehold, Makes: journal.NoReference,
		Personal:  journal.PersonalOf(Named),
		Tables:    journal.Tables{"household", "household_consent", "household_entry", "photo_erasure"},
		Generates: journal.Generated{"household_entry.n"},
		Counts:    journal.NoCounts,
		Feed:      journal.Feed{{Type: "family", Columns: familyColumns, Join: concernedFamilies, Reach: Recorders}},
		Raises:    journal.RaisesNothing,
		Bulk:      journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "household.position", Form: journal.Fact, Decided: journal.Function(RecordPosition),
		Persons: journal.OnePerson,
		Roles:   Recorders, Phones: journal.PushToken,
		WaitsFor: AwaitsHousehold, Makes: journal.NoReference,
		Personal:  journal.PersonalOf(Named),
		Tables:    journal.Tables{"household_position"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "positions.set", Form: journal.Request, Decided: journal.Function(SetPositions), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.Administrator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.NoPersonalData,
		Tables:    journal.Tables{"position_setting"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "position.open", Form: journal.Request, Decided: journal.Function(OpenPosition), Persons: journal.OnePerson,
		Roles: positionReaders, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.IDOnly,
		Tables:    journal.Tables{"position_opening"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "household.visit", Form: journal.Fact, Decided: journal.Function(RecordVisit), Persons: journal.OnePerson,
		Roles: Recorders, Phones: journal.PushToken,
		WaitsFor: AwaitsHousehold, Makes: journal.NoReference,
		Personal:  journal.PersonalOf(Named),
		Tables:    journal.Tables{"household_visit"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts,
		Feed:      journal.Feed{FamilyEvent("household_visit w ON w.entry = e.id", "w.household")},
		Raises:    journal.RaisesNothing,
		Bulk:      journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "household.erase", Form: journal.Request, Decided: journal.FunctionAbove[HouseholdErase](),
		Persons: journal.SecondStep,
		Roles:   journal.Roles{actor.ProtectionOfficer, actor.Administrator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal: journal.PersonalOf(Named),
		Tables: journal.Tables{
			"area_own_alias", "assessment", "candidate_input", "card_revocation", "erasure", "grievance",
			"grievance_settlement", "household", "household_entry", "household_key", "household_lift",
			"household_position", "household_priority", "pending_action", "photo_erasure", "reported_damage", "sealed_note",
			"written_place",
		},
		Generates: journal.Generated{"household_entry.n"},
		Counts: journal.CountsOf(
			concerned,
			"households", "people", "grades", "carded", "entitled", "served", "reached", "reported"),
		Feed: journal.Feed{{
			Type: "erased", Columns: "h.household", Join: "JOIN household_entry h ON h.entry = e.id",
		}},
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "written_place.match", Form: journal.Request, Decided: journal.Function(MatchWritten),
		Persons: journal.OnePerson,
		Roles:   Placers, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.ByCardOrList,
		Tables:    journal.Tables{"area_own_alias", "household", "household_key", "household_move", "written_place"},
		Generates: journal.GeneratesNothing,
		Counts:    movedCounts, Feed: movedFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "written_place.add", Form: journal.Request, Decided: journal.Function(AddWritten),
		Persons: journal.OnePerson,
		Roles:   journal.Roles{actor.Administrator}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal: journal.ByCardOrList,
		Tables: journal.Tables{
			"area", "area_alias", "area_own_alias", "household", "household_key", "household_move", "written_place",
		},
		Generates: journal.GeneratesNothing,
		Counts:    movedCounts, Feed: movedFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.OwnTransaction,
	},
	{
		Name: "note.open", Form: journal.Request, Decided: journal.Function(OpenNotes), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.ProtectionOfficer}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.IDOnly,
		Tables:    journal.Tables{"note_opening"},
		Generates: journal.GeneratesNothing,
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
	{
		Name: "priority.set", Form: journal.Request, Decided: journal.Function(SetPriority), Persons: journal.OnePerson,
		Roles: journal.Roles{actor.ProtectionOfficer}, Phones: journal.NoPhone,
		WaitsFor: journal.NoReference, Makes: journal.NoReference,
		Personal:  journal.PersonalOf(Named),
		Tables:    journal.Tables{"household_priority"},
		Generates: journal.Generated{"household_priority.n"},
		Counts:    journal.NoCounts, Feed: journal.NoFeed,
		Raises: journal.RaisesNothing,
		Bulk:   journal.OneByOne, Lock: journal.SharedTransaction,
	},
}
