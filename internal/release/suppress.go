package release

// counted are true counts of one organisation's families in one block. They never leave this package.
type counted struct{ registered, part, severe, served int64 }

// bucket is what a true count looks like when it was never published before: few below k, else rounded down to a
// multiple of k. Nought is shown only where the block is known to have at least k families, and only the first time.
func bucket(count, k int64, nought bool) Cell {
	switch {
	case count == 0 && nought:
		return 0
	case count < k:
		return Few
	}
	return Cell(count - count%k)
}

// settle decides what a cell shows after it has shown before. It looks at buckets only, so what is shown can be told
// from what was shown and the bucket, and no true count needs to be kept.
//
//	few, 0 → number   from 2k after few: between what few may be and 2k lies more than k. From k after 0
//	0 → few           always, so that a block where one family was reached looks like one where none was
//	n → few           for every count below k, from 2k on; k itself stays
//	n → m             two buckets apart: more than k
//	… → 0             never: beside an earlier few or 0 it would tell that fewer than k came or left
func settle(before Cell, count, k int64) Cell {
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

// suppress makes the cells of a block from the true counts and the newest cells that were published of it, if any.
func suppress(truth counted, before *Families, k int64) Families {
	show := func(count int64, was func(Families) Cell, nought bool) Cell {
		if before == nil {
			return bucket(count, k, nought)
		}
		return settle(was(*before), count, k)
	}
	out := Families{Registered: show(truth.registered, func(f Families) Cell { return f.Registered }, false)}
	nought := out.Registered.Shown()
	out.Part = show(truth.part, func(f Families) Cell { return f.Part }, nought)
	out.Severe = show(truth.severe, func(f Families) Cell { return f.Severe }, nought)
	out.Served = show(truth.served, func(f Families) Cell { return f.Served }, nought)
	return out
}

// showHomes shows the homes of a block once k are planned there.
func showHomes(h Homes, k int64) Homes {
	if planned := int64(h.Planned); planned > 0 && planned < k {
		return Homes{Planned: Few}
	}
	return h
}
