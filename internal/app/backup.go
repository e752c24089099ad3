package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/backup"
	"tripol/internal/backup/recovery"
	"tripol/internal/config"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/exchange/jobs"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/upgrade"
)

// Backup writes a backup to a new file or into a folder. It runs beside a running server and migrates nothing.
func Backup(
	ctx context.Context, c config.Config, out string, to []backup.Recipient, say func(string),
) (made backup.Made, err error) {
	if _, err := os.Stat(c.Data); err != nil {
		return made, fmt.Errorf("TRIPOL_DATA: %w", err)
	}
	if c.DatabaseURL == "" {
		if _, err := os.Stat(c.SQLitePath()); err != nil { // opening it would create it
			return made, fmt.Errorf("TRIPOL_DATA contains no database: %w", err)
		}
	}
	store, err := db.Open(ctx, Options(c))
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if waits, err := store.Pending(ctx); err != nil || waits {
		return made, errors.Join(err, errors.New(
			"this program is newer than the database: back it up with the program that has served it until now"))
	}
	from := backup.Source{Store: store, Data: c.Data, Photos: c.Photos(), Keys: c.Keys()}
	if made, err = backup.Take(ctx, from, out, to, say); err != nil {
		return made, err
	}
	// Phones keep their sent records until the server confirms that a backup holds them.
	a := &App{Config: c, Store: store, Intake: intake.New(nil)}
	held := journal.BackupTaken{Head: made.Head, Backup: made.Sum, TakenAt: made.TakenAt}
	return made, a.submit(ctx, actor.System(), "backup.taken", held)
}

const (
	restoreMark  = ".restore-unfinished" // exists in the data folder during a restore
	restoreStage = ".restore"
)

// ErrRestoreUnfinished rejects a data folder whose restore was interrupted.
var ErrRestoreUnfinished = errors.New("a restore into this data folder was interrupted: run `tripol restore` again")

// Restored is the result of a restore.
type Restored struct {
	backup.About
	Epoch    journal.Epoch
	Findings []journal.Violation // integrity violations in the restored data
}

// Restore restores a backup into an empty data folder, and a backup of Postgres into an empty database; then it begins
// a new epoch and verifies all integrity invariants. It is atomic: after an error nothing remains.
func Restore(
	ctx context.Context, c config.Config, file io.Reader, keys []backup.Identity, log *slog.Logger,
) (r Restored, err error) {
	archive, err := backup.Open(file, keys)
	if err != nil {
		return r, err
	}
	if err := checkEngine(archive.Engine, c); err != nil {
		return r, err
	}
	_, absent := os.Lstat(c.Data)
	if err := claimFolder(c); err != nil {
		return r, err
	}
	stage := c
	stage.Data = filepath.Join(c.Data, restoreStage)
	t := restoration{config: c, stage: stage, archive: archive, log: log}
	if archive.Engine == db.SQLite {
		r, err = t.sqlite(ctx)
	} else {
		r, err = t.postgres(ctx)
	}
	if err != nil && !t.committed {
		err = errors.Join(err, deleteRestored(c))
		if absent != nil { // this restore created the folder
			err = errors.Join(err, os.Remove(c.Data))
		}
		return r, err
	}
	if err == nil {
		err = os.Remove(filepath.Join(c.Data, restoreMark))
	}
	return r, err
}

func checkEngine(engine db.Engine, c config.Config) error {
	if engine == db.Postgres && c.DatabaseURL == "" {
		return fault.New(fault.Invalid, "backup_of_postgres",
			"This backup is of a Postgres: set TRIPOL_DATABASE_URL and TRIPOL_MIGRATE_URL to an empty database.")
	}
	if engine == db.SQLite && c.DatabaseURL != "" {
		return fault.New(fault.Invalid, "backup_of_sqlite",
			"This backup is of an embedded database: restore it into a folder, without TRIPOL_DATABASE_URL.")
	}
	return nil
}

// claimFolder claims an empty folder for a restore. The remains of an interrupted restore are deleted first.
func claimFolder(c config.Config) error {
	if err := disk.PrivateFolder(c.Data); err != nil {
		return fmt.Errorf("target folder of the restore: %w", err)
	}
	mark := filepath.Join(c.Data, restoreMark)
	if _, err := os.Lstat(mark); err == nil {
		if err := deleteRestored(c); err != nil {
			return err
		}
	}
	if held, err := firstFile(c.Data); err != nil || held != "" {
		return errors.Join(err, fault.New(fault.Conflict, "folder_not_empty",
			"The folder to restore into is not empty. Name a new folder, or move its files away.").With("holds", held))
	}
	// The mark is only ever written into an empty folder, so everything beside it may be deleted.
	if err := disk.WriteNew(mark, disk.Text("tripol restore\n")); err != nil {
		return err
	}
	return disk.PrivateFolder(filepath.Join(c.Data, restoreStage))
}

