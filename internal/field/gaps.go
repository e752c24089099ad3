package field

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/people"
)

// The bounds of the sequence-gap protocol.
const (
	MostGaps  = 100         // ranges in one response, and in one request's `gone`
	MostAhead = 10_000      // how far next_seq may be above the highest number received
	GapsAgain = time.Minute // before a range is listed a second time
	gapsRead  = 1000        // ranges that one query returns
)

// Range is a run of sequence numbers, both ends included. In JSON it is [from, to].
type Range [2]int64

// gapRow is the state of a credential's gaps: see migration 0105.
type gapRow struct {
	Credential   string `gorm:"primaryKey"`
	Organisation string
	Turn         int64 // version, for optimistic locking; 0 while there is no row
	Through      int64
	Missing      int64
	Ranges       string
	ListedAt     db.Instant
	ListedTo     int64
}

// goneRow is a range that the phone no longer holds.
type goneRow struct {
	Credential   string `gorm:"primaryKey"`
	FirstSeq     int64  `gorm:"primaryKey;autoIncrement:false"`
	LastSeq      int64
	Organisation string
	SaidAt       db.Instant
}

// TableName names the table of a row type.
func (gapRow) TableName() string  { return "device_gap" }
func (goneRow) TableName() string { return "device_gone" }

// gapState is the state of a credential's sequence numbers in one transaction.
type gapState struct {
	gapRow
	count, highest int64 // of the received numbers
}

// gapList are the open gaps of a credential: the lowest ranges, at most gapsRead, and the total of missing numbers.
type gapList struct {
	ranges  []Range
	missing int64
	through int64 // upper bound of the search
}

const readGapState = `SELECT (SELECT COUNT(*) FROM device_record WHERE credential = ?),
		(SELECT COALESCE(MAX(device_seq), 0) FROM device_record WHERE credential = ?),
		COALESCE(g.turn, 0), COALESCE(g.through, 0), COALESCE(g.missing, 0), COALESCE(g.ranges, ''), g.listed_at,
		COALESCE(g.listed_to, 0)
	FROM (SELECT 1 AS one) AS o LEFT JOIN device_gap g ON g.credential = ?`

func gapStateOf(tx *db.Tx, phone people.Phone) (s gapState, err error) {
	id := string(phone.Credential)
	s.Credential, s.Organisation = id, string(phone.Actor.Organisation)
	row := tx.Raw(readGapState, id, id, id).Row()
	return s, row.Scan(&s.count, &s.highest, &s.Turn, &s.Through, &s.Missing, &s.Ranges, &s.ListedAt, &s.ListedTo)
}

// claimed is the highest number that a phone claims to have used, bounded by MostAhead. ahead reports that it was
// cut.
func (s gapState) claimed(nextSeq int64) (through int64, ahead bool) {
	if nextSeq > s.highest+1+MostAhead {
		return s.highest + MostAhead, true
	}
	return nextSeq - 1, false
}

// findGaps reads the ranges below a bound that were neither received nor reported as `gone`. The bound is a row of its
// own above the last number, so that a gap at the top is found like the others.
const findGaps = `SELECT first, last, CAST(SUM(last - first + 1) OVER () AS BIGINT) AS missing FROM (
		SELECT before + 1 AS first, lo - 1 AS last FROM (
			SELECT lo, COALESCE(MAX(hi) OVER (ORDER BY lo, hi ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
			FROM (SELECT device_seq AS lo, device_seq AS hi FROM device_record WHERE credential = ?
				UNION ALL SELECT first_seq, last_seq FROM device_gone WHERE credential = ?
				UNION ALL SELECT CAST(? AS BIGINT), CAST(? AS BIGINT)) AS covered) AS runs
		WHERE lo > before + 1) AS gaps ORDER BY first LIMIT 1000`

