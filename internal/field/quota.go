package field

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// Limits bound the undecided data stored for a credential (backpressure). Readable entries are not limited.
type Limits struct {
	Unopened   int64 // bytes of records in withheld, per credential
	Total      int64 // bytes of records in withheld, of all credentials
	Unreadable int64 // bytes of records that cannot be read, per credential
	Photos     int64 // unfinished photos, per credential
}

// DefaultLimits are the limits of a server. After thirty days offline a phone sends some 6 MiB.
var DefaultLimits = Limits{Unopened: 32 << 20, Total: 512 << 20, Unreadable: 4 << 20, Photos: 40}

const (
	// perRecord is the overhead counted per stored record: its row, its number and their indexes. The migration that
	// introduced the counters uses the same value.
	perRecord = 512
	// limitRetry is the Retry-After of a limit: a person must decide, which takes longer than seconds.
	limitRetry = 15 * time.Minute
	// refusalEvery is the minimum time between two stored refusals of a credential.
	refusalEvery = time.Minute
)

const storageLimit = "storage_limit"

// The names of the limits in device_storage.refused_for.
const (
	unopenedLimit   = "unopened"
	unreadableLimit = "unreadable"
	photosLimit     = "photos"
	totalLimit      = "total"
)

// storageRow counts the undecided data of one credential. Its lock also serialises decisions about the credential's
// exceptions.
type storageRow struct {
	Credential   string `gorm:"primaryKey"`
	Organisation string
	Unopened     int64
	Unreadable   int64
	Photos       int64
	Refused      int64
	RefusedFor   string
	RefusedAt    *db.Instant
}

// TableName names the table of a row type.
func (storageRow) TableName() string { return "device_storage" }

func (d Service) limits() Limits {
	if d.Limits == (Limits{}) {
		return DefaultLimits
	}
	return d.Limits
}

// charges are the conditional upserts, one per counter: no row changes if the sum would exceed the limit.
var charges = map[string]string{
	unopenedLimit:   chargeOf("unopened"),
	unreadableLimit: chargeOf("unreadable"),
	photosLimit:     chargeOf("photos"),
}

func chargeOf(counter string) string {
	return "INSERT INTO device_storage (credential, organisation, " + counter + ") VALUES (?, ?, ?) " +
		"ON CONFLICT (credential) DO UPDATE SET " + counter + " = device_storage." + counter + " + excluded." + counter +
		" WHERE device_storage." + counter + " + excluded." + counter + " <= ?"
}

const chargeTotal = `INSERT INTO storage_total (id, unopened) VALUES (1, ?)
	ON CONFLICT (id) DO UPDATE SET unopened = storage_total.unopened + excluded.unopened
	WHERE storage_total.unopened + excluded.unopened <= ?`

// charge adds n to a credential's counter, or rejects with the limit.
func (d Service) charge(tx *db.Tx, phone people.Phone, limit string, n int64) error {
	l := d.limits()
	most := map[string]int64{unopenedLimit: l.Unopened, unreadableLimit: l.Unreadable, photosLimit: l.Photos}[limit]
	if n > most {
		return overLimit(limit, most)
	}
	done := tx.Exec(charges[limit], string(phone.Credential), string(phone.Actor.Organisation), n, most)
	if done.Error == nil && done.RowsAffected == 0 {
		return overLimit(limit, most)
	}
	return done.Error
}

// chargeUnopened adds bytes to the credential's and the total counter, in this lock order.
func (d Service) chargeUnopened(tx *db.Tx, phone people.Phone, n int64) error {
	if err := d.charge(tx, phone, unopenedLimit, n); err != nil {
		return err
	}
	most := d.limits().Total
	if n > most {
		return overLimit(totalLimit, most)
	}
	done := tx.Exec(chargeTotal, n, most)
	if done.Error == nil && done.RowsAffected == 0 {
		return overLimit(totalLimit, most)
	}
	return done.Error
}

// credit subtracts n from a credential's counter after a deletion.
func credit(tx *db.Tx, credential, limit string, n int64) error {
	if n == 0 {
		return nil
	}
	column := clause.Column{Name: limit}
	less := map[string]any{limit: clause.Expr{SQL: "? - ?", Vars: []any{column, n}}}
	if err := tx.Model(&storageRow{}).Where("credential = ?", credential).Updates(less).Error; err != nil {
		return err
	}
	if limit != unopenedLimit {
		return nil
	}
	return tx.Exec("UPDATE storage_total SET unopened = unopened - ? WHERE id = 1", n).Error
}

