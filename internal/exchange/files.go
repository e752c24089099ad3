package exchange

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/google/uuid"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/fault"
	"tripol/internal/household"
)

const (
	// LargestUpload is what the office takes; larger files are imported on the command line.
	LargestUpload = 8 << 20
	// KeepFiles is how long files that were brought, and results, are kept.
	KeepFiles = 7 * 24 * time.Hour

	longestFileName = 200
	fileGone        = "file_gone"
)

// keptFile is a file that a person brought, or what is known of it after it has been swept.
type keptFile struct {
	ID           string `gorm:"primaryKey"`
	Organisation string
	KeptBy       string
	Folder       string
	Name         string
	Bytes        int64
	SHA256       []byte `gorm:"column:sha256"`
	KeptAt       db.Instant
	SweptAt      db.Instant
}

// TableName names the table.
func (keptFile) TableName() string { return "import_file" }

// Folder is where one server keeps what people bring, by random ids: no static root, and no name of theirs.
type Folder struct {
	Path string
	ID   string // jobs are done by the server that has their files
}

// OpenFolder makes the folder when it is not there, and gives it an id for life.
func OpenFolder(path string) (Folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return Folder{}, err
	}
	name := filepath.Join(path, "folder-id")
	text, err := os.ReadFile(name)        //nolint:gosec // our own folder
	empty := err == nil && len(text) == 0 // by a power cut: what lay here is gone as well
	if errors.Is(err, fs.ErrNotExist) || empty {
		text = []byte(uuid.NewString())
		err = writeWhole(name, text)
	}
	if err != nil {
		return Folder{}, err
	}
	id, err := uuid.Parse(strings.TrimSpace(string(text)))
	return Folder{Path: path, ID: id.String()}, err
}

func (f Folder) upload(id string) string { return filepath.Join(f.Path, id+".upload") }
func (f Folder) result(job string) string {
	return filepath.Join(f.Path, job+".result.csv")
}

// Kept is a file that has been taken, with what it shows.
type Kept struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Look
}

