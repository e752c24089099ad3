package field

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/seal"
)

// withheldRow is a record that is stored unchanged and undecided.
type withheldRow struct {
	ID           string `gorm:"primaryKey"`
	Credential   string
	Organisation string
	DeviceSeq    int64
	Reason       string
	Record       []byte
	LetIn        bool
	ReceivedAt   db.Instant
}

// TableName names the table of a row type.
func (withheldRow) TableName() string { return "withheld" }

const deviceWithdrawn = "device_withdrawn"

// insertWithheld stores records and returns the ids of the new ones.
var insertWithheld = db.Insert{
	Into: "INSERT INTO withheld (id, credential, device_seq, reason, record, received_at, organisation)", Width: 7,
	After: "ON CONFLICT DO NOTHING RETURNING id",
}

// withhold stores one record unchanged; a plain one is sealed to the server's key.
func (d Service) withhold(ctx context.Context, b *batch, at int, reason string) error {
	err := d.withholdSome(ctx, b, reason, []int{at})
	if over := overLimitOf(err); over != nil {
		b.refuseAt(at, over)
		return nil
	}
	return err
}

// withholdAll stores the records of a blocked phone, sealed, and notifies the office once. It is atomic.
func (d Service) withholdAll(ctx context.Context, b *batch) error {
	var all []int
	for i, r := range b.records {
		if r.outer.ID == "" {
			continue
		}
		all = append(all, i)
		b.results[i] = journal.Outcome{
			Entry: r.outer.ID, Status: journal.StatusDeferred, Code: deviceWithdrawn,
			Message: "This phone was withdrawn; it is kept unopened until a person lets it in.",
		}
	}
	err := d.withholdSome(ctx, b, deviceWithdrawn, all)
	if over := overLimitOf(err); over != nil {
		for _, at := range all {
			b.refuseAt(at, over)
		}
		return nil
	}
	if err != nil {
		return err
	}
	return d.forgetNumbers(ctx, b)
}

// forgetNumbers drops the sequence numbers of records that are not stored under them: a blocked phone that sends one
// record under a thousand numbers would fill the table.
func (d Service) forgetNumbers(ctx context.Context, b *batch) error {
	ids := make([]string, 0, len(b.records))
	for _, r := range b.records {
		if r.outer.ID != "" {
			ids = append(ids, string(r.outer.ID))
		}
	}
	stored := map[string]int64{}
	err := d.Store.Read(ctx, b.phone.Actor, func(tx *db.Tx) error {
		var rows []withheldRow
		err := tx.Select("id, device_seq").Where("credential = ? AND id IN ?", string(b.phone.Credential), ids).
			Find(&rows).Error
		for _, row := range rows {
			stored[row.ID] = row.DeviceSeq
		}
		return err
	})
	for i, r := range b.records {
		if seq, is := stored[string(r.outer.ID)]; !is || seq != r.outer.DeviceSeq {
			b.records[i].digest = nil
		}
	}
	return err
}

func (d Service) withholdSome(ctx context.Context, b *batch, reason string, places []int) error {
	if len(places) == 0 {
		return nil
	}
	kept := map[string][]byte{}
	for _, at := range places {
		record, err := d.storedForm(b.records[at])
		if err != nil {
			return err
		}
		if id := string(b.records[at].outer.ID); kept[id] == nil { // the first of two with the same id
			kept[id] = record
		}
	}
	return d.Store.Write(ctx, b.phone.Actor, func(tx *db.Tx) error { //nolint:contextcheck // tx has the context
		stored, err := insertWithheld.Returning(tx, b.withheldRows(tx, reason, places, kept))
		if err != nil {
			return err
		}
		size := int64(0)
		for id := range stored {
			size += int64(len(kept[id])) + perRecord
		}
		if err := d.chargeUnopened(tx, b.phone, size); err != nil || reason != deviceWithdrawn || size == 0 {
			return err
		}
		return journal.RaiseOnce(tx, aboutPhone(b.phone, deviceWithdrawn))
	})
}

// storedForm returns a record in its stored form: a plain one is sealed to the server's key.
func (d Service) storedForm(r record) ([]byte, error) {
	if r.outer.Sealed != "" {
		return r.raw, nil
	}
	return seal.Seal(r.raw, d.Keys.Sealing.Recipient())
}

