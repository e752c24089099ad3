package upgrade

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"tripol/internal/disk"
)

// refusal is why an upgrade was not made; the old program goes on with the old data.
type refusal struct {
	reason Reason
	cause  error
}

// Error returns the reason and its cause.
func (r refusal) Error() string { return fmt.Sprintf("%s: %v", r.reason, r.cause) }

// Unwrap returns the cause.
func (r refusal) Unwrap() error { return r.cause }

// upgrade tries every new program that lies here. A refused one is not tried again.
func (s *Supervisor) upgrade(ctx context.Context) error {
	found, err := find(s.Data, s.Self, s.state)
	if err != nil {
		return err
	}
	for _, c := range found {
		outcome := Outcome{Result: KeptOld, To: filepath.Base(c.path), At: s.Now(), Backup: "no_stick", Changes: []string{}}
		err := s.replace(ctx, c, &outcome)
		var no refusal
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil || !errors.As(err, &no):
			return errors.Join(err, discard(s.Data)) // the next start looks again
		}
		s.Log.Error("the old program was kept", slog.String("reason", err.Error()))
		outcome.Reason = no.reason
		s.state.Refused = append(s.state.Refused, c.digest)
		s.state.Step, s.state.New, s.state.NewSum, s.state.Last = Idle, "", "", &outcome
		if err := errors.Join(discard(s.Data), write(s.Data, s.state)); err != nil {
			return err
		}
	}
	return nil
}

// replace tries a program on a copy of the data, and puts it in place with migrated data.
func (s *Supervisor) replace(ctx context.Context, c candidate, outcome *Outcome) error {
	s.at("find")
	program, err := adopt(s.Data, c)
	if err != nil {
		return refusal{NoRoom, err}
	}
	if err := s.compare(ctx, program, outcome); err != nil {
		return err
	}
	s.state.Step, s.state.New, s.state.NewSum = Trying, program, c.digest
	if err := write(s.Data, s.state); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(s.Data, databaseName)); err == nil {
		if err := s.migrate(ctx, program, outcome); err != nil {
			return err
		}
	}
	s.at("place")
	if err := s.retire(c); err != nil {
		return err
	}
	outcome.Result, outcome.Reason = Done, None
	s.state.Step, s.state.Last = Place, outcome
	if err := write(s.Data, s.state); err != nil {
		return err
	}
	s.at("placing")
	if s.state, err = place(s.Data, s.state); err != nil {
		return err
	}
	s.at("placed")
	if err := s.beside(program); err != nil { // convenience only: the state names the program
		s.Log.Warn("the program file beside the old one was not replaced", slog.String("error", err.Error()))
	}
	return nil
}

// retire notes the program in use and everything that lies beside the new one, so that none of them replaces it.
func (s *Supervisor) retire(taken candidate) error {
	own, err := digestOf(s.Self)
	if err != nil {
		return err
	}
	beside, err := find(s.Data, s.Self, s.state)
	if err != nil {
		return err
	}
	s.state.Used = append(s.state.Used, own, s.state.Digest)
	for _, one := range beside {
		if one.digest != taken.digest {
			s.state.Used = append(s.state.Used, one.digest)
		}
	}
	slices.Sort(s.state.Used)
	s.state.Used = slices.Compact(s.state.Used)
	return nil
}

// compare asks the new program and the one in use what they are.
func (s *Supervisor) compare(ctx context.Context, program string, outcome *Outcome) error {
	newer, err := ask(ctx, program)
	if err != nil {
		return refusal{NotAProgram, err}
	}
	own, err := s.program()
	if err != nil {
		return err
	}
	current, err := ask(ctx, own)
	if err != nil {
		return err
	}
	outcome.From, outcome.To = current.Version, newer.Version
	if newer.Schema < current.Schema {
		return refusal{Older, errors.New("its schema is older than the data's")}
	}
	outcome.Changes = changesOf(current.Changes, newer.Changes)
	return nil
}

// migrate backs up, lets the new program migrate and serve a copy of the data, and then migrates the copy that takes
// their place: what a trial writes is thrown away.
func (s *Supervisor) migrate(ctx context.Context, program string, outcome *Outcome) error {
	s.at("backup")
	if s.Backup != nil {
		made, err := s.Backup(ctx)
		if err != nil {
			s.Log.Warn("no backup on a stick before the upgrade", slog.String("error", err.Error()))
		}
		if made {
			outcome.Backup = "made"
		}
	}
	s.at("trial")
	trial, err := s.copied(trialName)
	if err != nil {
		return err
	}
	if err := s.command(ctx, program, trial, "migrate").Run(); err != nil {
		return refusal{MigrationFailed, err}
	}
	s.at("serve")
	if err := s.serves(ctx, program, trial); err != nil {
		return refusal{NotReady, err}
	}
	if err := os.RemoveAll(trial); err != nil {
		return err
	}
	s.at("migrate")
	next, err := s.copied(nextName)
	if err != nil {
		return err
	}
	if err := s.command(ctx, program, next, "migrate").Run(); err != nil {
		return refusal{MigrationFailed, err}
	}
	return s.durable(next)
}

const spare = 64 << 20 // bytes that an upgrade leaves free

