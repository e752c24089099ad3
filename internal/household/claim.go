package household

import (
	"encoding/json"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
)

// CorrectedTwice is the exception of a family of which two workers corrected the same field without knowing of each
// other. The first answer stays, the second is a claim, and the office decides.
const CorrectedTwice = "corrected_twice"

// ClaimDetails are those of CorrectedTwice. The answers are in the bodies of the entries.
type ClaimDetails struct {
	Household ID              `json:"household"`
	Fields    []string        `json:"fields" nullable:"false"`
	FirstBy   actor.AccountID `json:"first_by"` // whose answer to the first of the fields stays; empty: nobody's
	SecondBy  actor.AccountID `json:"second_by"`
}

var _ = journal.DetailsOf[ClaimDetails](CorrectedTwice)

// settlers are the roles that decide claims.
var settlers = []actor.Role{actor.Coordinator}

// claimRow is one field that an entry claims against a rival.
type claimRow struct {
	Entry        journal.EntryID `gorm:"primaryKey"`
	Field        string          `gorm:"primaryKey"`
	Household    ID
	Organisation actor.OrganisationID
	Rival        journal.EntryID
	ClaimedBy    actor.AccountID
	RivalBy      *actor.AccountID
	ClaimedAt    db.Instant
}

// TableName names the table.
func (claimRow) TableName() string { return "household_claim" }

// claim stores the claimed fields and notifies the office. The workers' phones learn of it by the feed.
func claim(
	tx *db.Tx, e journal.Entry, h Household, fields []string, rivals map[string]journal.HistoryEntry,
) error {
	rows := make([]claimRow, len(fields))
	for i, field := range fields {
		rows[i] = claimRow{
			Entry: e.ID, Field: field, Household: h.ID, Organisation: h.Organisation, Rival: rivals[field].ID,
			ClaimedBy: tx.Actor.Account, RivalBy: rivals[field].Author, ClaimedAt: tx.Now,
		}
	}
	if err := tx.Create(&rows).Error; err != nil {
		return err
	}
	details := ClaimDetails{Household: h.ID, Fields: fields, SecondBy: tx.Actor.Account}
	if first := rows[0].RivalBy; first != nil {
		details.FirstBy = *first
	}
	return journal.Raise(tx, journal.Exception{
		Kind: CorrectedTwice, Entry: e.ID, Organisation: h.Organisation, AreaPath: h.AreaPath,
		Details: details,
	})
}

// Claim is a field with two answers: the present one and the claimed one, each with its entry.
type Claim struct {
	Entry   journal.EntryID
	Field   string
	Present any
	Claimed any // nil where the body was erased
	Now     journal.EntryID
}

// Claims returns the open claims on a household, oldest first.
func Claims(tx *db.Tx, id ID) (Household, []Claim, error) {
	if err := tx.Actor.Must(settlers...); err != nil {
		return Household{}, nil, err
	}
	h, err := getAny(tx, id, settlers...)
	if err != nil {
		return h, nil, err
	}
	var rows []claimRow
	if err := tx.Where("household = ?", id).Order("claimed_at, entry, field").Find(&rows).Error; err != nil {
		return h, nil, err
	}
	rows, err = openClaims(tx, rows)
	if err != nil || len(rows) == 0 {
		return h, nil, err
	}
	last, err := lastChanges(tx, h)
	if err != nil {
		return h, nil, err
	}
	ids := make([]journal.EntryID, len(rows))
	for i, row := range rows {
		ids[i] = row.Entry
	}
	records, err := journal.HistoryEntries(tx, ids)
	if err != nil {
		return h, nil, err
	}
	claims := make([]Claim, len(rows))
	for i, row := range rows {
		claims[i] = Claim{Entry: row.Entry, Field: row.Field, Present: h.Field(row.Field), Now: last[row.Field]}
		payload := records[row.Entry].Payload
		if payload == nil {
			continue
		}
		var said HouseholdAmend
		if err := json.Unmarshal(payload, &said); err != nil {
			return h, nil, err
		}
		claims[i].Claimed = said.correction().Normalised().applyTo(h).normalise().Field(row.Field)
	}
	slices.SortStableFunc(claims, func(a, b Claim) int { return inForm(a.Field, b.Field) })
	return h, claims, nil
}

// openClaims returns the rows whose exception is open.
func openClaims(tx *db.Tx, rows []claimRow) (open []claimRow, err error) {
	asked := map[journal.EntryID]bool{}
	for _, row := range rows {
		is, done := asked[row.Entry]
		if !done {
			if is, _, err = journal.ExceptionState(tx, CorrectedTwice, row.Entry); err != nil {
				return nil, err
			}
			asked[row.Entry] = is
		}
		if is {
			open = append(open, row)
		}
	}
	return open, nil
}

// lastChanges returns, by field, the entry that changed it last: the registration where none did.
func lastChanges(tx *db.Tx, h Household) (map[string]journal.EntryID, error) {
	list, err := entriesOf(tx, h.ID)
	last := map[string]journal.EntryID{}
	for _, field := range Fields {
		last[field] = h.Entry
	}
	for _, s := range list {
		fields := s.fields()
		if s.Deed == moved {
			fields = []string{"area"}
		}
		for _, field := range fields {
			last[field] = s.Entry
		}
	}
	return last, err
}
