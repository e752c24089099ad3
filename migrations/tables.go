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
	// Shared tables have one content for the whole installation: places and releases. No policy.
	Shared Tenancy = "shared"
	// Common tables hold rows of one organisation, and rows without an organisation, which all of them read and the
	// program alone writes. The policy hides rows of other organisations.
	Common Tenancy = "common"
)

// Table is a table with the one package that may write it, the privileges of the program's role, its tenancy, and what
// its rows are, as docs/database.md lists it.
type Table struct {
	Name    string
	Package string
	Rights  Rights
	Tenancy Tenancy
	Holds   string
}

// Tables lists every table; the grants on Postgres, the guards of insert-only tables on both engines, and
// internal/floors_test.go use it.
var Tables = []Table{
	{"entry", "journal", InsertOnly, Private, "each submitted entry: kind, author, device, times, digest of the body"},
	{"entry_body", "journal", InsertOnly, Private, "the payload as received and its salt; erasure deletes it"},
	{"outcome", "journal", InsertOnly, Private, "the result of an entry: status, code and path"},
	{"unsealed", "journal", InsertUpdateDelete, Program, "the queue of committed entries that are not sealed yet"},
	{"seal", "journal", InsertOnly, Program, "the hash chain: one link per entry, in the one order of the journal"},
	{"seal_formula", "journal", InsertOnly, Program, "up to which link an older formula of the hash applies"},
	{"entry_subject", "journal", InsertOnly, Private, "whose personal data an entry's body contains; erasure follows it"},
	{"erasure", "journal", InsertOnly, Private, "which bodies were erased, because of which entry"},
	{"epoch", "journal", InsertOnly, Program, "one row per restore from a backup; cursors of the feed name their epoch"},
	{"deferred", "journal", InsertUpdateDelete, Program, "entries that wait for another one"},
	{"deferred_key", "journal", InsertUpdateDelete, Program, "what a deferred entry waits for"},
	{"resolution", "journal", InsertOnly, Program, "the final outcome of a deferred entry"},
	{"backup_taken", "journal", InsertOnly, Program, "each backup, with the last link of the chain that it contains"},
	{"exception", "journal", InsertOnly, Private, "what an officer must look at: kind, details, area"},
	{"exception_settlement", "journal", InsertOnly, Private, "who settled an exception, and how"},
	{"exception_update", "journal", InsertUpdate, Private, "later details and the count of an open exception"},

	{"organisation", "people", InsertUpdate, Shared, "organisations with the account that admitted them"},
	{"effort", "people", InsertOnly, Shared, "relief efforts; one for now"},
	{"account", "people", InsertUpdate, Private, "people who sign in: name, login, language, phone"},
	{"account_grant", "people", InsertUpdateDelete, Private, "the roles of an account, each within an area"},
	{"credential", "people", InsertUpdateDelete, Private, "password hashes and failed attempts"},
	{"session", "people", InsertUpdateDelete, Private, "sessions of browsers, by the SHA-256 of their tokens"},
	{"second_factor", "people", InsertUpdateDelete, Private, "encrypted secrets of authenticator apps"},
	{"second_factor_step", "people", InsertUpdateDelete, Private, "time steps whose code was used"},
	{"recovery_code", "people", InsertUpdateDelete, Private, "hashes of recovery codes, and when each was used"},
	{"second_factor_setting", "people", InsertOnly, Private, "whether a sign-in needs a second factor"},
	{"sign_in_range", "people", InsertUpdateDelete, Private, "failed sign-ins by address range, for rate limiting"},
	{"account_link", "people", InsertOnly, Private, "accounts that one administrator created, reset or raised"},
	{"browser_use", "people", InsertUpdate, Private, "browsers from which an account has signed in before"},
	{"pending_action", "people", InsertOnly, Private, "actions that wait for a second person"},
	{"pending_action_end", "people", InsertOnly, Private, "how a pending action ended"},
	{"invitation", "people", InsertOnly, Private, "invitations to set up a phone or a password"},
	{"invitation_code", "people", InsertOnly, Private, "hashes of the codes on printed invitation sheets"},
	{"invitation_end", "people", InsertOnly, Private, "how an invitation ended; its key lets each be used once"},
	{"beginning", "people", InsertOnly, Program, "one row once the installation has its first administrator"},
	{"steward", "people", InsertOnly, Program, "the account that looks after the installation"},
	{"login_suffix", "people", InsertOnly, Shared, "numbers that keep login names unique"},
	{"device", "people", InsertOnly, Private, "phones, by their public keys"},
	{"device_credential", "people", InsertOnly, Private, "one worker on one phone; entries of phones name it"},
	{"device_token", "people", InsertOnly, Private, "hashes of a credential's push token and full token"},
	{"device_withdrawal", "people", InsertOnly, Private, "credentials that were blocked, and why"},
	{"device_contact", "people", InsertUpdate, Private, "the last report of a phone: version, clock skew, unsent entries"},
	{"autolock_setting", "people", InsertOnly, Private, "the minutes without use after which phones lock"},
	{"device_practice", "people", InsertOnly, Private, "tasks of practice mode that a worker has finished"},
	{"protection_key", "people", InsertOnly, Private, "an organisation's public key for private notes"},
	{"protection_officer", "people", InsertOnly, Private, "the officers' own public keys"},
	{"protection_wrap", "people", InsertOnly, Private, "the organisation's private key, encrypted to each officer"},
	{"call_list_opening", "people", InsertOnly, Private, "who opened the list of a lost phone's families"},
	{"call_list_key", "people", InsertOnly, Private, "keys under which those lists are computed"},
	{"protection_rejoin", "people", InsertOnly, Private, "requests of officers who lost their passphrase"},
	{"protection_readmission", "people", InsertOnly, Private, "the officer who approved such a request"},
	{"device_record", "field", InsertOnly, Private, "each sequence number of a credential, with the entry that bore it"},
	{"device_notice", "field", InsertUpdateDelete, Private, "messages for a phone's next connection"},
	{"device_gap", "field", InsertUpdate, Private, "sequence numbers that are missing"},
	{"device_gone", "field", InsertOnly, Private, "sequence numbers that a phone reported as lost or withdrawn"},
	{"withheld", "field", InsertUpdateDelete, Private, "entries kept unopened: from a blocked phone or a newer app"},
	{"pack", "field", InsertOnly, Private, "offline data packages that were built for credentials"},
	{"pack_part", "field", InsertUpdateDelete, Private, "the encrypted parts of a package until they are fetched"},
	{"pack_content", "field", InsertUpdateDelete, Private, "which families a package contained"},
	{"photo_part", "field", InsertUpdateDelete, Private, "parts of photos that are still being uploaded"},
	{"photo_upload", "field", InsertUpdateDelete, Private, "how much of each photo has arrived"},
	{"device_storage", "field", InsertUpdate, Private, "bytes stored per credential, for the quota"},
	{"storage_total", "field", InsertUpdate, Program, "bytes stored for all phones"},
	{"unreadable_record", "field", InsertUpdateDelete, Private, "records that could not be parsed, as they arrived"},

	{"area", "area", InsertUpdate, Shared, "places by materialised path: state, district, block, panchayat, village"},
	{"area_alias", "area", InsertUpdateDelete, Shared, "names of places, folded for lookup"},
	{"area_outline", "area", InsertUpdate, Shared, "outlines as WKB polygons with their bounds"},
	{"area_own_alias", "area", InsertUpdateDelete, Private, "names that one organisation uses for a place"},

	{"photo", "media", InsertOnly, Private, "metadata of photos; the pictures are files"},
	{"photo_erasure", "media", InsertOnly, Private, "photos that were erased"},

	{"voice_file", "voice", InsertUpdateDelete, Private, "files of recordings of spoken texts, by digest"},
	{"voice_dialect", "voice", InsertUpdateDelete, Private, "dialects of an organisation's recordings, with their size"},
	{"voice_recording", "voice", InsertUpdateDelete, Private, "the recording in force of each spoken text and dialect"},

	{"item", "stock", InsertUpdate, Common, "relief items: common ones and those of one organisation"},
	{"store", "stock", InsertUpdate, Private, "warehouses, partners' stores and distribution sites"},
	{"waybill", "stock", InsertUpdate, Private, "consignments between stores"},
	{"waybill_line", "stock", InsertUpdate, Private, "the items of a waybill: sent and received"},
	{"waybill_arrival", "stock", InsertUpdate, Private, "what a storekeeper found under a waybill, and what came of it"},
	{"waybill_arrival_line", "stock", InsertOnly, Private, "the items that were found"},
	{"stock_count", "stock", InsertOnly, Private, "blind counts of a store; they move nothing"},
	{"stock_count_line", "stock", InsertOnly, Private, "counted quantities beside those of the ledger"},
	{"movement", "stock", InsertOnly, Private, "ledger transactions; a correction reverses one"},
	{"leg", "stock", InsertOnly, Private, "debits and credits of a movement; they sum to zero per item"},
	{"balance", "stock", InsertUpdate, Private, "the balance of each account and item; stock never falls below zero"},

	{"household", "household", InsertUpdate, Private, "families: name, people, house, place, criteria"},
	{"household_consent", "household", InsertOnly, Private, "each answer to a request for consent"},
	{"household_key", "household", InsertUpdateDelete, Private, "search keys of a family: phonetic, phone"},
	{"household_word", "household", InsertUpdateDelete, Private, "words of names, for search by part of a name"},
	{"household_keys_made", "household", InsertUpdate, Program, "the version of the search keys of each group"},
	{"household_entry", "household", InsertOnly, Private, "the entries of a family in order, with changed fields"},
	{"household_claim", "household", InsertOnly, Private, "corrections of a field that another worker had corrected"},
	{"household_move", "household", InsertOnly, Private, "families that a decision on a written name moved"},
	{"household_visit", "household", InsertOnly, Private, "visits that did not reach a family: gone, flooded, refused"},
	{"written_place", "household", InsertUpdateDelete, Private, "places that were not found, as workers wrote them"},
	{"sealed_note", "household", InsertOnly, Private, "private notes, encrypted to the protection officers"},
	{"note_opening", "household", InsertOnly, Private, "who opened a private note, and why"},
	{"position_setting", "household", InsertOnly, Private, "whether phones may record the position of houses"},
	{"household_position", "household", InsertOnly, Private, "positions of houses, where the family agreed"},
	{"position_opening", "household", InsertOnly, Private, "who looked at the position of a house, and why"},
	{"household_priority", "household", InsertOnly, Private, "private reasons for priority, for protection officers only"},
	{"grievance_erasure", "grievance", InsertOnly, Private, "complaints about no family that were erased by themselves"},
	{"grievance_opening", "grievance", InsertOnly, Private, "who opened a private complaint, and why"},

	{"assessment", "damage", InsertOnly, Private, "damage assessments of a house by one observer"},
	{"assessment_photo", "damage", InsertOnly, Private, "the photos of an assessment"},
	{"house_photo", "damage", InsertOnly, Private, "photos of a house that were taken after its assessment"},
	{"photo_evidence", "damage", InsertUpdate, Private, "which family and place a photo belongs to"},
	{"picture_evidence", "damage", InsertOnly, Private, "digests of pictures, to detect one picture for two houses"},
	{"verification", "damage", InsertOnly, Private, "the grade that a second observer gave"},
	{"reported_damage", "damage", InsertOnly, Private, "grades of lists and of the office, not seen at the house"},
	{"situation_report", "damage", InsertOnly, Private, "flood, power, water, road and market of a place on a day"},

	{"grievance", "grievance", InsertOnly, Private, "complaints"},
	{"grievance_settlement", "grievance", InsertOnly, Private, "decisions on complaints, and the answers to bring"},
	{"grievance_brought", "grievance", InsertOnly, Private, "answers that were told to who complained"},

	{"card_key", "card", InsertUpdate, Listed, "public keys that sign cards, with their validity"},
	{"card_batch", "card", InsertUpdate, Private, "batches of printed cards"},
	{"card", "card", InsertOnly, Private, "cards by number, batch and expiry day"},
	{"card_binding", "card", InsertOnly, Private, "which family has which card; the highest generation is valid"},
	{"card_revocation", "card", InsertOnly, Private, "cancelled cards, and why"},

	{"paper_run", "paper", InsertOnly, Private, "runs of printed forms with consecutive numbers"},
	{"paper_form", "paper", InsertOnly, Private, "the numbers that were printed"},
	{"paper_use", "paper", InsertOnly, Private, "result of a number: entered with its worker and typist, or cancelled"},
	{"paper_second", "paper", InsertOnly, Private, "the second typing of every tenth form, and the fields that differ"},
	{"paper_settlement", "paper", InsertOnly, Private, "who decided the fields in which two typings differ"},

	{"distribution", "distribution", InsertUpdate, Private, "distributions: area, store, rules, state, approval"},
	{"distribution_line", "distribution", InsertOnly, Private, "the kit of a distribution: items and quantities"},
	{"candidate", "distribution", InsertUpdate, Private, "the ranked list of a distribution, with reasons"},
	{"list_key", "distribution", InsertOnly, Private, "the committed secret that draws the cover of private reasons"},
	{"candidate_input", "distribution", InsertUpdateDelete, Private, "the values that a rank was computed from"},
	{"household_lift", "distribution", InsertUpdateDelete, Private, "families that were lifted in an earlier list"},
	{"entitlement", "distribution", InsertOnly, Private, "families that are entitled in a distribution"},
	{"entitlement_item", "distribution", InsertOnly, Private, "what an entitlement consists of"},
	{"handover", "distribution", InsertUpdate, Private, "handovers decided online; one accepted per entitlement"},
	{"handover_record", "distribution", InsertUpdate, Private, "handovers reported by phones, with their resolution"},
	{"handover_record_item", "distribution", InsertOnly, Private, "the items that a reported handover gave"},
	{"handover_undo", "distribution", InsertOnly, Private, "handovers that were reported as undone"},
	{"custody_load", "distribution", InsertOnly, Private, "goods taken out by a distributor"},
	{"custody_count", "distribution", InsertUpdate, Private, "what a distributor or a storekeeper counted at the end"},
	{"custody_count_line", "distribution", InsertOnly, Private, "the quantities of such a count"},
	{"distribution_lanes", "distribution", InsertOnly, Private, "a distribution that is split over several phones"},
	{"distribution_lane", "distribution", InsertUpdate, Private, "the lanes, and the credential that serves each"},
	{"distribution_leader", "distribution", InsertOnly, Private, "the team leader of a split distribution"},
	{"list_leader", "distribution", InsertOnly, Private, "the team leader's PIN of a list that is not split"},
	{"distribution_lane_key", "distribution", InsertOnly, Private, "keys by which phones prove their lane"},
	{"lane_opening", "distribution", InsertOnly, Private, "lanes that were freed for another phone, and why"},

	{"campaign", "campaign", InsertUpdate, Private, "campaigns for rebuilding homes: goal, district, next home number"},
	{"pledge", "campaign", InsertOnly, Private, "what a donor pledged"},
	{"payment", "campaign", InsertOnly, Private, "payments for a pledge, each bank reference once a campaign"},
	{"home", "campaign", InsertUpdate, Private, "homes that were promised, with their step"},
	{"home_step", "campaign", InsertOnly, Private, "each step of a home: when, by whom"},

	{"summary_state", "summary", InsertUpdate, Program, "up to which link of the chain the summary is computed"},
	{"summary_household", "summary", InsertUpdateDelete, Private, "one family for lists: grade, card, served"},
	{"summary_area", "summary", InsertUpdate, Private, "counts per area and organisation"},
	{"backup_setting", "backup/nightly", InsertOnly, Program, "destination of backups and the public key for them"},
	{"backup_run", "backup/nightly", InsertOnly, Program, "backups that the program made by itself, with their digests"},
	{"backup_test", "backup/nightly", InsertOnly, Program, "tests of backups with the secret key, and their postponement"},

	{"import_file", "exchange/jobs", InsertUpdate, Private, "uploaded lists"},
	{"import_mapping", "exchange/jobs", InsertUpdate, Private, "saved column mappings of lists"},
	{"job", "exchange/jobs", InsertUpdate, Private, "imports: state and progress"},

	{"release", "release", InsertOnly, Shared, "published releases with their time"},
	{"release_campaign", "release", InsertOnly, Shared, "the published content of a campaign"},
	{"release_area", "release", InsertOnly, Shared, "the published content of a block"},
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
	"household_position": {Deed: "delete"},
	"assessment":         {Deed: "update", Columns: []string{"note"}},
	"reported_damage":    {Deed: "update", Columns: []string{"note"}},
	"grievance": {Deed: "update", Columns: []string{
		"text", "sealed", "complainant", "reach_phone", "reach_at", "relation", "reach", "reference",
	}},
	"grievance_settlement": {Deed: "update", Columns: []string{"reason", "answer"}},
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
const ErasingKinds = "('household.erase', 'grievance.erase')"

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
