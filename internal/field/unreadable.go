package field

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"tripol/internal/db"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// unreadableRow stores the bytes of an unreadable record. Its entry, of kind unreadable, has their length and digest.
type unreadableRow struct {
	Entry        string `gorm:"primaryKey"`
	Organisation string
	Credential   string
	Record       []byte
	ReceivedAt   db.Instant
}

// TableName names the table of a row type.
func (unreadableRow) TableName() string { return "unreadable_record" }

// storeUnreadable stores the bytes of unreadable records, each with an entry of kind unreadable for a person's
// decision. An identity number is stored nowhere: such a record stays on the phone. So does one beyond the limit.
func (d Service) storeUnreadable(ctx context.Context, b *batch) error {
	for i, r := range b.records {
		if r.invalid == nil || !r.keep || intake.HoldsIdentityNumber(r.raw) {
			continue
		}
		o, err := d.storeUnreadableRecord(ctx, b, r)
		if over := overLimitOf(err); over != nil {
			b.refuseAt(i, over)
			continue
		}
		if err != nil {
			return err
		}
		b.results[i] = o
	}
	return nil
}

// storeUnreadableRecord stores one record: counter, bytes, entry with outcome, and exception in one transaction.
func (d Service) storeUnreadableRecord(ctx context.Context, b *batch, r record) (journal.Outcome, error) {
	e := journal.Entry{
		ID: r.outer.ID, Kind: unreadable, Schema: 1, Author: b.phone.Actor.Account,
		Organisation: b.phone.Actor.Organisation, OccurredAt: d.Store.Now(), Credential: string(b.phone.Credential),
		DeviceSeq: r.outer.DeviceSeq, Payload: r.raw, Fact: true,
	}
	// Entries from before migration 0110 contain the bytes themselves.
	if o, held, err := journal.Replay(ctx, d.Store, e); err != nil || held {
		return o, err
	}
	sum := sha256.Sum256(r.raw)
	payload, err := json.Marshal(people.Unreadable{Bytes: len(r.raw), SHA256: hex.EncodeToString(sum[:])})
	if err != nil {
		return journal.Outcome{}, err
	}
	e.Payload = payload
	return journal.Take(ctx, d.Store, b.phone.Actor, e, func(tx *db.Tx) (journal.Outcome, error) {
		o := refused(e, r.invalid)
		if err := d.charge(tx, b.phone, unreadableLimit, int64(len(r.raw))+perRecord); err != nil {
			return o, err
		}
		row := unreadableRow{
			Entry: string(e.ID), Organisation: string(e.Organisation), Credential: e.Credential,
			Record: r.raw, ReceivedAt: tx.Now,
		}
		if err := tx.Create(&row).Error; err != nil {
			return o, err
		}
		return o, journal.Raise(tx, journal.Exception{
			Kind: journal.FactRefused, Entry: e.ID, Details: journal.RefusedDetails{Kind: unreadable, Code: o.Code},
		})
	})
}
