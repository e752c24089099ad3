// Package disk reports disk usage, provides inter-process locks, protects files of secrets from other accounts, and
// writes files atomically and durably; it depends on no table and no setting.
package disk

import "errors"

// AlarmShare is the used share of a disk at which the operator must act.
const AlarmShare = 0.9

// ErrUnknown reports that this system does not support disk usage.
var ErrUnknown = errors.New("disk usage is not supported on this system")

// ErrHeld reports that another process holds the lock.
var ErrHeld = errors.New("another process holds the lock")

// Space is a disk's size and free space in bytes, for an unprivileged process.
type Space struct{ Total, Free uint64 }

// Used returns the used share, from 0 to 1; a disk of no size counts as full.
func (s Space) Used() float64 {
	if s.Total == 0 || s.Free > s.Total {
		return 1
	}
	return 1 - float64(s.Free)/float64(s.Total)
}
