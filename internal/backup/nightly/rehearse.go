package nightly

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"tripol/internal/actor"
	"tripol/internal/backup"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/fault"
)

const (
	rehearsalName = ".backup-test" // in the data folder, while a backup is tested
	postponedBy   = 7 * 24 * time.Hour
	spare         = 64 << 20 // bytes that a test leaves free for the server
)

// Postpone puts the monthly test off for a week.
func (s *Service) Postpone(ctx context.Context, who actor.Actor) error {
	return s.Source.Store.Write(ctx, who, func(tx *db.Tx) error {
		until := db.At(tx.Now.Add(postponedBy))
		return tx.Create(&Test{ID: db.NewID(), TestedAt: tx.Now, TestedBy: who.Account, Until: &until}).Error
	})
}

// Rehearsal opens the newest backup that is here with the secret key, restores it into a temporary folder and verifies
// it. It checks what was typed at once, and does the rest in the background, which outlives the request.
func (s *Service) Rehearsal(ctx context.Context, who actor.Actor, first, second string) error {
	key, recipient, err := backup.Join(first, second)
	if err != nil {
		return err
	}
	setting, found, err := s.setting(ctx)
	if err != nil {
		return err
	}
	if !found || recipient != setting.Recipient {
		return fault.Field("/second", "backup_other_key",
			"These pages are of another key than the one in use. Its name is on the pages.")
	}
	path, err := s.newestFile(setting)
	if err != nil {
		return err
	}
	if !s.begin("test") {
		return fault.New(fault.Conflict, "backup_runs", "Another backup of this data folder is running. Wait for it.")
	}
	go s.rehearse(context.WithoutCancel(ctx), who, path, key)
	return nil
}

// newestFile returns the newest backup of the places that are here.
func (s *Service) newestFile(setting Setting) (path string, err error) {
	places, err := s.places(setting)
	if err != nil {
		return "", err
	}
	var at db.Instant
	for _, place := range places {
		for _, one := range place.files {
			if one.at.After(at.Time) && one.at.Sub(s.Source.Store.Now().Time) <= aheadLimit {
				path, at = filepath.Join(place.folder(), one.name), one.at
			}
		}
	}
	if path == "" {
		return "", gone()
	}
	return path, nil
}

func (s *Service) rehearse(ctx context.Context, who actor.Actor, path string, key backup.Identity) {
	test := Test{ID: db.NewID(), TestedBy: who.Account}
	err := s.open(ctx, path, key, &test)
	missed := s.missedBy(err, path)
	if missed == nil {
		passed := err == nil && test.Findings == 0
		test.Passed = &passed
		failed := s.Source.Store.Write(ctx, who, func(tx *db.Tx) error {
			test.TestedAt = tx.Now
			return tx.Create(&test).Error
		})
		missed = s.missedBy(failed, path)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.job, s.missed = Job{Doing: nothing}, missed
}

// missedBy returns why a test could not be made; nil where its result says something about the backup.
func (s *Service) missedBy(err error, path string) *Failure {
	if err == nil {
		return nil
	}
	s.Log.Error("the test of a backup failed", slog.String("error", err.Error()))
	now := s.Source.Store.Now()
	f := fault.Of(err)
	switch _, away := os.Stat(path); {
	case away != nil:
		return &Failure{Code: gone().Code, At: now, Again: now}
	case f == nil:
		return &Failure{Code: "server_error", At: now, Again: now}
	case f.Kind == fault.StorageFull:
		return &Failure{Code: f.Code, At: now, Again: now}
	}
	return nil
}

// open restores a backup into a temporary folder, or reads it to its end where only a database server could hold it.
func (s *Service) open(ctx context.Context, path string, key backup.Identity, test *Test) (err error) {
	file, err := os.Open(path) //nolint:gosec // a backup of ours
	if err != nil {
		return gone().Because(err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if s.Rehearse == nil {
		archive, err := backup.Open(file, []backup.Identity{key})
		if err != nil {
			return err
		}
		test.TakenAt = &archive.TakenAt
		return archive.ReadAll()
	}
	if err := s.roomFor(file); err != nil {
		return err
	}
	folder := filepath.Join(s.Source.Data, rehearsalName)
	if err := os.RemoveAll(folder); err != nil { // left by a killed test
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	test.Whole = true
	test.Findings, test.TakenAt, err = s.Rehearse(ctx, folder, file, key)
	return err
}

// roomFor rejects a test that would fill the disk of the running server.
func (s *Service) roomFor(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	space, err := disk.SpaceAt(s.Source.Data)
	if errors.Is(err, disk.ErrUnknown) {
		return nil
	}
	need := uint64(2*info.Size() + spare) //nolint:gosec // a size is not negative
	if err == nil && space.Free < need {
		return fault.New(fault.StorageFull, "no_room_for_copy",
			"A backup needs free disk space for a copy of the database in the data folder, plus 64 MB.").
			With("needed_bytes", need).With("free_bytes", space.Free)
	}
	return err
}

// ClearLeft deletes the remains of a test that was killed: a whole copy of the data.
func (s *Service) ClearLeft() error { return os.RemoveAll(filepath.Join(s.Source.Data, rehearsalName)) }
