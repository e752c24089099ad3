package field

import (
	"fmt"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// shownRanges is how many ranges an exception names.
const shownRanges = 10

func rangesShown(device people.CredentialID, missing int64, ranges []Range) GapDetails {
	return GapDetails{
		PhoneDetails: PhoneDetails{device}, Missing: missing, Ranges: ranges[:min(len(ranges), shownRanges)],
	}
}

// updateGapException maintains one open exception per credential: it is raised with the first gap, updated while the
// gaps change, and settled when none is left. After a person has settled it, it is raised again only for other numbers.
func (b *batch) updateGapException(tx *db.Tx, before, after gapRow) error {
	if before.Missing == after.Missing && before.Ranges == after.Ranges {
		return nil
	}
	old, err := before.known()
	if err != nil {
		return err
	}
	now, err := after.known()
	if err != nil {
		return err
	}
	x := journal.Exception{
		Kind: gapNotice, Entry: journal.EntryID(b.phone.Entry), Organisation: b.phone.Actor.Organisation,
		Details: rangesShown(b.phone.Credential, after.Missing, now),
	}
	if after.Missing == 0 {
		return b.settleGaps(tx, x)
	}
	open, err := journal.NewestOpen(tx, x.Entry, x.Kind)
	switch {
	case err != nil:
		return err
	case open.ID != "":
		return journal.Update(tx, open.ID, x)
	case after.Missing <= before.Missing && contained(now, old):
		return nil
	}
	return journal.Raise(tx, x)
}

// settleGaps settles the exception: by the entry that filled the last gap, or by the enrolment if the phone reported
// the numbers as `gone`.
func (b *batch) settleGaps(tx *db.Tx, x journal.Exception) error {
	if b.closed {
		return journal.SettleKind(tx, journal.Entry{ID: x.Entry}, x, "gone", "The phone no longer has these entries.")
	}
	var ids []journal.EntryID
	for _, r := range b.records {
		if r.outer.ID != "" {
			ids = append(ids, r.outer.ID)
		}
	}
	by, err := journal.NewestOf(tx, ids)
	if err != nil {
		return err
	}
	if by == "" { // the record that filled it is withheld, not yet an entry
		by = x.Entry
	}
	return journal.SettleKind(tx, journal.Entry{ID: by}, x, "came_later", "The phone sent these entries.")
}

// contained reports whether every range lies in one of the old ones. Old lists are cut after MostGaps ranges: ranges
// above a full list may have been known.
func contained(ranges, old []Range) bool {
	for _, r := range ranges {
		inside := len(old) == MostGaps && r[0] > old[len(old)-1][1]
		for _, o := range old {
			inside = inside || o[0] <= r[0] && r[1] <= o[1]
		}
		if !inside {
			return false
		}
	}
	return true
}

// updateGoneException maintains one open exception per credential about entries that the phone no longer has; each one
// lists those of its own time, so that a settled one is not repeated.
func (b *batch) updateGoneException(tx *db.Tx) error {
	entry := journal.EntryID(b.phone.Entry)
	open, err := journal.NewestOpen(tx, entry, goneNotice)
	if err != nil {
		return err
	}
	since := tx.Now
	if open.ID != "" {
		since = open.At
	}
	var rows []goneRow
	those := tx.Where("credential = ? AND said_at >= ?", string(b.phone.Credential), since)
	if err := those.Order("first_seq").Find(&rows).Error; err != nil {
		return err
	}
	var missing int64
	var ranges []Range
	for _, row := range rows {
		missing += row.LastSeq - row.FirstSeq + 1
		ranges = append(ranges, Range{row.FirstSeq, row.LastSeq})
	}
	x := journal.Exception{
		Kind: goneNotice, Entry: entry, Organisation: b.phone.Actor.Organisation,
		Details: rangesShown(b.phone.Credential, missing, ranges),
	}
	if open.ID != "" {
		return journal.Update(tx, open.ID, x)
	}
	return journal.Raise(tx, x)
}

// PhoneGaps are one credential's open gaps, as of the office's last notification, and the total of numbers reported as
// `gone`.
type PhoneGaps struct {
	Open []Range // the lowest, at most MostGaps
	Gone int64
}

// GapsOf returns the gaps of the credentials of the actor's organisation that have any.
func GapsOf(tx *db.Tx) (map[people.CredentialID]PhoneGaps, error) {
	found := map[people.CredentialID]PhoneGaps{}
	var rows []gapRow
	if err := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("missing > 0").Find(&rows).Error; err != nil {
		return nil, err
	}
	for _, row := range rows {
		ranges, err := row.known()
		if err != nil {
			return nil, err
		}
		found[people.CredentialID(row.Credential)] = PhoneGaps{Open: ranges}
	}
	var gone []struct {
		Credential people.CredentialID
		Gone       int64
	}
	err := tx.Model(&goneRow{}).Scopes(db.OneOrganisation(tx.Actor)).Group("credential").
		Select("credential, CAST(SUM(last_seq - first_seq + 1) AS BIGINT) AS gone").Scan(&gone).Error
	for _, row := range gone {
		one := found[row.Credential]
		one.Gone = row.Gone
		found[row.Credential] = one
	}
	return found, err
}

// OpenGap is a range of one credential that was neither received nor reported as `gone`.
type OpenGap struct {
	Credential people.CredentialID
	First      int64
	Last       int64
}

// String returns the credential and the numbers.
func (g OpenGap) String() string {
	return fmt.Sprintf("phone %s: entries %d to %d", g.Credential, g.First, g.Last)
}

// findAllGaps is findGaps for every credential. Numbers above the highest received one are in device_gap.
const findAllGaps = `SELECT credential, before + 1 AS first, lo - 1 AS last FROM (
		SELECT credential, lo, COALESCE(MAX(hi) OVER (PARTITION BY credential ORDER BY lo, hi
			ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
		FROM (SELECT credential, device_seq AS lo, device_seq AS hi FROM device_record
			UNION ALL SELECT credential, first_seq, last_seq FROM device_gone
			UNION ALL SELECT g.credential, g.through + 1, g.through + 1 FROM device_gap g WHERE g.through >
				(SELECT COALESCE(MAX(r.device_seq), 0) FROM device_record r WHERE r.credential = g.credential)) AS covered) AS runs
	WHERE lo > before + 1 ORDER BY credential, first`

// OpenGaps computes the open gaps of all phones from the received numbers. A gap is no integrity violation: the entry
// may still be on the phone.
func OpenGaps(tx *db.Tx) (gaps []OpenGap, err error) {
	return gaps, tx.Raw(findAllGaps).Scan(&gaps).Error
}
