package journal

import (
	"strings"

	"tripol/internal/db"
	"tripol/migrations"
)

// Subject is a person or household whose personal data an entry's body contains: a kind, such as household, and
// an id.
type Subject struct {
	Kind string
	ID   string // a UUID
}

const (
	insertSubject = "INSERT INTO entry_subject (entry, kind, subject, organisation)"
	subjectWidth  = 4
)

var claimSubjects = db.Insert{Into: insertSubject, Width: subjectWidth}

func (e Entry) subjectRows() [][]any {
	rows := make([][]any, len(e.Subjects))
	for i, s := range e.Subjects {
		rows[i] = []any{string(e.ID), s.Kind, s.ID, optional(string(e.Organisation))}
	}
	return rows
}

// claimWith returns Postgres's single statement that claims an entry with its subjects, and its values.
func (e Entry) claimWith() (statement string, values []any) {
	values = append(values, optional(string(e.Organisation)))
	for _, s := range e.Subjects {
		values = append(values, s.Kind, s.ID)
	}
	named := strings.Repeat(", (?::text, ?::uuid)", len(e.Subjects))[len(", "):]
	statement = claimedAndBody + `, named AS (` + insertSubject + `
		SELECT id, s.kind, s.subject, ?::uuid FROM claimed, (VALUES ` + named + `) AS s (kind, subject)) ` + queueClaimed
	return statement, values
}

// copySubjects adds the subjects of the entries that created or name a part, such as a household's complaint,
// to an entry whose payload names only the part.
const copySubjects = insertSubject + ` SELECT e.id, whole.kind, whole.subject, e.organisation
	FROM entry AS e, entry_subject AS part
	JOIN entry_subject AS whole ON whole.entry = part.entry AND whole.kind <> part.kind
	WHERE e.id = ? AND part.kind = ? AND part.subject = ? ON CONFLICT DO NOTHING`

// claimParts adds the subjects of the parts that an entry names.
func (e Entry) claimParts(tx *db.Tx) error {
	for _, part := range e.Parts {
		if err := tx.Queue(nil, copySubjects, string(e.ID), part.Kind, part.ID); err != nil {
			return err
		}
	}
	return nil
}

// ErasureTarget is an entry with a body, and the erasing entry that shares a subject with it.
type ErasureTarget struct {
	Entry, Cause EntryID
	Payload      []byte
}

// sharesSubject joins the entries s that share a subject with an erasing entry c and still have their body b.
// An erasing entry keeps its own. DISTINCT: two entries may share more than one subject.
const sharesSubject = `SELECT DISTINCT s.entry, c.id AS cause, b.payload FROM entry AS c
	JOIN entry_subject AS cs ON cs.entry = c.id
	JOIN entry_subject AS s ON s.kind = cs.kind AND s.subject = cs.subject
	JOIN entry AS e ON e.id = s.entry AND e.kind NOT IN ` + migrations.ErasingKinds + `
	JOIN entry_body AS b ON b.entry = e.id
	WHERE c.kind IN ` + migrations.ErasingKinds

// causeApplied is the condition that an erasing entry c took effect.
const causeApplied = "EXISTS (SELECT 1 FROM outcome AS o WHERE o.entry = c.id AND o.status = 'applied')"

// ToErase returns the entries whose bodies an erasing entry is about to erase: all with a subject of it,
// including refused ones. It reads as the program, since an entry of no organisation can have the same subject.
// The caller checks the actor's right to the subject.
func ToErase(tx *db.Tx, cause EntryID) (found []ErasureTarget, err error) {
	err = tx.AsProgram(func() error {
		return tx.Raw(sharesSubject+" AND c.id = ? ORDER BY s.entry", string(cause)).Scan(&found).Error
	})
	return found, err
}

// LeftBehind returns the entries that still have a body although an erasing entry with one of these subjects
// was applied: they were refused in a concurrent transaction.
func LeftBehind(tx *db.Tx, kind string, ids []string) (found []ErasureTarget, err error) {
	for len(ids) > 0 {
		var part []ErasureTarget
		n := min(len(ids), eraseChunk)
		query := sharesSubject + " AND " + causeApplied + ` AND c.id IN
			(SELECT k.entry FROM entry_subject AS k WHERE k.kind = ? AND k.subject IN ?) ORDER BY s.entry`
		if err := tx.Raw(query, kind, ids[:n]).Scan(&part).Error; err != nil {
			return nil, err
		}
		found, ids = append(found, part...), ids[n:]
	}
	return found, nil
}