// withheldRows returns the rows of records, each id once and sorted by id: concurrent transactions that store the same
// records then lock in the same order.
func (b *batch) withheldRows(tx *db.Tx, reason string, places []int, kept map[string][]byte) [][]any {
	numbers := map[string]int64{}
	for _, at := range slices.Backward(places) {
		numbers[string(b.records[at].outer.ID)] = b.records[at].outer.DeviceSeq
	}
	rows := make([][]any, 0, len(kept))
	for _, id := range slices.Sorted(maps.Keys(kept)) {
		rows = append(rows, []any{
			id, string(b.phone.Credential), numbers[id], reason, kept[id], tx.Now, string(b.phone.Actor.Organisation),
		})
	}
	return rows
}

// LetIn decides a blocked phone's stored records after a person's entry withheld.let_in, as if the phone had not been
// blocked, with the rights of their packs. Later records need another decision.
func (d Service) LetIn(ctx context.Context, a actor.Actor, in people.WithheldLetIn) (decided int, err error) {
	payload, err := json.Marshal(in)
	if err != nil {
		return 0, err
	}
	e := journal.Entry{
		ID: journal.EntryID(db.NewID()), Kind: "withheld.let_in", Schema: intake.Schema, OccurredAt: d.Store.Now(),
		Payload: payload,
	}
	outcome, err := d.Intake.TakeWith(ctx, d.Store, a, e, func(tx *db.Tx) error {
		// Under this lock a concurrent record is either let in with the rest or raises the exception again.
		if err := lockStorage(tx, in.Credential); err != nil {
			return err
		}
		return tx.Model(&withheldRow{}).Where("credential = ? AND reason = ? AND NOT let_in", string(in.Credential),
			deviceWithdrawn).Update("let_in", true).Error
	})
	if err == nil && outcome.Status != journal.StatusApplied {
		err = fault.New(fault.Conflict, outcome.Code, outcome.Message).At(outcome.Path)
	}
	if err != nil {
		return 0, err
	}
	return d.TakeWithheld(ctx)
}

// TakeWithheld decides the records that were let in, and those of a newer version, as far as this server can. It is
// repeated until nothing is left, so an interruption loses nothing.
func (d Service) TakeWithheld(ctx context.Context) (decided int, err error) {
	var rows []withheldRow
	err = d.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		return tx.Where("let_in = ? OR reason = ?", true, newerApp).Order("let_in DESC, credential, device_seq, id").
			Limit(MostRecords).Find(&rows).Error
	})
	for _, row := range rows {
		if err != nil {
			return decided, err
		}
		var done bool
		if done, err = d.takeOne(ctx, row); done {
			decided++
		}
	}
	return decided, err
}

func (d Service) takeOne(ctx context.Context, row withheldRow) (done bool, err error) {
	var phone people.Phone
	err = d.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		phone, err = people.PhoneByCredential(tx, people.CredentialID(row.Credential))
		return err
	})
	if err != nil {
		return false, err
	}
	phone.Withdrawn = false
	raw := row.Record
	if len(raw) > 0 && raw[0] != '{' { // it came open, and was sealed to be kept
		if raw, err = d.Keys.Sealing.Open(raw, MostBytes); err != nil {
			return false, err
		}
	}
	b := d.read(phone, []Payload{raw})
	if err := d.decide(ctx, b); err != nil {
		return false, err
	}
	if slices.Contains([]string{newerApp, otherKey, storageLimit, serverError}, b.results[0].Code) {
		return false, nil
	}
	return true, d.Store.Write(ctx, phone.Actor, func(tx *db.Tx) error { return dropWithheld(tx, row) })
}

// dropWithheld removes a stored record and what it was counted; of two servers one does.
func dropWithheld(tx *db.Tx, row withheldRow) error {
	gone := tx.Where("id = ?", row.ID).Delete(&withheldRow{})
	if gone.Error != nil || gone.RowsAffected == 0 {
		return gone.Error
	}
	return credit(tx, row.Credential, unopenedLimit, int64(len(row.Record))+perRecord)
}
