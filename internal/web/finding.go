package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/summary"
)

// HouseholdList is a page of households. Newer is 0 when the page is exact; otherwise that many changes are not in
// the read model yet and may be missing here: read again after a moment.
type HouseholdList struct {
	Rows  []HouseholdView `json:"rows"  nullable:"false"`
	Next  string          `json:"next"`
	Newer int64           `json:"newer"`
}

// CountView is the length of a list. More: the count stopped there. Newer is as in HouseholdList.
type CountView struct {
	Count int64 `json:"count"`
	More  bool  `json:"more"`
	Newer int64 `json:"newer"`
}

// SummaryView contains counts by area of a level. Seq is the seal up to which the stored counts go; newer entries
// were counted for this response.
type SummaryView struct {
	Seq   int64          `json:"seq"`
	Level area.Level     `json:"level"`
	Rows  []AreaCounts   `json:"rows" nullable:"false"`
	Total summary.Counts `json:"total"`
}

// AreaCounts are the counts of one area; the area is empty for places outside every area of the level.
type AreaCounts struct {
	Area   area.Key `json:"area"`
	Name   string   `json:"name"`
	NameBN string   `json:"name_bn"`
	NameHI string   `json:"name_hi"`
	summary.Counts
}

func listHouseholds(c *call) (out HouseholdList, err error) {
	code, text := c.Query("card"), strings.TrimSpace(c.Query("search"))
	if code != "" {
		return out, c.typed(code, func() (bool, error) {
			return true, c.read(func(tx *db.Tx) error { return oneByCard(c, tx, code, &out) })
		})
	}
	return out, c.typed(text, func() (found bool, err error) {
		err = c.read(func(tx *db.Tx) error {
			out, found, err = listed(c, tx, text)
			return err
		})
		return found, err
	})
}

// listed returns a page of households; found reports that the text is one of our cards.
func listed(c *call, tx *db.Tx, text string) (out HouseholdList, found bool, err error) {
	f, err := filterOf(c, tx)
	if err != nil {
		return out, false, err
	}
	if text == "" {
		page, err := summary.Page(tx, f)
		return HouseholdList{Rows: viewLines(c.language(), page.Lines), Next: page.Next, Newer: page.Newer}, false, err
	}
	page, err := search(tx, f, text)
	if err != nil {
		return out, page.card, err
	}
	out.Next, out.Newer = page.next, page.newer
	out.Rows, err = viewHouseholds(tx, c.language(), page.ids)
	return out, page.card, err
}

func countHouseholds(c *call) (out CountView, err error) {
	return out, c.read(func(tx *db.Tx) error {
		f, err := filterOf(c, tx)
		if err == nil {
			var length summary.Length
			length, err = summary.Count(tx, f)
			out = CountView{Count: length.N, More: length.More, Newer: length.Newer}
		}
		return err
	})
}

func showSummary(c *call) (out SummaryView, err error) {
	level, err := summary.LevelOf(c.Query("level"))
	if err != nil {
		return out, err
	}
	return out, c.read(func(tx *db.Tx) error {
		path, err := pathOf(c, tx)
		if err != nil {
			return err
		}
		answer, err := summary.ByArea(tx, path, level)
		if err != nil {
			return err
		}
		out = SummaryView{Seq: answer.Seq, Level: level, Total: answer.Total, Rows: make([]AreaCounts, len(answer.Areas))}
		for i, a := range answer.Areas {
			out.Rows[i] = AreaCounts{Area: a.Area, Name: a.Name, NameBN: a.NameBN, NameHI: a.NameHI, Counts: a.Counts}
		}
		return nil
	})
}

// pathOf returns the path of the requested area, or empty.
func pathOf(c *call, tx *db.Tx) (string, error) {
	key := c.Query("area")
	if key == "" {
		return "", nil
	}
	within, err := area.Get(tx, area.Key(key))
	return within.Path, err
}

// filterOf parses a filter of households from the query string.
func filterOf(c *call, tx *db.Tx) (f summary.Filter, err error) {
	f = summary.Filter{
		Criterion: c.Query("criterion"), House: household.HouseType(c.Query("house")), Sort: summary.Sort(c.Query("sort")),
		After: c.Query("after"),
	}
	if f.AreaPath, err = pathOf(c, tx); err != nil {
		return f, err
	}
	if grade := c.Query("grade"); grade != "" {
		n, err := strconv.Atoi(grade)
		if err != nil {
			return f, fault.Field("/grade", "wrong_type", "Must be an integer.")
		}
		f.Grade = &n
	}
	if reported := c.Query("reported"); reported != "" {
		n, err := strconv.Atoi(reported)
		if err != nil {
			return f, fault.Field("/reported", "wrong_type", "Must be an integer.")
		}
		f.Reported = &n
	}
	if since := c.Query("since"); since != "" {
		day, err := time.ParseInLocation(time.DateOnly, since, c.server.zone())
		if err != nil {
			return f, fault.Field("/since", "malformed", "Write the date as 2020-05-31.")
		}
		f.Since = db.At(day)
	}
	for name, to := range map[string]**bool{"verified": &f.Verified, "carded": &f.Card, "served": &f.Served} {
		switch c.Query(name) {
		case "":
		case "yes", "no":
			yes := c.Query(name) == "yes"
			*to = &yes
		default:
			return f, fault.Field("/"+name, "not_offered", "Say yes or no.")
		}
	}
	return f, f.Validate()
}

