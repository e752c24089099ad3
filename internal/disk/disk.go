// Package disk tells how full the disk under a folder is, lets one process at a time do a thing, and writes files that
// are whole or not there; it knows no table and no setting.
package disk

import "errors"

// AlarmShare is the share of a disk from which whoever runs the program must act.
const AlarmShare = 0.9

// ErrUnknown says that this system does not tell how full its disks are.
var ErrUnknown = errors.New("this system does not tell how full a disk is")

// ErrHeld says that another process holds the lock.
var ErrHeld = errors.New("another process is at it")

// Space is the room on a disk, in bytes, as a program without special rights may use it.
type Space struct{ Total, Free uint64 }

// Used is the share in use, from 0 to 1; a disk of no size counts as full.
func (s Space) Used() float64 {
	if s.Total == 0 || s.Free > s.Total {
		return 1
	}
	return 1 - float64(s.Free)/float64(s.Total)
}
