package nightly

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/backup"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
)

// Make makes a backup on one place, records it, and deletes those that retention no longer keeps. A failure is kept for
// the screens; what was there before stays whole.
func (s *Service) Make(ctx context.Context, setting Setting, place Place) error {
	if !s.begin("backup") {
		return nil // one at a time: the next look makes it
	}
	made, err := s.write(ctx, setting, place)
	s.finish(s.reason(err, setting, place))
	if err != nil {
		return err
	}
	s.Log.Info("backup made", slog.Int64("bytes", made.Read.Size), slog.Int("photos", made.Photos))
	return s.prune(place, filepath.Base(made.File))
}

func (s *Service) begin(doing string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.job.Doing != nothing {
		return false
	}
	s.job = Job{Doing: doing}
	return true
}

func (s *Service) progress(bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.job.Bytes = bytes
}

func (s *Service) finish(reason *fault.Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.job, s.failed = Job{Doing: nothing}, nil
	if reason != nil {
		now := s.Source.Store.Now()
		s.failed = &Failure{Code: reason.Code, At: now, Again: db.At(now.Add(retryAfter))}
	}
}

func (s *Service) write(ctx context.Context, setting Setting, place Place) (made backup.Made, err error) {
	to, err := backup.Recipients(setting.Recipient, nil)
	if err != nil {
		return made, err
	}
	if err := clearPartial(place.folder()); err != nil {
		return made, err
	}
	source := s.Source
	source.Written = s.progress
	made, err = backup.Take(ctx, source, place.folder(), to, func(string) {})
	if err != nil {
		return made, err
	}
	return made, s.record(ctx, setting, place, made)
}

// record journals the backup, because phones keep what they sent until one holds it, and stores the run beside it.
func (s *Service) record(ctx context.Context, setting Setting, place Place, made backup.Made) error {
	raw, err := json.Marshal(journal.BackupTaken{Head: made.Head, Backup: made.Sum, TakenAt: made.TakenAt})
	if err != nil {
		return err
	}
	run := Run{
		ID: db.NewID(), Setting: setting.ID, Label: place.Label, File: filepath.Base(made.File), Bytes: made.Read.Size,
		Digest: made.Read.Digest, List: made.Sum, Photos: int64(made.Photos), Seq: made.Head.Seq, TakenAt: made.TakenAt,
	}
	store := s.Source.Store
	entry := journal.Entry{
		ID: journal.EntryID(db.NewID()), Kind: "backup.taken", Schema: intake.Schema, OccurredAt: store.Now(), Payload: raw,
	}
	outcome, err := s.Intake.TakeWith(ctx, store, actor.System(), entry, func(tx *db.Tx) error {
		run.VerifiedAt = tx.Now
		return tx.Create(&run).Error
	})
	if err == nil && outcome.Status != journal.StatusApplied {
		err = fmt.Errorf("backup.taken: %s", outcome.Code)
	}
	return err
}

// clearPartial removes what an interrupted backup left on a medium.
func clearPartial(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".tripol-") && strings.HasSuffix(name, disk.Partial) && entry.Type().IsRegular() {
			err = errors.Join(err, os.Remove(filepath.Join(folder, name)))
		}
	}
	return err
}

// reason returns what the screens explain; nil for success.
func (s *Service) reason(err error, setting Setting, place Place) *fault.Fault {
	f := fault.Of(err)
	switch {
	case err == nil:
		return nil
	case markerOf(place.Root) != (marker{setting.Installation, setting.Recipient}):
		return gone()
	case disk.IsTooLarge(err):
		return fault.New(fault.StorageFull, "backup_file_limit",
			"This stick allows no file of this size. Format it as exFAT on another computer.")
	case f != nil && f.Code == "storage_full":
		return fault.New(fault.StorageFull, "backup_place_full", "The stick is full. The older backups on it are whole.")
	case f != nil:
		return f
	}
	return fault.New(fault.Busy, "backup_place_fails", "The stick could not be written. Take another one.")
}

func gone() *fault.Fault {
	return fault.New(fault.Conflict, "backup_place_gone", "The stick with the backups is not here. Insert it.")
}

// prune deletes the backups that retention does not keep. It never deletes the one that was just made.
func (s *Service) prune(place Place, made string) error {
	files, err := filesOf(place.folder())
	if err != nil {
		return err
	}
	names := superseded(files, made, s.Source.Store.Now(), s.Zone)
	for _, name := range names {
		err = errors.Join(err, os.Remove(filepath.Join(place.folder(), name)))
	}
	if len(names) > 0 {
		s.Log.Info("older backups deleted", slog.Int("files", len(names)))
		err = errors.Join(err, disk.SyncFolder(place.folder()))
	}
	return err
}
