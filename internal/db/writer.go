package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"gorm.io/gorm"

	"tripol/internal/actor"
)

// A SQLite file has one writer. It takes what waits, commits it together, and only then answers:
//
//	BEGIN IMMEDIATE
//	  SAVEPOINT entry · entry 1 · RELEASE entry
//	  SAVEPOINT entry · entry 2 · ROLLBACK TO entry · RELEASE entry     (a refusal: its neighbours stand)
//	  SAVEPOINT entry · entry 3 · RELEASE entry
//	COMMIT                                                              (one sync to disk for all)
//
// Any error that is not a refusal ends the group: ROLLBACK, then each entry again alone. The savepoints are raw
// statements with their errors checked, since GORM's own swallow them, and all runs on the writer's context: a
// statement cancelled by a request would roll the whole transaction back under its neighbours' feet.
const (
	groupSize = 200
	groupTime = 50 * time.Millisecond
)

var errClosed = errors.New("the database is closed")

type job struct {
	actor actor.Actor
	do    func(*Tx) error
	done  chan error
}

type writer struct {
	pool  *sql.DB
	conn  *prepared
	gorm  *gorm.DB
	clock func() time.Time
	jobs  chan *job
	ended chan struct{}

	commits atomic.Int64 // how many transactions were committed

	mu     sync.RWMutex // guards closed against a send on a closed channel
	closed bool
}

func startWriter(pool *sql.DB, g *gorm.DB, clock func() time.Time) (*writer, error) {
	conn, err := pool.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	w := &writer{
		pool:  pool,
		conn:  &prepared{Conn: conn, known: map[string]*sql.Stmt{}},
		gorm:  g,
		clock: clock,
		jobs:  make(chan *job, 4*groupSize),
		ended: make(chan struct{}),
	}
	go w.run()
	return w, nil
}

// submit hands one entry to the writer and waits for its answer, or for ctx to end.
func (w *writer) submit(ctx context.Context, a actor.Actor, do func(*Tx) error) error {
	j := &job{actor: a, do: do, done: make(chan error, 1)}
	if err := w.enqueue(ctx, j); err != nil {
		return err
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *writer) enqueue(ctx context.Context, j *job) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return errClosed
	}
	select {
	case w.jobs <- j:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close lets what waits be committed, then ends the writer.
func (w *writer) close() error {
	w.mu.Lock()
	alreadyClosed := w.closed
	w.closed = true
	w.mu.Unlock()
	if alreadyClosed {
		return nil
	}
	close(w.jobs)
	<-w.ended
	// An open statement would keep SQLite's connection half open, and the write-ahead log beside the database.
	return errors.Join(w.conn.forget(), w.conn.Close(), w.pool.Close())
}

func (w *writer) run() {
	defer close(w.ended)
	for first := range w.jobs {
		group := w.gather(first)
		for len(group) > 0 {
			group = group[w.commit(group):]
		}
	}
}

// gather takes what waits, without waiting for more.
func (w *writer) gather(first *job) []*job {
	group := []*job{first}
	for len(group) < groupSize {
		select {
		case j, open := <-w.jobs:
			if !open {
				return group
			}
			group = append(group, j)
		default:
			return group
		}
	}
	return group
}

// commit decides as many entries of the group as fit its time, answers them after the commit, and says how many.
func (w *writer) commit(group []*job) int {
	if len(group) > 1 {
		answers, err := w.together(group)
		if err == nil {
			for i, answer := range answers {
				group[i].done <- answer
			}
			return len(answers)
		}
	}
	for _, j := range group {
		j.done <- explain(w.alone(j))
	}
	return len(group)
}

// together runs entries in one transaction. An error means that nothing of the group was written.
func (w *writer) together(group []*job) (answers []error, err error) {
	started := time.Now()
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.rollback())
		}
	}()
	for _, j := range group {
		answer, err := w.saved(j)
		if err != nil {
			return nil, err
		}
		answers = append(answers, answer)
		if time.Since(started) > groupTime {
			break
		}
	}
	return answers, w.commitNow()
}

// saved runs one entry inside its savepoint. A refusal undoes this entry only; any other error is the group's.
func (w *writer) saved(j *job) (answer, broken error) {
	if err := w.exec("SAVEPOINT entry"); err != nil {
		return nil, err
	}
	answer = explain(w.call(j))
	if answer != nil {
		if !refusal(answer) {
			return nil, answer
		}
		if err := w.exec("ROLLBACK TO entry"); err != nil {
			return nil, err
		}
	}
	return answer, w.exec("RELEASE entry")
}

// alone runs one entry in a transaction of its own.
func (w *writer) alone(j *job) error {
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if err := w.call(j); err != nil {
		if undo := w.rollback(); undo != nil && !refusal(explain(err)) {
			return errors.Join(err, undo)
		} else if undo != nil {
			return undo
		}
		return err
	}
	if err := w.commitNow(); err != nil {
		return errors.Join(err, w.rollback())
	}
	return nil
}

func (w *writer) commitNow() error {
	if err := w.exec("COMMIT"); err != nil {
		return err
	}
	w.commits.Add(1)
	return nil
}

// call runs the entry's function; a panic is that entry's error and nobody else's.
func (w *writer) call(j *job) error {
	pool := &watched{ConnPool: w.conn}
	tx := &Tx{DB: on(context.Background(), w.gorm, pool), Now: At(w.clock()), Actor: j.actor, Engine: SQLite}
	return pool.verdict(guarded(func() error { return j.do(tx) }))
}

func (w *writer) exec(statement string) error {
	_, err := w.conn.ExecContext(context.Background(), statement)
	return err
}

// rollback ends the transaction; SQLite may have ended it already (a full disk, an interrupt), which is as good.
func (w *writer) rollback() error {
	err := w.exec("ROLLBACK")
	if err != nil && strings.Contains(err.Error(), "no transaction is active") {
		return nil
	}
	return err
}
