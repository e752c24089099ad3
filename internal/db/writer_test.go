package db

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"tripol/internal/actor"
	"tripol/internal/fault"
)

// A group of ten waits together and its fourth entry goes wrong. Whatever was acknowledged must be in the file after
// reopening, and nothing else.

type keptRow struct {
	ID   int `gorm:"primaryKey;autoIncrement:false"`
	N    int
	Body []byte
}

func (keptRow) TableName() string { return "kept" }

// long is a statement that runs until it is interrupted.
const long = `INSERT INTO kept (id, n) WITH RECURSIVE c(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM c WHERE i < 100000000) SELECT i, 1 FROM c`

var wrongs = map[string]struct {
	fourth  func(tx *Tx) error
	expects func(error) bool
}{
	"is interrupted": {
		fourth:  func(tx *Tx) error { return tx.WithContext(soonOver()).Exec(long).Error },
		expects: func(err error) bool { return err != nil && fault.Of(err) == nil },
	},
	"is interrupted and swallows it": {
		fourth:  func(tx *Tx) error { tx.WithContext(soonOver()).Exec(long); return nil },
		expects: func(err error) bool { return err != nil },
	},
	"is interrupted, swallows it and meets what follows from it": {
		fourth: func(tx *Tx) error {
			tx.WithContext(soonOver()).Exec(long)
			return tx.Create(&keptRow{ID: 4, N: 100}).Error
		},
		expects: func(err error) bool { return err != nil && fault.Of(err) == nil },
	},
	"panics": {
		fourth:  func(*Tx) error { panic("a bug") },
		expects: func(err error) bool { return err != nil && fault.Of(err) == nil },
	},
	"violates a check": {
		fourth:  func(tx *Tx) error { return tx.Create(&keptRow{ID: 4, N: 100}).Error },
		expects: func(err error) bool { return fault.Is(err, "rule_broken") },
	},
	"meets a full disk": {
		fourth:  func(tx *Tx) error { return tx.Create(&keptRow{ID: 4, N: 4, Body: make([]byte, 4<<20)}).Error },
		expects: func(err error) bool { return fault.Is(err, "storage_full") },
	},
}

func TestGroupKeepsWhatItAcknowledged(t *testing.T) {
	for name, wrong := range wrongs {
		t.Run(name, func(t *testing.T) {
			path := fileWithTable(t)
			s := openPath(t, path)
			if err := s.write.exec("PRAGMA max_page_count = 400"); err != nil { // 1.6 MB: simulates a full disk
				t.Fatal(err)
			}
			answers := tenTogether(s, wrong.fourth)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if !wrong.expects(answers[4]) {
				t.Errorf("the fourth was answered %v", answers[4])
			}
			for id, answer := range answers {
				if id != 4 && answer != nil {
					t.Errorf("entry %d was answered %v", id, answer)
				}
			}
			if lost, extra := compare(t, path, answers); len(lost)+len(extra) > 0 {
				t.Errorf("acknowledged and lost: %v; there without an answer: %v", lost, extra)
			}
		})
	}
}

// The control groups as one would at first: GORM's savepoints, whose errors are swallowed, and each request's own
// context.
func TestGroupControlLosesAcknowledged(t *testing.T) {
	path := fileWithTable(t)
	s := openPath(t, path)
	answers := naiveGroup(t, s, wrongs["is interrupted"].fourth)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if lost, _ := compare(t, path, answers); len(lost) == 0 {
		t.Fatal("the naive group lost nothing: the test above could not fail")
	}
}

func TestGroupIsOneCommit(t *testing.T) {
	s := openPath(t, fileWithTable(t))
	before := s.write.commits.Load()
	for id, answer := range tenTogether(s, func(tx *Tx) error { return tx.Create(&keptRow{ID: 4, N: 4}).Error }) {
		if answer != nil {
			t.Errorf("entry %d was answered %v", id, answer)
		}
	}
	if n := s.write.commits.Load() - before; n != 2 { // the one that blocked the writer, and the ten
		t.Errorf("ten entries that waited together took %d commits", n)
	}
}

