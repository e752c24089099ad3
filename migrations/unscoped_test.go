package migrations_test

import (
	"fmt"
	"slices"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/campaign"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/exchange/jobs"
	"tripol/internal/fault"
	"tripol/internal/field"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/paper"
	"tripol/internal/people"
	"tripol/internal/stock"
	"tripol/internal/testkit"
	"tripol/migrations"
)

// one is the id of every row of a filled database.
const one = string(testkit.Organisation)

// reading is a read of the program. It answers how many rows of its table it shows.
type reading func(tx *db.Tx) (int, error)

// rows is a reading by a function that answers a list.
func rows[Row any](list func(tx *db.Tx) ([]Row, error)) reading {
	return func(tx *db.Tx) (int, error) {
		found, err := list(tx)
		return len(found), err
	}
}

// row is a reading by a function that answers one thing or not_found.
func row[Row any](get func(tx *db.Tx) (Row, error)) reading {
	return func(tx *db.Tx) (int, error) {
		_, err := get(tx)
		return 1, err
	}
}

// rowsOf is the reading of a function that the other rooms cannot call: its statement, without the scope.
func rowsOf(statement string, args ...any) reading {
	return func(tx *db.Tx) (n int, err error) {
		var found []map[string]any
		err = tx.Raw(statement, args...).Scan(&found).Error
		return len(found), err
	}
}

