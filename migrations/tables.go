package migrations

import "strings"

// Rights are the privileges of the program's database role on a table, besides reading.
type Rights string

// The three sets of rights.
const (
	InsertOnly         Rights = "insert"
	InsertUpdate       Rights = "insert, update"
	InsertUpdateDelete Rights = "insert, update, delete"
)

// Tenancy classifies a table by the owner of its rows. On Postgres it determines the row-level policy.
type Tenancy string

// The classes of tenancy.
const (
	// Private rows belong to one organisation: the column organisation, NULL for the program's own rows. The policy
	// limits reading and writing to the organisations of the transaction.
	Private Tenancy = "private"
	// Listed rows belong to one organisation as private ones do, and every organisation may read them, such as the public
	// keys of cards. Only their own writes them.
	Listed Tenancy = "listed"
	// Program tables are the program's bookkeeping: ids, hashes and counters, no organisation's data. No policy.
	Program Tenancy = "program"
	// Shared tables have one content for the whole installation: places, and what was published. No policy.
	Shared Tenancy = "shared"
	// Common tables hold rows of one organisation, and rows without an organisation, which all of them read and the
	// program alone writes. The policy hides rows of other organisations.
	Common Tenancy = "common"
)

// Table is a table with the one package that may write it, the privileges of the program's role, and its tenancy.
type Table struct {
	Name    string
	Room    string
	Rights  Rights
	Tenancy Tenancy
}

// Tables lists every table; the grants on Postgres, the guards of insert-only tables on both engines, and
// internal/floors_test.go use it.
var Tables = []Table{
	{"entry", "journal", InsertOnly, Private},
	{"entry_body", "journal", InsertOnly, Private},
	{"outcome", "journal", InsertOnly, Private},
	{"unsealed", "journal", InsertUpdateDelete, Program},
	{"seal", "journal", InsertOnly, Program},
	{"seal_formula", "journal", InsertOnly, Program},
	{"entry_subject", "journal", InsertOnly, Private},
	{"erasure", "journal", InsertOnly, Private},
	{"epoch", "journal", InsertOnly, Program},
	{"deferred", "journal", InsertUpdateDelete, Program},
	{"deferred_key", "journal", InsertUpdateDelete, Program},
	{"resolution", "journal", InsertOnly, Program},
	{"backup_taken", "journal", InsertOnly, Program},
	{"exception", "journal", InsertOnly, Private},
	{"exception_settlement", "journal", InsertOnly, Private},
	{"exception_update", "journal", InsertUpdate, Private},

	{"organisation", "people", InsertUpdate, Shared},
	{"effort", "people", InsertOnly, Shared},
	{"account", "people", InsertUpdate, Private},
	{"account_grant", "people", InsertUpdateDelete, Private},
	{"credential", "people", InsertUpdateDelete, Private},
	{"session", "people", InsertUpdateDelete, Private},
	{"sign_in_range", "people", InsertUpdateDelete, Private},
	{"account_link", "people", InsertOnly, Private},
	{"browser_use", "people", InsertUpdate, Private},
	{"pending_action", "people", InsertOnly, Private},
	{"pending_action_end", "people", InsertOnly, Private},
	{"invitation", "people", InsertOnly, Private},
	{"invitation_code", "people", InsertOnly, Private},
	{"invitation_end", "people", InsertOnly, Private},
	{"beginning", "people", InsertOnly, Program},
	{"steward", "people", InsertOnly, Program},
	{"login_suffix", "people", InsertOnly, Shared},
	{"device", "people", InsertOnly, Private},
	{"device_credential", "people", InsertOnly, Private},
	{"device_token", "people", InsertOnly, Private},
	{"device_withdrawal", "people", InsertOnly, Private},
	{"device_contact", "people", InsertUpdate, Private},
	{"protection_key", "people", InsertOnly, Private},
	{"protection_officer", "people", InsertOnly, Private},
	{"protection_wrap", "people", InsertOnly, Private},
	{"call_list_opening", "people", InsertOnly, Private},
	{"call_list_key", "people", InsertOnly, Private},
	{"protection_rejoin", "people", InsertOnly, Private},
	{"protection_readmission", "people", InsertOnly, Private},
	{"device_record", "field", InsertOnly, Private},
	{"device_notice", "field", InsertUpdateDelete, Private},
	{"device_gap", "field", InsertUpdate, Private},
	{"device_gone", "field", InsertOnly, Private},
	{"withheld", "field", InsertUpdateDelete, Private},
	{"pack", "field", InsertOnly, Private},
	{"pack_part", "field", InsertUpdateDelete, Private},
	{"pack_content", "field", InsertUpdateDelete, Private},
	{"photo_part", "field", InsertUpdateDelete, Private},
	{"photo_upload", "field", InsertUpdateDelete, Private},
	{"device_storage", "field", InsertUpdate, Private},
	{"storage_total", "field", InsertUpdate, Program},
	{"unreadable_record", "field", InsertUpdateDelete, Private},

	{"area", "area", InsertUpdate, Shared},
	{"area_alias", "area", InsertUpdateDelete, Shared},
	{"area_outline", "area", InsertUpdate, Shared},
	{"area_own_alias", "area", InsertUpdateDelete, Private},

	{"photo", "media", InsertOnly, Private},
	{"photo_erasure", "media", InsertOnly, Private},

	{"item", "stock", InsertUpdate, Common},
	{"store", "stock", InsertUpdate, Private},
	{"waybill", "stock", InsertUpdate, Private},
	{"waybill_line", "stock", InsertUpdate, Private},
	{"movement", "stock", InsertOnly, Private},
	{"leg", "stock", InsertOnly, Private},
	{"balance", "stock", InsertUpdate, Private},

	{"household", "household", InsertUpdate, Private},
	{"household_consent", "household", InsertOnly, Private},
	{"household_key", "household", InsertUpdateDelete, Private},
	{"household_word", "household", InsertUpdateDelete, Private},
	{"household_keys_made", "household", InsertUpdate, Program},
	{"household_entry", "household", InsertOnly, Private},
	{"sealed_note", "household", InsertOnly, Private},
	{"note_opening", "household", InsertOnly, Private},
	{"household_priority", "household", InsertOnly, Private},
	{"grievance_opening", "grievance", InsertOnly, Private},

	{"assessment", "damage", InsertOnly, Private},
	{"assessment_photo", "damage", InsertOnly, Private},
	{"photo_evidence", "damage", InsertUpdate, Private},
	{"picture_evidence", "damage", InsertOnly, Private},
	{"verification", "damage", InsertOnly, Private},
	{"situation_report", "damage", InsertOnly, Private},

	{"grievance", "grievance", InsertOnly, Private},
	{"grievance_settlement", "grievance", InsertOnly, Private},

	{"card_key", "card", InsertUpdate, Listed},
	{"card_batch", "card", InsertUpdate, Private},
	{"card", "card", InsertOnly, Private},
	{"card_binding", "card", InsertOnly, Private},
	{"card_revocation", "card", InsertOnly, Private},

	{"distribution", "distribution", InsertUpdate, Private},
	{"distribution_line", "distribution", InsertOnly, Private},
	{"candidate", "distribution", InsertUpdate, Private},
	{"list_key", "distribution", InsertOnly, Private},
	{"candidate_input", "distribution", InsertUpdateDelete, Private},
	{"household_lift", "distribution", InsertUpdateDelete, Private},
	{"entitlement", "distribution", InsertOnly, Private},
	{"entitlement_item", "distribution", InsertOnly, Private},
	{"handover", "distribution", InsertUpdate, Private},
	{"handover_record", "distribution", InsertUpdate, Private},
	{"handover_record_item", "distribution", InsertOnly, Private},
	{"handover_undo", "distribution", InsertOnly, Private},
	{"custody_load", "distribution", InsertOnly, Private},
	{"custody_count", "distribution", InsertOnly, Private},
	{"distribution_lanes", "distribution", InsertOnly, Private},
	{"distribution_lane", "distribution", InsertUpdate, Private},
	{"distribution_leader", "distribution", InsertOnly, Private},
	{"distribution_lane_key", "distribution", InsertOnly, Private},
	{"lane_opening", "distribution", InsertOnly, Private},

	{"campaign", "campaign", InsertUpdate, Private},
	{"pledge", "campaign", InsertOnly, Private},
	{"payment", "campaign", InsertOnly, Private},
	{"home", "campaign", InsertUpdate, Private},
	{"home_step", "campaign", InsertOnly, Private},

	{"summary_state", "summary", InsertUpdate, Program},
	{"summary_household", "summary", InsertUpdateDelete, Private},
	{"summary_area", "summary", InsertUpdate, Private},
	{"import_file", "exchange", InsertUpdate, Private},
	{"import_mapping", "exchange", InsertUpdate, Private},
	{"job", "exchange", InsertUpdate, Private},

	{"release", "release", InsertOnly, Shared},
	{"release_campaign", "release", InsertOnly, Shared},
	{"release_area", "release", InsertOnly, Shared},
}