// causeOf returns the applied erasing entry with a subject of this one. It is empty where there is none, and
// where this entry is itself of an erasing kind, which keeps its body.
func (e Entry) causeOf(tx *db.Tx) (cause EntryID, err error) {
	for _, s := range e.Subjects {
		err := tx.Raw(`SELECT c.id FROM entry_subject AS k JOIN entry AS c ON c.id = k.entry
			JOIN entry AS e ON e.id = ? AND e.kind NOT IN `+migrations.ErasingKinds+`
			WHERE k.kind = ? AND k.subject = ? AND c.kind IN `+migrations.ErasingKinds+" AND "+causeApplied+
			" ORDER BY c.id LIMIT 1", string(e.ID), s.Kind, s.ID).Scan(&cause).Error
		if err != nil || cause != "" {
			return cause, err
		}
	}
	return "", nil
}

// ErasingEntries returns the applied erasing entries, each with its subjects of one kind.
func ErasingEntries(tx *db.Tx, kind string) (found map[EntryID][]string, err error) {
	var rows []struct {
		ID      EntryID
		Subject string
	}
	err = tx.Raw("SELECT c.id, CAST(s.subject AS TEXT) AS subject FROM entry AS c"+
		" JOIN entry_subject AS s ON s.entry = c.id WHERE c.kind IN "+migrations.ErasingKinds+
		" AND s.kind = ? AND "+causeApplied, kind).Scan(&rows).Error
	found = map[EntryID][]string{}
	for _, r := range rows {
		found[r.ID] = append(found[r.ID], r.Subject)
	}
	return found, err
}

// Bodies visits every entry of these kinds that has a body, page by page, with its stored subjects.
func Bodies(tx *db.Tx, kinds []string, visit func(e Entry) error) error {
	after := EntryID("")
	for {
		var rows []struct {
			ID      EntryID
			Kind    string
			Payload []byte
		}
		err := tx.Table("entry AS e").Select("e.id, e.kind, b.payload").Joins("JOIN entry_body AS b ON b.entry = e.id").
			Where("e.kind IN ? AND e.id > ?", kinds, zeroID(after)).Order("e.id").Limit(eraseChunk).Scan(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		page := make([]Entry, len(rows))
		for i, r := range rows {
			page[i] = Entry{ID: r.ID, Kind: r.Kind, Payload: r.Payload}
		}
		if err := withSubjects(tx, page); err != nil {
			return err
		}
		for _, e := range page {
			if err := visit(e); err != nil {
				return err
			}
		}
		after = page[len(page)-1].ID
	}
}

func withSubjects(tx *db.Tx, page []Entry) error {
	ids := make([]string, len(page))
	for i, e := range page {
		ids[i] = string(e.ID)
	}
	var rows []struct {
		Entry         EntryID
		Kind, Subject string
	}
	err := tx.Raw(`SELECT entry, kind, CAST(subject AS TEXT) AS subject FROM entry_subject
		WHERE entry IN ? ORDER BY kind, subject`, ids).Scan(&rows).Error
	stored := map[EntryID][]Subject{}
	for _, r := range rows {
		stored[r.Entry] = append(stored[r.Entry], Subject{Kind: r.Kind, ID: r.Subject})
	}
	for i, e := range page {
		page[i].Subjects = stored[e.ID]
	}
	return err
}

// SubjectsOfPart returns the subjects that an entry gets by naming a part: those of the entries with this part
// that were recorded before it.
func SubjectsOfPart(tx *db.Tx, entry EntryID, part Subject) (found []Subject, err error) {
	err = tx.Raw(`SELECT DISTINCT whole.kind, CAST(whole.subject AS TEXT) AS id FROM entry AS e, entry_subject AS part
		JOIN entry AS made ON made.id = part.entry
		JOIN entry_subject AS whole ON whole.entry = part.entry AND whole.kind <> part.kind
		WHERE e.id = ? AND part.kind = ? AND part.subject = ? AND made.recorded_at <= e.recorded_at`,
		string(entry), part.Kind, part.ID).Scan(&found).Error
	return found, err
}

// SubjectsOfOthers returns the entries of other kinds than these that have a subject, except those whose
// subject is no longer known.
func SubjectsOfOthers(tx *db.Tx, kinds []string) (found []EntryID, err error) {
	err = tx.Raw(`SELECT DISTINCT s.entry FROM entry_subject AS s JOIN entry AS e ON e.id = s.entry
		WHERE e.kind NOT IN ? AND s.kind <> 'unknown'`, kinds).Scan(&found).Error
	return found, err
}