// longestName is longer than any name: a longer search text is a scanned token.
const longestName = 100

// hits is one page of search results; newer is as in summary.Listing.
type hits struct {
	ids   []household.ID
	next  string
	newer int64
	card  bool // the text is one of our cards
}

// search finds households by typed or scanned text: a card's code or token, a phone number, names or parts of them,
// with a place after a comma, or a place alone.
func search(tx *db.Tx, f summary.Filter, text string) (hits, error) {
	id, ours, err := holderOf(tx, text)
	if err != nil || id != "" {
		ids, err := onlyIf(err, tx, f, id)
		return hits{ids: ids, card: ours}, err
	}
	found, err := byWords(tx, f, text)
	found.card = ours
	return found, err
}

// byWords finds households by names or parts of them, and by places.
func byWords(tx *db.Tx, f summary.Filter, text string) (hits, error) {
	if name, place, found := strings.Cut(text, ","); found && strings.TrimSpace(place) != "" {
		path, err := placeNamed(tx, strings.TrimSpace(place), f.AreaPath)
		if err != nil || path == "" {
			return hits{}, err
		}
		f.AreaPath, text = path, strings.TrimSpace(name)
	}
	if strings.Contains(f.After, "~") { // a later page of a place
		return ofPlace(tx, f, text)
	}
	ids, next, err := byName(tx, f, text)
	if err == nil && len(ids) == 0 && f.After == "" && next == "" {
		return ofPlace(tx, f, text)
	}
	return hits{ids: ids, next: next}, err
}

func onlyIf(err error, tx *db.Tx, f summary.Filter, id household.ID) ([]household.ID, error) {
	if err != nil {
		return nil, err
	}
	return summary.Matching(tx, f, []household.ID{id})
}

// holderOf returns the household of a card's code or token, empty for an unassigned card, and whether the card is
// ours.
func holderOf(tx *db.Tx, text string) (id household.ID, ours bool, err error) {
	if _, isCode := card.FoldCode(text); !isCode && !card.IsPractice(text) && len(text) <= longestName {
		return "", false, nil
	}
	shown, err := card.Resolve(tx, text)
	if ours = err == nil; fault.Of(err) != nil && !card.IsPractice(text) {
		err = nil // a word that is formatted like a code
	}
	return household.ID(shown.Household), ours, err
}

// placeNamed returns the path of the area that best matches a text, below a path.
func placeNamed(tx *db.Tx, text, within string) (string, error) {
	found, err := area.Search(tx, text, "", 20)
	for _, a := range found {
		if strings.HasPrefix(a.Path, within) {
			return a.Path, err
		}
	}
	return "", err
}

func ofPlace(tx *db.Tx, f summary.Filter, text string) (hits, error) {
	path, err := placeNamed(tx, text, f.AreaPath)
	if err != nil || path == "" {
		return hits{}, err
	}
	f.AreaPath = path
	page, err := summary.Page(tx, f)
	return hits{ids: page.IDs(), next: page.Next, newer: page.Newer}, err
}

// maxPages bounds the number of pages of names that are read for one filtered page.
const maxPages = 20

// byName finds households by name or phone and applies the filter.
func byName(tx *db.Tx, f summary.Filter, text string) ([]household.ID, string, error) {
	plain := f == summary.Filter{AreaPath: f.AreaPath, Sort: f.Sort, After: f.After}
	limit := household.PageSize(f.Limit)
	var ids []household.ID
	after := f.After
	for range maxPages {
		hits, err := household.Find(tx, household.Filter{Search: text, AreaPath: f.AreaPath, After: after, Limit: limit + 1})
		if err != nil {
			return nil, "", err
		}
		more := len(hits) > limit
		hits = hits[:min(len(hits), limit)]
		keep := make([]household.ID, len(hits))
		for i, hit := range hits {
			keep[i] = hit.Household
		}
		if !plain {
			if keep, err = summary.Matching(tx, f, keep); err != nil {
				return nil, "", err
			}
		}
		for _, hit := range hits {
			after = hit.After
			if slices.Contains(keep, hit.Household) {
				ids = append(ids, hit.Household)
			}
			if len(ids) == limit && (more || hit != hits[len(hits)-1]) {
				return ids, after, nil
			}
		}
		if !more {
			return ids, "", nil
		}
	}
	return ids, after, nil
}