// Partners names the column of a second organisation to which rows of a private table belong as well.
var Partners = map[string]string{"waybill": "to_organisation", "waybill_line": "to_organisation"}

// DefaultEffort is the id of the effort of every row while an installation has one effort. It is the default of every
// column effort.
const DefaultEffort = "00000000-0000-7000-8000-000000000001"

// Erasable lists the insert-only tables from which an erasure may remove data: the only change that the guards admit,
// and only on a row whose entry is in the table erasure.
var Erasable = map[string]Erasing{
	"entry_body": {Deed: "delete"}, "sealed_note": {Deed: "delete"}, "household_priority": {Deed: "delete"},
	"assessment":           {Deed: "update", Columns: []string{"note", "lon", "lat", "accuracy"}},
	"grievance":            {Deed: "update", Columns: []string{"text", "sealed"}},
	"grievance_settlement": {Deed: "update", Columns: []string{"reason"}},
}

// Erasing is the change that an erasure makes to an insert-only table. Columns are those that an update blanks: the
// program's role may update no other, so that an erasure cannot alter the columns kept for totals.
type Erasing struct {
	Deed    string // update or delete
	Columns []string
}

// Grant returns the change as a privilege of the program's role.
func (e Erasing) Grant() string {
	if len(e.Columns) == 0 {
		return e.Deed
	}
	return e.Deed + " (" + strings.Join(e.Columns, ", ") + ")"
}

// IsErased is the guards' condition that a row may be changed, the same on both engines.
const IsErased = "EXISTS (SELECT 1 FROM erasure WHERE erasure.entry = OLD.entry)"

// ErasingKinds lists the kinds of entries that may erase bodies, as SQL.
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
