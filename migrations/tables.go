package migrations

// Rights says what the program's database role may do with a table besides reading it.
type Rights string

// The three sets of rights.
const (
	InsertOnly         Rights = "insert"
	InsertUpdate       Rights = "insert, update"
	InsertUpdateDelete Rights = "insert, update, delete"
)

// Table is one table, the one room that may write it, and what the program's role may do with it.
// A Private table has a column organisation; on Postgres a row-level policy shows it to that organisation alone.
type Table struct {
	Name    string
	Room    string
	Rights  Rights
	Private bool
}

// Tables is the one list: grants on Postgres, the triggers that keep history on both engines, and
// internal/floors_test.go read it.
var Tables = []Table{
	{"entry", "journal", InsertOnly, false},
	{"entry_body", "journal", InsertOnly, false},
	{"outcome", "journal", InsertOnly, false},
	{"unsealed", "journal", InsertUpdateDelete, false},
	{"seal", "journal", InsertOnly, false},
	{"seal_formula", "journal", InsertOnly, false},
	{"entry_subject", "journal", InsertOnly, true},
	{"erasure", "journal", InsertOnly, false},
	{"epoch", "journal", InsertOnly, false},
	{"deferred", "journal", InsertUpdateDelete, false},
	{"deferred_key", "journal", InsertUpdateDelete, false},
	{"resolution", "journal", InsertOnly, false},
	{"backup_taken", "journal", InsertOnly, false},
	{"exception", "journal", InsertOnly, false},
	{"exception_settlement", "journal", InsertOnly, false},
	{"exception_update", "journal", InsertUpdate, true},

	{"organisation", "people", InsertUpdate, false},
	{"account", "people", InsertUpdate, false},
	{"account_grant", "people", InsertUpdateDelete, false},
	{"credential", "people", InsertUpdateDelete, false},
	{"session", "people", InsertUpdateDelete, false},
	{"sign_in_range", "people", InsertUpdateDelete, true},
	{"invitation", "people", InsertOnly, false},
	{"invitation_code", "people", InsertOnly, false},
	{"invitation_end", "people", InsertOnly, false},
	{"beginning", "people", InsertOnly, false},
	{"device", "people", InsertOnly, false},
	{"device_credential", "people", InsertOnly, false},
	{"device_token", "people", InsertOnly, false},
	{"device_withdrawal", "people", InsertOnly, false},
	{"device_contact", "people", InsertUpdate, false},
	{"protection_key", "people", InsertOnly, false},
	{"protection_officer", "people", InsertOnly, false},
	{"protection_wrap", "people", InsertOnly, false},
	{"device_record", "field", InsertOnly, false},
	{"device_notice", "field", InsertUpdateDelete, false},
	{"device_gap", "field", InsertUpdate, true},
	{"device_gone", "field", InsertOnly, true},
	{"withheld", "field", InsertUpdateDelete, false},
	{"pack", "field", InsertOnly, false},
	{"pack_part", "field", InsertUpdateDelete, false},
	{"photo_part", "field", InsertUpdateDelete, false},
	{"photo_upload", "field", InsertUpdateDelete, true},
	{"device_storage", "field", InsertUpdate, true},
	{"storage_total", "field", InsertUpdate, false},
	{"unreadable_record", "field", InsertUpdateDelete, true},

	{"area", "area", InsertUpdate, false},
	{"area_alias", "area", InsertUpdateDelete, false},
	{"area_outline", "area", InsertUpdate, false},

	{"photo", "media", InsertOnly, true},
	{"photo_erasure", "media", InsertOnly, true},

	{"item", "stock", InsertUpdate, false},
	{"store", "stock", InsertUpdate, false},
	{"waybill", "stock", InsertUpdate, false},
	{"waybill_line", "stock", InsertUpdate, false},
	{"movement", "stock", InsertOnly, false},
	{"leg", "stock", InsertOnly, false},
	{"balance", "stock", InsertUpdate, false},

	{"household", "household", InsertUpdate, true},
	{"household_consent", "household", InsertOnly, false},
	{"household_key", "household", InsertUpdateDelete, true},
	{"household_word", "household", InsertUpdateDelete, true},
	{"household_keys_made", "household", InsertUpdate, false},
	{"household_entry", "household", InsertOnly, true},
	{"sealed_note", "household", InsertOnly, true},
	{"note_opening", "household", InsertOnly, true},
	{"household_priority", "household", InsertOnly, true},
	{"grievance_opening", "grievance", InsertOnly, true},

	{"assessment", "damage", InsertOnly, true},
	{"assessment_photo", "damage", InsertOnly, false},
	{"verification", "damage", InsertOnly, false},
	{"situation_report", "damage", InsertOnly, true},

	{"grievance", "grievance", InsertOnly, true},
	{"grievance_settlement", "grievance", InsertOnly, false},

	{"card_key", "card", InsertUpdate, false},
	{"card_batch", "card", InsertUpdate, false},
	{"card", "card", InsertOnly, false},
	{"card_binding", "card", InsertOnly, false},
	{"card_revocation", "card", InsertOnly, false},

	{"distribution", "distribution", InsertUpdate, true},
	{"distribution_line", "distribution", InsertOnly, false},
	{"candidate", "distribution", InsertUpdate, false},
	{"list_key", "distribution", InsertOnly, true},
	{"candidate_input", "distribution", InsertUpdateDelete, true},
	{"household_lift", "distribution", InsertUpdateDelete, true},
	{"entitlement", "distribution", InsertOnly, false},
	{"entitlement_item", "distribution", InsertOnly, false},
	{"handover", "distribution", InsertUpdate, false},
	{"handover_record", "distribution", InsertUpdate, false},
	{"handover_record_item", "distribution", InsertOnly, false},
	{"handover_undo", "distribution", InsertOnly, false},
	{"custody_load", "distribution", InsertOnly, false},
	{"custody_count", "distribution", InsertOnly, false},
	{"distribution_lanes", "distribution", InsertOnly, false},
	{"distribution_lane", "distribution", InsertUpdate, false},
	{"distribution_leader", "distribution", InsertOnly, false},
	{"distribution_lane_key", "distribution", InsertOnly, false},
	{"lane_opening", "distribution", InsertOnly, false},

	{"campaign", "campaign", InsertUpdate, false},
	{"pledge", "campaign", InsertOnly, true},
	{"payment", "campaign", InsertOnly, false},
	{"home", "campaign", InsertUpdate, false},
	{"home_step", "campaign", InsertOnly, false},

	{"summary_state", "summary", InsertUpdate, false},
	{"summary_household", "summary", InsertUpdateDelete, true},
	{"summary_area", "summary", InsertUpdate, true},
	{"import_file", "exchange", InsertUpdate, true},
	{"import_mapping", "exchange", InsertUpdate, true},
	{"job", "exchange", InsertUpdate, true},

	{"release", "release", InsertOnly, false},
	{"release_campaign", "release", InsertOnly, false},
	{"release_area", "release", InsertOnly, false},
}

