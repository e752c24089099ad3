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

// storedEntry is the part of a stored entry that detects a replay and answers it.
type storedEntry struct {
	kind, author     string
	commitment, salt []byte // nil salt: the body has been erased
	outcome          Outcome
}

// lookupSizes are the numbers of ids per query. They are few, so that prepared statements are reused; missing
// ids are padded with the last one.
var lookupSizes = []int{1, 16, 100, 500}

const storedColumns = `SELECT e.id, e.kind, COALESCE(CAST(e.author AS TEXT), ''), e.commitment, b.salt,
	o.status, o.code, o.path, o.message, o.numbers, COALESCE(s.seq, 0)
	FROM entry e JOIN outcome o ON o.entry = e.id LEFT JOIN entry_body b ON b.entry = e.id
	LEFT JOIN seal s ON s.entry = e.id
	WHERE e.id IN (%s) ORDER BY o.n`

// lookUp returns the stored entries among ids.
func lookUp(ctx context.Context, store *db.Store, ids []EntryID) (all map[EntryID]storedEntry, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = store.Read(ctx, actor.System(), func(tx *db.Tx) error {
		all = make(map[EntryID]storedEntry, len(ids))
		for part := range slices.Chunk(ids, lookupSizes[len(lookupSizes)-1]) {
			if err := lookUpPart(tx, part, all); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

func lookUpPart(tx *db.Tx, ids []EntryID, into map[EntryID]storedEntry) error {
	asked, _ := slices.BinarySearch(lookupSizes, len(ids))
	values := make([]any, lookupSizes[asked])
	for i := range values {
		values[i] = string(ids[min(i, len(ids)-1)])
	}
	rows, err := tx.Raw(fmt.Sprintf(storedColumns, "?"+strings.Repeat(",?", len(values)-1)), values...).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		id, m, err := scanStored(rows)
		if err != nil {
			return err
		}
		into[id] = m // ordered by n: the newest outcome overwrites older ones
	}
	return rows.Err()
}

func scanStored(rows *sql.Rows) (id EntryID, m storedEntry, err error) {
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

// answer returns the outcome for an entry whose id is stored: the newest outcome when the bytes are the same,
// otherwise the refusal of a reused id.
func (m storedEntry) answer(e Entry) (replay Outcome, reused bool) {
	if m.kind != e.Kind || m.author != string(e.Author) {
		return mismatch(e.ID), true
	}
	if m.salt == nil {
		return refusedOutcome(e.ID, errErased()), false
	}
	if subtle.ConstantTimeCompare(m.commitment, commit(m.salt, e.Payload)) != 1 {
		return mismatch(e.ID), true
	}
	replay = m.outcome
	replay.Status, replay.Was = StatusDuplicate, m.outcome.Status
	return replay, false
}

var errVanished = errors.New("an entry whose id is claimed does not exist")

// answerKnown returns the outcome of an entry whose id is stored.
func answerKnown(ctx context.Context, store *db.Store, e Entry) (Outcome, error) {
	all, err := lookUp(ctx, store, []EntryID{e.ID})
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

// Replay returns the outcome of an entry that is stored under the same id with the same bytes, as Take would,
// and changes nothing; held is false where there is none, or another one.
func Replay(ctx context.Context, store *db.Store, e Entry) (o Outcome, held bool, err error) {
	all, err := lookUp(ctx, store, []EntryID{e.ID})
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
		Message: "This id was already used with different content. The first entry is kept.",
	}
}

// noteReuse raises an exception: a client reuses ids, or tries to overwrite an entry.
func noteReuse(ctx context.Context, store *db.Store, e Entry) error {
	return store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		return Raise(
			tx,
			Exception{
				Kind:         idReuse,
				Entry:        e.ID,
				Organisation: e.Organisation,
				AreaPath:     "/",
				Details:      ReuseDetails{Kind: e.Kind},
			},
		)
	})
}
