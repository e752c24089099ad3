// Package nightly makes backups by itself: every night and whenever a known stick (removable storage) is inserted, with
// retention, and it keeps the records of backups and of their tests. Package backup owns the format of the file.
package nightly

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"tripol/internal/backup"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/intake"
)

// Options are what the service works with.
type Options struct {
	Source backup.Source
	Intake *intake.Table
	Log    *slog.Logger
	Zone   *time.Location
	// Media lists the sticks that are inserted; nil where the program runs on a rented machine.
	Media func() ([]disk.Medium, error)
	// Rehearse restores a backup into a new folder and verifies it; nil where only a database server could hold it.
	Rehearse func(ctx context.Context, folder string, file io.Reader, key backup.Identity) (
		findings int, taken *db.Instant, err error)
}

// Service makes the backups of one installation.
type Service struct {
	Options
	mu     sync.Mutex
	draft  *draft
	job    Job
	failed *Failure
	missed *Failure // of the last test
	seen   map[string]bool
	// pressed: the person asked for a backup on every place that is here.
	pressed bool
	wake    chan struct{}
}

// New returns the service; Watch starts it.
func New(o Options) *Service {
	return &Service{Options: o, job: Job{Doing: nothing}, seen: map[string]bool{}, wake: make(chan struct{}, 1)}
}

// Job is what the service is doing.
type Job struct {
	Doing string `json:"doing" enum:"nothing,backup,test"`
	Bytes int64  `json:"bytes"`
}

// Failure is the reason why the last try failed; the next one happens by itself.
type Failure struct {
	Code  string     `json:"code" set:"fault_code"`
	At    db.Instant `json:"at"`
	Again db.Instant `json:"again"`
}

const (
	nothing    = "nothing"        // is being done
	lookEvery  = 15 * time.Second // at mount points
	retryAfter = 10 * time.Minute
	// restAfter is the age from which a medium that was inserted gets a new backup.
	restAfter = time.Hour
	nightHour = 2
	testEvery = 30 * 24 * time.Hour
	// aheadLimit is how far a recorded time may be in the future before it is a wrong clock's.
	aheadLimit = 24 * time.Hour
)

// Watch makes backups until ctx ends.
func (s *Service) Watch(ctx context.Context) {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		if err := s.Look(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("backup failed", slog.String("error", err.Error()))
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-s.wake:
		}
	}
}

// Look compares what is inserted with the last look, and makes a backup on each place that is due.
func (s *Service) Look(ctx context.Context) error {
	setting, found, err := s.setting(ctx)
	if err != nil || !found {
		return err
	}
	places, err := s.places(setting)
	if err != nil {
		return err
	}
	last, err := s.newest(ctx)
	if err != nil {
		return err
	}
	now := s.Source.Store.Now()
	var failed error
	for _, place := range s.due(places, last, now) {
		failed = errors.Join(failed, s.Make(ctx, setting, place)) // one broken stick does not keep the other from its backup
	}
	return failed
}

// due returns the places that get a backup now, and stores which ones were seen.
func (s *Service) due(places []Place, last, now db.Instant) (due []Place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := map[string]bool{}
	waiting := s.failed != nil && now.Before(s.failed.Again.Time) && s.failed.At.Before(now.Time)
	for _, place := range places {
		seen[place.Root] = true
		switch inserted := !s.seen[place.Root]; {
		case s.pressed:
		case inserted && stale(place.newest(now), now, restAfter):
		case s.failed != nil && !waiting && stale(place.newest(now), now, restAfter):
		case !waiting && nightPassed(last, now, s.Zone):
		default:
			continue
		}
		due = append(due, place)
	}
	s.seen, s.pressed = seen, false
	return due
}

// stale reports whether a time is older than a duration, unknown, or a wrong clock's.
func stale(at, now db.Instant, limit time.Duration) bool {
	return at.IsZero() || now.Sub(at.Time) >= limit || at.Sub(now.Time) > aheadLimit
}

// nightPassed reports whether two o'clock at night has passed since a time.
func nightPassed(last, now db.Instant, zone *time.Location) bool {
	local := now.In(zone)
	night := time.Date(local.Year(), local.Month(), local.Day(), nightHour, 0, 0, 0, zone)
	if night.After(local) {
		night = night.AddDate(0, 0, -1)
	}
	return last.Before(night)
}

// Wake makes Watch look at once.
func (s *Service) Wake() {
	select {
	case s.wake <- struct{}{}:
	default: // it will look anyway
	}
}

// Now makes a backup on the first known place that is here; false where there is none.
func (s *Service) Now(ctx context.Context) (made bool, err error) {
	setting, found, err := s.setting(ctx)
	if err != nil || !found {
		return false, err
	}
	places, err := s.places(setting)
	if err != nil || len(places) == 0 {
		return false, err
	}
	return true, s.Make(ctx, setting, places[0])
}

// Start makes a backup on every place that is here, in the background.
func (s *Service) Start(ctx context.Context) error {
	setting, found, err := s.setting(ctx)
	if err != nil {
		return err
	}
	places, err := s.places(setting)
	if err != nil {
		return err
	}
	if !found || len(places) == 0 {
		return gone()
	}
	s.mu.Lock()
	clear(s.seen)
	s.pressed, s.failed = true, nil
	s.mu.Unlock()
	s.Wake()
	return nil
}