// open lists the gaps up to a number.
func (s gapState) open(tx *db.Tx, through int64) (list gapList, err error) {
	list.through = through
	if s.count == s.highest && through <= s.highest {
		return list, nil // every number from 1 on was received
	}
	top := max(s.highest, through) + 1
	var rows []struct{ First, Last, Missing int64 }
	err = tx.Raw(findGaps, s.Credential, s.Credential, top, top).Scan(&rows).Error
	for _, row := range rows {
		list.ranges, list.missing = append(list.ranges, Range{row.First, row.Last}), row.Missing
	}
	return list, err
}

// list selects the ranges of one response: the lowest ones not listed within the last minute.
func (r *gapRow) list(open gapList, now db.Instant) (chosen []Range) {
	listed := r.ListedTo
	if age := now.Sub(r.ListedAt.Time); r.ListedAt.IsZero() || age >= GapsAgain || age < 0 {
		listed = 0
	}
	for _, gap := range open.ranges {
		if gap[1] <= listed {
			continue
		}
		if len(chosen) == MostGaps {
			break
		}
		chosen = append(chosen, Range{max(gap[0], listed+1), gap[1]})
	}
	if len(chosen) > 0 {
		r.ListedAt, r.ListedTo = now, chosen[len(chosen)-1][1]
	}
	return chosen
}

// note stores the gaps in the row as those that the office is notified of.
func (r *gapRow) note(open gapList) error {
	shown := open.ranges[:min(len(open.ranges), MostGaps)]
	r.Missing, r.Ranges, r.Through = open.missing, "", open.through
	if len(shown) == 0 {
		return nil
	}
	raw, err := json.Marshal(shown)
	r.Ranges = string(raw)
	return err
}

// known decodes the ranges that the office was notified of.
func (r *gapRow) known() (ranges []Range, err error) {
	if r.Ranges == "" {
		return nil, nil
	}
	return ranges, json.Unmarshal([]byte(r.Ranges), &ranges)
}

// save writes the row with optimistic locking; won reports whether it was unchanged since it was read.
func (r *gapRow) save(tx *db.Tx) (won bool, err error) {
	before := r.Turn
	r.Turn++
	if before == 0 {
		made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(r)
		return made.RowsAffected == 1, made.Error
	}
	changed := tx.Model(&gapRow{}).Where("credential = ? AND turn = ?", r.Credential, before).
		Select("turn", "through", "missing", "ranges", "listed_at", "listed_to").Updates(r)
	return changed.RowsAffected == 1, changed.Error
}

// countGaps computes the gaps of a phone with an empty outbox, selects the ranges of the response, and updates the
// office's exception. It returns the total of missing numbers.
func (b *batch) countGaps(tx *db.Tx, nextSeq int64) (missing int64, err error) {
	s, open, err := b.openGaps(tx, nextSeq)
	if err != nil || s.Turn == 0 && open.missing == 0 {
		return open.missing, err
	}
	after := s.gapRow
	chosen := after.list(open, tx.Now)
	if err := after.note(open); err != nil {
		return 0, err
	}
	if len(chosen) == 0 && after.Missing == s.Missing && after.Ranges == s.Ranges {
		return open.missing, nil
	}
	won, err := after.save(tx)
	if err != nil || !won { // a concurrent push of this phone lists them
		return open.missing, err
	}
	b.gaps = chosen
	return open.missing, b.updateGapException(tx, s.gapRow, after)
}

// openGaps computes the gaps. An excessive next_seq is cut, with an exception; the push is accepted.
// This is the gap detection of a push.
func (b *batch) openGaps(tx *db.Tx, nextSeq int64) (s gapState, open gapList, err error) {
	if s, err = gapStateOf(tx, b.phone); err != nil {
		return s, open, err
	}
	through, ahead := s.claimed(nextSeq)
	if ahead {
		err = notice(tx, b.phone, aheadNotice, "", AheadDetails{
			PhoneDetails: PhoneDetails{b.phone.Credential}, NextSeq: nextSeq, Highest: s.highest,
		})
		if err != nil {
			return s, open, err
		}
	}
	open, err = s.open(tx, through)
	return s, open, err
}

