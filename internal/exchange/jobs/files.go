package jobs

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/lists"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/household"
)

const (
	// LargestUpload is the limit of an upload in bytes; larger files are imported on the command line.
	LargestUpload = 8 << 20
	// UploadRetention is how long uploaded files and result files are kept.
	UploadRetention = 7 * 24 * time.Hour

	longestFileName = 200
	fileGone        = "file_gone"
)

// uploadedFile is the row of an uploaded file; it stays after the file is deleted.
type uploadedFile struct {
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
func (uploadedFile) TableName() string { return "import_file" }

// Folder is one server's folder of uploads. Files have random ids as names: it is no static root, and no name of a user
// is used.
type Folder struct {
	Path string
	ID   string // jobs run on the server that has their files
}

// OpenFolder creates the folder if it is missing, with a permanent id.
func OpenFolder(path string) (Folder, error) {
	if err := disk.PrivateFolder(path); err != nil {
		return Folder{}, err
	}
	name := filepath.Join(path, "folder-id")
	text, err := os.ReadFile(name)        //nolint:gosec // our own folder
	empty := err == nil && len(text) == 0 // after a power cut: the uploads are lost as well
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

// StoredFile is a stored upload with its inspection.
type StoredFile struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	lists.FileInspection
}

// StoreUpload stores an uploaded file if it is a readable list.
func (f Folder) StoreUpload(
	ctx context.Context, store *db.Store, a actor.Actor, name string, raw []byte,
) (StoredFile, error) {
	if err := a.Must(ListImporters...); err != nil {
		return StoredFile{}, err
	}
	name = strings.TrimSpace(filepath.Base(strings.ReplaceAll(name, `\`, "/")))
	if name == "" || name == "." || name == "/" {
		return StoredFile{}, fault.Field("/name", "required", "The file name is required.")
	}
	if err := household.FreeText("/name", name, longestFileName); err != nil {
		return StoredFile{}, err
	}
	if len(raw) > LargestUpload {
		return StoredFile{}, fault.New(fault.TooLarge, "upload_too_large",
			"The office takes files up to 8 MiB. Import larger ones on the server: tripol import households FILE.").
			With("limit", int64(LargestUpload))
	}
	kept := StoredFile{ID: uuid.NewString(), Name: name}
	path := f.upload(kept.ID)
	if err := writeWhole(path, raw); err != nil {
		return StoredFile{}, err
	}
	look, err := f.lookAt(path, name, sheet.Settings{Scratch: f.Path})
	if err != nil {
		return StoredFile{}, errors.Join(err, os.Remove(path))
	}
	kept.FileInspection = look
	sum := sha256.Sum256(raw)
	row := uploadedFile{
		ID: kept.ID, Organisation: string(a.Organisation), KeptBy: string(a.Account), Folder: f.ID, Name: name,
		Bytes: int64(len(raw)), SHA256: sum[:],
	}
	return kept, store.Write(ctx, a, func(tx *db.Tx) error {
		row.KeptAt = tx.Now
		return tx.Create(&row).Error
	})
}

func (f Folder) lookAt(path, name string, s sheet.Settings) (lists.FileInspection, error) {
	file, err := f.open(path)
	if err != nil {
		return lists.FileInspection{}, err
	}
	defer file.Close()
	return lists.InspectFile(file, name, s)
}

func writeWhole(path string, raw []byte) error {
	return diskFull(disk.WriteWhole(path, func(to io.Writer) error {
		_, err := to.Write(raw)
		return err
	}))
}

func diskFull(err error) error {
	if disk.IsFull(err) {
		return fault.New(fault.StorageFull, "storage_full", "The disk is full; the file was not kept.").Because(err)
	}
	return err
}

// fileOf returns a file that the actor may read and that is not deleted. The households and the kind of its rows are
// not known: it is readable for its uploader and for actors who may read every family.
func fileOf(tx *db.Tx, id string) (uploadedFile, error) {
	q := tx.Scopes(db.OneOrganisation(tx.Actor)).Where("id = ? AND swept_at IS NULL", id)
	if !readsEveryFile(tx.Actor) {
		q = q.Where("kept_by = ?", string(tx.Actor.Account))
	}
	var found []uploadedFile
	err := q.Limit(1).Find(&found).Error
	if err == nil && len(found) == 0 {
		err = fault.NotFound("file").At("/file")
	}
	if err != nil {
		return uploadedFile{}, err
	}
	return found[0], nil
}

func readsEveryFile(a actor.Actor) bool {
	return a.Reaches("/", lists.Importers(columns.Households)...)
}

// Preview decodes the first rows of an uploaded file as an import would.
func (f Folder) Preview(ctx context.Context, deps lists.Deps, n NewJob) (rows []lists.PreviewRow, err error) {
	if err := n.check(deps.Actor); err != nil {
		return nil, err
	}
	var kept uploadedFile
	err = deps.Store.Read(ctx, deps.Actor, func(tx *db.Tx) error {
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
	return lists.Preview(ctx, deps, lists.Options{
		Kind: n.Kind, File: file, FileName: kept.Name, Mapping: n.Mapping, Similar: n.Similar, Scratch: f.Path,
	})
}

// open opens a file of the folder. A missing file was deleted, or is on another server.
func (f Folder) open(path string) (*os.File, error) {
	file, err := os.Open(path) //nolint:gosec // an id of ours
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.Gone, fileGone, "The file has been deleted; files are kept for seven days.")
	}
	return file, err
}

// OpenResult opens the result file of a job.
func (f Folder) OpenResult(job Job) (*os.File, error) {
	if !job.Result {
		return nil, fault.NotFound("result")
	}
	return f.open(f.result(job.ID))
}

// Problems returns the first problems of a job; none if its result file was deleted.
func (f Folder) Problems(job Job, most int) (problems []lists.Problem, err error) {
	file, err := f.OpenResult(job)
	if kind := fault.Of(err); kind != nil {
		return []lists.Problem{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return lists.ReadProblems(file, most)
}

// Sweep deletes the folder's files older than UploadRetention and marks their rows as deleted.
func (f Folder) Sweep(ctx context.Context, store *db.Store) (n int, err error) {
	until := store.Now().Add(-UploadRetention)
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
		err := tx.Model(&uploadedFile{}).Where("folder = ? AND swept_at IS NULL AND kept_at < ?", f.ID, db.At(until)).
			Update("swept_at", tx.Now).Error
		if err != nil {
			return err
		}
		return tx.Model(&Job{}).Where("folder = ? AND result = ? AND ended_at < ?", f.ID, true, db.At(until)).
			Update("result", false).Error
	})
}

// MarkFilesLost marks all uploads as deleted after a restore: backups do not contain them. It also ends unfinished
// jobs: their folder no longer exists, and they would block the same import for ever.
func MarkFilesLost(ctx context.Context, store *db.Store) error {
	return store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		return errors.Join(
			tx.Model(&uploadedFile{}).Where("swept_at IS NULL").Update("swept_at", tx.Now).Error,
			tx.Model(&Job{}).Where("state IN ?", []JobState{JobWaiting, JobRunning}).Updates(map[string]any{
				"state": JobFailed, "code": fileGone, "ended_at": tx.Now,
				"reason": "The file was not in the backup that was restored. Bring it again; what was registered stays.",
			}).Error,
			tx.Model(&Job{}).Where("result = ?", true).Update("result", false).Error)
	})
}