// lockStorage locks a credential's counters until the transaction ends.
func lockStorage(tx *db.Tx, credential people.CredentialID) error {
	return tx.Exec("UPDATE device_storage SET unopened = unopened WHERE credential = ?", string(credential)).Error
}

func overLimit(limit string, most int64) error {
	return fault.New(fault.Throttled, storageLimit, "No more of this phone is stored for now; keep it and send it later.").
		With("limit", limit).With("most", most).With("retry_after_seconds", int(limitRetry.Seconds()))
}

// overLimitOf returns the fault of a limit; nil for any other error.
func overLimitOf(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && f.Code == storageLimit {
		return f
	}
	return nil
}

// deferredByLimit is the outcome of a record that a limit rejected: the phone keeps it and sends it again later.
func deferredByLimit(id journal.EntryID, f *fault.Fault) journal.Outcome {
	return journal.Outcome{
		Entry: id, Status: journal.StatusDeferred, Code: f.Code, Message: f.Message, Numbers: f.Numbers,
	}
}

// refuseAt sets the outcome of a record that a limit rejected. Its number counts as not received.
func (b *batch) refuseAt(at int, f *fault.Fault) {
	b.results[at] = deferredByLimit(b.records[at].outer.ID, f)
	b.records[at].digest = nil
	b.over = f
}

// pushRefusal returns the fault of the push if a limit rejected every record.
func (b *batch) pushRefusal() error {
	if b.over == nil {
		return nil
	}
	for _, o := range b.results {
		if o.Code != storageLimit {
			return nil
		}
	}
	if b.phone.Withdrawn { // a blocked phone must still get its response, on which it destroys its keys
		return b.over.With("withdrawn", true)
	}
	return b.over
}

// noteRefusals counts a refusal by a limit, and raises the exception unless it is open: one per credential; its figures
// are those of the counters (StorageOf).
func (d Service) noteRefusals(ctx context.Context, phone people.Phone, f *fault.Fault) error {
	limit, _ := f.Numbers["limit"].(string)
	return d.Store.Write(ctx, phone.Actor, func(tx *db.Tx) error {
		row := storageRow{
			Credential: string(phone.Credential), Organisation: string(phone.Actor.Organisation), Refused: 1,
			RefusedFor: limit, RefusedAt: &tx.Now,
		}
		lately := db.At(tx.Now.Add(-refusalEvery))
		done := tx.Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "credential"}},
			DoUpdates: clause.Assignments(map[string]any{
				"refused": clause.Expr{SQL: "device_storage.refused + 1"}, "refused_for": limit, "refused_at": tx.Now,
			}),
			Where: clause.Where{Exprs: []clause.Expression{clause.Expr{
				SQL:  "device_storage.refused_at IS NULL OR device_storage.refused_at <= ? OR device_storage.refused_for <> ?",
				Vars: []any{lately, limit},
			}}},
		}).Create(&row)
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		return journal.RaiseOnce(tx, aboutPhone(phone, storageLimit))
	})
}

// aboutPhone returns an exception about a phone; it refers to the entry that enrolled the phone.
func aboutPhone(phone people.Phone, kind string) journal.Exception {
	return journal.Exception{
		Kind: kind, Entry: journal.EntryID(phone.Entry), Organisation: phone.Actor.Organisation,
		Details: StorageDetails{PhoneDetails: PhoneDetails{phone.Credential}},
	}
}

// Storage is the undecided data stored for a credential.
type Storage struct {
	Unopened   int64 // bytes
	Unreadable int64 // bytes
	Photos     int64 // unfinished
	Refused    int64 // number of minutes with a refusal
	RefusedFor string
	RefusedAt  *db.Instant
}

// StorageOf returns the storage of credentials of the actor's organisation.
func StorageOf(tx *db.Tx, credentials []people.CredentialID) (map[people.CredentialID]Storage, error) {
	all := make(map[people.CredentialID]Storage, len(credentials))
	if len(credentials) == 0 {
		return all, nil
	}
	var rows []storageRow
	err := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("credential IN ?", credentials).Find(&rows).Error
	for _, r := range rows {
		all[people.CredentialID(r.Credential)] = Storage{
			Unopened: r.Unopened, Unreadable: r.Unreadable, Photos: r.Photos, Refused: r.Refused, RefusedFor: r.RefusedFor,
			RefusedAt: r.RefusedAt,
		}
	}
	return all, err
}