func TestCallerWhoHangsUpIsDecidedAllTheSame(t *testing.T) {
	path := fileWithTable(t)
	s := openPath(t, path)
	ctx, hangUp := context.WithCancel(t.Context())
	started, proceed := make(chan struct{}), make(chan struct{})
	answer := make(chan error, 1)
	go func() {
		answer <- s.Write(ctx, actor.System(), func(tx *Tx) error {
			close(started)
			<-proceed
			return tx.Create(&keptRow{ID: 1, N: 1}).Error
		})
	}()
	<-started
	hangUp()
	if err := <-answer; !errors.Is(err, context.Canceled) {
		t.Fatalf("answered %v", err)
	}
	close(proceed)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if lost, _ := compare(t, path, map[int]error{1: nil}); len(lost) > 0 {
		t.Fatal("the entry of a client that hung up was dropped after it had begun")
	}
}

// tenTogether holds the writer with one entry until ten more wait, so that they are one group.
func tenTogether(s *Store, fourth func(*Tx) error) map[int]error {
	held, letGo := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		_ = s.Write(context.Background(), actor.System(), func(*Tx) error { close(held); <-letGo; return nil })
	})
	<-held
	var mu sync.Mutex
	answers := map[int]error{}
	for id := 1; id <= 10; id++ {
		all.Go(func() {
			err := s.Write(context.Background(), actor.System(), deed(id, fourth))
			mu.Lock()
			defer mu.Unlock()
			answers[id] = err
		})
		for len(s.write.jobs) < id { // in order, so that the fourth is the fourth
			time.Sleep(time.Millisecond) //nolint:forbidigo // waits for a queue that only grows
		}
	}
	close(letGo)
	all.Wait()
	return answers
}

func deed(id int, fourth func(*Tx) error) func(*Tx) error {
	if id == 4 {
		return fourth
	}
	return func(tx *Tx) error { return tx.Create(&keptRow{ID: id, N: id}).Error }
}

func naiveGroup(t *testing.T, s *Store, fourth func(*Tx) error) map[int]error {
	t.Helper()
	group := on(t.Context(), s.write.gorm, s.write.conn).Begin()
	answers := map[int]error{}
	for id := 1; id <= 10; id++ {
		group.SavePoint("sp")
		answers[id] = deed(
			id,
			fourth,
		)(
			&Tx{DB: group.Session(&gorm.Session{NewDB: true, Context: t.Context()}), Engine: SQLite},
		)
		if answers[id] != nil {
			group.RollbackTo("sp")
		}
	}
	if err := group.Commit().Error; err != nil {
		t.Logf("the naive group noticed at commit: %v", err)
		for id := range answers {
			answers[id] = err
		}
	}
	return answers
}

func fileWithTable(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "group.db")
	pool, err := sql.Open("sqlite", sqliteDSN(path))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	const schema = `CREATE TABLE kept (id INTEGER PRIMARY KEY, n INTEGER NOT NULL CHECK (n < 100), body BLOB)`
	if _, err := pool.ExecContext(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
	return path
}

func openPath(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// compare reopens the file and returns acknowledged rows that are missing, and rows without an acknowledgement.
func compare(t *testing.T, path string, answers map[int]error) (lost, extra []int) {
	t.Helper()
	var there []int
	err := openPath(t, path).Read(t.Context(), actor.System(), func(tx *Tx) error {
		return tx.Table("kept").Pluck("id", &there).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, answer := range answers {
		if answer == nil && !slices.Contains(there, id) {
			lost = append(lost, id)
		}
		if answer != nil && slices.Contains(there, id) {
			extra = append(extra, id)
		}
	}
	return lost, extra
}

func soonOver() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	_ = cancel // the deadline itself is what the test is about
	return ctx
}
