package people

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// An address range is a /24 of IPv4 and a /56 of IPv6: the size that a provider assigns to one customer, and about as
// many addresses as one person can obtain.
const (
	rangeBits4 = 24
	rangeBits6 = 56
)

const (
	rangesRemembered = 32                  // per account; the least recent sign-in is evicted
	rangeValid       = 90 * 24 * time.Hour // since the last sign-in from it
	rangeRenewed     = 24 * time.Hour      // a sign-in within this period is not stored again
	rangesRead       = 5 * time.Minute     // maximum age of the copy of other servers' sign-ins
)

type rangeRow struct {
	Account      string `gorm:"primaryKey"`
	Tag          []byte `gorm:"primaryKey"`
	Organisation string
	LastAt       db.Instant
}

// TableName names the table of a row type.
func (rangeRow) TableName() string { return "sign_in_range" }

// networkOf is the digest of the range of an address.
func networkOf(address netip.Addr) digest {
	address = address.Unmap().WithZone("")
	bits := rangeBits6
	if address.Is4() {
		bits = rangeBits4
	}
	network, err := address.Prefix(bits)
	if err != nil { // no valid address
		return digest{}
	}
	return digestOf(network.String())
}

// knownRanges holds the tags of all ranges in memory, so that a flood of attempts reads no table.
type knownRanges struct {
	mu   sync.Mutex
	read time.Time
	tags map[digest]time.Time // time of the last sign-in
}

// has reports whether a tag is known; it reads the table when its copy is old.
func (k *knownRanges) has(ctx context.Context, store *db.Store, tag digest) (bool, error) {
	now := store.Now().Time
	k.mu.Lock()
	defer k.mu.Unlock()
	if age := now.Sub(k.read); k.tags == nil || age > rangesRead || age < 0 {
		tags, err := readRanges(ctx, store)
		if err != nil {
			return false, err
		}
		k.tags, k.read = tags, now
	}
	last, found := k.tags[tag]
	return found && now.Sub(last) < rangeValid, nil
}

func readRanges(ctx context.Context, store *db.Store) (map[digest]time.Time, error) {
	tags := map[digest]time.Time{}
	return tags, store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		clear(tags)
		var rows []rangeRow
		valid := db.At(tx.Now.Add(-rangeValid))
		if err := tx.Select("tag", "last_at").Where("last_at > ?", valid).Find(&rows).Error; err != nil {
			return err
		}
		for _, row := range rows {
			tags[digest(row.Tag)] = row.LastAt.Time
		}
		return nil
	})
}

// add makes a range known immediately.
func (k *knownRanges) add(tag digest, at time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.tags != nil {
		k.tags[tag] = at
	}
}

// renewed reports whether a tag was stored so recently that it need not be written again.
func (k *knownRanges) renewed(tag digest, now time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	last, found := k.tags[tag]
	return found && now.Sub(last) < rangeRenewed
}

// keepRange stores that an account signed in from a range.
func keepRange(tx *db.Tx, id string, tag digest) error {
	var owner accountRow
	if err := tx.Select("organisation").Take(&owner, "id = ?", id).Error; err != nil {
		return err
	}
	row := rangeRow{Account: id, Tag: tag[:], Organisation: owner.Organisation, LastAt: tx.Now}
	again := clause.OnConflict{
		Columns:   []clause.Column{{Name: "account"}, {Name: "tag"}},
		DoUpdates: clause.AssignmentColumns([]string{"last_at"}),
	}
	if err := tx.Clauses(again).Create(&row).Error; err != nil {
		return err
	}
	newest := tx.Model(&rangeRow{}).Select("tag").Where("account = ?", id).Order("last_at DESC, tag").
		Limit(rangesRemembered)
	return tx.Where("account = ? AND tag NOT IN (?)", id, newest).Delete(&rangeRow{}).Error
}
