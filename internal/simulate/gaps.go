package simulate

import (
	"slices"

	"tripol/internal/field"
)

// resend queues the records that the server lists as missing, and answers `gone` for those that are lost. The caller
// queues the records of the current batch.
func (p *phone) resend(gaps [][2]int64, batch []Saved) error {
	if len(gaps) == 0 {
		return nil
	}
	saved, err := readLog(p.path)
	if err != nil {
		return err
	}
	held := make(map[int64]Saved, len(saved))
	for _, s := range saved {
		if !p.dropped[int64(s.Seq)] {
			held[int64(s.Seq)] = s
		}
	}
	for _, gap := range gaps {
		for n := gap[0]; n <= min(gap[1], int64(p.seq)); n++ {
			s, have := held[n]
			queued := func(one Saved) bool { return one.ID == s.ID }
			switch {
			case !have:
				p.gone = append(p.gone, field.Range{n, n})
			case !slices.ContainsFunc(p.waiting, queued) && !slices.ContainsFunc(batch, queued):
				p.waiting = append(p.waiting, s)
				p.count("resent", 0)
			}
		}
	}
	return nil
}
