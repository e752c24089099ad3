package field

import (
	"bytes"
	"context"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// recordRow is one sequence number of a phone with its record.
type recordRow struct {
	Credential   string `gorm:"primaryKey"`
	DeviceSeq    int64  `gorm:"primaryKey;autoIncrement:false"`
	Organisation string
	Entry        string
	Digest       []byte
	SaidAt       db.Instant
}

// noticeRow is a notification of the office about a phone.
type noticeRow struct {
	Credential   string `gorm:"primaryKey"`
	Kind         string `gorm:"primaryKey"`
	Subject      string `gorm:"primaryKey"`
	Organisation string
	NoticedAt    db.Instant
}

// TableName names the table of a row type.
func (recordRow) TableName() string { return "device_record" }
func (noticeRow) TableName() string { return "device_notice" }

// The exceptions that a phone's self-report can raise. No decision depends on them.
const (
	gapNotice    = "device_gap"    // numbers are missing although its outbox is empty; one per credential
	goneNotice   = "device_gone"   // it no longer has missing entries; one per credential
	aheadNotice  = "seq_ahead"     // its next_seq is too far above the highest number received
	chainNotice  = "chain_broken"  // a record's previous digest differs from the stored one
	reusedNotice = "seq_reused"    // two records have the same number
	orderNotice  = "order_differs" // it has seen a different hash chain
	clockNotice  = "clock"         // off by more than ten minutes, or set back
)

var insertRecord = db.Insert{
	Into: "INSERT INTO device_record (credential, device_seq, entry, digest, said_at, organisation)", Width: 6,
	After: "ON CONFLICT DO NOTHING",
}

// storeContact stores the phone's self-report: the numbers of its records, the state of its outbox, its clock.
func (d Service) storeContact(ctx context.Context, b *batch, envelope Push) error {
	return d.Store.Write(ctx, b.phone.Actor, func(tx *db.Tx) error {
		numbered := b.numbered()
		before, err := recordsBefore(tx, b.phone.Credential, numbered)
		if err != nil {
			return err
		}
		if err := b.checkChain(tx, numbered, before); err != nil {
			return err
		}
		if err := insertRecord.Run(tx, b.rows(numbered, before)); err != nil {
			return err
		}
		contact, err := b.outbox(tx, envelope)
		if err != nil {
			return err
		}
		if err := b.checkClock(tx, envelope, &contact, numbered); err != nil {
			return err
		}
		if b.seen, err = compareHeads(tx, b.phone, envelope.Seen); err != nil {
			return err
		}
		return people.SaveContact(tx, contact)
	})
}

// outbox reads the state of the phone's outbox and compares its numbers with the received ones.
func (b *batch) outbox(tx *db.Tx, envelope Push) (contact people.Contact, err error) {
	b.gaps, b.closed = nil, false // a transaction may be retried
	contact = people.Contact{
		Credential: string(b.phone.Credential), Organisation: b.phone.Actor.Organisation, App: truncate(envelope.App, 40),
	}
	if out := envelope.Outbox; out != nil {
		contact.Waiting, contact.Bytes, contact.Photos = out.Waiting, out.Bytes, out.Photos
		contact.NextSeq, contact.Pack, contact.OldestAt = out.NextSeq, truncate(out.Pack, 36), out.Oldest
		contact.Counted = out.Waiting == 0 && out.NextSeq > 0
		contact.Practised = out.Practised
		if slices.Contains(people.LockStates, out.Lock) {
			contact.LockState, contact.WrongPins = out.Lock, max(0, out.WrongPins)
		}
	}
	if len(envelope.Gone) > 0 {
		err = b.closeGone(tx, envelope.Gone, contact.NextSeq)
	}
	if err == nil && contact.Counted {
		contact.Missing, err = b.countGaps(tx, contact.NextSeq)
	}
	return contact, err
}

// truncate truncates a text to a number of bytes without splitting a UTF-8 sequence, which Postgres would reject.
func truncate(text string, most int) string {
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "")
	}
	return text
}

// notKept are the codes of deferrals after which the server has stored nothing: the record's number stays a gap.
var notKept = map[string]bool{otherKey: true, serverError: true, storageLimit: true}

