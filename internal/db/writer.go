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

// Group commit for SQLite, which has one writer. Queued writes share a transaction and get their results after it:
//
//	BEGIN IMMEDIATE
//	  SAVEPOINT entry · entry 1 · RELEASE entry
//	  SAVEPOINT entry · entry 2 · ROLLBACK TO entry · RELEASE entry     (refused: the others are kept)
//	  SAVEPOINT entry · entry 3 · RELEASE entry
//	COMMIT                                                              (one sync to disk for all)
//
// Any error that is not a refusal ends the group: ROLLBACK, then each entry in a transaction of its own. The savepoints
// are raw statements with checked errors, because GORM's SavePoint and RollbackTo discard theirs. All statements run in
// the writer's context: one cancelled by a request would roll back the whole transaction, other entries included.
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

	commits atomic.Int64 // number of committed transactions

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

// submit queues one write and waits for its result, or for ctx to end.
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

// close commits the queued writes, then ends the writer.
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
		group := w.drain(first)
		for len(group) > 0 {
			group = group[w.commit(group):]
		}
	}
}

// drain returns the queued jobs, up to groupSize, without waiting for more.
func (w *writer) drain(first *job) []*job {
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

// commit runs as many jobs of the group as fit its time limit, sends their results after the commit, and
// returns their number.
func (w *writer) commit(group []*job) int {
	if len(group) > 1 {
		answers, err := w.runGroup(group)
		if err == nil {
			for i, answer := range answers {
				group[i].done <- answer
			}
			return len(answers)
		}
	}
	for _, j := range group {
		j.done <- translate(w.runAlone(j))
	}
	return len(group)
}

// runGroup runs jobs in one transaction. An error means that nothing of the group was written.
func (w *writer) runGroup(group []*job) (answers []error, err error) {
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
		answer, err := w.runInSavepoint(j)
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

// runInSavepoint runs one job inside its savepoint. A refusal rolls back this job only; any other error fails
// the group.
func (w *writer) runInSavepoint(j *job) (answer, broken error) {
	if err := w.exec("SAVEPOINT entry"); err != nil {
		return nil, err
	}
	answer = translate(w.call(j))
	if answer != nil {
		if !isRefusal(answer) {
			return nil, answer
		}
		if err := w.exec("ROLLBACK TO entry"); err != nil {
			return nil, err
		}
	}
	return answer, w.exec("RELEASE entry")
}

// runAlone runs one job in a transaction of its own.
func (w *writer) runAlone(j *job) error {
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if err := w.call(j); err != nil {
		if undo := w.rollback(); undo != nil && !isRefusal(translate(err)) {
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

// call runs the job's function; a panic fails this job only.
func (w *writer) call(j *job) error {
	pool := &watched{ConnPool: w.conn}
	tx := &Tx{DB: on(context.Background(), w.gorm, pool), Now: At(w.clock()), Actor: j.actor, Engine: SQLite}
	return pool.verdict(guarded(func() error { return j.do(tx) }))
}

func (w *writer) exec(statement string) error {
	_, err := w.conn.ExecContext(context.Background(), statement)
	return err
}

// rollback ends the transaction; an error is ignored when SQLite has already ended it (a full disk, an
// interrupt).
func (w *writer) rollback() error {
	err := w.exec("ROLLBACK")
	if err != nil && strings.Contains(err.Error(), "no transaction is active") {
		return nil
	}
	return err
}