// KeepFile takes a file that a person brings, when it is a list that can be read.
func (f Folder) KeepFile(ctx context.Context, store *db.Store, a actor.Actor, name string, raw []byte) (Kept, error) {
	if err := a.Must(ListImporters...); err != nil {
		return Kept{}, err
	}
	name = strings.TrimSpace(filepath.Base(strings.ReplaceAll(name, `\`, "/")))
	if name == "" || name == "." || name == "/" {
		return Kept{}, fault.Field("/name", "required", "Say what the file is called.")
	}
	if err := household.FreeText("/name", name, longestFileName); err != nil {
		return Kept{}, err
	}
	if len(raw) > LargestUpload {
		return Kept{}, fault.New(fault.TooLarge, "upload_too_large",
			"The office takes files up to 8 MiB. Import larger ones on the server: tripol import households FILE.").
			With("limit", int64(LargestUpload))
	}
	kept := Kept{ID: uuid.NewString(), Name: name}
	path := f.upload(kept.ID)
	if err := writeWhole(path, raw); err != nil {
		return Kept{}, err
	}
	look, err := f.lookAt(path, name)
	if err != nil {
		return Kept{}, errors.Join(err, os.Remove(path))
	}
	kept.Look = look
	sum := sha256.Sum256(raw)
	row := keptFile{
		ID: kept.ID, Organisation: string(a.Organisation), KeptBy: string(a.Account), Folder: f.ID, Name: name,
		Bytes: int64(len(raw)), SHA256: sum[:],
	}
	return kept, store.Write(ctx, a, func(tx *db.Tx) error {
		row.KeptAt = tx.Now
		return tx.Create(&row).Error
	})
}

func (f Folder) lookAt(path, name string) (Look, error) {
	file, err := os.Open(path) //nolint:gosec // an id of ours
	if err != nil {
		return Look{}, err
	}
	defer file.Close()
	return LookAt(file, name, f.Path)
}

func writeWhole(path string, raw []byte) error {
	return diskFull(disk.WriteWhole(path, func(to io.Writer) error {
		_, err := to.Write(raw)
		return err
	}))
}

func diskFull(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fault.New(fault.StorageFull, "storage_full", "The disk is full; the file was not kept.").Because(err)
	}
	return err
}

// fileOf finds a file that the actor may read and that has not been swept. Nobody knows whose rows a file holds, nor
// what kind they are of: it is its bringer's, and theirs who may read every family.
func fileOf(tx *db.Tx, id string) (keptFile, error) {
	q := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("id = ? AND swept_at IS NULL", id)
	if !readsEveryFile(tx.Actor) {
		q = q.Where("kept_by = ?", string(tx.Actor.Account))
	}
	var found []keptFile
	err := q.Limit(1).Find(&found).Error
	if err == nil && len(found) == 0 {
		err = fault.NotFound("file").At("/file")
	}
	if err != nil {
		return keptFile{}, err
	}
	return found[0], nil
}

func readsEveryFile(a actor.Actor) bool { return a.Reaches("/", Importers(Households)...) }

// Preview reads the first rows of a kept file as an import would.
func (f Folder) Preview(ctx context.Context, house House, n NewJob) (rows []PreviewRow, err error) {
	if err := n.check(house.Actor); err != nil {
		return nil, err
	}
	var kept keptFile
	err = house.Store.Read(ctx, house.Actor, func(tx *db.Tx) error {
		kept, err = fileOf(tx, n.File)
		return err
	})
	if err != nil {
		return nil, err
	}
	file, err := f.open(f.upload(kept.ID))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return Preview(ctx, house, Order{
		Kind: n.Kind, File: file, FileName: kept.Name, Mapping: n.Mapping, Similar: n.Similar, Scratch: f.Path,
	})
}

// open opens a file of the folder. One that is not there was swept, or lies with another server.
func (f Folder) open(path string) (*os.File, error) {
	file, err := os.Open(path) //nolint:gosec // an id of ours
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.Gone, fileGone, "The file has been deleted; files are kept for seven days.")
	}
	return file, err
}

// OpenResult opens the rows of a job that were not kept.
func (f Folder) OpenResult(job Job) (*os.File, error) {
	if !job.Result {
		return nil, fault.NotFound("result")
	}
	return f.open(f.result(job.ID))
}

// Problems gives the first rows of a job that were not kept; none when its result has been deleted.
func (f Folder) Problems(job Job, most int) (problems []Problem, err error) {
	file, err := f.OpenResult(job)
	if kind := fault.Of(err); kind != nil {
		return []Problem{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return ReadProblems(file, most)
}

// Sweep deletes the folder's files that are older than KeepFiles, and says of each kept file that it is gone.
func (f Folder) Sweep(ctx context.Context, store *db.Store) (n int, err error) {
	until := store.Now().Add(-KeepFiles)
	entries, err := os.ReadDir(f.Path)
	if err != nil {
		return 0, err
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) || entry.Name() == "folder-id" || err == nil && info.ModTime().After(until) {
			continue
		}
		if err := errors.Join(err, os.Remove(filepath.Join(f.Path, entry.Name()))); err != nil {
			return n, err
		}
		n++
	}
	return n, store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		err := tx.Model(&keptFile{}).Where("folder = ? AND swept_at IS NULL AND kept_at < ?", f.ID, db.At(until)).
			Update("swept_at", tx.Now).Error
		if err != nil {
			return err
		}
		return tx.Model(&Job{}).Where("folder = ? AND result = ? AND ended_at < ?", f.ID, true, db.At(until)).
			Update("result", false).Error
	})
}

// LoseFiles says after a restore that the files are gone that people brought: no backup holds them. Jobs that were not
// over belong to a folder that is no more, and would keep the same import from ever being begun again.
func LoseFiles(ctx context.Context, store *db.Store) error {
	return store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		return errors.Join(
			tx.Model(&keptFile{}).Where("swept_at IS NULL").Update("swept_at", tx.Now).Error,
			tx.Model(&Job{}).Where("state IN ?", []JobState{JobWaiting, JobRunning}).Updates(map[string]any{
				"state": JobFailed, "code": fileGone, "ended_at": tx.Now,
				"reason": "The file was not in the backup that was restored. Bring it again; what was registered stays.",
			}).Error,
			tx.Model(&Job{}).Where("result = ?", true).Update("result", false).Error)
	})
}
