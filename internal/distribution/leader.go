package distribution

import (
	"bytes"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/form"
	"tripol/internal/journal"
)

const (
	leaderRounds = 300_000 // of PBKDF2-SHA-256: a second on a phone; days to brute-force six digits with its files
	leastPIN     = 6
)

type (
	leaderRow struct {
		Distribution ID `gorm:"primaryKey"`
		Organisation actor.OrganisationID
		Salt         []byte
		Rounds       int
		Proof        string
	}
	// listLeaderRow is the leader's PIN of a list that is not split.
	listLeaderRow leaderRow
)

// TableName names the table of a row type.
func (leaderRow) TableName() string     { return "distribution_leader" }
func (listLeaderRow) TableName() string { return "list_leader" }

// Leader is the leader's PIN, sent beside distribution.lanes or distribution.leader and never part of an entry. Lanes
// is 0 for a list that is not split.
type Leader struct {
	Distribution ID
	Lanes        int
	PIN          string `json:"pin" format:"leader-pin"`
}

// The format of a leader's PIN.
var _ = form.Format("leader-pin", "^[0-9]{6,32}$", func(pin string) error {
	if len(pin) < leastPIN || len(pin) > 32 || len(bytes.Trim([]byte(pin), "0123456789")) > 0 {
		return fault.New(fault.Invalid, "pin_too_short", "The leader's PIN has at least six digits.").With("least", leastPIN)
	}
	if easyPIN(pin) {
		return fault.New(fault.Invalid, "pin_easy", "This PIN is too easy to guess.")
	}
	return nil
})

// Keep stores what phones need to verify the PIN, and for a split list the lanes' keys, each wrapped under it.
func (l Leader) Keep(tx *db.Tx) error {
	row, key, err := l.derive(tx)
	if err != nil {
		return err
	}
	if l.Lanes == 0 {
		kept := listLeaderRow(row)
		made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&kept)
		if made.Error == nil && made.RowsAffected == 0 {
			return fault.New(fault.Conflict, "leader_set", "The team leader's PIN of this list is set already.").
				At("/distribution")
		}
		return made.Error
	}
	err = tx.Create(&row).Error
	for lane := 1; lane <= l.Lanes && err == nil; lane++ {
		row := laneKeyRow{
			Distribution: l.Distribution, Lane: lane, Organisation: tx.Actor.Organisation, Key: make([]byte, 32),
		}
		if _, err := rand.Read(row.Key); err != nil {
			return err
		}
		if row.Wrapped, err = Box(key, row.Key); err == nil {
			err = tx.Create(&row).Error
		}
	}
	return err
}

// derive returns the verifier of the PIN and the key under it.
func (l Leader) derive(tx *db.Tx) (row leaderRow, key []byte, err error) {
	if err := form.Check(l); err != nil {
		return row, nil, err
	}
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return row, nil, err
	}
	if key, err = pbkdf2.Key(sha256.New, l.PIN, salt, leaderRounds, 32); err != nil {
		return row, nil, err
	}
	proof := hmac.New(sha256.New, key)
	proof.Write([]byte("check"))
	return leaderRow{
		Distribution: l.Distribution, Organisation: tx.Actor.Organisation, Salt: salt, Rounds: leaderRounds,
		Proof: hex.EncodeToString(proof.Sum(nil)),
	}, key, nil
}

// DistributionLeader is the payload of distribution.leader.
type DistributionLeader struct {
	Distribution ID `json:"distribution" format:"uuid" fault:"malformed_id"`
}

// Validate checks the form.
func (in DistributionLeader) Validate() error { return form.Check(in) }

// SetLeader gives a list that is not split a team leader's PIN, once: kind distribution.leader. Without one no family
// that is not on the list can be served on a phone.
func SetLeader(tx *db.Tx, _ journal.Entry, in DistributionLeader) (journal.Outcome, error) {
	d, err := approvedList(tx, in.Distribution)
	if err != nil {
		return journal.Outcome{}, err
	}
	lanes, err := LaneCount(tx, d.ID)
	if err == nil && lanes > 0 {
		err = fault.New(fault.Conflict, "lanes_set", "The list is split: its team leader's PIN is set.").At("/distribution")
	}
	return journal.Applied(), err
}

// LeaderOf returns what phones need to verify the leader's PIN of a list; nil if none is set.
func LeaderOf(tx *db.Tx, id ID) (*LeaderCheck, error) {
	var row leaderRow
	found := tx.Where("distribution = ?", id).Limit(1).Find(&row)
	if found.Error == nil && found.RowsAffected == 0 {
		var alone listLeaderRow
		found = tx.Where("distribution = ?", id).Limit(1).Find(&alone)
		row = leaderRow(alone)
	}
	if found.Error != nil || found.RowsAffected == 0 {
		return nil, found.Error
	}
	return &LeaderCheck{Salt: row.Salt, Rounds: row.Rounds, Proof: row.Proof}, nil
}
