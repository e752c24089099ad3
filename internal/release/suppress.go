package release

// counted are one organisation's true counts in one block. They never leave this package.
type counted struct{ registered, part, severe, served int64 }

// bucket returns the first published cell of a true count: few below k, otherwise rounded down to a multiple of k. Zero
// is shown only in the first release of a block that is known to have at least k families (nought).
// It is the threshold rule.
func bucket(count, k int64, nought bool) Cell {
	switch {
	case count == 0 && nought:
		return 0
	case count < k:
		return Few
	}
	return Cell(count - count%k)
}

// nextCell returns the cell that follows before. It depends on the bucket only, so it can be computed from published
// data, and no true count is stored. Transitions:
//
//	few, 0 → number   from 2k after few: the distance to any count behind few exceeds k. From k after 0
//	0 → few           always, so that a block with one family served is indistinguishable from one with none
//	n → few           for every count below k if n ≥ 2k; k itself stays
//	n → m             two buckets apart: more than k
//	… → 0             never: after few or 0 it would disclose that fewer than k were added or removed
func nextCell(before Cell, count, k int64) Cell {
	now := bucket(count, k, false)
	switch {
	case before == Few && int64(now) < 2*k:
		return Few
	case before <= 0:
		return now
	case now == Few && int64(before) >= 2*k:
		return Few
	case now == Few:
		return before
	case now-before >= Cell(2*k) || before-now >= Cell(2*k):
		return now
	}
	return before
}

// suppress returns a block's cells for the true counts and the newest published cells, if any.
func suppress(truth counted, before *Families, k int64) Families {
	show := func(count int64, was func(Families) Cell, nought bool) Cell {
		if before == nil {
			return bucket(count, k, nought)
		}
		return nextCell(was(*before), count, k)
	}
	out := Families{Registered: show(truth.registered, func(f Families) Cell { return f.Registered }, false)}
	nought := out.Registered.Shown()
	out.Part = show(truth.part, func(f Families) Cell { return f.Part }, nought)
	out.Severe = show(truth.severe, func(f Families) Cell { return f.Severe }, nought)
	out.Served = show(truth.served, func(f Families) Cell { return f.Served }, nought)
	return out
}

// showHomes shows the homes of a block if at least k are planned there.
func showHomes(h Homes, k int64) Homes {
	if planned := int64(h.Planned); planned > 0 && planned < k {
		return Homes{Planned: Few}
	}
	return h
}