// firstFile returns the first file under a folder that a restore could harm. Empty folders and the file system's own
// entries do not count.
func firstFile(dir string) (held string, err error) {
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "lost+found" && filepath.Dir(path) == dir:
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		held = filepath.Base(path)
		return fs.SkipAll
	})
	return held, err
}

// deleteRestored deletes the files that a restore has written.
func deleteRestored(c config.Config) error {
	var failed error
	for _, name := range []string{restoreStage, "tripol.db", "tripol.db-wal", "tripol.db-shm", "photos", "keys"} {
		failed = errors.Join(failed, disk.RemoveAll(filepath.Join(c.Data, name)))
	}
	if failed != nil {
		return failed // the mark stays, so the folder is not served
	}
	return os.Remove(filepath.Join(c.Data, restoreMark))
}

type restoration struct {
	config, stage config.Config
	archive       *backup.Archive
	log           *slog.Logger
	committed     bool // Postgres has committed the rows: no rollback
}

// sqlite prepares everything in a staging folder and moves it into place at the end.
func (t *restoration) sqlite(ctx context.Context) (r Restored, err error) {
	sum, err := t.archive.Unpack(t.stage.Data)
	if err != nil {
		return r, err
	}
	if r, err = t.finish(ctx, t.stage, sum); err != nil {
		return r, err
	}
	return r, t.place()
}

// postgres moves the files into place before the rows are committed, so that no row lacks its file.
func (t *restoration) postgres(ctx context.Context) (r Restored, err error) {
	sum, err := t.archive.Load(ctx, Options(t.config), t.stage.Data, t.place)
	if errors.Is(err, db.ErrNotEmpty) {
		return r, fault.New(fault.Conflict, "database_not_empty",
			"The database to restore into is not empty. Make a new, empty one and name that.").Because(err)
	}
	if err != nil {
		return r, err
	}
	t.committed = true
	if err := Migrate(ctx, t.config); err != nil {
		return r, err
	}
	return t.finish(ctx, t.config, sum)
}

// place moves the staged files into place, the database last.
func (t *restoration) place() error {
	for _, name := range []string{"keys", "photos", "tripol.db-wal", "tripol.db"} {
		from, to := filepath.Join(t.stage.Data, name), filepath.Join(t.config.Data, name)
		if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := disk.RemoveAll(to); err != nil { // an empty folder, checked by reserve
			return err
		}
		if err := os.Rename(from, to); err != nil {
			return err
		}
	}
	return errors.Join(disk.RemoveAll(t.stage.Data), disk.SyncFolder(t.config.Data))
}

// finish opens the services on the restored data, begins the new epoch and verifies the integrity invariants.
func (t *restoration) finish(ctx context.Context, c config.Config, sum string) (r Restored, err error) {
	if c.DatabaseURL == "" {
		if err := Migrate(ctx, c); err != nil {
			return r, err
		}
	}
	a, err := openServices(ctx, c, t.log)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := errors.Join(people.SignEveryoneOut(ctx, a.Store), jobs.MarkFilesLost(ctx, a.Store)); err != nil {
		return r, err
	}
	opened := journal.JournalRestored{Epoch: db.NewID(), Head: t.archive.Head, Backup: sum, TakenAt: t.archive.TakenAt}
	if err := a.submit(ctx, actor.System(), "journal.restored", opened); err != nil {
		return r, err
	}
	if err := a.sealAll(ctx); err != nil {
		return r, err
	}
	r.About = t.archive.About
	err = a.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		r.Epoch, err = journal.CurrentEpoch(tx)
		return err
	})
	if err != nil {
		return r, err
	}
	r.Findings, err = a.Verify(ctx)
	return r, err
}

// ErrRestoreReady rejects commands on a data folder whose restored data wait for the start of the server.
var ErrRestoreReady = errors.New(
	"a backup was restored into this data folder: start the server first, which puts it in place")

// assertRestored rejects a folder whose restore was interrupted, or was not put in place yet.
func assertRestored(c config.Config) error {
	if _, err := os.Lstat(filepath.Join(c.Data, restoreMark)); err == nil {
		return ErrRestoreUnfinished
	}
	if upgrade.Unfinished(c.Data) {
		return ErrUpgradeUnfinished
	}
	if recovery.Waits(c.Data) {
		return ErrRestoreReady
	}
	return nil
}

// IntoPostgres reports whether the target of a restore is a database URL rather than a folder.
func IntoPostgres(into string) bool {
	return strings.HasPrefix(into, "postgres://") || strings.HasPrefix(into, "postgresql://")
}
