package summary

import (
	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/journal"
)

// Notice tells a worker that somebody else corrected the same field of a family, and whether the office has decided. It
// has ids and names of fields only: the worker need not be allowed to read the family any more.
type Notice struct {
	Claim     journal.EntryID // the entry of the later correction
	Household household.ID
	Fields    []string // in the order of the form
	Mine      bool     // the later correction is the reader's; otherwise the one that stays
	At        db.Instant
	SettledAt *db.Instant // nil: the office has not decided
}

const (
	noticeDays  = 30  // for which a decided notice is sent
	mostNotices = 200 // fields
)

// Notices returns the notices of the actor, newest first: all open ones, and those that were decided lately.
func Notices(tx *db.Tx) ([]Notice, error) {
	var rows []struct {
		Claim     journal.EntryID
		Household household.ID
		Field     string
		Mine      bool
		At        db.Instant
		SettledAt *db.Instant
	}
	me := string(tx.Actor.Account)
	err := tx.Raw(`SELECT c.entry AS claim, c.household, c.field, c.claimed_by = ? AS mine, c.claimed_at AS at,
			s.settled_at
		FROM household_claim c
		JOIN household h ON h.id = c.household AND h.erased_at IS NULL
		JOIN exception x ON x.entry = c.entry AND x.kind = ?
		LEFT JOIN exception_settlement s ON s.exception = x.id
		WHERE c.organisation = ? AND (c.claimed_by = ? OR c.rival_by = ?) AND (s.settled_at IS NULL OR s.settled_at > ?)
		ORDER BY c.claimed_at DESC, c.entry, c.field LIMIT ?`,
		me, household.CorrectedTwice, string(tx.Actor.Organisation), me, me, db.At(tx.Now.AddDate(0, 0, -noticeDays)),
		mostNotices).Scan(&rows).Error
	var notices []Notice
	for _, row := range rows {
		last := len(notices) - 1
		if last < 0 || notices[last].Claim != row.Claim || notices[last].Mine != row.Mine {
			notices = append(notices, Notice{
				Claim: row.Claim, Household: row.Household, Mine: row.Mine, At: row.At, SettledAt: row.SettledAt,
			})
			last++
		}
		notices[last].Fields = append(notices[last].Fields, row.Field)
	}
	return notices, err
}