// readings has for each private table a read of the program that shows its rows.
var readings = map[string]reading{
	"entry":                rowsOf("SELECT kind, author FROM entry WHERE id = ?", one),
	"erasure":              rowsOf("SELECT reason FROM erasure WHERE cause = ?", one),
	"exception":            rowsOf("SELECT kind FROM exception WHERE entry = ?", one),
	"exception_settlement": rowsOf("SELECT decision FROM exception_settlement WHERE exception = ?", one),

	"entry_body":       row(func(tx *db.Tx) (journal.Entry, error) { return journal.StoredEntry(tx, journal.EntryID(one)) }),
	"outcome":          erasings,
	"entry_subject":    erasings,
	"exception_update": updates,

	"account":            rowsOf("SELECT login, name FROM account WHERE id = ?", one),
	"account_grant":      rowsOf("SELECT role FROM account_grant WHERE account = ?", one),
	"credential":         rowsOf("SELECT hash FROM credential WHERE account = ?", one),
	"session":            rowsOf("SELECT csrf FROM session WHERE account = ?", one),
	"invitation":         rowsOf("SELECT id FROM invitation WHERE account = ?", one),
	"invitation_code":    rowsOf("SELECT code_hash FROM invitation_code WHERE invitation = ?", one),
	"invitation_end":     rowsOf("SELECT how FROM invitation_end WHERE invitation = ?", one),
	"device":             rowsOf("SELECT name FROM device WHERE id = ?", one),
	"device_credential":  rowsOf("SELECT device FROM device_credential WHERE account = ?", one),
	"device_token":       rowsOf("SELECT push_hash FROM device_token WHERE credential = ?", one),
	"device_withdrawal":  rowsOf("SELECT reason FROM device_withdrawal WHERE credential = ?", one),
	"device_contact":     rowsOf("SELECT app FROM device_contact WHERE credential = ?", one),
	"device_practice":    rowsOf("SELECT task FROM device_practice WHERE credential = ?", one),
	"protection_key":     rowsOf("SELECT recipient FROM protection_key WHERE organisation = ?", one),
	"protection_officer": rowsOf("SELECT secret FROM protection_officer WHERE account = ?", one),
	"protection_wrap":    rowsOf("SELECT wrapped FROM protection_wrap WHERE account = ?", one),

	"second_factor":         rowsOf("SELECT secret FROM second_factor WHERE account = ?", one),
	"second_factor_step":    rowsOf("SELECT step FROM second_factor_step WHERE account = ?", one),
	"recovery_code":         rowsOf("SELECT code_hash FROM recovery_code WHERE account = ?", one),
	"second_factor_setting": rowsOf("SELECT required FROM second_factor_setting WHERE organisation = ?", one),

	"sign_in_range": rowsOf("SELECT tag FROM sign_in_range WHERE account = ?", one),
	"account_link": rowsOf(`SELECT account FROM account_link WHERE made_by = ?
		UNION SELECT made_by FROM account_link WHERE account = ?`, one, one),
	"browser_use":            rowsOf("SELECT account FROM browser_use WHERE account = ?", one),
	"pending_action":         rowsOf("SELECT subject FROM pending_action WHERE entry = ?", one),
	"pending_action_end":     rowsOf("SELECT how FROM pending_action_end WHERE entry = ?", one),
	"protection_rejoin":      rowsOf("SELECT entry, account, recipient FROM protection_rejoin"),
	"protection_readmission": rowsOf("SELECT wrapped FROM protection_readmission WHERE account = ?", one),

	"call_list_opening": rowsOf("SELECT account FROM call_list_opening WHERE credential = ?", one),
	"call_list_key":     rowsOf("SELECT key FROM call_list_key"),
	"device_record":     rowsOf("SELECT entry, digest FROM device_record WHERE credential = ?", one),
	"device_notice":     rowsOf("SELECT kind FROM device_notice WHERE credential = ?", one),
	"withheld":          rowsOf("SELECT record FROM withheld WHERE credential = ?", one),
	"pack_content":      rowsOf("SELECT name, rows FROM pack_content WHERE pack = ?", one),
	"photo_part":        rowsOf("SELECT body FROM photo_part WHERE photo = ? AND credential = ?", one, one),
	"device_gap":        gaps(func(g field.PhoneGaps) int { return len(g.Open) }),
	"device_gone":       gaps(func(g field.PhoneGaps) int { return int(g.Gone) }),
	"pack":              rowsOf("SELECT id FROM pack WHERE credential = ?", one),
	"pack_part":         rowsOf("SELECT body FROM pack_part WHERE pack = ?", one),
	"photo_upload":      rowsOf("SELECT have FROM photo_upload WHERE credential = ? AND photo = ?", one, one),
	"device_storage":    storage,
	"unreadable_record": rowsOf("SELECT record FROM unreadable_record WHERE entry = ?", one),

	"autolock_setting":   rowsOf("SELECT minutes FROM autolock_setting WHERE organisation = ?", one),
	"position_setting":   rowsOf("SELECT enabled FROM position_setting WHERE organisation = ?", one),
	"household_position": rowsOf("SELECT lon, lat FROM household_position WHERE household = ?", one),
	"grievance_erasure":  rowsOf("SELECT entry FROM grievance_erasure WHERE grievance = ?", one),
	"position_opening":   rowsOf("SELECT account FROM position_opening WHERE household = ?", one),

	"voice_file":      rowsOf("SELECT size FROM voice_file"),
	"voice_dialect":   rowsOf("SELECT dialect FROM voice_dialect"),
	"voice_recording": rowsOf("SELECT spoken FROM voice_recording WHERE entry = ?", one),

	"photo":         photoIsThere,
	"photo_erasure": rowsOf("SELECT photo FROM photo_erasure WHERE photo = ?", one),

	"area_own_alias": rowsOf("SELECT * FROM area_own_alias"),
	"store":          rowsOf("SELECT id, name FROM store"),

	"waybill": rows(func(tx *db.Tx) ([]stock.Waybill, error) { return stock.Waybills(tx, "", 10) }),
	"waybill_line": func(tx *db.Tx) (int, error) {
		w, err := stock.GetWaybill(tx, stock.WaybillID(one))
		return len(w.Lines), err
	},
	"waybill_arrival":      rowsOf("SELECT number FROM waybill_arrival WHERE store = ?", one),
	"waybill_arrival_line": rowsOf("SELECT received FROM waybill_arrival_line WHERE arrival = ?", one),
	"stock_count":          rowsOf("SELECT differs FROM stock_count WHERE store = ?", one),
	"stock_count_line":     rowsOf("SELECT counted FROM stock_count_line WHERE count = ?", one),
	"movement":             ledger,
	"leg":                  ledger,
	"balance": func(tx *db.Tx) (int, error) {
		held, err := stock.CustodyOf(tx, []string{one})
		return len(held), err
	},

	"household": row(func(tx *db.Tx) (household.Household, error) { return household.Get(tx, household.ID(one)) }),
	"household_consent": rows(func(tx *db.Tx) ([]household.Consent, error) {
		return household.Consents(tx, household.ID(one))
	}),
	"household_key":  rowsOf("SELECT household FROM household_key WHERE kind = ? AND key = ?", "x", "x"),
	"household_word": rowsOf("SELECT word FROM household_word"),
	"household_entry": func(tx *db.Tx) (int, error) {
		past, err := household.History(tx, household.ID(one))
		moved := func(e household.Event) bool { return e.Deed == "moved" } // a row of household_move
		return len(slices.DeleteFunc(past.Events, moved)), err
	},
	"household_claim": rowsOf("SELECT field FROM household_claim WHERE household = ?", one),
	"household_move":  rowsOf("SELECT area_after FROM household_move WHERE household = ?", one),
	"written_place":   rowsOf("SELECT name, folded FROM written_place"),
	"sealed_note":     rowsOf("SELECT entry, blob FROM sealed_note WHERE household = ?", one),
	"household_visit": rows(func(tx *db.Tx) ([]household.Visit, error) {
		return household.Visits(tx, household.ID(one))
	}),
	"note_opening": rowsOf("SELECT account FROM note_opening WHERE entry = ? AND household = ?", one, one),
	"household_priority": func(tx *db.Tx) (int, error) {
		marked, err := household.WithPrivateReason(tx)
		return len(marked), err
	},

	"assessment":       row(func(tx *db.Tx) (damage.Assessment, error) { return damage.Get(tx, damage.ID(one)) }),
	"assessment_photo": rowsOf("SELECT photo FROM assessment_photo WHERE assessment = ?", one),
	"verification":     verifications,
	"reported_damage": rows(func(tx *db.Tx) ([]damage.Reported, error) {
		return damage.ReportHistory(tx, household.ID(one))
	}),
	"house_photo":      rowsOf("SELECT photo FROM house_photo WHERE household = ?", one),
	"photo_evidence":   rowsOf("SELECT household FROM photo_evidence WHERE photo = ?", one),
	"picture_evidence": rowsOf("SELECT photo, household FROM picture_evidence"),
	"situation_report": rows(func(tx *db.Tx) (found []damage.SituationRow, err error) {
		found, _, err = damage.Situations(tx, "", 10)
		return found, err
	}),
	"grievance":            rowsOf("SELECT text FROM grievance WHERE id = ?", one), // its list leaves out the erased one
	"grievance_settlement": rowsOf("SELECT reason FROM grievance_settlement WHERE grievance = ?", one),
	"grievance_brought":    rowsOf("SELECT brought_by FROM grievance_brought WHERE grievance = ?", one),
	"grievance_opening":    rowsOf("SELECT account FROM grievance_opening WHERE entry = ? AND grievance = ?", one, one),

	"card_batch": rows(card.Batches),

	"paper_run":        rows(paper.Runs),
	"paper_form":       rowsOf("SELECT run FROM paper_form"),
	"paper_use":        rowsOf("SELECT household, worker FROM paper_use"),
	"paper_second":     rowsOf("SELECT differing FROM paper_second"),
	"paper_settlement": rowsOf("SELECT settled_by FROM paper_settlement"),
	"card":             rows(func(tx *db.Tx) ([]card.Card, error) { return card.Cards(tx, card.BatchID(one)) }),
	"card_binding": func(tx *db.Tx) (int, error) {
		events, err := card.History(tx, household.ID(one))
		return len(slices.DeleteFunc(events, func(e card.HistoryEvent) bool { return e.Withdrawn })), err
	},
	"card_revocation": func(tx *db.Tx) (int, error) {
		events, err := card.History(tx, household.ID(one))
		return len(slices.DeleteFunc(events, func(e card.HistoryEvent) bool { return !e.Withdrawn })), err
	},

	"distribution": row(planned),
	"distribution_line": func(tx *db.Tx) (int, error) {
		d, err := planned(tx)
		return len(d.Lines), err
	},
	"candidate": rows(func(tx *db.Tx) (list []distribution.ListedHousehold, err error) {
		list, _, err = distribution.ListOf(tx, distribution.ID(one), "", 10)
		return list, err
	}),
	"list_key":         rowsOf("SELECT key FROM list_key WHERE distribution = ?", one),
	"candidate_input":  rowsOf("SELECT needs FROM candidate_input WHERE distribution = ? AND household = ?", one, one),
	"household_lift":   rowsOf("SELECT lifted FROM household_lift WHERE household = ?", one),
	"entitlement":      rowsOf("SELECT id FROM entitlement WHERE distribution = ?", one),
	"entitlement_item": rowsOf("SELECT item, quantity FROM entitlement_item WHERE entitlement = ?", one),
	"handover": rows(func(tx *db.Tx) ([]distribution.Handover, error) {
		return distribution.History(tx, household.ID(one))
	}),
	"handover_record":      atSite(func(at distribution.SiteActivity) int { return len(at.Recorded) }),
	"handover_record_item": rowsOf("SELECT item, quantity FROM handover_record_item WHERE handover = ?", one),
	"handover_undo":        rowsOf("SELECT reason FROM handover_undo WHERE handover = ?", one),
	"custody_load":         rowsOf("SELECT device FROM custody_load WHERE distribution = ?", one),
	"custody_count_line":   rowsOf("SELECT quantity FROM custody_count_line WHERE count = ?", one),
	"custody_count":        rowsOf("SELECT device FROM custody_count WHERE distribution = ?", one),
	"distribution_lanes":   rowsOf("SELECT lanes FROM distribution_lanes WHERE distribution = ?", one),
	"distribution_lane":    atSite(func(at distribution.SiteActivity) int { return len(at.Lanes) }),
	"list_leader":          rowsOf("SELECT salt, rounds, proof FROM list_leader WHERE distribution = ?", one),
	"distribution_leader":  rowsOf("SELECT salt, rounds, proof FROM distribution_leader WHERE distribution = ?", one),
	"distribution_lane_key": func(tx *db.Tx) (int, error) {
		keys, err := distribution.LaneKeys(tx, distribution.ID(one))
		return len(keys), err
	},
	"lane_opening": rowsOf("SELECT lane FROM lane_opening WHERE distribution = ?", one),

	"campaign": rows(campaign.Campaigns),
	"pledge":   rows(pledges),
	"payment": func(tx *db.Tx) (paid int, err error) {
		list, err := pledges(tx)
		for _, p := range list {
			paid += int(p.PaidPaise)
		}
		return paid, err
	},
	"home": rows(func(tx *db.Tx) ([]campaign.Home, error) {
		return campaign.Homes(tx, campaign.ID(one), campaign.HomeFilter{Limit: 10})
	}),
	"home_step": rows(func(tx *db.Tx) ([]campaign.HomeStage, error) { return campaign.History(tx, campaign.HomeID(one)) }),

	"summary_household": rowsOf("SELECT household FROM summary_household WHERE area_path LIKE '/1/%'"),
	"summary_area":      rowsOf("SELECT area_path FROM summary_area WHERE area_path LIKE '/1/%'"),

	"import_file":    rowsOf("SELECT name FROM import_file WHERE id = ?", one),
	"import_mapping": rows(jobs.Mappings),
	"job":            rows(jobs.Jobs),
}

