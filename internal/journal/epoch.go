package journal

import (
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
)

// Head is the newest seal: the place that the order has reached. Hash is in hex, empty before the first.
type Head struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash" shape:"sha256"`
}

// Epoch is the time between two restores. A cursor into the order is (epoch, seq): after a restore the same seq may be
// another entry.
type Epoch struct {
	Number int64  `json:"number"`       // from 1
	ID     string `json:"id,omitempty"` // drawn at the restore; the first epoch has none
}

// CurrentEpoch is the newest epoch.
func CurrentEpoch(tx *db.Tx) (Epoch, error) {
	var row epochRow
	err := tx.Order("number DESC").Limit(1).Find(&row).Error
	return Epoch{Number: max(1, row.Number), ID: row.ID}, err
}

// NewestHead is the newest seal.
func NewestHead(tx *db.Tx) (Head, error) {
	seal, err := newestSeal(tx)
	return Head{Seq: seal.Seq, Hash: hex.EncodeToString(seal.Hash)}, err
}

// HeadAt is the seal at a place in the order; its hash is empty where there is none.
func HeadAt(tx *db.Tx, seq int64) (Head, error) {
	var seal sealRow
	err := tx.Where("seq = ?", seq).Limit(1).Find(&seal).Error
	return Head{Seq: seq, Hash: hex.EncodeToString(seal.Hash)}, err
}

// leastMark is how many letters of a hash say enough.
const leastMark = 8

// VerifySeen looks whether the order still has the marks that phones or people saw in it: the first letters of the
// hashes at their places. A chain that was made anew as a whole is sound in itself; only who saw it before finds out.
func VerifySeen(tx *db.Tx, seen map[int64]string) (found []Violation, err error) {
	for _, seq := range slices.Sorted(maps.Keys(seen)) {
		mark := strings.ToLower(strings.ReplaceAll(seen[seq], " ", ""))
		if len(mark) < leastMark || strings.Trim(mark, "0123456789abcdef") != "" {
			return nil, fault.New(fault.Invalid, "malformed_mark", "A mark is eight or more letters of a hash in hex.").
				With("seq", seq)
		}
		there, err := HeadAt(tx, seq)
		if err != nil {
			return nil, err
		}
		if !strings.HasPrefix(there.Hash, mark) {
			is := there.Hash[:min(12, len(there.Hash))]
			found = append(found, Violation{Check: "order_differs", Subject: fmt.Sprintf("seq %d", seq), Detail: "is " + is})
		}
	}
	return found, nil
}

// JournalRestored is the payload of journal.restored: a backup was restored, and this is what it knows.
type JournalRestored struct {
	Epoch   string     `json:"epoch" format:"uuid"`   // the new epoch's id
	Head    Head       `json:"head"`                  // the last seal that the backup has
	Backup  string     `json:"backup" shape:"sha256"` // SHA-256 of the backup's list, in hex
	TakenAt db.Instant `json:"taken_at"`              // when the backup was made
}

// Validate checks the form.
func (in JournalRestored) Validate() error {
	sum, err := hex.DecodeString(in.Backup)
	switch {
	case in.Epoch == "":
		return fault.Field("/epoch", "required", "Say which epoch begins.")
	case err != nil || len(sum) != 32:
		return fault.Field("/backup", "malformed_hash", "This is no SHA-256 in hex.")
	case in.TakenAt.IsZero():
		return fault.Field("/taken_at", "required", "Say when the backup was made.")
	case in.Head.Seq < 0 || (in.Head.Seq == 0) != (in.Head.Hash == ""):
		return fault.Field("/head", "malformed_head", "A head is a place in the order and its hash.")
	}
	return nil
}

// OpenEpoch begins a new epoch after a restore. Only the program itself may, and only from the head that is there.
func OpenEpoch(tx *db.Tx, e Entry, in JournalRestored) (Outcome, error) {
	if !tx.Actor.System {
		return Outcome{}, fault.New(fault.Forbidden, "role_missing", "Only a restore opens an epoch.")
	}
	if err := in.Validate(); err != nil {
		return Outcome{}, err
	}
	head, err := NewestHead(tx)
	if err != nil {
		return Outcome{}, err
	}
	if head != in.Head {
		return Outcome{}, fault.New(fault.Conflict, "head_moved", "The order has another head than the backup.").At("/head")
	}
	now, err := CurrentEpoch(tx)
	if err != nil {
		return Outcome{}, err
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&epochRow{
		Number: now.Number + 1, ID: in.Epoch, Entry: string(e.ID), HeadSeq: head.Seq, HeadHash: head.Hash,
		Backup: in.Backup, TakenAt: in.TakenAt, OpenedAt: tx.Now,
	})
	if made.Error != nil {
		return Outcome{}, made.Error
	}
	if made.RowsAffected == 0 {
		return Outcome{}, fault.New(fault.Conflict, "epoch_opened", "This epoch has been opened already.").At("/epoch")
	}
	return Applied().With("epoch", now.Number+1), nil
}

type epochRow struct {
	Number   int64 `gorm:"primaryKey;autoIncrement:false"`
	ID       string
	Entry    string
	HeadSeq  int64
	HeadHash string
	Backup   string
	TakenAt  db.Instant
	OpenedAt db.Instant
}

// TableName names the table.
func (epochRow) TableName() string { return "epoch" }

// verifyEpochs proves that the epochs are counted without a gap and that each names a seal of this very chain.
func verifyEpochs(tx *db.Tx) (found []Violation, err error) {
	var epochs []epochRow
	if err := tx.Order("number").Find(&epochs).Error; err != nil {
		return nil, err
	}
	for i, e := range epochs {
		subject := fmt.Sprintf("epoch %d", e.Number)
		if e.Number != int64(i)+2 {
			found = append(found, Violation{Check: "epoch_gap", Subject: subject})
		}
		var seal sealRow
		if err := tx.Where("seq = ?", e.HeadSeq).Limit(1).Find(&seal).Error; err != nil {
			return nil, err
		}
		if seal.Seq != e.HeadSeq || hex.EncodeToString(seal.Hash) != e.HeadHash {
			found = append(found, Violation{Check: "epoch_head_altered", Subject: subject, Detail: "It names another seal."})
		}
	}
	return found, nil
}