// numbered returns the stored records with a number, in numerical order.
func (b *batch) numbered() []record {
	var all []record
	for i, r := range b.records {
		if r.outer.ID != "" && r.outer.DeviceSeq > 0 && r.digest != nil && !notKept[b.results[i].Code] {
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, func(x, y record) int { return int(x.outer.DeviceSeq - y.outer.DeviceSeq) })
	return all
}

// recordsBefore reads the stored rows of this push's numbers and of their predecessors.
func recordsBefore(tx *db.Tx, credential people.CredentialID, all []record) (map[int64]recordRow, error) {
	known := map[int64]recordRow{}
	if len(all) == 0 {
		return known, nil
	}
	first, last := all[0].outer.DeviceSeq, all[len(all)-1].outer.DeviceSeq
	var rows []recordRow
	q := tx.Where("credential = ? AND device_seq BETWEEN ? AND ?", string(credential), first-1, last)
	if last-first > 4*MostRecords { // not consecutive: only the push's own numbers
		numbers := make([]int64, 0, 2*len(all))
		for _, r := range all {
			numbers = append(numbers, r.outer.DeviceSeq-1, r.outer.DeviceSeq)
		}
		q = tx.Where("credential = ? AND device_seq IN ?", string(credential), numbers)
	}
	err := q.Find(&rows).Error
	for _, row := range rows {
		known[row.DeviceSeq] = row
	}
	return known, err
}

// rows returns the rows of new numbers.
func (b *batch) rows(all []record, before map[int64]recordRow) (rows [][]any) {
	for _, r := range all {
		if _, known := before[r.outer.DeviceSeq]; known {
			continue
		}
		rows = append(rows, []any{
			string(b.phone.Credential), r.outer.DeviceSeq, string(r.outer.ID), r.digest, r.outer.OccurredAt,
			string(b.phone.Actor.Organisation),
		})
	}
	return rows
}

// checkChain verifies that each record has its predecessor's digest, and that no number is used twice.
func (b *batch) checkChain(tx *db.Tx, all []record, before map[int64]recordRow) error {
	here := map[int64]recordRow{}
	maps.Copy(here, before)
	for _, r := range all {
		seq := r.outer.DeviceSeq
		if there, taken := here[seq]; taken && there.Entry != string(r.outer.ID) {
			err := notice(tx, b.phone, reusedNotice, strconv.FormatInt(seq, 10), b.sequence(seq))
			if err != nil {
				return err
			}
			continue
		}
		if last, known := here[seq-1]; known && r.previous != "" {
			named, err := hex.DecodeString(r.previous)
			if err == nil && !bytes.Equal(named, last.Digest) {
				err = notice(tx, b.phone, chainNotice, strconv.FormatInt(seq, 10), b.sequence(seq))
			}
			if err != nil {
				return err
			}
		}
		here[seq] = recordRow{Entry: string(r.outer.ID), Digest: r.digest, SaidAt: r.outer.OccurredAt}
	}
	return nil
}

func (b *batch) sequence(seq int64) SequenceDetails {
	return SequenceDetails{PhoneDetails: PhoneDetails{b.phone.Credential}, DeviceSeq: seq}
}

// checkClock compares the phone's clock with the server's, and checks that the records' times do not decrease.
func (b *batch) checkClock(tx *db.Tx, envelope Push, contact *people.Contact, all []record) error {
	worst := time.Duration(0)
	if envelope.SentAt != nil {
		worst = envelope.SentAt.Sub(tx.Now.Time)
		contact.Skew = int64(worst.Seconds())
	}
	back := time.Duration(0)
	for i, r := range all {
		if i > 0 && !r.outer.OccurredAt.IsZero() && !all[i-1].outer.OccurredAt.IsZero() {
			back = max(back, all[i-1].outer.OccurredAt.Sub(r.outer.OccurredAt.Time))
		}
		if ahead := r.outer.OccurredAt.Sub(tx.Now.Time); ahead > worst {
			worst = ahead
		}
	}
	if worst.Abs() <= skewAllowed && back <= skewAllowed {
		return nil
	}
	return notice(tx, b.phone, clockNotice, tx.Now.Format(time.DateOnly), ClockDetails{
		PhoneDetails: PhoneDetails{b.phone.Credential},
		SkewSeconds:  int64(worst.Seconds()), BackSeconds: int64(back.Seconds()),
	})
}

// notice raises an exception about a phone, once per subject. It refers to the entry that enrolled the phone.
func notice(tx *db.Tx, phone people.Phone, kind, subject string, details any) error {
	told := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&noticeRow{
		Credential: string(phone.Credential), Kind: kind, Subject: subject,
		Organisation: string(phone.Actor.Organisation), NoticedAt: tx.Now,
	})
	if told.Error != nil || told.RowsAffected == 0 {
		return told.Error
	}
	return journal.Raise(tx, journal.Exception{
		Kind: kind, Entry: journal.EntryID(phone.Entry), Organisation: phone.Actor.Organisation, Details: details,
	})
}
