package lists

import (
	"hash/maphash"
)

// duplicateIndex indexes the earlier rows of the file: rows by content, families by phone and by name and place. It
// stores 64-bit digests with a seed of its own, since it must hold a million rows. Families that are in the database
// need no second index: they are removed after each group, except in a dry run.
type duplicateIndex struct {
	seed     maphash.Seed
	forget   bool
	rows     map[uint64]rowCount
	families map[uint64]uint32
}

type rowCount struct {
	first uint32 // packed
	times uint32
}

// rowAt locates a row of the file.
type rowAt struct{ sheet, line int }

// lineBits hold a line number, which is at most two million; the sheet is above them.
const lineBits = 21

func (r rowAt) packed() uint32 { return uint32(r.sheet)<<lineBits | uint32(r.line) } //nolint:gosec // see lineBits

func unpacked(at uint32) rowAt { return rowAt{int(at >> lineBits), int(at & (1<<lineBits - 1))} }

func newDuplicateIndex(forget bool) *duplicateIndex {
	return &duplicateIndex{
		seed: maphash.MakeSeed(), forget: forget, rows: map[uint64]rowCount{}, families: map[uint64]uint32{},
	}
}

func (s *duplicateIndex) nextBatch() {
	if s.forget {
		clear(s.families)
	}
}

// countRow counts the occurrences of a row's content or list id, and returns the line of the first one.
func (s *duplicateIndex) countRow(p *pendingRow, sheet int) (first rowAt, repeated bool) {
	key := maphash.String(s.seed, p.list+"\x00"+string(p.content[:]))
	if p.ownID() {
		key = maphash.String(s.seed, "external\x00"+p.draft.external)
	}
	was := s.rows[key]
	now := rowCount{first: was.first, times: max(was.times+1, uint32(p.occurrence))} //nolint:gosec // at most nine digits
	if was.times == 0 {
		now.first = rowAt{sheet, p.row.Number}.packed()
	}
	s.rows[key] = now
	p.occurrence = int(now.times)
	return unpacked(now.first), was.times > 0
}

// findDuplicate returns an earlier row of the file with the same phone, or with the same name in the same place if at
// least one of the two has no phone.
func (s *duplicateIndex) findDuplicate(p *pendingRow, sound string) (at rowAt, code string) {
	if n, is := s.families[s.key("phone", p.draft.Phone, "")]; is && p.draft.Phone != "" {
		return unpacked(n), likePhone
	}
	kinds := []string{"name", "phoneless"}
	if p.draft.Phone != "" {
		kinds = kinds[1:]
	}
	for _, kind := range kinds {
		if n, is := s.families[s.key(kind, sound, p.draft.areaKey)]; is && sound != "" {
			return unpacked(n), likeName
		}
	}
	return rowAt{}, ""
}

// addFamily adds an accepted row to the index.
func (s *duplicateIndex) addFamily(p *pendingRow, sheet int, sound string) {
	number := rowAt{sheet, p.row.Number}.packed()
	name := "name"
	if p.draft.Phone == "" {
		name = "phoneless"
	} else {
		s.families[s.key("phone", p.draft.Phone, "")] = number
	}
	s.families[s.key(name, sound, p.draft.areaKey)] = number
}

func (s *duplicateIndex) key(kind, text, place string) uint64 {
	return maphash.String(s.seed, kind+"\x00"+text+"\x00"+place)
}
