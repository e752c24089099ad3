package journal

import (
	"slices"

	"tripol/internal/actor"
)

// Kinds declares the kinds of entries of this package.
var Kinds = []Kind{
	{
		Name: "exception.settle", Form: Request, Decided: FunctionAbove[ExceptionSettle](), Persons: SecondStep,
		Roles: slices.Concat(Roles{actor.Coordinator}, Guardians), Phones: NoPhone,
		WaitsFor: NoReference, Makes: NoReference,
		Personal:  NoPersonalData,
		Tables:    Tables{"exception_settlement", "pending_action"},
		Generates: GeneratesNothing,
		Counts:    NoCounts, Feed: NoFeed,
		Raises: RaisesNothing,
		Bulk:   OneByOne, Lock: SharedTransaction,
	},
	{
		Name: "journal.restored", Form: Request, Decided: Function(OpenEpoch), Persons: OnePerson,
		Roles: ByProgram, Phones: NoPhone,
		WaitsFor: NoReference, Makes: NoReference,
		Personal:  NoPersonalData,
		Tables:    Tables{"epoch"},
		Generates: Generated{"epoch.number"},
		Counts:    NoCounts, Feed: NoFeed,
		Raises: RaisesNothing,
		Bulk:   OneByOne, Lock: SharedTransaction,
	},
	{
		Name: "backup.taken", Form: Request, Decided: Function(RecordBackup), Persons: OnePerson,
		Roles: ByProgram, Phones: NoPhone,
		WaitsFor: NoReference, Makes: NoReference,
		Personal:  NoPersonalData,
		Tables:    Tables{"backup_taken"},
		Generates: GeneratesNothing,
		Counts:    NoCounts, Feed: NoFeed,
		Raises: RaisesNothing,
		Bulk:   OneByOne, Lock: SharedTransaction,
	},
	{
		Name: "entry.resolved", Form: Request, Decided: NoFunction[EntryResolved](), Persons: OnePerson,
		Roles: ByProgram, Phones: NoPhone,
		WaitsFor: NoReference, Makes: NoReference,
		Personal:  NoPersonalData,
		Tables:    Tables{"pending_action_end", "resolution"},
		Generates: GeneratesNothing,
		Counts:    NoCounts, Feed: NoFeed,
		Raises: RaisesNothing,
		Bulk:   OneByOne, Lock: SharedTransaction,
	},
}
