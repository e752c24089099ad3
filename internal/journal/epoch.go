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
	"tripol/internal/form"
)

// Head is the newest seal of the hash chain. Hash is in hex, empty before the first seal.
type Head struct {
	Seq  int64  `json:"seq" minimum:"0" fault:"malformed_head"`
	Hash string `json:"hash" shape:"sha256"`
}

// Epoch is the period between two restores. A cursor into the sealed sequence is (epoch, seq): after a restore
// the same seq may be another entry.
type Epoch struct {
	Number int64  `json:"number"`       // from 1
	ID     string `json:"id,omitempty"` // generated at the restore; the first epoch has none
}

// CurrentEpoch returns the newest epoch.
func CurrentEpoch(tx *db.Tx) (Epoch, error) {
	var row epochRow
	err := tx.Order("number DESC").Limit(1).Find(&row).Error
	return Epoch{Number: max(1, row.Number), ID: row.ID}, err
}

// NewestHead returns the newest seal.
func NewestHead(tx *db.Tx) (Head, error) {
	seal, err := newestSeal(tx)
	return Head{Seq: seal.Seq, Hash: hex.EncodeToString(seal.Hash)}, err
}

// NewestSealTime returns when the newest seal was made; the zero Instant where there is none.
func NewestSealTime(tx *db.Tx) (db.Instant, error) {
	seal, err := newestSeal(tx)
	return seal.SealedAt, err
}

// HeadAt returns the seal at seq; its hash is empty where there is none.
func HeadAt(tx *db.Tx, seq int64) (Head, error) {
	var seal sealRow
	err := tx.Where("seq = ?", seq).Limit(1).Find(&seal).Error
	return Head{Seq: seq, Hash: hex.EncodeToString(seal.Hash)}, err
}

// minHashPrefix is the minimum number of hex digits of a hash that VerifySeen compares.
const minHashPrefix = 8

// VerifySeen compares the sealed sequence with hash prefixes by seq that phones or people noted earlier. A hash
// chain that was recomputed as a whole is consistent; only a comparison with values noted before detects it.
func VerifySeen(tx *db.Tx, seen map[int64]string) (found []Violation, err error) {
	for _, seq := range slices.Sorted(maps.Keys(seen)) {
		prefix := strings.ToLower(strings.ReplaceAll(seen[seq], " ", ""))
		if len(prefix) < minHashPrefix || strings.Trim(prefix, "0123456789abcdef") != "" {
			return nil, fault.New(fault.Invalid, "malformed_mark", "A hash prefix has eight or more hex digits.").
				With("seq", seq)
		}
		there, err := HeadAt(tx, seq)
		if err != nil {
			return nil, err
		}
		if !strings.HasPrefix(there.Hash, prefix) {
			is := there.Hash[:min(12, len(there.Hash))]
			found = append(found, Violation{Check: "order_differs", Subject: fmt.Sprintf("seq %d", seq), Detail: "is " + is})
		}
	}
	return found, nil
}

// JournalRestored is the payload of journal.restored: a backup was restored, with its head and digest.
type JournalRestored struct {
	Epoch string `json:"epoch" format:"uuid"` // the new epoch's id
	// Backup is the SHA-256 of the backup's file list, in hex.
	Backup  string     `json:"backup" shape:"sha256" pattern:"^[0-9a-fA-F]{64}$" fault:"malformed_hash"`
	TakenAt db.Instant `json:"taken_at"`          // when the backup was made
	Head    Head       `json:"head" whole:"true"` // the last seal in the backup
}

// Validate checks the form.
func (in JournalRestored) Validate() error {
	switch err := form.Check(in); {
	case err != nil:
		return err
	case in.TakenAt.IsZero():
		return fault.Field("/taken_at", "required", "The time of the backup is required.")
	case (in.Head.Seq == 0) != (in.Head.Hash == ""):
		return fault.Field("/head", "malformed_head", "A head consists of a seq and its hash.")
	}
	return nil
}

// The messages of the codes in tags.
var (
	_ = form.Message("malformed_hash", "Not a hex-encoded SHA-256 digest.")
	_ = form.Message("malformed_head", "A head consists of a seq and its hash.")
)

// OpenEpoch begins a new epoch after a restore. Only the program itself may, and only from the current head.
func OpenEpoch(tx *db.Tx, e Entry, in JournalRestored) (Outcome, error) {
	if !tx.Actor.System {
		return Outcome{}, fault.New(fault.Forbidden, "role_missing", "Only a restore may open an epoch.")
	}
	if err := in.Validate(); err != nil {
		return Outcome{}, err
	}
	head, err := NewestHead(tx)
	if err != nil {
		return Outcome{}, err
	}
	if head != in.Head {
		return Outcome{}, fault.New(fault.Conflict, "head_moved", "The journal's head differs from the backup's.").At("/head")
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
		return Outcome{}, fault.New(fault.Conflict, "epoch_opened", "This epoch is already open.").At("/epoch")
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

// verifyEpochs checks that epochs are numbered without a gap and that each names a seal of this chain.
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
			found = append(found, Violation{Check: "epoch_head_altered", Subject: subject, Detail: "refers to another seal"})
		}
	}
	return found, nil
}
