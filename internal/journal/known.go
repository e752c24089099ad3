package journal

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
)

// memory is what the journal knows of an entry that it has: enough to say whether it is the same one again, and what
// was answered.
type memory struct {
	kind, author     string
	commitment, salt []byte // no salt: the body has been erased
	outcome          Outcome
}

// lookups are how many ids one statement asks for, so that few texts of statements are ever made; what is missing to
// one is filled up with the last id.
var lookups = []int{1, 16, 100, 500}

const recall = `SELECT e.id, e.kind, COALESCE(CAST(e.author AS TEXT), ''), e.commitment, b.salt,
	o.status, o.code, o.path, o.message, o.numbers, COALESCE(s.seq, 0)
	FROM entry e JOIN outcome o ON o.entry = e.id LEFT JOIN entry_body b ON b.entry = e.id
	LEFT JOIN seal s ON s.entry = e.id
	WHERE e.id IN (%s) ORDER BY o.n`

// remembered tells what the journal knows of ids; those that it does not know are left out.
func remembered(ctx context.Context, store *db.Store, ids []EntryID) (all map[EntryID]memory, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		all = make(map[EntryID]memory, len(ids))
		for part := range slices.Chunk(ids, lookups[len(lookups)-1]) {
			if err := recallPart(tx, part, all); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

func recallPart(tx *db.Tx, ids []EntryID, into map[EntryID]memory) error {
	asked, _ := slices.BinarySearch(lookups, len(ids))
	values := make([]any, lookups[asked])
	for i := range values {
		values[i] = string(ids[min(i, len(ids)-1)])
	}
	rows, err := tx.Raw(fmt.Sprintf(recall, "?"+strings.Repeat(",?", len(values)-1)), values...).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		id, m, err := scanMemory(rows)
		if err != nil {
			return err
		}
		into[id] = m // in the order of n: the newest outcome stays
	}
	return rows.Err()
}

func scanMemory(rows *sql.Rows) (id EntryID, m memory, err error) {
	var numbers string
	o := &m.outcome
	if err := rows.Scan(&id, &m.kind, &m.author, &m.commitment, &m.salt,
		&o.Status, &o.Code, &o.Path, &o.Message, &numbers, &o.Seq); err != nil {
		return id, m, err
	}
	o.Entry = id
	if numbers != "" {
		err = json.Unmarshal([]byte(numbers), &o.Numbers)
	}
	return id, m, err
}

// answer is what an entry gets whose id the journal has: the newest outcome when the bytes are the same, else that the
// id was reused.
func (m memory) answer(e Entry) (again Outcome, reused bool) {
	if m.kind != e.Kind || m.author != string(e.Author) {
		return mismatch(e.ID), true
	}
	if m.salt == nil {
		return verdict(e.ID, errErased()), false
	}
	if subtle.ConstantTimeCompare(m.commitment, commit(m.salt, e.Payload)) != 1 {
		return mismatch(e.ID), true
	}
	again = m.outcome
	again.Status, again.Was = StatusDuplicate, m.outcome.Status
	return again, false
}

var errVanished = errors.New("an entry whose id is taken is not there")

// known answers an entry whose id the journal has.
func known(ctx context.Context, store *db.Store, e Entry) (Outcome, error) {
	all, err := remembered(ctx, store, []EntryID{e.ID})
	if err != nil {
		return Outcome{}, err
	}
	m, there := all[e.ID]
	if !there {
		return Outcome{}, errVanished
	}
	outcome, reused := m.answer(e)
	if reused {
		err = noteReuse(ctx, store, e)
	}
	return outcome, err
}

// Replay answers an entry that the journal holds under the same id with the same bytes, as Take would, and changes
// nothing; held is false where the journal holds none, or another one.
func Replay(ctx context.Context, store *db.Store, e Entry) (o Outcome, held bool, err error) {
	all, err := remembered(ctx, store, []EntryID{e.ID})
	m, there := all[e.ID]
	if err != nil || !there {
		return Outcome{}, false, err
	}
	o, reused := m.answer(e)
	return o, !reused, nil
}

func mismatch(id EntryID) Outcome {
	return Outcome{
		Entry: id, Status: StatusRejected, Code: "id_reuse_mismatch",
		Message: "This id was used before for something else; what came first stands.",
	}
}

// noteReuse leaves a trace for a person: somebody's software reuses ids, or somebody tries to overwrite.
func noteReuse(ctx context.Context, store *db.Store, e Entry) error {
	return store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		return Raise(
			tx,
			Exception{
				Kind:         "id_reuse",
				Entry:        e.ID,
				Organisation: e.Organisation,
				AreaPath:     "/",
				Details:      map[string]any{"kind": e.Kind},
			},
		)
	})
}
