package nightly

import (
	"context"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/disk"
)

// Status is everything about backups that the administrator's page shows.
type Status struct {
	Setting *Setting  `json:"setting"`               // null: nobody has set it up
	Kit     string    `json:"kit"`                   // name of the key, on both printed pages
	Here    []string  `json:"here" nullable:"false"` // labels of the known places that are there now
	Job     Job       `json:"job"`
	Failed  *Failure  `json:"failed"` // of the last try
	Runs    []Run     `json:"runs" nullable:"false"`
	Media   []Offered `json:"media" nullable:"false"` // sticks that are inserted
	Sticks  bool      `json:"sticks"`                 // whether sticks of the machine can be used; otherwise a folder only
	// SameDisk: the folder is on the disk of the data, so both would be lost together.
	SameDisk bool        `json:"same_disk"`
	LastAt   *db.Instant `json:"last_at"` // of the newest backup, whoever made it
	Test     TestState   `json:"test"`
}

// Offered is an inserted stick.
type Offered struct {
	disk.Medium
	Known bool `json:"known"` // it has this installation's mark
}

// TestState is the newest test of a backup with the secret key.
type TestState struct {
	Due    bool        `json:"due"`
	Last   *Test       `json:"last"`
	Until  *db.Instant `json:"until"`  // postponed to then
	Missed *Failure    `json:"missed"` // why the last try could not be made
}

// Status returns the state of the backups.
func (s *Service) Status(ctx context.Context) (out Status, err error) {
	out = Status{Here: []string{}, Runs: []Run{}, Media: []Offered{}, Sticks: s.Media != nil}
	err = s.Source.Store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		setting, found, err := newestSetting(tx)
		if err != nil {
			return err
		}
		if found {
			out.Setting, out.Kit = &setting, setting.Kit()
		}
		if out.Runs, err = newestRuns(tx); err != nil {
			return err
		}
		last, err := LastAt(tx)
		if !last.IsZero() {
			out.LastAt = &last
		}
		if err != nil {
			return err
		}
		out.Test, err = testState(tx, found && len(out.Runs) > 0)
		return err
	})
	if err != nil {
		return out, err
	}
	s.mu.Lock()
	out.Job, out.Failed, out.Test.Missed = s.job, s.failed, s.missed
	s.mu.Unlock()
	return out, s.present(&out)
}

// present adds what is inserted now.
func (s *Service) present(out *Status) error {
	var known marker
	if out.Setting != nil {
		known = marker{out.Setting.Installation, out.Setting.Recipient}
		places, err := s.places(*out.Setting)
		if err != nil {
			return err
		}
		for _, place := range places {
			out.Here = append(out.Here, place.Label)
		}
		same, err := disk.SameDevice(out.Setting.Folder, s.Source.Data)
		out.SameDisk = err == nil && same // an error: the stick is away, so it is another disk
	}
	if s.Media == nil {
		return nil
	}
	media, err := s.Media()
	for _, medium := range media {
		mine := out.Setting != nil && markerOf(medium.Folder) == known
		out.Media = append(out.Media, Offered{medium, mine})
	}
	return err
}

func testState(tx *db.Tx, testable bool) (state TestState, err error) {
	test, later, err := newestTests(tx)
	if err != nil {
		return state, err
	}
	if test.ID != "" {
		state.Last = &test
	}
	if later.ID != "" && later.TestedAt.After(test.TestedAt.Time) {
		state.Until = later.Until
	}
	waits := state.Until != nil && tx.Now.Before(state.Until.Time) &&
		state.Until.Sub(tx.Now.Time) <= postponedBy+aheadLimit
	state.Due = testable && !waits && (test.ID == "" || !*test.Passed || stale(test.TestedAt, tx.Now, testEvery))
	return state, nil
}