func erasings(tx *db.Tx) (int, error) {
	found, err := journal.ErasingEntries(tx, "x")
	return len(found), err
}

// updates counts the details that exceptions have by their newest update alone.
func updates(tx *db.Tx) (n int, err error) {
	found, err := journal.Exceptions(tx, 10)
	for _, x := range found {
		n += len(x.Details)
	}
	return n, err
}

func gaps(count func(field.PhoneGaps) int) reading {
	return func(tx *db.Tx) (int, error) {
		found, err := field.GapsOf(tx)
		return count(found[people.CredentialID(one)]), err
	}
}

func storage(tx *db.Tx) (int, error) {
	found, err := field.StorageOf(tx, []people.CredentialID{people.CredentialID(one)})
	return len(found), err
}

func photoIsThere(tx *db.Tx) (int, error) {
	there, err := media.IsThere(tx, media.ID(one))
	return map[bool]int{true: 1}[there], err
}

func ledger(tx *db.Tx) (int, error) {
	lines, _, err := stock.Ledger(tx, stock.StoreID(one), "", 10)
	return len(lines), err
}

func verifications(tx *db.Tx) (n int, err error) {
	found, err := damage.History(tx, household.ID(one))
	for _, record := range found {
		if record.Verification != nil {
			n++
		}
	}
	return n, err
}