// closeGone closes the ranges that the phone no longer has, as far as they are gaps.
func (b *batch) closeGone(tx *db.Tx, said []Range, nextSeq int64) error {
	s, err := gapStateOf(tx, b.phone)
	if err != nil {
		return err
	}
	through, _ := s.claimed(max(nextSeq, s.highest+1))
	open, err := s.open(tx, through)
	if err != nil {
		return err
	}
	closed := overlap(open.ranges, said)
	if len(closed) == 0 {
		return nil
	}
	if won, err := s.save(tx); err != nil || !won {
		return err
	}
	rows := make([]goneRow, len(closed))
	for i, r := range closed {
		rows[i] = goneRow{
			Credential: s.Credential, FirstSeq: r[0], LastSeq: r[1], Organisation: s.Organisation, SaidAt: tx.Now,
		}
	}
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(&rows, 100).Error; err != nil {
		return err
	}
	b.closed = true
	return b.updateGoneException(tx)
}

// overlap returns the intersection of two lists as ranges; the first list is sorted and without overlaps.
func overlap(gaps, said []Range) (both []Range) {
	for _, gap := range gaps {
		var within []Range
		for _, r := range said {
			if lo, hi := max(gap[0], r[0]), min(gap[1], r[1]); lo <= hi {
				within = append(within, Range{lo, hi})
			}
		}
		slices.SortFunc(within, func(x, y Range) int { return cmp.Compare(x[0], y[0]) })
		both = append(both, merged(within)...)
	}
	return both
}

// merged joins adjacent sorted ranges.
func merged(sorted []Range) (joined []Range) {
	for _, r := range sorted {
		if last := len(joined) - 1; last >= 0 && r[0] <= joined[last][1]+1 {
			joined[last][1] = max(joined[last][1], r[1])
			continue
		}
		joined = append(joined, r)
	}
	return joined
}

// checkGone validates the `gone` of an envelope.
func checkGone(said []Range) error {
	if len(said) > MostGaps {
		return fault.Field("/gone", "too_many", "The push lists too many ranges.").With("most", MostGaps)
	}
	for _, r := range said {
		if r[0] < 1 || r[1] < r[0] || r[1] > highestSeq {
			return fault.Field("/gone", "out_of_range", "A range is [from, to] with 1 ≤ from ≤ to.")
		}
	}
	return nil
}

// Gaps returns the gaps of a phone that reads the feed with an empty outbox, like a push; the office is notified by
// pushes only. nextSeq is the number of the phone's next entry, 0 if not reported.
func (d Service) Gaps(ctx context.Context, phone people.Phone, nextSeq int64) (chosen []Range, err error) {
	if nextSeq < 1 {
		return nil, nil
	}
	err = d.Store.Read(ctx, phone.Actor, func(tx *db.Tx) error {
		_, chosen, err = gapsDue(tx, phone, nextSeq)
		return err
	})
	if err != nil || len(chosen) == 0 {
		return nil, err
	}
	return chosen, d.Store.Write(ctx, phone.Actor, func(tx *db.Tx) error {
		var row gapRow
		if row, chosen, err = gapsDue(tx, phone, nextSeq); err != nil || len(chosen) == 0 {
			return err
		}
		won, err := row.save(tx)
		if !won {
			chosen = nil
		}
		return err
	})
}

func gapsDue(tx *db.Tx, phone people.Phone, nextSeq int64) (row gapRow, chosen []Range, err error) {
	s, err := gapStateOf(tx, phone)
	if err != nil {
		return row, nil, err
	}
	through, _ := s.claimed(nextSeq)
	open, err := s.open(tx, through)
	if err != nil {
		return row, nil, err
	}
	chosen = s.list(open, tx.Now)
	return s.gapRow, chosen, nil
}
