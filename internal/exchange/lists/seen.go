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

type rowCount struct{ first, times uint32 }

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
func (s *duplicateIndex) countRow(p *pendingRow) (first int, repeated bool) {
	key := maphash.Bytes(s.seed, p.content[:])
	if p.draft.external != "" {
		key = maphash.String(s.seed, "external\x00"+p.draft.external)
	}
	was := s.rows[key]
	now := rowCount{first: was.first, times: max(was.times+1, uint32(p.occurrence))} //nolint:gosec // at most nine digits
	if was.times == 0 {
		now.first = uint32(p.row.Number) //nolint:gosec // lines are at most two million
	}
	s.rows[key] = now
	p.occurrence = int(now.times)
	return int(now.first), was.times > 0
}

// findDuplicate returns an earlier row of the file with the same phone, or with the same name in the same place if at
// least one of the two has no phone.
func (s *duplicateIndex) findDuplicate(p *pendingRow, sound string) (number int, code string) {
	if n, is := s.families[s.key("phone", p.draft.Phone, "")]; is && p.draft.Phone != "" {
		return int(n), likePhone
	}
	kinds := []string{"name", "phoneless"}
	if p.draft.Phone != "" {
		kinds = kinds[1:]
	}
	for _, kind := range kinds {
		if n, is := s.families[s.key(kind, sound, p.draft.areaKey)]; is && sound != "" {
			return int(n), likeName
		}
	}
	return 0, ""
}

// addFamily adds an accepted row to the index.
func (s *duplicateIndex) addFamily(p *pendingRow, sound string) {
	number := uint32(p.row.Number) //nolint:gosec // lines are at most two million
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