func planned(tx *db.Tx) (distribution.Distribution, error) {
	return distribution.Get(tx, distribution.ID(one))
}

func atSite(count func(distribution.SiteActivity) int) reading {
	return func(tx *db.Tx) (int, error) {
		at, err := distribution.ActivityAt(tx, distribution.ID(one))
		return count(at), err
	}
}

func pledges(tx *db.Tx) ([]campaign.Pledge, error) {
	return campaign.Pledges(tx, campaign.ID(one), "", 10)
}

// lifelike sets the values in a filled database that the program's reads select.
var lifelike = []string{
	"UPDATE household SET area_path = '/1/', criteria = '[]', not_same_as = '[]', erased_at = NULL",
	"UPDATE household_entry SET deed = 'registered', fields = '[]'",
	"UPDATE household_priority SET private_reason = TRUE",
	"UPDATE entry SET kind = 'household.erase'", "UPDATE outcome SET status = 'applied'",
	"UPDATE entry_body SET payload = '{}'",
	"UPDATE exception SET details = '{}', audience = '', area_path = '/1/'", "UPDATE exception_update SET details = '{\"newest\": 1}'",
	"UPDATE device_gap SET ranges = '[[1,1]]'",
	"UPDATE store SET area_path = '/1/'", "UPDATE leg SET account = 'store:" + one + "'",
	"UPDATE balance SET account = 'custody:" + one + "'", "UPDATE waybill SET from_path = '/1/', to_path = '/1/'",
	"UPDATE assessment SET area_path = '/1/'", "UPDATE situation_report SET area_path = '/1/'",
	"UPDATE distribution SET state = 'open', area_path = '/1/'", "UPDATE campaign SET area_path = '/1/'",
	"UPDATE handover SET status = 'accepted'", "UPDATE home SET area_path = '/1/'", "UPDATE import_mapping SET kind = 'households', mapping = '{}'",
	"UPDATE job SET kind = 'households'", "UPDATE summary_household SET area_path = '/1/'",
	"UPDATE summary_area SET area_path = '/1/'",
}

