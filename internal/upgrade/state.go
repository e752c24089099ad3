// Package upgrade replaces the program: it finds a new program file, tries it on a copy of the data, and puts program
// and migrated data into force together, or neither. It supervises the server, which is a child process, and depends on
// files and processes only.
//
// At every moment, whatever is killed, a data folder is either with the old program and the old data, or with the new
// program and the migrated data. The switch is one durable write of the state file (step "place"); before it everything
// new is deleted at the next start, after it everything is put in place.
package upgrade

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tripol/internal/disk"
)

// Names below the data folder.
const (
	folderName   = "upgrade" // also searched for a new program
	stateName    = "state.json"
	lockName     = ".lock"
	servingName  = ".serving"
	programsName = "programs" // copies of programs, by digest
	trialName    = "trial"    // data that the new program is tried on
	nextName     = "next"     // migrated data that take the place of the old ones
	beforeName   = "before"   // the data as they were before the last upgrade
	databaseName = "tripol.db"
	keysName     = "keys"
)

// State is the content of the state file.
type State struct {
	// Program is the copy of the program that fits the data; empty: the one that was started.
	Program string `json:"program"`
	Digest  string `json:"digest"` // of Program
	Step    Step   `json:"step"`
	// New is the program that is being tried or put in place.
	New     string   `json:"new"`
	NewSum  string   `json:"new_digest"`
	Refused []string `json:"refused"` // digests of programs that could not start here
	// Used are the digests of programs that were in use, or lay beside a newer one: they do not come back by themselves.
	Used []string `json:"used"`
	Last *Outcome `json:"last"`
}

// Step is how far an upgrade has come.
type Step string

// The steps. Up to trying, a killed upgrade never happened; from place on, it is completed.
const (
	Idle   Step = ""
	Trying Step = "try"
	Place  Step = "place"
)

// Outcome is what became of the last upgrade, for the screen.
type Outcome struct {
	Result  Result    `json:"result" enum:"done,kept_old"`
	Reason  Reason    `json:"reason" enum:"none,not_a_program,older,no_room,migration_failed,not_ready,interrupted"`
	From    string    `json:"from"`
	To      string    `json:"to"`
	At      time.Time `json:"at"`
	Backup  string    `json:"backup" enum:"made,no_stick"` // before it
	Changes []string  `json:"changes" nullable:"false"`    // lines of the new program's change log that the old one lacks
}

// Result is done or kept_old.
type Result string

// The results.
const (
	Done    Result = "done"
	KeptOld Result = "kept_old" // the old program runs with the old data
)

// Reason is why the old program was kept.
type Reason string

// The reasons.
const (
	None            Reason = "none" // it was not kept
	NotAProgram     Reason = "not_a_program"
	Older           Reason = "older"
	NoRoom          Reason = "no_room"
	MigrationFailed Reason = "migration_failed"
	NotReady        Reason = "not_ready"
	Interrupted     Reason = "interrupted"
)

func folderOf(data string) string { return filepath.Join(data, folderName) }

// Read returns the state of a data folder; the zero State where there was no upgrade.
func Read(data string) (s State, err error) {
	text, err := os.ReadFile(filepath.Join(folderOf(data), stateName))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	return s, err
}

func write(data string, s State) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return disk.WriteWhole(filepath.Join(folderOf(data), stateName), disk.Text(text))
}

// Unfinished reports that an upgrade is to be completed by the supervisor before anything opens the data.
func Unfinished(data string) bool {
	s, err := Read(data)
	return err != nil || s.Step == Place
}

// settle completes or undoes what a killed supervisor left.
func settle(data string, now func() time.Time) (State, error) {
	s, err := Read(data)
	if err != nil {
		return s, err
	}
	switch s.Step {
	case Idle:
		return s, discard(data)
	case Trying:
		s.Refused = append(s.Refused, s.NewSum) // it may have been the new program that brought the machine down
		s.Last = &Outcome{Result: KeptOld, Reason: Interrupted, Backup: "no_stick", Changes: []string{}, At: now()}
		s.Step, s.New, s.NewSum = Idle, "", ""
		if err := discard(data); err != nil {
			return s, err
		}
		return s, write(data, s)
	case Place:
		return place(data, s)
	}
	return s, errors.New("the state of the upgrade is of a newer program")
}

// discard deletes the copies of a trial.
func discard(data string) error {
	folder := folderOf(data)
	return errors.Join(os.RemoveAll(filepath.Join(folder, trialName)), os.RemoveAll(filepath.Join(folder, nextName)))
}

// place puts the migrated database in place and the old one aside. The state file already says so: this is repeated
// until it is complete.
func place(data string, s State) (State, error) {
	if err := moveIn(data); err != nil {
		return s, err
	}
	if err := disk.SyncFolder(data); err != nil {
		return s, err
	}
	s.Program, s.Digest = s.New, s.NewSum
	s.Step, s.New, s.NewSum = Idle, "", ""
	if err := write(data, s); err != nil {
		return s, err
	}
	return s, discard(data)
}

// moveIn exchanges the database; without a migrated one it has been done.
func moveIn(data string) error {
	next, before := filepath.Join(folderOf(data), nextName), filepath.Join(folderOf(data), beforeName)
	if _, err := os.Lstat(filepath.Join(next, databaseName)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := disk.MakeFolder(before); err != nil {
		return err
	}
	for _, ending := range []string{"-wal", "-shm", ""} {
		if err := aside(filepath.Join(data, databaseName+ending), filepath.Join(before, databaseName+ending)); err != nil {
			return err
		}
	}
	return os.Rename(filepath.Join(next, databaseName), filepath.Join(data, databaseName))
}

// aside moves a file, if it is there, over an older one.
func aside(from, to string) error {
	if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	return os.Rename(from, to)
}