// Erasable lists the insert-only tables of which an erasure may take something: the one deed that the guards let
// through, and only on a row whose entry stands in the table erasure.
var Erasable = map[string]string{
	"entry_body": "delete", "assessment": "update", "sealed_note": "delete", "grievance": "update",
	"household_priority":   "delete",
	"grievance_settlement": "update",
}

// IsErased is the guards' question whether the row at hand may be touched, the same on both engines.
const IsErased = "EXISTS (SELECT 1 FROM erasure WHERE erasure.entry = OLD.entry)"

// ErasingKinds lists the kinds of entries that may erase bodies, as SQL reads them.
const ErasingKinds = "('household.erase')"

// InsertGuards lists, for a table, the condition that each added row must meet, the same text on both engines.
//
// A subject is named only in the transaction of its entry: sealing is another transaction and takes the entry out of
// unsealed. So nobody can link the body of an old entry to a household in order to erase it.
//
// An erasure needs an entry of an erasing kind with a subject of the erased entry. That entry is decided in the same
// transaction (now, or after it was deferred), or was applied before: then the erased entry arrived after the erasure.
// An erasing entry itself is never erased.
var InsertGuards = map[string]string{
	"entry_subject": "EXISTS (SELECT 1 FROM unsealed WHERE unsealed.entry = added.entry)",
	"erasure": `EXISTS (SELECT 1 FROM entry AS c
		JOIN entry_subject AS cs ON cs.entry = c.id
		JOIN entry_subject AS s ON s.kind = cs.kind AND s.subject = cs.subject
		JOIN entry AS e ON e.id = s.entry
		WHERE c.id = added.cause AND e.id = added.entry
			AND c.kind IN ` + ErasingKinds + ` AND e.kind NOT IN ` + ErasingKinds + `
			AND (EXISTS (SELECT 1 FROM unsealed WHERE unsealed.entry = c.id)
				OR (SELECT o.status FROM outcome AS o WHERE o.entry = c.id ORDER BY o.n DESC LIMIT 1)
					IN ('applied', 'deferred')))`,
}