// shown runs a reading as a person of an organisation. unscoped is the mutation: the read's own scope admits every row, as
// if it had been forgotten, and the policies alone are left.
func (f *filled) shown(organisation actor.OrganisationID, unscoped bool, read reading) (n int) {
	f.Helper()
	who := testkit.Actor(actor.Roles...)
	who.Organisation = organisation
	err := f.s.Read(f.Context(), who, func(tx *db.Tx) (err error) {
		tx.Actor.Organisation, tx.Actor.System = testkit.Organisation, unscoped
		n, err = read(tx)
		return err
	})
	if fault.Is(err, "not_found") {
		return 0
	}
	if err != nil {
		f.Error(err)
	}
	return n
}

func (f *filled) eachPolicy(deed string) {
	f.Helper()
	for _, table := range migrations.Tables {
		if guarded(table) {
			f.run(fmt.Sprintf("ALTER TABLE %s %s ROW LEVEL SECURITY", table.Name, deed))
		}
	}
}

// A read of the program whose scope was forgotten shows another organisation nothing: each table's own policy is enough,
// even if all others are off. Without it, the check finds the rows of the first organisation.
func TestB52_AnUnscopedReadShowsNothing(t *testing.T) {
	f := postgresOnly(t)
	f.run("SET session_replication_role = replica")
	for _, statement := range lifelike {
		f.run(statement)
	}
	f.run("SET session_replication_role = origin")
	for table, read := range private() {
		if n := f.shown(testkit.Organisation, false, read); n == 0 {
			t.Errorf("%s: its own organisation is shown nothing, so the read proves nothing", table)
		}
		if n := f.shown(testkit.OtherOrganisation, true, read); n != 0 {
			t.Errorf("%s: another organisation is shown %d rows", table, n)
		}
	}
	f.eachPolicy("DISABLE")
	for table, read := range private() {
		f.run("ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY")
		if n := f.shown(testkit.OtherOrganisation, true, read); n != 0 {
			t.Errorf("%s: its policy alone lets another organisation see %d rows", table, n)
		}
		f.run("ALTER TABLE " + table + " DISABLE ROW LEVEL SECURITY") // the control
		if n := f.shown(testkit.OtherOrganisation, true, read); n == 0 {
			t.Errorf("%s: without its policy the check finds nothing, so it proves nothing", table)
		}
	}
}

// private are the readings of the private tables.
func private() map[string]reading {
	found := map[string]reading{}
	for _, table := range migrations.Tables {
		if read := readings[table.Name]; read != nil && table.Tenancy == migrations.Private {
			found[table.Name] = read
		}
	}
	return found
}

// unread are the private tables without a reading.
func unread(tables []migrations.Table) (broken []string) {
	for _, table := range tables {
		if table.Tenancy == migrations.Private && readings[table.Name] == nil {
			broken = append(broken, table.Name)
		}
	}
	return broken
}

// Every private table has a reading in the test above, and the check finds one without.
func TestB52_EveryPrivateTableIsRead(t *testing.T) {
	if broken := unread(migrations.Tables); len(broken) > 0 {
		t.Errorf("no reading of %v", broken)
	}
	more := append(slices.Clone(migrations.Tables), migrations.Table{Name: "new", Tenancy: migrations.Private})
	if broken := unread(more); !slices.Equal(broken, []string{"new"}) {
		t.Errorf("of a table without a reading the check finds %v", broken)
	}
}
