package journal

import (
	"bytes"
	"fmt"
	"time"

	"tripol/internal/db"
	"tripol/migrations"
)

// Verify checks the journal's invariants: seq has no gap, the hash chain is valid, each entry has an outcome
// and is sealed or queued for sealing, each commitment matches its body, and each missing body has an erasure
// with a cause.
func Verify(tx *db.Tx) ([]Violation, error) {
	found, err := verifyChain(tx)
	if err != nil {
		return nil, err
	}
	epochs, err := verifyEpochs(tx)
	if err != nil {
		return nil, err
	}
	found = append(found, epochs...)
	erasures, err := verifyErasures(tx)
	if err != nil {
		return nil, err
	}
	found = append(found, erasures...)
	for check, query := range map[string]string{
		"entry_without_outcome": `SELECT id FROM entry
			WHERE NOT EXISTS (SELECT 1 FROM outcome WHERE outcome.entry = entry.id)`,
		"entry_lost_by_sealer": `SELECT id FROM entry
			WHERE NOT EXISTS (SELECT 1 FROM seal WHERE seal.entry = entry.id)
			AND NOT EXISTS (SELECT 1 FROM unsealed WHERE unsealed.entry = entry.id)`,
		"entry_sealed_and_waits": `SELECT entry FROM unsealed
			WHERE EXISTS (SELECT 1 FROM seal WHERE seal.entry = unsealed.entry)`,
		"body_missing": `SELECT id FROM entry
			WHERE NOT EXISTS (SELECT 1 FROM entry_body WHERE entry_body.entry = entry.id)
			AND NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.entry = entry.id)`,
		"body_not_erased": `SELECT entry FROM erasure
			WHERE EXISTS (SELECT 1 FROM entry_body WHERE entry_body.entry = erasure.entry)`,
	} {
		some, err := report(tx, check, query)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

// report runs the query of a check, which returns ids of entries, and returns a violation for each.
func report(tx *db.Tx, check, query string, values ...any) (found []Violation, err error) {
	var ids []string
	if err := tx.Raw(query, values...).Scan(&ids).Error; err != nil {
		return nil, err
	}
	for _, id := range ids {
		found = append(found, Violation{Check: check, Subject: id})
	}
	return found, nil
}

// How long an erasing entry may be unsealed, and a body may remain after the erasure of its subject: the sealer
// and the sweep for late entries have run by then.
const (
	sealedWithin = time.Minute
	sweptWithin  = 24 * time.Hour
)

// verifyErasures checks that each erased body was erased by an applied entry of an erasing kind with the same
// subject, which is in the sealed sequence, and that no body of an erased subject is left. The package of the
// erasing kind checks that a second person submitted the entry. Erasures of late entries from before subjects
// were stored are exempt: they have the subject `unknown`, and their entries never took effect.
func verifyErasures(tx *db.Tx) (found []Violation, err error) {
	const (
		known = ` AND NOT (x.cause = x.entry
			AND EXISTS (SELECT 1 FROM entry_subject AS u WHERE u.entry = x.entry AND u.kind = 'unknown')
			AND NOT EXISTS (SELECT 1 FROM outcome AS o WHERE o.entry = x.entry AND o.status = 'applied'))`
		erasing = "FROM entry AS c WHERE c.kind IN " + migrations.ErasingKinds
	)
	swept := db.At(tx.Now.Add(-sweptWithin))
	for _, c := range []struct {
		check, query string
		values       []any
	}{
		{"erasure_without_subject", `SELECT x.entry FROM erasure AS x WHERE NOT EXISTS (SELECT 1 FROM entry_subject AS cs
			JOIN entry_subject AS s ON s.kind = cs.kind AND s.subject = cs.subject
			WHERE cs.entry = x.cause AND s.entry = x.entry)`, nil},
		{"erasure_by_another_kind", `SELECT x.entry FROM erasure AS x LEFT JOIN entry AS c ON c.id = x.cause
			WHERE (c.kind IS NULL OR c.kind NOT IN ` + migrations.ErasingKinds + ")" + known, nil},
		{"erasure_not_applied", `SELECT x.entry FROM erasure AS x
			WHERE NOT EXISTS (SELECT 1 FROM outcome AS o WHERE o.entry = x.cause AND o.status = 'applied')` + known, nil},
		{"erasure_before_its_cause", `SELECT x.entry FROM erasure AS x JOIN outcome AS o ON o.entry = x.cause
			WHERE o.status = 'applied' AND x.at < o.recorded_at`, nil},
		{"erasure_of_an_erasing_entry", `SELECT x.entry FROM erasure AS x JOIN entry AS c ON c.id = x.entry
			WHERE c.kind IN ` + migrations.ErasingKinds, nil},
		{"erasing_entry_unsealed", "SELECT c.id " + erasing + ` AND c.recorded_at < ?
			AND NOT EXISTS (SELECT 1 FROM seal WHERE seal.entry = c.id)`, []any{db.At(tx.Now.Add(-sealedWithin))}},
		{"body_of_an_erased_subject", "SELECT found.entry FROM (" + sharesSubject + " AND " + causeApplied + `) AS found
			JOIN entry AS e ON e.id = found.entry JOIN entry AS c ON c.id = found.cause
			WHERE e.recorded_at < ? AND c.recorded_at < ?`, []any{swept, swept}},
	} {
		some, err := report(tx, c.check, c.query, c.values...)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

type sealedEntry struct {
	Seq           int64
	Hash          []byte
	ErasureTarget sealedFields `gorm:"embedded"`
	Payload, Salt []byte
}

// verifyChain recomputes every link and every commitment in the order of seals, a thousand at a time.
func verifyChain(tx *db.Tx) (found []Violation, err error) {
	var head sealRow
	first, err := firstFormula(tx)
	if err != nil {
		return nil, err
	}
	for {
		page, err := sealPage(tx, head.Seq)
		if err != nil || len(page) == 0 {
			return found, err
		}
		for _, s := range page {
			subject := fmt.Sprintf("seq %d", s.Seq)
			if s.Seq != head.Seq+1 {
				found = append(
					found,
					Violation{Check: "seal_gap", Subject: subject, Detail: fmt.Sprintf("follows %d", head.Seq)},
				)
			}
			formula := link
			if s.Seq <= first {
				formula = firstLink
			}
			if !bytes.Equal(s.Hash, formula(head.Hash, s.Seq, s.ErasureTarget)) {
				found = append(found, Violation{Check: "chain_broken", Subject: subject})
			}
			if s.Salt != nil && !bytes.Equal(s.ErasureTarget.Entry.Commitment, commit(s.Salt, s.Payload)) {
				found = append(found, Violation{Check: "body_altered", Subject: s.ErasureTarget.Entry.ID})
			}
			head = sealRow{Seq: s.Seq, Hash: s.Hash}
		}
	}
}

func sealPage(tx *db.Tx, after int64) (page []sealedEntry, err error) {
	rows := tx.Table("seal").
		Select("seal.seq, seal.hash, b.payload, b.salt, "+sealedColumns).
		Joins("JOIN entry e ON e.id = seal.entry").Joins(firstOutcome).
		Joins("LEFT JOIN entry_body b ON b.entry = seal.entry").
		Where("seal.seq > ?", after).Order("seal.seq").Limit(sealBatch)
	return page, rows.Scan(&page).Error
}
