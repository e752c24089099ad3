package field

import (
	"context"
	"encoding/json"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/seal"
)

// withheldRow is a record that is kept as it came.
type withheldRow struct {
	ID         string `gorm:"primaryKey"`
	Credential string
	DeviceSeq  int64
	Reason     string
	Record     []byte
	LetIn      bool
	ReceivedAt db.Instant
}

// TableName names the table of a row type.
func (withheldRow) TableName() string { return "withheld" }

const deviceWithdrawn = "device_withdrawn"

// keepUnfit keeps the bytes of records that cannot be read, each as an entry of its own kind that a person looks at. An
// identity number is kept nowhere: such a record stays on the phone.
func (d Door) keepUnfit(ctx context.Context, b *batch) error {
	for i, r := range b.records {
		if r.unfit == nil || !r.keep || intake.HoldsIdentityNumber(r.raw) {
			continue
		}
		e := journal.Entry{
			ID: r.outer.ID, Kind: unreadable, Schema: 1, Author: b.phone.Actor.Account,
			Organisation: b.phone.Actor.Organisation, OccurredAt: d.Store.Now(), Device: string(b.phone.Credential),
			DeviceSeq: r.outer.DeviceSeq, Payload: r.raw, Fact: true,
		}
		o, err := journal.Take(ctx, d.Store, b.phone.Actor, e, func(*db.Tx) (journal.Outcome, error) {
			return journal.Outcome{}, r.unfit
		})
		if err != nil {
			return err
		}
		b.results[i] = o
	}
	return nil
}

// withhold keeps one record as it came, sealed to our key when it came open.
func (d Door) withhold(ctx context.Context, b *batch, at int, reason string) error {
	return d.withholdSome(ctx, b, reason, []int{at})
}

// withholdAll keeps what a withdrawn phone brings, unopened, and tells the office once.
func (d Door) withholdAll(ctx context.Context, b *batch) error {
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
	return d.withholdSome(ctx, b, deviceWithdrawn, all)
}

func (d Door) withholdSome(ctx context.Context, b *batch, reason string, places []int) error {
	if len(places) == 0 {
		return nil
	}
	rows := make([]withheldRow, len(places))
	for i, at := range places {
		r := b.records[at]
		kept := []byte(r.raw)
		if r.outer.Sealed == "" {
			sealed, err := seal.Seal(kept, d.Keys.Sealing.Recipient())
			if err != nil {
				return err
			}
			kept = sealed
		}
		rows[i] = withheldRow{
			ID: string(r.outer.ID), Credential: string(b.phone.Credential), DeviceSeq: r.outer.DeviceSeq,
			Reason: reason, Record: kept,
		}
	}
	return d.Store.Write(ctx, b.phone.Actor, func(tx *db.Tx) error {
		for i := range rows {
			rows[i].ReceivedAt = tx.Now
		}
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(&rows, 100).Error; err != nil {
			return err
		}
		if reason != deviceWithdrawn {
			return nil
		}
		return notice(tx, b.phone, deviceWithdrawn, "", map[string]any{"records": len(rows)})
	})
}

// LetIn is what a person decides about a withdrawn phone's records, by an entry of withheld.let_in: those that are here
// are decided as if the phone had not been withdrawn, by the rights of their packs. Later ones are asked about anew.
func (d Door) LetIn(ctx context.Context, a actor.Actor, in people.LettingIn) (decided int, err error) {
	payload, err := json.Marshal(in)
	if err != nil {
		return 0, err
	}
	e := journal.Entry{
		ID: journal.EntryID(db.NewID()), Kind: "withheld.let_in", Schema: intake.Schema, OccurredAt: d.Store.Now(),
		Payload: payload,
	}
	outcome, err := d.Intake.TakeWith(ctx, d.Store, a, e, func(tx *db.Tx) error {
		those := []any{string(in.Credential), deviceWithdrawn}
		if err := tx.Where("credential = ? AND kind = ?", those...).Delete(&noticeRow{}).Error; err != nil {
			return err
		}
		return tx.Model(&withheldRow{}).Where("credential = ? AND reason = ?", those...).Update("let_in", true).Error
	})
	if err == nil && outcome.Status != journal.StatusApplied {
		err = fault.New(fault.Conflict, outcome.Code, outcome.Message).At(outcome.Path)
	}
	if err != nil {
		return 0, err
	}
	return d.TakeWithheld(ctx)
}

// TakeWithheld decides the records that were let in, and those that were kept for a newer server, as far as this one
// can. It is run again until nothing is left, so an end in the middle loses nothing.
func (d Door) TakeWithheld(ctx context.Context) (decided int, err error) {
	var rows []withheldRow
	err = d.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		return tx.Where("let_in = ? OR reason = ?", true, newerApp).Order("credential, device_seq, id").
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

func (d Door) takeOne(ctx context.Context, row withheldRow) (done bool, err error) {
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
	if b.results[0].Code == newerApp || b.results[0].Code == otherKey || b.results[0].Code == serverError {
		return false, nil
	}
	return true, d.Store.Write(ctx, phone.Actor, func(tx *db.Tx) error {
		return tx.Where("id = ?", row.ID).Delete(&withheldRow{}).Error
	})
}
