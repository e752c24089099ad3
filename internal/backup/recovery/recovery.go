// Package recovery restores a backup from the first-run page of an empty installation: it finds or receives the file,
// restores it beside the empty data in the background, and marks it as ready to take their place at the next start.
package recovery

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"tripol/internal/backup"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/fault"
)

// Names in the data folder.
const (
	folderName = ".restored"       // the restored data, until they take their place
	readyName  = ".restored-ready" // exists once they are whole
	uploadName = ".restore-upload" // a file that a browser sends
	nothing    = "nothing"         // is being done: it has not begun, or has failed
	// PieceSize is the largest piece of an uploaded file.
	PieceSize = 4 << 20
)

// Options are what the service works with.
type Options struct {
	Data  string
	Media func() ([]disk.Medium, error) // nil: none
	Log   *slog.Logger
	// Restore restores a file into a new folder and verifies it; after an error nothing of it is left.
	Restore func(ctx context.Context, folder string, file io.Reader, key backup.Identity) (Result, error)
	// Empty reports that nobody has set up this installation.
	Empty func(ctx context.Context) (bool, error)
	// Restart ends the server, so that the next start finds the restored data.
	Restart func()
}

// Result is what a restore brought.
type Result struct {
	TakenAt  db.Instant       `json:"taken_at"`
	Epoch    int64            `json:"epoch"`
	Seq      int64            `json:"seq"` // of the last sealed entry in the backup
	Rows     map[string]int64 `json:"rows" nullable:"false"`
	Photos   int              `json:"photos"`
	Findings int              `json:"findings"`
}

// Service restores once, into an empty installation.
type Service struct {
	Options
	mu     sync.Mutex
	ticket string
	state  State
	files  map[string]bool // paths that were offered
}

// Found is a backup on a medium of this machine.
type Found struct {
	Path  string `json:"path"`
	Name  string `json:"name"`
	Label string `json:"label"` // of the medium
	Bytes int64  `json:"bytes"`
}

// State is the progress of a restore.
type State struct {
	Doing  string  `json:"doing" enum:"nothing,restore,ready"`
	Read   int64   `json:"read"` // bytes of the file
	Size   int64   `json:"size"`
	Code   string  `json:"code" set:"fault_code" empty:"true"` // of the last failure; nothing of it is left
	Result *Result `json:"result"`
}

// Session is what the first-run page needs after its code was checked.
type Session struct {
	Ticket string  `json:"ticket"`
	Found  []Found `json:"found" nullable:"false"`
	State  State   `json:"state"`
}

// New returns the service.
func New(o Options) *Service {
	return &Service{Options: o, files: map[string]bool{}, state: State{Doing: nothing}}
}

// Runs reports whether a restore runs or waits for the restart: then nobody may set up the installation by hand.
func (s *Service) Runs() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.Doing != nothing
}

// Open begins a session after the setup code was checked, and lists the backups on sticks and in a folder.
func (s *Service) Open(folder string) (Session, error) {
	var media []disk.Medium
	if s.Media != nil {
		var err error
		if media, err = s.Media(); err != nil {
			return Session{}, err
		}
	}
	if folder = strings.TrimSpace(folder); folder != "" {
		if info, err := os.Stat(folder); !filepath.IsAbs(folder) || err != nil || !info.IsDir() {
			return Session{}, fault.Field("/folder", "backup_folder_missing", "There is no such folder on this computer.")
		}
		media = append(media, disk.Medium{Folder: filepath.Clean(folder), Label: filepath.Base(folder)})
	}
	found := []Found{}
	for _, medium := range media {
		found = append(found, backupsIn(medium)...)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range found {
		s.files[one.Path] = true
	}
	s.ticket = rand.Text()
	return Session{Ticket: s.ticket, Found: found, State: s.state}, nil
}

// backupsIn lists the backups of a medium, newest first. A medium that cannot be read has none.
func backupsIn(medium disk.Medium) (found []Found) {
	for _, folder := range []string{medium.Folder, filepath.Join(medium.Folder, "tripol-backup")} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			name := entry.Name()
			info, err := entry.Info()
			if err != nil || !entry.Type().IsRegular() || !strings.HasPrefix(name, "tripol-") ||
				!strings.HasSuffix(strings.TrimSuffix(name, ".age"), ".tar") {
				continue
			}
			found = append(found, Found{filepath.Join(folder, name), name, medium.Label, info.Size()})
		}
	}
	slices.SortFunc(found, func(a, b Found) int { return strings.Compare(b.Name, a.Name) })
	return found
}

func (s *Service) admit(ticket string) error {
	if s.ticket == "" || subtle.ConstantTimeCompare([]byte(ticket), []byte(s.ticket)) != 1 {
		return fault.New(fault.Forbidden, "first_code_wrong", "This is not the setup code shown when the program started.")
	}
	return nil
}

// StateOf returns the progress.
func (s *Service) StateOf(ticket string) (State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state, s.admit(ticket)
}

// Piece appends a piece of an uploaded file at its offset, and returns the bytes that are here. A piece that is here
// already changes nothing; offset 0 begins anew.
func (s *Service) Piece(ticket string, offset int64, piece []byte) (have int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.admit(ticket); err != nil {
		return 0, err
	}
	if s.state.Doing != nothing {
		return 0, runs()
	}
	flags := os.O_CREATE | os.O_WRONLY
	if offset == 0 {
		flags |= os.O_TRUNC
	}
	file, err := os.OpenFile(filepath.Join(s.Data, uploadName), flags, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	if offset < 0 || offset > info.Size() || len(piece) > PieceSize {
		return info.Size(), nil // the sender goes on from what is here
	}
	if _, err := file.WriteAt(piece, offset); err != nil {
		if disk.IsFull(err) {
			return 0, fault.New(fault.StorageFull, "storage_full", "The disk is full.").Because(err)
		}
		return 0, err
	}
	return max(info.Size(), offset+int64(len(piece))), nil
}

func runs() *fault.Fault {
	return fault.New(fault.Conflict, "restore_runs", "A backup is being restored here. Wait for it.")
}
