package field

import (
	"context"
	"time"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
)

const (
	// SettledKept is how long bytes are kept after their exception was settled.
	SettledKept = 90 * 24 * time.Hour
	// settledMargin is the minimum time between receipt and settlement for a record to count as settled: a concurrent
	// transaction may have an earlier time.
	settledMargin = time.Hour
)

// SweepStorage deletes data whose exception was settled long ago: bytes of unreadable records, and records of blocked
// phones that were not let in. Nothing undecided is deleted: if a blocked phone has sent records since, the exception
// is raised again. It returns the number of deleted records.
func (d Service) SweepStorage(ctx context.Context) (removed int, err error) {
	if removed, err = d.sweepUnreadable(ctx); err != nil {
		return removed, err
	}
	var credentials []people.CredentialID
	err = d.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		credentials = nil
		return tx.Model(&withheldRow{}).Distinct("credential").Where("reason = ? AND NOT let_in", deviceWithdrawn).
			Order("credential").Pluck("credential", &credentials).Error
	})
	for _, credential := range credentials {
		if err != nil {
			return removed, err
		}
		var n int
		err = d.Store.Write(ctx, actor.System(), func(tx *db.Tx) (err error) {
			n, err = sweepWithheld(tx, credential)
			return err
		})
		removed += n
	}
	return removed, err
}

func sweepWithheld(tx *db.Tx, credential people.CredentialID) (removed int, err error) {
	if err := lockStorage(tx, credential); err != nil {
		return 0, err
	}
	phone, err := people.PhoneByCredential(tx, credential)
	if err != nil {
		return 0, err
	}
	open, settled, err := journal.ExceptionState(tx, deviceWithdrawn, journal.EntryID(phone.Entry))
	if err != nil || open {
		return 0, err
	}
	decided := db.At(settled.Add(-settledMargin))
	those := "credential = ? AND reason = ? AND NOT let_in"
	var later int64
	err = tx.Model(&withheldRow{}).Where(those+" AND received_at >= ?", string(credential), deviceWithdrawn, decided).
		Count(&later).Error
	if err == nil && later > 0 {
		err = journal.RaiseOnce(tx, aboutPhone(phone, deviceWithdrawn))
	}
	if err != nil || settled.After(tx.Now.Add(-SettledKept)) {
		return 0, err
	}
	var rows []withheldRow
	err = tx.Where(those+" AND received_at < ?", string(credential), deviceWithdrawn, decided).Order("id").
		Limit(MostRecords).Find(&rows).Error
	for _, row := range rows {
		if err != nil {
			return removed, err
		}
		err = dropWithheld(tx, row)
		removed++
	}
	return removed, err
}

// sweepUnreadable deletes the bytes of unreadable records whose exceptions were settled long ago; their entries stay.
func (d Service) sweepUnreadable(ctx context.Context) (removed int, err error) {
	after := journal.EntryID(noID)
	for {
		var page []journal.EntryID
		var n int
		err = d.Store.Write(ctx, actor.System(), func(tx *db.Tx) error {
			n = 0
			old := db.At(tx.Now.Add(-SettledKept))
			err := tx.Model(&unreadableRow{}).Where("entry > ? AND received_at < ?", string(after), old).Order("entry").
				Limit(sweepSize).Pluck("entry", &page).Error
			if err != nil || len(page) == 0 {
				return err
			}
			settled, err := journal.SettledBefore(tx, journal.FactRefused, page, old)
			for _, entry := range settled {
				if err != nil {
					return err
				}
				err = dropUnreadable(tx, entry)
				n++
			}
			return err
		})
		removed += n
		if err != nil || len(page) < sweepSize {
			return removed, err
		}
		after = page[len(page)-1]
	}
}

// noID sorts before every id.
const noID = "00000000-0000-0000-0000-000000000000"

func dropUnreadable(tx *db.Tx, entry journal.EntryID) error {
	var rows []unreadableRow
	if err := tx.Where("entry = ?", string(entry)).Find(&rows).Error; err != nil || len(rows) == 0 {
		return err
	}
	gone := tx.Where("entry = ?", string(entry)).Delete(&unreadableRow{})
	if gone.Error != nil || gone.RowsAffected == 0 {
		return gone.Error
	}
	return credit(tx, rows[0].Credential, unreadableLimit, int64(len(rows[0].Record))+perRecord)
}
