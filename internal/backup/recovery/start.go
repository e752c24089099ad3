package recovery

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"tripol/internal/backup"
	"tripol/internal/disk"
	"tripol/internal/fault"
)

// Start restores an offered file, or the uploaded one if path is empty, with both halves of its key. What was typed and
// the header of the file are checked at once; the rest is done in the background, which outlives the request.
func (s *Service) Start(ctx context.Context, ticket, path, first, second string) (state State, err error) {
	key, _, err := backup.Join(first, second)
	if err != nil {
		return state, err
	}
	file, err := s.claim(ctx, ticket, path)
	if err != nil {
		return state, err
	}
	if err := peek(file, key); err != nil {
		s.fail(err)
		return State{}, errors.Join(err, file.Close())
	}
	go s.run(context.WithoutCancel(ctx), file, key)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state, nil
}

// claim opens the file and begins the one restore.
func (s *Service) claim(ctx context.Context, ticket, path string) (file *os.File, err error) {
	empty, err := s.Empty(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.admit(ticket); err != nil {
		return nil, err
	}
	switch {
	case !empty:
		return nil, fault.New(fault.Conflict, "already_begun", "This installation is already set up. Sign in.")
	case s.state.Doing != nothing:
		return nil, runs()
	case path == "":
		path = filepath.Join(s.Data, uploadName)
	case !s.files[path]:
		return nil, missing()
	}
	file, err = os.Open(path) //nolint:gosec // a file that was offered, or the upload
	if err != nil {
		return nil, missing().Because(err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	s.state = State{Doing: "restore", Size: info.Size()}
	return file, nil
}

func missing() *fault.Fault {
	return fault.Field("/file", "file_gone", "This file is not there any more. Insert the stick, or choose again.")
}

// peek opens the header of a backup, so that a wrong key and a newer program's file are refused before anything is
// written.
func peek(file *os.File, key backup.Identity) error {
	if _, err := backup.Open(file, []backup.Identity{key}); err != nil {
		return err
	}
	_, err := file.Seek(0, io.SeekStart)
	return err
}

func (s *Service) run(ctx context.Context, file *os.File, key backup.Identity) {
	result, err := s.restore(ctx, &measured{from: file, at: s.progress}, key)
	err = errors.Join(err, file.Close())
	if err != nil {
		s.Log.Error("restore failed", slog.String("error", err.Error()))
		s.fail(err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.Doing, s.state.Result = "ready", &result
}

// restore prepares the data beside the empty ones. The ready mark is the last step.
func (s *Service) restore(ctx context.Context, file io.Reader, key backup.Identity) (result Result, err error) {
	folder := filepath.Join(s.Data, folderName)
	if err := os.RemoveAll(folder); err != nil {
		return result, err
	}
	if result, err = s.Restore(ctx, folder, file, key); err != nil {
		return result, errors.Join(err, os.RemoveAll(folder))
	}
	empty, err := s.Empty(ctx)
	if err == nil && !empty {
		err = fault.New(fault.Conflict, "already_begun", "This installation is already set up. Sign in.")
	}
	if err == nil {
		err = closed(folder)
	}
	if err != nil {
		return result, errors.Join(err, os.RemoveAll(folder))
	}
	return result, disk.WriteNew(filepath.Join(s.Data, readyName), disk.Text("restored\n"))
}

// closed asserts that the database is one file: its log was merged when it was closed.
func closed(folder string) error {
	info, err := os.Stat(filepath.Join(folder, "tripol.db-wal"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && info.Size() > 0 {
		err = errors.New("the restored database was not closed")
	}
	return err
}

func (s *Service) fail(err error) {
	code := "server_error"
	if f := fault.Of(err); f != nil {
		code = f.Code
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = State{Doing: nothing, Code: code}
}

func (s *Service) progress(read int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.Read = read
}

// Finish restarts the server into the restored data.
func (s *Service) Finish(ticket string) (State, error) {
	state, err := s.StateOf(ticket)
	if err == nil && state.Doing == "ready" {
		s.Restart()
	}
	return state, err
}

// measured reports how much was read.
type measured struct {
	from io.Reader
	read int64
	at   func(int64)
}

// Read forwards to the reader.
func (m *measured) Read(p []byte) (int, error) {
	n, err := m.from.Read(p)
	m.read += int64(n)
	m.at(m.read)
	return n, err
}

// Settle is called before the data folder is opened: restored data that are ready take the place of the empty ones, and
// the remains of any other restore are deleted. It can be interrupted at any step and is repeated then.
func Settle(data string) error {
	folder, ready := filepath.Join(data, folderName), filepath.Join(data, readyName)
	if _, err := os.Lstat(ready); errors.Is(err, fs.ErrNotExist) {
		return errors.Join(os.RemoveAll(folder), os.RemoveAll(filepath.Join(data, uploadName)))
	} else if err != nil {
		return err
	}
	// The database is last: while it is under its old name, everything is repeated.
	for _, name := range []string{"keys", "photos", "tripol.db"} {
		from, to := filepath.Join(folder, name), filepath.Join(data, name)
		if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := clearWay(to); err != nil {
			return err
		}
		if err := os.Rename(from, to); err != nil {
			return err
		}
	}
	if err := disk.SyncFolder(data); err != nil {
		return err
	}
	return errors.Join(os.Remove(ready), os.RemoveAll(folder), os.RemoveAll(filepath.Join(data, uploadName)),
		disk.SyncFolder(data))
}

// Waits reports that restored data wait for the next start of the server.
func Waits(data string) bool {
	_, err := os.Lstat(filepath.Join(data, readyName))
	return err == nil
}

// clearWay deletes what the restored data replace, with the log of a database.
func clearWay(path string) error {
	return errors.Join(os.RemoveAll(path+"-wal"), os.RemoveAll(path+"-shm"), os.RemoveAll(path))
}