// copied copies database and keys to a folder of this name. Nothing has them open: the server has ended.
func (s *Supervisor) copied(name string) (folder string, err error) {
	folder = filepath.Join(folderOf(s.Data), name)
	if err := os.RemoveAll(folder); err != nil {
		return "", err
	}
	if err := s.room(); err != nil {
		return "", err
	}
	if err := disk.MakeFolder(folder); err != nil {
		return "", err
	}
	for _, ending := range []string{"", "-wal"} {
		err := copyFile(filepath.Join(s.Data, databaseName+ending), filepath.Join(folder, databaseName+ending))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", refusal{NoRoom, err}
		}
	}
	keys := filepath.Join(s.Data, keysName)
	if _, err := os.Stat(keys); errors.Is(err, fs.ErrNotExist) {
		return folder, nil
	}
	return folder, s.copyKeys(keys, filepath.Join(folder, keysName))
}

func (s *Supervisor) copyKeys(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := disk.MakeFolder(to); err != nil {
		return err
	}
	for _, entry := range entries {
		if !entry.Type().IsRegular() {
			continue
		}
		if err := copyFile(filepath.Join(from, entry.Name()), filepath.Join(to, entry.Name())); err != nil {
			return refusal{NoRoom, err}
		}
	}
	return nil
}

func (s *Supervisor) room() error {
	info, err := os.Stat(filepath.Join(s.Data, databaseName))
	if err != nil {
		return err
	}
	space, err := disk.SpaceAt(s.Data)
	if errors.Is(err, disk.ErrUnknown) {
		return nil
	}
	if err == nil && space.Free < uint64(2*info.Size()+spare) { //nolint:gosec // a size is not negative
		return refusal{NoRoom, fmt.Errorf("%d bytes are free", space.Free)}
	}
	return err
}

// serves runs the new program on a copy until it is ready.
func (s *Supervisor) serves(ctx context.Context, program, data string) error {
	ctx, stop := context.WithTimeout(ctx, s.Ready)
	defer stop()
	address, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	running, end := context.WithCancel(ctx)
	command := s.command(running, program, data, "serve")
	command.Env = append(command.Env,
		TrialVariable+"=1", "TRIPOL_ADDR="+address, "TRIPOL_DATABASE_URL=", "TRIPOL_PUBLIC_URL=")
	if err := command.Start(); err != nil {
		end()
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	err = awaitReady(ctx, "http://"+address+"/readyz", ended)
	end()
	if err != nil {
		return err
	}
	if stopped := <-ended; stopped != nil && ctx.Err() != nil {
		return stopped // it was ready, and did not stop in its time
	}
	return nil // its exit code says nothing: we stopped it
}

func freeAddress(ctx context.Context) (string, error) {
	var sockets net.ListenConfig
	at, err := sockets.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return at.Addr().String(), at.Close()
}

// awaitReady asks until the server is ready, has ended, or its time is over.
func awaitReady(ctx context.Context, url string, ended <-chan error) error {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		if ready(ctx, url) {
			return nil
		}
		select {
		case err := <-ended:
			return errors.Join(errors.New("the new program ended"), err)
		case <-ctx.Done():
			return errors.Join(errors.New("the new program did not become ready"), <-ended)
		case <-ticker.C:
		}
	}
}

func ready(ctx context.Context, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	return response.Body.Close() == nil && response.StatusCode == http.StatusOK
}

// durable asserts that the migrated database is one closed file, and syncs it.
func (s *Supervisor) durable(next string) error {
	if info, err := os.Stat(filepath.Join(next, databaseName+"-wal")); err == nil && info.Size() > 0 {
		return refusal{MigrationFailed, errors.New("the migrated database was not closed")}
	}
	file, err := os.OpenFile(filepath.Join(next, databaseName), os.O_RDWR, 0) //nolint:gosec // a file of ours
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close(), disk.SyncFolder(next))
}

// beside replaces the program file that people start. A running program can be renamed on every system, and overwritten
// on none of them safely.
func (s *Supervisor) beside(program string) error {
	old := s.Self + ".old"
	fresh := s.Self + ".fresh"
	if err := copyProgram(program, fresh); err != nil {
		return err
	}
	if err := os.RemoveAll(old); err != nil {
		return errors.Join(err, os.Remove(fresh))
	}
	if err := os.Link(s.Self, old); err != nil { // no hard links: for a moment there is no program of this name
		if err := os.Rename(s.Self, old); err != nil {
			return errors.Join(err, os.Remove(fresh))
		}
	}
	if err := os.Rename(fresh, s.Self); err != nil {
		back := os.Rename(old, s.Self)
		return errors.Join(err, back, os.Remove(fresh))
	}
	return disk.SyncFolder(filepath.Dir(s.Self))
}

// Waiting reports that a new program lies here that was neither tried nor refused.
func Waiting(data, self string) (bool, error) {
	s, err := Read(data)
	if err != nil {
		return false, err
	}
	found, err := find(data, self, s)
	return len(found) > 0, err
}

// Retry forgets that programs were refused, so that the next look tries them again.
func Retry(data string) error {
	s, err := Read(data)
	if err != nil || len(s.Refused) == 0 {
		return err
	}
	s.Refused = slices.Delete(s.Refused, 0, len(s.Refused))
	return write(data, s)
}
