package web

import (
	"math"

	"tripol/internal/actor"
	"tripol/internal/backup/nightly"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// BackupAge is how old the newest backup is: all that is shown without signing in.
type BackupAge struct {
	// Hours is null when there has been no backup.
	Hours *int64 `json:"hours"`
}

// BackupFolderIn names a folder or the mount point of a stick.
type BackupFolderIn struct {
	Folder string `json:"folder" minLength:"1" maxLength:"1000"`
}

// BackupGroupsIn are groups typed from the printed pages, in the order in which they were asked for.
type BackupGroupsIn struct {
	Groups []string `json:"groups" nullable:"false" minItems:"1" maxItems:"8" maxLength:"40"`
}

// HalvesIn are both halves of the secret key, typed from the printed pages.
type HalvesIn struct {
	First  string `json:"first" maxLength:"400"`
	Second string `json:"second" maxLength:"400"`
}

// backupAge reads how old the newest backup is, by one statement.
func backupAge(tx *db.Tx) (*BackupAge, error) {
	last, err := nightly.LastAt(tx)
	if err != nil || last.IsZero() {
		return &BackupAge{}, err
	}
	hours := int64(math.Max(0, tx.Now.Sub(last.Time).Hours()))
	return &BackupAge{Hours: &hours}, nil
}

// backups returns the service for the steward, who alone decides on the data of all organisations.
func (c *call) backups() (*nightly.Service, error) {
	if err := c.session.Actor.MustSteward(); err != nil {
		return nil, err
	}
	if c.server.Backups == nil {
		return nil, fault.New(fault.Missing, "not_found", "This program makes no backups by itself.")
	}
	return c.server.Backups, nil
}

// onBackups runs one action of the steward and returns the state after it.
func onBackups(c *call, do func(*nightly.Service, actor.Actor) error) (out nightly.Status, err error) {
	service, err := c.backups()
	if err != nil {
		return out, err
	}
	if err := do(service, c.session.Actor); err != nil {
		return out, err
	}
	return service.Status(c.context())
}

func showBackups(c *call) (nightly.Status, error) {
	return onBackups(c, func(*nightly.Service, actor.Actor) error { return nil })
}

func drawBackupKey(c *call, in BackupFolderIn) (pages nightly.Pages, err error) {
	service, err := c.backups()
	if err != nil {
		return pages, err
	}
	return service.Draw(in.Folder)
}

func confirmBackupKey(c *call, in BackupGroupsIn) (nightly.Status, error) {
	return onBackups(c, func(s *nightly.Service, who actor.Actor) error { return s.Confirm(c.context(), who, in.Groups) })
}

func addBackupPlace(c *call, in BackupFolderIn) (nightly.Status, error) {
	return onBackups(c, func(s *nightly.Service, who actor.Actor) error { return s.AddPlace(c.context(), who, in.Folder) })
}

func startBackup(c *call, _ Nothing) (nightly.Status, error) {
	return onBackups(c, func(s *nightly.Service, _ actor.Actor) error { return s.Start(c.context()) })
}

func testBackup(c *call, in HalvesIn) (nightly.Status, error) {
	return onBackups(c, func(s *nightly.Service, who actor.Actor) error {
		return s.Rehearsal(c.context(), who, in.First, in.Second)
	})
}

func postponeBackupTest(c *call, _ Nothing) (nightly.Status, error) {
	return onBackups(c, func(s *nightly.Service, who actor.Actor) error { return s.Postpone(c.context(), who) })
}
