package summary_test

import (
	"slices"
	"strings"
	"testing"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/summary"
	"tripol/internal/testkit"
)

// listed turns all pages of a list.
func (w *world) listed(a actor.Actor, f summary.Filter) (ids []household.ID) {
	w.Helper()
	w.Read(a, func(tx *db.Tx) error {
		for {
			page, err := summary.Page(tx, f)
			if err != nil {
				return err
			}
			if page.Newer != 0 {
				w.Errorf("a page states %d newer changes", page.Newer)
			}
			ids = append(ids, page.IDs()...)
			if page.Next == "" {
				return nil
			}
			f.After = page.Next
		}
	})
	return ids
}

// Pages of every order, with and without uncounted changes, contain every family in scope once, and no other.
func TestPagesHoldEveryFamilyOnce(t *testing.T) {
	onBoth(t, func(w *world) {
		w.settle(5)
		w.seal()
		w.advance()
		w.settle(4) // newer than the count
		w.assess(w.families[1], 4)
		w.family(stranger, places[0])
		for _, sort := range []summary.Sort{summary.Newest, summary.Oldest, summary.Worst, summary.Size, summary.Placed} {
			whole := w.listed(first, summary.Filter{Sort: sort})
			paged := w.listed(first, summary.Filter{Sort: sort, Limit: 2})
			if !slices.Equal(whole, paged) || !slices.Equal(slices.Sorted(slices.Values(whole)), slices.Sorted(slices.Values(w.families))) {
				t.Errorf("%s: whole %v, by pages %v, families %v", sort, whole, paged, w.families)
			}
		}
		officer := testkit.Other(actor.ProtectionOfficer)
		if worst := w.listed(officer, summary.Filter{Sort: summary.Worst}); worst[0] != w.families[1] {
			t.Errorf("the worst is %s, not %s", worst[0], w.families[1])
		}
		if newest := w.listed(first, summary.Filter{}); newest[0] != w.families[8] || newest[8] != w.families[0] {
			t.Errorf("the newest first: %v of %v", newest, w.families)
		}
		north := w.listed(testkit.Only(first, northPath), summary.Filter{})
		if len(north) != 5 {
			t.Errorf("somebody of the north sees %d", len(north))
		}
	})
}

// Each filter keeps whom it says, the same before and after the count moves on.
func TestFiltersKeepWhomTheySay(t *testing.T) {
	onBoth(t, func(w *world) {
		w.settle(3)
		w.families = append(w.families, w.family(first, places[2]))
		w.distribute()
		w.seal()
		w.advance()
		give := w.deeds()[9]
		give()
		w.Take(first, "card.revoke", card.CardRevoke{Card: w.ids[w.bound[1]], Reason: card.Lost})
		w.report(w.families[0], 4) // of a graded house: the assessment counts
		w.report(w.families[3], 1)
		w.report(w.families[3], 3) // the later one counts
		yes, no, zero, three, four, none := true, false, 0, 3, 4, -1
		check := func(when string) {
			for name, c := range map[string]struct {
				f    summary.Filter
				want int
			}{
				"all": {summary.Filter{}, 4}, "verified": {summary.Filter{Verified: &yes}, 3},
				"not verified": {summary.Filter{Verified: &no}, 1}, "with card": {summary.Filter{Card: &yes}, 2},
				"without card": {summary.Filter{Card: &no}, 2}, "served": {summary.Filter{Served: &yes}, 1},
				"not served": {summary.Filter{Served: &no}, 3}, "severe": {summary.Filter{Grade: &three}, 3},
				"reported": {summary.Filter{Reported: &zero}, 1}, "reported severe": {summary.Filter{Reported: &three}, 1},
				"reported destroyed": {summary.Filter{Reported: &four}, 0},
				"not graded":         {summary.Filter{Grade: &none}, 1}, "in the block": {summary.Filter{AreaPath: blockPath}, 3},
				"of tomorrow": {summary.Filter{Since: db.At(w.Store.Now().AddDate(0, 0, 1))}, 0},
				"of today":    {summary.Filter{Since: db.At(w.Store.Now().AddDate(0, 0, -1))}, 4},
			} {
				ids := w.listed(first, c.f)
				if len(ids) != c.want {
					t.Errorf("%s, %s: %d, not %d", when, name, len(ids), c.want)
				}
				w.Read(first, func(tx *db.Tx) error {
					length, err := summary.Count(tx, c.f)
					if length != (summary.Length{N: int64(c.want)}) {
						t.Errorf("%s, %s: counted %+v, not %d", when, name, length, c.want)
					}
					kept, failed := summary.Matching(tx, c.f, w.families)
					if failed != nil || len(kept) != c.want {
						t.Errorf("%s, %s: keeping %d, not %d: %v", when, name, len(kept), c.want, failed)
					}
					return err
				})
			}
			hut := w.listed(first, summary.Filter{House: household.Hut})
			landless := w.listed(first, summary.Filter{Criterion: "landless"})
			widows := w.listed(first, summary.Filter{Criterion: "widow"})
			if !slices.Equal(hut, landless) || len(hut)+len(widows) != 4 {
				t.Errorf("%s: %d huts, %d landless, %d widows", when, len(hut), len(landless), len(widows))
			}
		}
		check("before")
		w.seal()
		w.advance()
		check("after")
	})
}

// What is not on a closed list is refused by the name of its parameter.
func TestFiltersAreClosed(t *testing.T) {
	onBoth(t, func(w *world) {
		five := 5
		id := db.NewID()
		for path, f := range map[string]summary.Filter{
			"/criterion": {Criterion: "rich"}, "/house": {House: "tent"}, "/grade": {Grade: &five}, "/reported": {Reported: &five}, "/sort": {Sort: "name; --"},
			"/after": {After: "worst~1~" + id},
		} {
			err := w.Store.Read(t.Context(), first, func(tx *db.Tx) error {
				_, err := summary.Page(tx, f)
				return err
			})
			if got := fault.Of(err); got == nil || got.Path != path || strings.Contains(got.Message, "rich") {
				t.Errorf("%s: %v", path, err)
			}
		}
		err := w.Store.Read(t.Context(), auditor, func(tx *db.Tx) error {
			_, err := summary.Page(tx, summary.Filter{})
			return err
		})
		if !fault.Is(err, "role_missing") {
			t.Errorf("an auditor lists families: %v", err)
		}
	})
}
