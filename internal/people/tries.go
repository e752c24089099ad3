package people

import (
	"context"
	"math"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// freeTries is how many wrong passwords an account may have before each further one costs a doubling wait.
const freeTries = 5

// door is one place where somebody may guess: how many tries are free, and the longest wait after them.
type door struct {
	free    int
	longest time.Duration
}

var (
	byLogin = door{free: freeTries, longest: 30 * time.Minute}
	// Thirty people behind one office line type thirty codes, and some hold yesterday's sheet: they must not shut each
	// other out for long. A code has 55 bits; at a try a minute nobody meets one.
	byAddress = door{free: 20, longest: time.Minute}
)

// addressesKept is how long it is remembered that an address tried codes.
const addressesKept = time.Hour

type attemptRow struct {
	Login        string `gorm:"primaryKey"` // or "invitation:" and an address, which no login can be
	Failures     int
	BlockedUntil db.Instant
}

// TableName names the table of a row type.
func (attemptRow) TableName() string { return "login_attempt" }

// countTry counts one try, or refuses it while the key waits out its last failures. The condition is in the statement.
func countTry(ctx context.Context, store *db.Store, d door, key string) error {
	var blocked attemptRow
	err := store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		blocked = attemptRow{}
		counted := tx.Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "login"}},
			DoUpdates: clause.Assignments(map[string]any{
				"failures": gorm.Expr("login_attempt.failures + 1"),
			}),
			Where: clause.Where{Exprs: []clause.Expression{gorm.Expr(
				// of two tries at once the second may bear the earlier moment: the free ones never wait
				"login_attempt.failures <= ? OR login_attempt.blocked_until <= ?", d.free, tx.Now)}},
		}).Create(&attemptRow{Login: key, Failures: 1, BlockedUntil: tx.Now})
		if counted.Error != nil {
			return counted.Error
		}
		if err := tx.Take(&blocked, "login = ?", key).Error; err != nil {
			return err
		}
		if counted.RowsAffected == 0 {
			return nil
		}
		until := db.At(tx.Now.Add(d.waitAfter(blocked.Failures)))
		blocked = attemptRow{}
		return tx.Model(&attemptRow{}).Where("login = ?", key).Update("blocked_until", until).Error
	})
	if err == nil && blocked.Login != "" {
		wait := blocked.BlockedUntil.Sub(store.Now().Time)
		return fault.New(fault.Throttled, "login_throttled", "Too many wrong tries; wait and try again.").
			With("retry_after_seconds", int(math.Ceil(wait.Seconds())))
	}
	return err
}

// waitAfter is the wait before the next try: none for the first few, then doubling from two seconds to the longest.
func (d door) waitAfter(failures int) time.Duration {
	if failures <= d.free {
		return 0
	}
	return min(time.Second<<min(failures-d.free, 12), d.longest)
}

func waitAfter(failures int) time.Duration { return byLogin.waitAfter(failures) }

// forgiveTries forgets the tries of an address that came with a right code, and of those that were long ago.
func forgiveTries(ctx context.Context, store *db.Store, key string) error {
	return store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		old := db.At(tx.Now.Add(-addressesKept))
		return tx.Where("login = ? OR (login LIKE 'invitation:%' AND blocked_until < ?)", key, old).
			Delete(&attemptRow{}).Error
	})
}
